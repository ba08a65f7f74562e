"""What users ask of a problem in floats: a run, a step of their own, the generated source."""

from __future__ import annotations

from pathlib import Path as File
from typing import Any, Literal

import numpy as np

from symopt.errors import InputError
from symopt.run.floats.choose import loop
from symopt.run.floats.drive import MOST_STEPS, Run
from symopt.run.floats.path import Path
from symopt.run.floats.step import Step, step_function
from symopt.run.floats.work import first_state, work_of
from symopt.run.stepper import program_of
from symopt.setting import Setting, whole


def run(
    setting: Setting,
    *,
    steps: int | None,
    starts: Any,
    record: int | Literal["auto"] | None,
    backend: str | None,
    tolerance: float | None,
    checkpoint: str | File | None,
) -> Path:
    """A float run with its arguments checked; see `Problem.run`."""
    count = setting.steps if steps is None else whole(steps, "steps", most=MOST_STEPS)
    points = None if starts is None else _points(starts, setting)
    every = (1 if points is None else None) if record == "auto" else record
    if every is not None:
        every = whole(every, "record", least=1, most=MOST_STEPS)
    if tolerance is not None and not tolerance >= 0:
        raise InputError(f"'tolerance' must be a number that is not negative (got '{tolerance}')")
    file = None if checkpoint is None else File(checkpoint)
    return Run(setting, count, points, every, backend, tolerance, file).start()


def _points(starts: Any, setting: Setting) -> Any:
    points = np.array(starts, dtype=np.float64)
    dimension = len(setting.variables)
    if points.ndim != 2 or points.shape[1] != dimension or not len(points):
        raise InputError(
            f"'starts' must have the shape (points, {dimension}) (got {points.shape})"
        )
    return points


def compiled_step(setting: Setting) -> Step:
    """The setting's step as a plain function; see `Problem.compile`."""
    work = work_of(setting)
    return step_function(work, tuple(first_state(setting, work.graph, None)[:, 0].tolist()))


def source(setting: Setting, backend: str) -> str:
    """The source that a back end runs."""
    if backend == "ball":
        return program_of(setting, 1).source
    return loop(backend, work_of(setting)).source
