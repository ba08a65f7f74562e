"""SymPy's own methods, which raise whatever they like where they do not get on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from symopt.errors import UndecidedError

FAILURES = (
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    ArithmeticError,
    LookupError,
)


@contextmanager
def guarded(doing: str) -> Iterator[None]:
    """Run SymPy's code inside: where it fails, the question is undecided."""
    try:
        yield
    except FAILURES as error:
        raise UndecidedError(f"SymPy fails at {doing}") from error
