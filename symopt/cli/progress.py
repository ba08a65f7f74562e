"""A progress bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

from tqdm import tqdm


class Bar(tqdm):  # type: ignore[type-arg]
    """A bar without a thread of its own."""

    monitor_interval = 0  # tqdm would start a thread of its own to watch slow bars


@contextmanager
def steps_bar(steps: int) -> Iterator[Callable[[int], None]]:
    """A bar of so many steps, and the function that is told how many are done."""
    with Bar(total=steps, disable=None, leave=False, unit="step", unit_scale=True) as bar:

        def watch(done: int) -> None:
            bar.update(done - bar.n)

        yield watch


def write_with_progress(stream: TextIO, pieces: Iterable[tuple[str, int]], total: int) -> None:
    """Write pieces of text as they come; each says how many items were done for it."""
    with Bar(total=total, disable=None, leave=False, miniters=1) as bar:
        for text, done in pieces:
            bar.clear()
            stream.write(text)
            stream.flush()
            bar.update(done)
