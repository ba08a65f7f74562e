"""How many threads the matrix products use: one, where that can be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec


@contextmanager
def one_thread() -> Iterator[int | None]:
    """One BLAS thread within, and as before after it; says None where it can't be known.

    Several threads sum in another order, so that the last digits of a run depend on their number.
    """
    if find_spec("threadpoolctl") is None:
        yield None
        return
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield 1
