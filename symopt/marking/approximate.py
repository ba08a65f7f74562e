"""Sides with rounded numbers in them: 0.39105 - 0.098, where 0.098 stands for 0.0983….

A literal stands for a value that it is the correct rounding of, among the values that the line is
worked out from. With those values in its place the side must be the expected value to 40 digits.
Where nothing is known that a literal could stand for, half a unit around it only shows what the
side can't mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TypeAlias, cast

from flint import arb, fmpq

from symopt.errors import SymoptError
from symopt.marking import balls
from symopt.marking.compare import PERCENT, Expected, coordinates, decimals_of, near
from symopt.marking.evaluate import Evaluator, Value, parts_of
from symopt.notation.tree import Call, Node, Number, walk
from symopt.numbers import Field, Real
from symopt.numbers.ball import endpoints, precision
from symopt.reading.names import FunctionOf, GradientOf

BITS = 160
SAME = fmpq(1, 10**40)
MOST_CHOICES = 64
MOST_MEANINGS = 4

Balls: TypeAlias = tuple[arb, ...]


@dataclass(frozen=True)
class Approximation:
    """What a side can mean; `value` evaluates trees, `known` are numbers that stand for themselves,
    `sources` the values that others may be rounded from, `gradient` is ∇f at an enclosed point,
    `kind` which calls are of it.
    """

    value: Callable[[Node], Value]
    known: frozenset[fmpq]
    sources: Callable[[], Sequence[Real]]
    gradient: Callable[[tuple[Real, ...]], tuple[Real, ...]]
    kind: Callable[[Call], GradientOf | FunctionOf | None]

    def holds(self, side: Node, expected: Expected) -> bool:
        """Whether the side is the expected value with what its numbers stand for in their place."""
        literals = self._literals(side)
        if not literals:
            return False
        with precision(BITS):
            sources = [abs(source.enclose(BITS)) for source in self.sources()]
            meanings = {
                value: list(islice(_rounded_to(value, decimals, sources), MOST_MEANINGS))
                for value, decimals in literals.items()
            }
            if not any(meanings.values()):
                return False
            choices = product(*([arb(v), *found] for v, found in meanings.items()))
            return any(
                self._is(side, expected, dict(zip(meanings, choice, strict=True)))
                for choice in islice(choices, MOST_CHOICES)
            )

    def may_hold(self, side: Node, expected: Expected) -> bool:
        """Whether the expected value lies within half a unit around each rounded number."""
        expecteds = coordinates(expected)
        values, parts = self._around(side)
        if not values or len({len(parts), len(values), len(expecteds)}) > 1:
            return False
        return all(map(_inside, expecteds, parts)) and all(
            near(e, v, PERCENT) for e, v in zip(expecteds, values, strict=True)
        )

    def excludes(self, side: Node, expected: Expected) -> bool:
        """Whether a side with rounded numbers in it surely means something else."""
        _, parts = self._around(side)
        expecteds = coordinates(expected)
        told = len(parts) == len(expecteds) and not all(part.is_exact() for part in parts)
        return told and any(map(_outside, expecteds, parts))

    def _literals(self, side: Node) -> dict[fmpq, int]:
        """The numbers written with decimals, and how many."""
        parts = [part for part in walk(side) if isinstance(part, Number)]
        return {part.value: decimals for part in parts if (decimals := decimals_of(part))}

    def _is(self, side: Node, expected: Expected, meanings: Mapping[fmpq, arb]) -> bool:
        try:
            parts = self._enclose(side, meanings)
        except (SymoptError, ZeroDivisionError, ValueError):
            return False
        expecteds = coordinates(expected)
        return len(parts) == len(expecteds) and all(map(_agree, expecteds, parts))

    def _around(self, side: Node) -> tuple[tuple[Real | arb, ...], Balls]:
        """The side's own value and its enclosure; nothing where it has none."""
        literals = {v: d for v, d in self._literals(side).items() if v not in self.known}
        try:
            with precision(BITS):
                meanings = {
                    value: arb(value, arb(fmpq(10) ** -decimals / 2).upper())
                    for value, decimals in literals.items()
                }
                return coordinates(self.value(side)), self._enclose(side, meanings)
        except (SymoptError, ZeroDivisionError, ValueError):
            return (), ()

    def _enclose(self, side: Node, meanings: Mapping[fmpq, arb]) -> Balls:
        """The enclosure of each coordinate, with what the literals mean in their place."""
        evaluator = Evaluator(
            cast(Field, balls.Balls(meanings)),
            lambda name: balls.enclosed(self.value(name), BITS),
            self.gradient,
            kind=self.kind,
        )
        found = parts_of(evaluator.value(side))
        return tuple(cast(balls.Ball, part).enclosure for part in found)


def _rounded_to(value: fmpq, decimals: int, sources: Sequence[arb]) -> Iterator[arb]:
    """The sources that a literal is the rounding of, each once."""
    half = arb(fmpq(10) ** -decimals / 2)
    found: list[arb] = []
    for source in sources:
        if abs(source - arb(value)) <= half and not any(source.overlaps(f) for f in found):
            found.append(source)
            yield source


def _ends(value: Real | arb) -> tuple[fmpq, fmpq] | None:
    return endpoints(value.enclose(BITS) if isinstance(value, Real) else value)


def _agree(expected: Real | arb, enclosure: arb) -> bool:
    """Whether two values are the same to 40 digits."""
    inner, outer = _ends(expected), _ends(enclosure)
    if inner is None or outer is None:
        return False
    scale = max(map(abs, inner)) * SAME
    return outer[1] - inner[0] <= scale and inner[1] - outer[0] <= scale


def _inside(expected: Real | arb, enclosure: arb) -> bool:
    """Whether the expected value surely lies in an enclosure."""
    inner, outer = _ends(expected), _ends(enclosure)
    if inner is None or outer is None:
        return False
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _outside(expected: Real | arb, enclosure: arb) -> bool:
    """Whether the expected value surely lies outside an enclosure."""
    inner, outer = _ends(expected), _ends(enclosure)
    if inner is None or outer is None:
        return False
    return inner[1] < outer[0] or outer[1] < inner[0]
