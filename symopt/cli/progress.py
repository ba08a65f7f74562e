"""A progress bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from tqdm import tqdm


class Bar(tqdm):  # type: ignore[type-arg]
    """A bar without a thread of its own."""

    monitor_interval = 0  # tqdm would start a thread of its own to watch slow bars


def write_with_progress(stream: TextIO, pieces: Iterable[tuple[str, int]], total: int) -> None:
    """Write pieces of text as they come; each says how many items were done for it."""
    with Bar(total=total, disable=None, leave=False, miniters=1) as bar:
        for text, done in pieces:
            bar.clear()
            stream.write(text)
            stream.flush()
            bar.update(done)
