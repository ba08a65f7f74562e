"""Which rows each step of a training sees: a function of the seed and the step alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symopt.errors import InputError


@dataclass(frozen=True)
class Batches:
    """Batches of `size` out of `rows` rows.

    Without replacement every epoch is a new order of all rows, of which what does not fill a batch
    is left out; with replacement every row of every batch is drawn from all.
    """

    rows: int
    size: int
    seed: int
    replace: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.size <= self.rows:
            raise InputError(f"'batch' must be from 1 to {self.rows}, the rows (got {self.size})")

    def at(self, iteration: int) -> NDArray[Any]:
        """The rows of an iteration, counted from 0."""
        if self.replace:
            return np.random.default_rng([self.seed, iteration]).integers(self.rows, size=self.size)
        epoch, place = divmod(iteration, self.rows // self.size)
        return _order(self.rows, self.seed, epoch)[place * self.size : (place + 1) * self.size]


@lru_cache(maxsize=2)
def _order(rows: int, seed: int, epoch: int) -> NDArray[Any]:
    return np.random.default_rng([seed, epoch]).permutation(rows)
