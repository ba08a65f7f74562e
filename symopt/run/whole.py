"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any


@contextmanager
def write_whole(path: Path, *, binary: bool = False) -> Iterator[IO[Any]]:
    """A stream into a new file beside `path` that takes its name in the end."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    text: dict[str, Any] = {} if binary else {"encoding": "utf-8", "newline": "\n"}
    try:
        with beside.open("wb" if binary else "w", **text) as stream:
            yield stream
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink()
