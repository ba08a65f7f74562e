"""Properties are tried without a deadline, and in CI always on the same examples."""

import os

from hypothesis import settings

settings.register_profile("symopt", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("symopt")
