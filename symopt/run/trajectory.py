"""A trajectory: the steps of a run, each holding every quantity's value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from flint import arb, fmpq

from symopt.numbers import Real

Value: TypeAlias = "fmpq | Real | arb"


class Step(NamedTuple):
    """What one step computed: quantity -> one value a coordinate (one in all for a scalar).

    Step 0 holds the start and the initial state. The point after the step is "theta".
    """

    number: int
    values: Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True)
class Trajectory:
    """Steps 0, 1, …; up to `exact_until` the point has an exact form to show.

    The steps after it are known in certified decimals, for the reason given.
    `stopped` says why the steps end before the last one asked for, where they do.
    """

    steps: tuple[Step, ...]
    exact_until: int
    reason: str | None = None
    stopped: str | None = None
