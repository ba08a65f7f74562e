"""`python -m symopt` is the command `symopt`."""

import sys

from symopt.cli.main import main

sys.exit(main())
