"""A grid of runs, cut into blocks that any process can work on: plain data in, arrays out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from symopt.errors import InputError
from symopt.run.floats.choose import choose, loop
from symopt.run.floats.drive import MOST_STEPS, Run
from symopt.run.floats.grid import Axis, check_axes
from symopt.run.floats.lanes import scheduled, with_lanes
from symopt.run.floats.loop import Floats, Work
from symopt.run.floats.work import first_state, work_of
from symopt.setting import Setting, whole

BLOCK_STEPS = 1 << 25  # cells times steps that are one block's work
SMALLEST_BLOCK, LARGEST_BLOCK = 256, 1 << 16


@dataclass(frozen=True)
class Block:
    """What one block of cells came to: its number, last points and first steps not finite."""

    number: int
    ends: Floats
    diverged: NDArray[np.int64]


@dataclass(frozen=True)
class Sweep:
    """All cells of a grid. `first` are the carried values of a cell before the axes change them.

    Cells that share the values of the parameters that are no lanes (β₁ of Adam, say, which is
    raised to the power t) stand next to each other: a group. Blocks are parts of groups.
    """

    work: Work
    first: tuple[float, ...]
    variables: tuple[str, ...]
    axes: tuple[Axis, ...]
    steps: int
    backend: str

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each axis has."""
        return tuple(len(axis.values) for axis in self.axes)

    @cached_property
    def _order(self) -> tuple[int, ...]:
        """The axes that tell groups apart, then those within a group."""
        apart = [i for i, axis in enumerate(self.axes) if axis.name in self.work.parameters]
        return (*apart, *(i for i in range(len(self.axes)) if i not in apart))

    @cached_property
    def _group(self) -> int:
        """The cells of a group."""
        within = [axis for axis in self.axes if axis.name not in self.work.parameters]
        return math.prod(len(axis.values) for axis in within)

    @cached_property
    def _size(self) -> int:
        """The cells of a block."""
        fitting = BLOCK_STEPS // max(1, self.steps)
        return min(self._group, max(SMALLEST_BLOCK, min(LARGEST_BLOCK, fitting)))

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return math.prod(self.shape) // self._group * -(-self._group // self._size)

    def _places(self, number: int) -> tuple[NDArray[np.intp], ...]:
        """A block's cells: their places along each axis."""
        group, part = divmod(number, -(-self._group // self._size))
        low = group * self._group + part * self._size
        high = min(low + self._size, (group + 1) * self._group)
        shape = [self.shape[i] for i in self._order]
        found = np.unravel_index(np.arange(low, high), shape)
        return tuple(found[self._order.index(i)] for i in range(len(self.axes)))

    def run(self, number: int) -> Block:
        """The block of that number, run."""
        places = self._places(number)
        state = np.repeat(np.array(self.first)[:, None], len(places[0]), axis=1)
        parameters = dict(self.work.parameters)
        for axis, place in zip(self.axes, places, strict=True):
            values = np.array(axis.values)[place]
            if axis.name in parameters:
                parameters[axis.name] = float(values[0])
            else:
                state[self._row(axis.name)] = values
        work = replace(self.work, parameters=parameters)
        run = Run(work, loop(self.backend, work), state, self.steps, None)
        path = run.path(single=False)
        return Block(number, np.asarray(path), path.diverged_at)

    def starts(self) -> Floats:
        """Every cell's first point, in the axes' shape."""
        dimension = len(self.variables)
        points = np.broadcast_to(self.first[:dimension], (*self.shape, dimension)).copy()
        for place, axis in enumerate(self.axes):
            if axis.name in self.variables:
                beside = (1,) * (len(self.axes) - 1 - place)
                points[..., self._row(axis.name)] = np.reshape(axis.values, (-1, *beside))
        return points

    def _row(self, name: str) -> int:
        """Where an axis stands among the carried values: the point's coordinates come first."""
        rows = (*self.variables, *self.work.graph.carried[len(self.variables) :])
        return rows.index(name)

    def gather(self, blocks: Iterable[Block]) -> tuple[Floats, NDArray[np.int64]]:
        """The last points and the first steps not finite of all cells, in the axes' shape.

        Raises:
            InputError: a block came twice or not at all.
        """
        ends = np.empty((*self.shape, self.work.graph.dimension))
        diverged = np.zeros(self.shape, dtype=np.int64)
        seen: set[int] = set()
        for block in blocks:
            if block.number in seen:
                raise InputError(f"block {block.number} of the sweep came twice")
            seen.add(block.number)
            places = self._places(block.number)
            ends[places], diverged[places] = block.ends, block.diverged
        if len(seen) < self.blocks:
            raise InputError(f"{self.blocks - len(seen)} of {self.blocks} blocks are missing")
        return ends, diverged


def sweep_of(
    setting: Setting, axes: Sequence[Axis], *, steps: int | None = None, backend: str | None = None
) -> Sweep:
    """The sweep of a setting over a grid; `InputError` for arguments that make no sense."""
    axes = check_axes(axes)
    count = setting.steps if steps is None else whole(steps, "steps", most=MOST_STEPS)
    work = work_of(setting)
    swept = {axis.name for axis in axes if axis.name in work.parameters}
    graph = with_lanes(work.graph, swept - scheduled(work.graph))
    first = first_state(setting, work.graph, None)[:, 0].tolist()
    first += [work.parameters[name] for name in graph.lanes]
    kept = {name: work.parameters[name] for name in graph.parameters}
    cells = math.prod(len(axis.values) for axis in axes)
    return Sweep(
        replace(work, graph=graph, parameters=kept),
        tuple(first),
        tuple(map(str, setting.variables)),
        axes,
        count,
        backend or choose(cells, count),
    )


def here(sweep: Sweep) -> Iterator[Block]:
    """All blocks, one after the other, in this process."""
    return map(sweep.run, range(sweep.blocks))


def worker(sweep: Sweep) -> Callable[[int], Block]:
    """What a process does that works on one block after the other."""
    return sweep.run
