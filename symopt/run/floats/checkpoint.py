"""Checkpoints: a long run writes down where it is, and goes on from there after being killed."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from symopt.run.floats.loop import Floats, Work
from symopt.run.floats.python_loop import python_source
from symopt.run.whole import write_whole

if TYPE_CHECKING:
    from symopt.run.floats.drive import Progress


def fingerprint(work: Work, state: Floats, every: int | None, tolerance: float | None) -> str:
    """What a run's floats depend on, besides the number of steps: equal only for equal runs."""
    said = [python_source(work.graph), repr(sorted(work.parameters.items())), repr(work.given)]
    said += [repr(every), repr(tolerance), repr(state.shape)]
    return hashlib.sha256("\0".join(said).encode() + state.tobytes()).hexdigest()


def save(file: Path, key: str, now: Progress, recorded: int) -> None:
    """Write the progress, whole or not at all."""
    with write_whole(file, binary=True) as stream:
        np.savez(
            stream,
            key=np.array(key),
            done=np.array(now.done),
            state=now.state,
            diverged=now.diverged,
            stopped=now.stopped,
            records=now.records[:recorded],
        )


def restore(file: Path, key: str, now: Progress, steps: int) -> None:
    """Put the progress in the file's place, if the file is whole and of this very run."""
    try:
        with np.load(file, allow_pickle=False) as found:
            if str(found["key"]) != key or int(found["done"]) > steps:
                return
            done, records = int(found["done"]), found["records"]
            state, diverged, stopped = found["state"], found["diverged"], found["stopped"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return  # none there, or a damaged one: start at the beginning
    now.done, now.state, now.diverged, now.stopped = done, state, diverged, stopped
    now.records[: len(records)] = records
