"""Properties are tried without a deadline, and in CI always on the same examples."""

import os

import pytest
from hypothesis import settings

from symopt.front_matter import read_setting
from symopt.page import read_page

settings.register_profile("symopt", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("symopt")


def make_setting(objective="x*y", start="{x: 1, y: 2}", rule="adam", **more):
    """A setting as a page states it; by default Adam on x·y."""
    head = {"objective": objective, "start": start, "rule": rule} | more
    if objective is None:  # the page gives gradients instead
        head |= {"steps": 2}
        del head["objective"]
    lines = "\n".join(f"{name}: {value}" for name, value in head.items())
    return read_setting(read_page(f"---\n{lines}\n---\n"))


@pytest.fixture(scope="session", name="setting")
def setting_maker():
    """Builds settings."""
    return make_setting
