"""Which float back end does a piece of work: by its shape and by what is installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from symopt.errors import InputError
from symopt.run.floats.loop import Loop, Work

BACKENDS = ("python", "numpy", "numba")
FEW_POINTS = 24  # below, a loop over the points is faster than arrays of them
LONG_PATH = 500_000  # steps of one point that are worth compiling for
LARGE_BATCH = 20_000_000  # steps times points that are


def choose(points: int, steps: int) -> str:
    """The back end for so many points and steps, where the user names none."""
    worth = points * steps >= (LARGE_BATCH if points >= FEW_POINTS else LONG_PATH)
    if worth and find_spec("numba") is not None:
        return "numba"
    return "python" if points < FEW_POINTS else "numpy"


def loop(name: str, work: Work) -> Loop:
    """The named back end at work; `InputError` where there is none such, or it is not installed."""
    if name not in BACKENDS:
        raise InputError(f"unknown back end '{name}'", hint=f"known: {', '.join(BACKENDS)}, ball")
    if name == "numba" and find_spec("numba") is None:
        raise InputError(
            "the back end 'numba' is not installed", hint="pip install 'symopt[fast]', or use numpy"
        )
    module = import_module(f"symopt.run.floats.{name}_loop")
    make: Callable[[Work], Loop] = getattr(module, f"{name.capitalize()}Loop")
    return make(work)
