"""What became of the cells of a sweep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symopt.errors import InputError
from symopt.objective import GivenGradients
from symopt.run.arrays import evaluated
from symopt.run.floats.grid import Axis
from symopt.run.floats.sweep import Block, Sweep, here, sweep_of
from symopt.setting import Setting

Floats = NDArray[np.float64]
STATUS = ("converged", "slow", "climbed", "diverged")
CONVERGED, SLOW, CLIMBED, DIVERGED = range(4)


@dataclass(frozen=True)
class Outcome:
    """Arrays with an axis for each of the grid's.

    `theta` are the last points (one more axis, for the coordinates), `loss` and `slope` are f and
    the norm of its gradient there, `diverged_at` is the first step after which a point was not
    finite, else 0. `status` is a place in STATUS: a cell diverged if it was not finite, converged
    if its slope is at most the tolerance, climbed if its loss is higher than `first`, the one at
    its start, and else is slow: not there yet.
    """

    axes: tuple[Axis, ...]
    steps: int
    tolerance: float
    first: Floats
    theta: Floats
    loss: Floats
    slope: Floats
    diverged_at: NDArray[np.int64]

    @cached_property
    def status(self) -> NDArray[np.uint8]:
        """Each cell's place in STATUS."""
        cases = (self.diverged_at > 0, self.slope <= self.tolerance, self.loss <= self.first)
        found = np.select(cases, (DIVERGED, CONVERGED, SLOW), CLIMBED)
        return found.astype(np.uint8)

    def count(self, status: int) -> int:
        """How many cells there are of a status."""
        return int(np.count_nonzero(self.status == status))

    @property
    def best(self) -> tuple[int, ...] | None:
        """The cell with the least loss that is finite, the first one of equals."""
        finite = np.where((self.status != DIVERGED) & np.isfinite(self.loss), self.loss, np.inf)
        place = np.unravel_index(int(np.argmin(finite)), finite.shape)
        return tuple(map(int, place)) if np.isfinite(finite[place]) else None

    def at(self, cell: tuple[int, ...]) -> dict[str, float]:
        """A cell's values on the axes."""
        return {axis.name: axis.values[i] for axis, i in zip(self.axes, cell, strict=True)}

    def arrays(self) -> dict[str, Any]:
        """Everything by name: the axes' values, then one array a property of the cells."""
        names = ("status", "diverged_at", "loss", "slope", "theta")
        return {axis.name: np.array(axis.values) for axis in self.axes} | {
            name: getattr(self, name) for name in names
        }


def sweep(
    setting: Setting,
    axes: Sequence[Axis],
    *,
    steps: int | None = None,
    backend: str | None = None,
    tolerance: float = 1e-6,
    work: Callable[[Sweep], Iterable[Block]] = here,
) -> Outcome:
    """The setting run in every cell of the grid; `work` runs the blocks, in any order."""
    objective = setting.objective
    if isinstance(objective, GivenGradients):
        raise InputError("a sweep needs an objective (the page gives gradients)")
    if not 0 <= tolerance < np.inf:
        raise InputError(f"'tolerance' must be a number from 0 on (got '{tolerance}')")
    cells = sweep_of(setting, axes, steps=steps, backend=backend)
    theta, diverged = cells.gather(work(cells))
    heights = evaluated((objective.value, *objective.gradient()), objective.variables)
    loss, *slopes = heights(np.moveaxis(theta, -1, 0))
    with np.errstate(all="ignore"):
        slope = np.sqrt(np.sum(np.square(slopes), axis=0))
    first = heights(np.moveaxis(cells.starts(), -1, 0))[0]
    return Outcome(cells.axes, cells.steps, tolerance, first, theta, loss, slope, diverged)
