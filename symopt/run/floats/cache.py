"""Generated source on disk, named by its content, where compilers may keep what they made of it.

A file's name is the hash of what it must hold, so that it can't be stale; it is compared before
use, so that a damaged one is written again; and it appears whole, whoever else writes it.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from symopt.run.whole import write_whole

VARIABLE = "SYMOPT_CACHE"


def folder() -> Path:
    """Where generated files lie: $SYMOPT_CACHE, else `symopt` in the user's cache folder."""
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "symopt"


def stored(source: str) -> Path | None:
    """A file that holds exactly this source; None where nothing can be written."""
    content = source.encode()
    path = folder() / f"{hashlib.sha256(content).hexdigest()[:32]}.py"
    with suppress(OSError):
        if path.read_bytes() == content:
            return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_whole(path) as stream:
            stream.write(source)
    except OSError:
        return None
    return path


def forget(path: Path) -> None:
    """Remove what compilers have kept beside a source."""
    for kept in (path.parent / "__pycache__").glob(f"{path.stem}*"):
        with suppress(OSError):
            kept.unlink()
