"""What users ask of a problem in floats: a run, a step of their own, the generated source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path as File
from typing import Any, Literal

import numpy as np

from symopt.errors import InputError, UndecidedError
from symopt.objective import GivenGradients
from symopt.run.digits import FLOAT_DIGITS, certify
from symopt.run.floats.choose import choose
from symopt.run.floats.choose import loop as make_loop
from symopt.run.floats.drive import MOST_STEPS, Run
from symopt.run.floats.loop import Floats as Array
from symopt.run.floats.loop import Loop, Work
from symopt.run.floats.path import Path
from symopt.run.floats.step import Step, step_function
from symopt.run.floats.work import first_state, work_of
from symopt.run.stepper import program_of
from symopt.setting import Setting, whole


class Floats:
    """A setting's work in float64. Generated code is kept from one run to the next."""

    def __init__(self, setting: Setting):
        self.setting = setting
        self._work: dict[bool, Work] = {}
        self._loops: dict[tuple[str, bool], Loop] = {}

    def work(self, *, slope: bool = False) -> Work:
        """The graph and its numbers; with `slope` it watches the norm of the gradient."""
        if slope not in self._work:
            self._work[slope] = work_of(self.setting, slope=slope)
        return self._work[slope]

    def loop(self, backend: str, *, slope: bool = False) -> Loop:
        """The back end at work."""
        key = backend, slope
        if key not in self._loops:
            self._loops[key] = make_loop(backend, self.work(slope=slope))
        return self._loops[key]

    def run(
        self,
        steps: int | None = None,
        *,
        starts: Any = None,
        record: int | Literal["auto"] | None = "auto",
        backend: str | None = None,
        tolerance: float | None = None,
        checkpoint: str | File | None = None,
        watch: Callable[[int], None] = lambda done: None,
    ) -> Path:
        """A run with its arguments checked; see `Problem.run`. `watch` hears how far it is."""
        setting = self.setting
        count = setting.steps if steps is None else whole(steps, "steps", most=MOST_STEPS)
        if isinstance(setting.objective, GivenGradients) and count:
            setting.objective.gradient(count)
        points = None if starts is None else _points(starts, len(setting.variables))
        every = (1 if points is None else None) if record == "auto" else record
        if every is not None:
            every = whole(every, "record", least=1, most=MOST_STEPS)
        if tolerance is not None and not tolerance >= 0:
            raise InputError(f"'tolerance' must be a number from 0 on (got '{tolerance}')")
        if backend == "ball":
            return self._in_balls(count, points, every, tolerance)
        slope = tolerance is not None
        backend = backend or choose(1 if points is None else len(points), count)
        work, loop = self.work(slope=slope), self.loop(backend, slope=slope)
        state = first_state(setting, work.graph, points)
        file = None if checkpoint is None else File(checkpoint)
        return Run(work, loop, state, count, every, tolerance, file, watch).path(
            single=points is None
        )

    def _in_balls(
        self, steps: int, starts: Array | None, every: int | None, tolerance: float | None
    ) -> Path:
        """The floats nearest to the true points."""
        if starts is not None or tolerance is not None:
            raise InputError("the back end 'ball' takes neither 'starts' nor 'tolerance'")
        found = certify(self.setting, steps, digits=FLOAT_DIGITS, every=every or max(steps, 1))
        if found.stopped:
            raise UndecidedError(found.stopped)
        numbers, points = np.array(found.steps), np.array(found.texts, dtype=np.float64)
        if every is None:
            numbers, points = numbers[-1:], points[-1]
        return Path.of(points, backend="ball", steps=numbers)

    def step(self) -> Step:
        """The step as a plain function; see `Problem.compile`."""
        work = self.work()
        start = first_state(self.setting, work.graph, None)[: work.graph.quantities, 0]
        return step_function(work, tuple(start.tolist()))

    def source(self, backend: str) -> str:
        """The source that a back end runs."""
        if backend == "ball":
            return program_of(self.setting, 1).source
        return self.loop(backend).source


def _points(starts: Any, dimension: int) -> Array:
    points = np.asarray(starts, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != dimension or not len(points):
        raise InputError(f"'starts' must have the shape (points, {dimension}) (got {points.shape})")
    return points
