"""Runs in float64: any number of points, records, divergence, a stop at small gradients."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symopt.errors import InputError
from symopt.objective import GivenGradients
from symopt.run.floats.calm import CALM
from symopt.run.floats.checkpoint import fingerprint, restore, save
from symopt.run.floats.choose import choose, loop
from symopt.run.floats.graph import FINITE, SLOPE, Graph
from symopt.run.floats.loop import Floats, Loop
from symopt.run.floats.path import Path
from symopt.run.floats.work import first_state, work_of
from symopt.setting import Setting

Happened = Callable[[Floats], NDArray[np.bool_]]
CHUNK = 1 << 18  # steps times points after which a run is looked at
MOST_STEPS = 10**10
MOST_RECORDED = 1 << 31  # bytes of recorded points
CHECKPOINT_SECONDS = 10.0


@dataclass
class Progress:
    """How far a run is: all that a checkpoint has to keep."""

    state: Floats
    diverged: NDArray[np.int64]
    stopped: NDArray[np.int64]
    records: Floats
    done: int = 0


@dataclass(frozen=True)
class Run:
    """A float run of a setting; `start` carries it out."""

    setting: Setting
    steps: int
    starts: Floats | None = None
    every: int | None = 1
    backend: str | None = None
    tolerance: float | None = None
    checkpoint: File | None = None
    seconds: float = CHECKPOINT_SECONDS
    watch: Callable[[int], None] = field(default=lambda done: None)

    def start(self) -> Path:
        """Every step, from the start or from the checkpoint."""
        points = 1 if self.starts is None else len(self.starts)
        steps = self._possible_steps()
        work = work_of(self.setting, slope=self.tolerance is not None)
        machine = loop(self.backend or choose(points, steps), work)
        every = self.every or steps + 1
        state = first_state(self.setting, work.graph, self.starts)
        dimension = work.graph.dimension
        size = (steps // every, dimension, points)
        if 8 * np.prod(size, dtype=float) > MOST_RECORDED:
            raise InputError("too many points to record", hint="record fewer: record=1000, say")
        first = state[:dimension].copy()
        key = fingerprint(work, state, self.every, self.tolerance)
        none = np.zeros(points, dtype=np.int64)
        progress = Progress(state, none, none.copy(), np.empty(size))
        if self.checkpoint is not None:
            restore(self.checkpoint, key, progress, steps)
        self._through(progress, machine, work.graph, steps, every, key)
        if self.checkpoint is not None:
            self.checkpoint.unlink(missing_ok=True)
        return self._path(progress, machine, first, every)

    def _possible_steps(self) -> int:
        if not 0 <= self.steps <= MOST_STEPS:
            raise InputError(f"'steps' must lie between 0 and {MOST_STEPS} (got {self.steps})")
        if isinstance(self.setting.objective, GivenGradients):
            self.setting.objective.gradient(max(self.steps, 1))
        return self.steps

    def _through(
        self, now: Progress, machine: Loop, graph: Graph, steps: int, every: int, key: str
    ) -> None:
        """Chunk by chunk, with a checkpoint now and then."""
        span = max(CALM, CHUNK // max(now.state.shape[1], 1) // CALM * CALM)
        saved = time.monotonic()
        while now.done < steps and not now.stopped.all():
            begin, end = now.done, min(steps, now.done + span)
            rows = slice(begin // every, end // every)
            self._chunk(now, machine, graph, (begin, end), every, rows)
            now.done = end
            self.watch(end)
            if self.checkpoint is not None and time.monotonic() - saved >= self.seconds:
                save(self.checkpoint, key, now, end // every)
                saved = time.monotonic()
        now.records[now.done // every :] = now.state[: graph.dimension]
        now.done = steps if len(now.stopped) > 1 or not now.stopped.any() else int(now.stopped[0])

    def _chunk(
        self,
        now: Progress,
        machine: Loop,
        graph: Graph,
        span: tuple[int, int],
        every: int,
        rows: slice,
    ) -> None:
        """One chunk of the points still under way, and when what happened to them did."""
        active = np.flatnonzero(now.stopped == 0)
        before, records = now.state[:, active], now.records[rows]
        state, found = before.copy(), np.empty((*records.shape[:2], len(active)))
        machine.advance(state, *span, every, found)
        bad = _not_finite(graph)
        new = np.flatnonzero(bad(state) & (now.diverged[active] == 0))
        now.diverged[active[new]], _ = locate(machine, before[:, new], *span, bad)
        if self.tolerance is not None:
            small = _small_slope(graph, self.tolerance)
            new = np.flatnonzero(small(state))
            at, ends = locate(machine, before[:, new], *span, small)
            now.stopped[active[new]], state[:, new] = at, ends
            later = (np.arange(rows.start, rows.stop)[:, None] + 1) * every > at
            found[:, :, new] = np.where(
                later[:, None, :], ends[: graph.dimension], found[:, :, new]
            )
        now.state[:, active] = state
        records[:, :, active] = found

    def _path(self, now: Progress, machine: Loop, first: Floats, every: int) -> Path:
        """The recorded points in the user's shape."""
        single = self.starts is None
        last = now.state[: len(first)]
        events: dict[str, Any] = {"diverged_at": now.diverged, "stopped_at": now.stopped}
        if single:
            events = {name: int(at[0]) or None for name, at in events.items()}
        if self.every is None:
            steps, points = np.array([now.done]), last.T
        else:
            count = now.done // every
            steps = np.arange(count + 1) * every
            points = np.concatenate([first[None], now.records[:count]])
            if now.done % every:
                steps, points = np.append(steps, now.done), np.concatenate([points, last[None]])
            points = np.moveaxis(points, 1, 2)
        if single:
            points = points[..., 0, :]
        return Path.of(points, backend=machine.name, steps=steps, **events)


def locate(
    machine: Loop, state: Floats, begin: int, end: int, happened: Happened
) -> tuple[NDArray[np.int64], Floats]:
    """For each point the step at which something happened first, and its state then.

    It happens to every point by step `end`, and once it has it stays so: halving finds it.
    """
    steps, ends = np.full(state.shape[1], end, dtype=np.int64), state.copy()
    if state.shape[1] == 0:
        return steps, ends
    if end - begin == 1:
        machine.advance(ends, begin, end, end + 1, None)
        return steps, ends
    middle = (begin + end) // 2
    machine.advance(ends, begin, middle, middle + 1, None)
    early = happened(ends)
    for part, at, span in ((early, state, (begin, middle)), (~early, ends.copy(), (middle, end))):
        steps[part], ends[:, part] = locate(machine, at[:, part], *span, happened)
    return steps, ends


def _not_finite(graph: Graph) -> Happened:
    """Whether the point is not finite any more, or was not at some moment."""
    watched = [*range(graph.dimension)]
    if FINITE in graph.carried:
        watched = [graph.carried.index(FINITE)]
    return lambda state: ~np.isfinite(state[watched]).all(axis=0)


def _small_slope(graph: Graph, tolerance: float) -> Happened:
    """Whether some gradient's norm was at most the tolerance."""
    row = graph.carried.index(SLOPE)
    return lambda state: state[row] <= tolerance
