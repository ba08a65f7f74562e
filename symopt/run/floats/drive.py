"""Runs in float64: any number of points, records, divergence, a stop at small gradients."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symopt.errors import InputError
from symopt.run.floats.calm import CALM
from symopt.run.floats.checkpoint import fingerprint, restore, save
from symopt.run.floats.graph import FINITE, SLOPE, Graph
from symopt.run.floats.loop import Floats, Loop, Work
from symopt.run.floats.path import Path

Happened = Callable[[Floats], NDArray[np.bool_]]
CHUNK = 1 << 20  # steps times points after which a run is looked at
MOST_STEPS = 10**10
FEW_STATES = 1 << 17  # numbers, a megabyte
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
    """A run of many points at once: `state` is where they start, `every` what is recorded."""

    work: Work
    loop: Loop
    state: Floats
    steps: int
    every: int | None
    tolerance: float | None = None
    checkpoint: File | None = None
    watch: Callable[[int], None] = lambda done: None

    def path(self, *, single: bool) -> Path:
        """All steps, from the start or the checkpoint; `single`: without an axis of points."""
        points = self.state.shape[1]
        every = self.every or self.steps + 1
        size = (self.steps // every, self.work.graph.dimension, points)
        if 8 * np.prod(size, dtype=float) > MOST_RECORDED:
            raise InputError("too many points to record", hint="record fewer: record=1000, say")
        diverged, stopped = (np.zeros(points, dtype=np.int64) for _ in range(2))
        now = Progress(self.state, diverged, stopped, np.empty(size))
        file = self.checkpoint
        if file is None:
            self._through(now, every, lambda: None)
        else:
            key = fingerprint(self.work, self.state, self.every, self.tolerance)
            restore(file, key, now, self.steps)
            self._through(now, every, lambda: save(file, key, now, now.done // every))
            file.unlink(missing_ok=True)
        return self._result(now, every, single)

    def _through(self, now: Progress, every: int, keep: Callable[[], None]) -> None:
        """Chunk by chunk; `keep` writes a checkpoint now and then."""
        span = max(CALM, CHUNK // now.state.shape[1] // CALM * CALM)
        saved = time.monotonic()
        while now.done < self.steps and not now.stopped.all():
            end = min(self.steps, now.done + span)
            self._chunk(now, now.done, end, every)
            now.done = end
            self.watch(end)
            if time.monotonic() - saved >= CHECKPOINT_SECONDS:
                keep()
                saved = time.monotonic()
        now.records[now.done // every :] = now.state[: self.work.graph.dimension]

    def _chunk(self, now: Progress, begin: int, end: int, every: int) -> None:
        """Some steps of the points still under way, and when what happened to them did."""
        graph, rows = self.work.graph, slice(begin // every, end // every)
        active = np.flatnonzero(now.stopped == 0)
        before = now.state if len(active) == len(now.stopped) else now.state[:, active]
        found = np.empty((*now.records[rows].shape[:2], len(active)))
        state = self.loop.advance(before, begin, end, every, found)
        bad = _not_finite(graph)
        new = np.flatnonzero(bad(state))
        new = new[now.diverged[active[new]] == 0]
        now.diverged[active[new]], _ = locate(self.loop, before[:, new], begin, end, bad)
        if self.tolerance is not None:
            small = _small_slope(graph, self.tolerance)
            new = np.flatnonzero(small(state))
            at, ends = locate(self.loop, before[:, new], begin, end, small)
            now.stopped[active[new]], state[:, new] = at, ends
            later = (np.arange(rows.start, rows.stop)[:, None] + 1) * every > at
            found[:, :, new] = np.where(
                later[:, None, :], ends[: graph.dimension], found[:, :, new]
            )
        if before is now.state:
            now.state = state
        else:
            now.state = now.state.copy()
            now.state[:, active] = state
        if found.size:
            now.records[rows][:, :, active] = found

    def _result(self, now: Progress, every: int, single: bool) -> Path:
        """The recorded points in the user's shape."""
        dimension = self.work.graph.dimension
        first, last = self.state[:dimension], now.state[:dimension]
        events: dict[str, Any] = {"diverged_at": now.diverged, "stopped_at": now.stopped}
        end = self.steps
        if single:
            end = int(now.stopped[0]) or end
            events = {name: int(at[0]) or None for name, at in events.items()}
        if self.every is None:
            steps, points = np.array([end]), last.T
        else:
            count = end // every
            steps = np.arange(count + 1) * every
            points = np.concatenate([first[None], now.records[:count]])
            if end % every:
                steps, points = np.append(steps, end), np.concatenate([points, last[None]])
            points = np.moveaxis(points, 1, 2)
        if single:
            points = points[..., 0, :]
        return Path.of(points, backend=self.loop.name, steps=steps, **events)


def locate(
    machine: Loop, state: Floats, begin: int, end: int, happened: Happened
) -> tuple[NDArray[np.int64], Floats]:
    """For each point the step at which something happened first, and its state then.

    It happens to every point by step `end`, and once it has it stays so: halving finds it, until
    so few steps and points are left that every state fits into the cache.
    """
    span, points = end - begin, state.shape[1]
    if points == 0:
        return np.empty(0, dtype=np.int64), state
    if span == 1 or span * state.size <= FEW_STATES:
        path = np.empty((span, *state.shape))
        machine.advance(state, begin, end, 1, path)
        first = happened(np.moveaxis(path, 1, 0)).argmax(axis=0)
        return begin + 1 + first, path[first, :, np.arange(points)].T
    steps, ends = np.empty(points, dtype=np.int64), np.empty(state.shape)
    middle = (begin + end) // 2
    half = machine.advance(state, begin, middle, middle + 1, None)
    early = happened(half)
    for part, at, low, high in ((early, state, begin, middle), (~early, half, middle, end)):
        steps[part], ends[:, part] = locate(machine, at[:, part], low, high, happened)
    return steps, ends


def _not_finite(graph: Graph) -> Happened:
    """Whether the point is not finite any more, or was not at some moment."""
    watched = slice(graph.dimension)
    if FINITE in graph.carried:
        place = graph.carried.index(FINITE)
        watched = slice(place, place + 1)
    return lambda state: np.logical_not(np.isfinite(state[watched]).all(axis=0))


def _small_slope(graph: Graph, tolerance: float) -> Happened:
    """Whether some gradient's norm was at most the tolerance."""
    row = graph.carried.index(SLOPE)
    return lambda state: state[row] <= tolerance
