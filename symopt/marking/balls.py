"""Enclosures in place of exact reals: a first look at a value, thirty times as fast as the proof.

`Balls` has what an `Evaluator` asks of a field, and `Ball` what it asks of a number. An enclosure
holds the exact value at whatever precision it was computed; one that is not finite says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from flint import arb, fmpq
from sympy import Expr, Symbol

from symopt.marking.evaluate import NO_SUCH_FUNCTION, Evaluator, Value
from symopt.marking.reference import at_point
from symopt.marking.said import OpenError
from symopt.notation.from_sympy import from_sympy, name_of
from symopt.notation.tree import Node, key
from symopt.numbers import Field, Real

BITS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Ball:
    """A number known to lie in an enclosure."""

    enclosure: arb

    @property
    def rational(self) -> fmpq | None:
        """The value where the enclosure is a point, such as an exponent 2."""
        if not self.enclosure.is_exact() or not self.enclosure.is_finite():
            return None
        mantissa, exponent = self.enclosure.mid().man_exp()
        if abs(int(exponent)) > BITS:
            return None
        return fmpq(mantissa) * fmpq(2) ** int(exponent)

    @property
    def size(self) -> int:
        """No power is too large for an enclosure."""
        return 0

    def __add__(self, other: Ball) -> Ball:
        return Ball(self.enclosure + other.enclosure)

    def __sub__(self, other: Ball) -> Ball:
        return Ball(self.enclosure - other.enclosure)

    def __mul__(self, other: Ball | int) -> Ball:
        return Ball(self.enclosure * (other.enclosure if isinstance(other, Ball) else other))

    def __truediv__(self, other: Ball | int) -> Ball:
        return Ball(self.enclosure / (other.enclosure if isinstance(other, Ball) else other))

    def __neg__(self) -> Ball:
        return Ball(-self.enclosure)

    def __pow__(self, exponent: int) -> Ball:
        return Ball(self.enclosure**exponent)


class Balls:
    """Makes balls as a `Field` makes reals; `meanings` encloses what literals stand for."""

    def __init__(self, meanings: Mapping[fmpq, arb] | None = None):
        self.meanings = meanings or {}

    def rational(self, value: int | fmpq) -> Ball:
        """A rational number."""
        return Ball(self.meanings.get(fmpq(value), arb(value)))

    def constant(self, name: str) -> Ball:
        """The number "pi" or "E"."""
        return Ball(arb.pi() if name == "pi" else arb.const_e())

    def function(self, name: str, x: Ball) -> Ball:
        """exp, log, sin, …"""
        function = getattr(x.enclosure, name, None)
        if function is None:
            raise OpenError(NO_SUCH_FUNCTION.filled(name=name))
        return Ball(function())

    def sqrt(self, x: Ball) -> Ball:
        """The square root."""
        return Ball(x.enclosure.sqrt())

    def root(self, x: Ball, order: int) -> Ball:
        """The root of an order; of negative numbers nothing is said."""
        return Ball(x.enclosure.root(order))

    def absolute(self, x: Ball) -> Ball:
        """|x|."""
        return Ball(abs(x.enclosure))

    def signum(self, x: Ball) -> Ball:
        """The sign of x."""
        return Ball(x.enclosure.sgn())

    def maximum(self, x: Ball, y: Ball) -> Ball:
        """The larger of two."""
        return Ball(x.enclosure.max(y.enclosure))

    def minimum(self, x: Ball, y: Ball) -> Ball:
        """The smaller of two."""
        return Ball(x.enclosure.min(y.enclosure))


BALLS = cast(Field, Balls())


def enclosed(value: Value, bits: int = BITS) -> Value:
    """The balls around exact reals."""
    if isinstance(value, tuple):
        return tuple(cast(Real, enclosed(part, bits)) for part in value)
    return value if isinstance(value, Ball) else cast(Real, Ball(value.enclose(bits)))


def enclosed_at(
    expressions: tuple[Expr, ...], variables: tuple[Symbol, ...], point: tuple[Real, ...]
) -> tuple[Real, ...]:
    """Balls around expressions of the variables at a point."""
    parts = map(enclosed, at_point(variables, point).values())
    values = dict(zip(_keys(variables), parts, strict=True))
    evaluator = Evaluator(BALLS, lambda name: values.get(key(name)))
    return tuple(cast(Real, evaluator.value(_tree(expression))) for expression in expressions)


@lru_cache(maxsize=4096)
def _tree(expression: Expr) -> Node:
    return from_sympy(expression)


@lru_cache(maxsize=256)
def _keys(variables: tuple[Symbol, ...]) -> tuple[str, ...]:
    return tuple(key(name_of(variable)) for variable in variables)
