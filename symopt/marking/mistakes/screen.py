"""A cheap first look: which values lie so far from the written one that no proof need be tried."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from symopt.errors import SymoptError
from symopt.marking.balls import BITS, Ball
from symopt.marking.compare import is_decimal
from symopt.marking.evaluate import Value, parts_of
from symopt.marking.mistakes.numerals import decimals
from symopt.marking.slip import Slip
from symopt.notation.tree import Node, Number, Vector, walk
from symopt.numbers import Real

SLACK = 1e-9  # far above the error of enclosures read as floats


@dataclass(frozen=True)
class Screen:
    """The written coordinates as floats, each with how far off an agreeing value may lie."""

    centres: tuple[float, ...]
    reaches: tuple[float, ...]

    def admits(self, value: Value, coordinates: Sequence[int] = ()) -> bool:
        """Whether a value may agree, in all coordinates or in those given; never wrongly False."""
        parts = parts_of(value)
        if len(parts) != len(self.centres):
            return True
        return all(
            self._near(parts[i], self.centres[i], self.reaches[i])
            for i in coordinates or range(len(parts))
        )

    def _near(self, part: Real, centre: float, reach: float) -> bool:
        middle, radius = _floats(part)
        far = abs(middle - centre) > reach + radius + SLACK * max(abs(middle), abs(centre), 1e-300)
        return not far


def screen(slip: Slip) -> Screen | None:
    """The screen of a slip; None where the written side has no value of its own."""
    if is_decimal(slip.left):
        return None
    try:
        value = slip.evaluate(slip.right)
    except SymoptError:
        return None
    parts = parts_of(value)
    nodes: tuple[Node, ...] = (slip.right,) * len(parts)
    if isinstance(slip.right, Vector) and len(slip.right.items) == len(parts):
        nodes = slip.right.items
    floats = [_floats(part) for part in parts]
    reaches = (radius + _reach(node) for (_, radius), node in zip(floats, nodes, strict=True))
    return Screen(tuple(middle for middle, _ in floats), tuple(reaches))


def _reach(node: Node) -> float:
    """Half a unit of the last digit of a literal; unknown where decimals stand in a formula."""
    count = decimals(node)
    if count is not None:
        return 0.5 * 10.0**-count
    has_decimals = any(isinstance(part, Number) and part.decimals for part in walk(node))
    return math.inf if has_decimals else 0.0


def _floats(value: Real) -> tuple[float, float]:
    """The middle and the radius of an enclosure; a radius without bound where floats end."""
    try:
        ball = value.enclosure if isinstance(value, Ball) else value.enclose(BITS)
        middle, radius = float(ball.mid()), float(ball.rad())
    except (SymoptError, OverflowError):
        return 0.0, math.inf
    return (middle, radius) if math.isfinite(middle) else (0.0, math.inf)
