"""How far a float path is right: certified points beside it, compared digit by digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb

from symopt.numbers.ball import precision
from symopt.rule import POINT
from symopt.run.certified import StuckError, certified_steps
from symopt.run.shown import Shown
from symopt.setting import Setting

FLOAT_DIGITS = 17
COMPARED_BITS = 256


@dataclass(frozen=True)
class Certified:
    """The true points of a run, enclosed at some of its steps.

    `stopped` says why they end before the last step asked for, where they do.
    """

    setting: Setting
    digits: int
    steps: tuple[int, ...]
    balls: tuple[tuple[Any, ...], ...]
    stopped: str | None = None

    @property
    def texts(self) -> list[list[str]]:
        """Each point in decimals, every digit certain."""
        return [[Shown(ball, self.digits).decimal for ball in point] for point in self.balls]

    def right_digits(self, points: Sequence[Sequence[float]]) -> list[int]:
        """For each step, how many significant digits of every coordinate are certainly right."""
        with precision(COMPARED_BITS):
            return [
                min(_right_digits(x, ball) for x, ball in zip(point, balls, strict=True))
                for point, balls in zip(points, self.balls, strict=True)
            ]


def certify(setting: Setting, steps: int, *, digits: int, every: int = 1) -> Certified:
    """The points at the multiples of `every` and the last step, to `digits` certain digits."""
    stopped = None
    try:
        found = certified_steps(setting, steps, digits=digits, every=every, quantities=(POINT,))
    except StuckError as stuck:
        found, stopped = stuck.steps, stuck.message
    return Certified(
        setting,
        digits,
        tuple(step.number for step in found),
        tuple(step.values[POINT] for step in found),
        stopped,
    )


def _right_digits(x: float, ball: arb) -> int:
    """The largest d, at most 17, for which |x − true| ≤ |true| · 10^(−d) is certain; else 0.

    A float that is exactly right has all its digits right.
    """
    error = abs(arb(x) - ball)
    if error == 0:
        return FLOAT_DIGITS
    size = ball.abs_lower()
    if not error.is_finite():
        return 0
    digits = 0
    while digits < FLOAT_DIGITS and error * arb(10) ** (digits + 1) <= size:
        digits += 1
    return digits
