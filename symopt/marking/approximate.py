"""What a side with rounded numbers in it can be: each such literal stands for half a unit around.

    0.39105 - 0.098   with 0.39105 known to be exact is a number in 0.29305 ± 0.0005

The enclosure is Arb's, so that a value outside is proved to be outside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from flint import arb, fmpq

from symopt.errors import SymoptError, UndecidedError
from symopt.marking.compare import PERCENT, Expected, coordinates, decimals_of, near
from symopt.marking.evaluate import Value
from symopt.notation.tree import Binary, Call, Name, Negative, Node, Number, Positive, Vector
from symopt.numbers import Real
from symopt.numbers.ball import endpoints, precision

BITS = 160

Balls: TypeAlias = tuple[arb, ...]


@dataclass(frozen=True)
class Approximation:
    """Encloses sides; `is_exact` says which literals stand for themselves alone.

    A side means a value that is near its own and lies in the enclosure.
    """

    value: Callable[[Node], Value]
    is_exact: Callable[[fmpq], bool]

    def holds(self, node: Node, expected: Expected) -> bool:
        """Whether the expected value lies within what the side's rounded numbers can mean."""
        values, parts = self._both(node)
        expecteds = coordinates(expected)
        if len({len(parts), len(values), len(expecteds)}) > 1:
            return False
        return all(map(_inside, expecteds, parts)) and all(
            near(e, v, PERCENT) for e, v in zip(expecteds, values, strict=True)
        )

    def excludes(self, node: Node, expected: Expected) -> bool:
        """Whether a side with rounded numbers in it surely means something else."""
        _, parts = self._both(node)
        expecteds = coordinates(expected)
        told = len(parts) == len(expecteds) and not all(part.is_exact() for part in parts)
        return told and any(map(_outside, expecteds, parts))

    def _both(self, node: Node) -> tuple[tuple[Real | arb, ...], Balls]:
        """The side's own value and its enclosure; nothing where it has none."""
        try:
            with precision(BITS):
                return coordinates(self.value(node)), self.enclose(node)
        except (SymoptError, ZeroDivisionError, ValueError):
            return (), ()

    def enclose(self, node: Node) -> Balls:
        """The enclosure of each coordinate."""
        match node:
            case Number():
                return (self._literal(node),)
            case Name():
                value = self.value(node)
                parts = value if isinstance(value, tuple) else (value,)
                return tuple(part.enclose(BITS) for part in parts)
            case Vector(items=items):
                return tuple(part for item in items for part in self.enclose(item))
            case Negative(operand=operand):
                return tuple(-part for part in self.enclose(operand))
            case Positive(operand=operand):
                return self.enclose(operand)
            case Binary():
                return self._binary(node)
            case Call(function=name, arguments=(argument,)) if name in _FUNCTIONS:
                return tuple(map(_FUNCTIONS[name], self.enclose(argument)))
            case _:
                raise UndecidedError("not enclosed")

    def _literal(self, node: Number) -> arb:
        decimals = decimals_of(node)
        if not decimals or self.is_exact(node.value):
            return arb(node.value)
        return arb(node.value, arb(fmpq(10) ** -decimals / 2).upper())

    def _binary(self, node: Binary) -> Balls:
        left, right = self.enclose(node.left), self.enclose(node.right)
        length = max(len(left), len(right))
        if not {len(left), len(right)} <= {1, length}:
            raise UndecidedError("vectors of different length")
        lefts, rights = (part if len(part) == length else part * length for part in (left, right))
        return tuple(map(_OPERATIONS[node.operator], lefts, rights))


def _power(base: arb, exponent: arb) -> arb:
    whole = exponent.unique_fmpz()
    return base ** int(whole) if whole is not None and abs(whole) < 1000 else base**exponent


def _ends(value: Real | arb) -> tuple[fmpq, fmpq] | None:
    return endpoints(value.enclose(BITS) if isinstance(value, Real) else value)


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


_OPERATIONS: dict[str, Callable[[arb, arb], arb]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": _power,
}
_FUNCTIONS: dict[str, Callable[[arb], arb]] = {
    "sqrt": arb.sqrt,
    "exp": arb.exp,
    "log": arb.log,
    "sin": arb.sin,
    "cos": arb.cos,
    "tanh": arb.tanh,
    "abs": abs,
}
