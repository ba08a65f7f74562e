"""A real number as a node of a shared graph: its arithmetic, its enclosures and its proved sign."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb, fmpq

from symopt.errors import UndecidedError
from symopt.numbers import ball
from symopt.numbers.bound import UNKNOWN, Bound
from symopt.numbers.graph import (
    FIRST_BITS,
    JUMP_BITS,
    SLACK_BITS,
    affordable_bits,
    below,
    enclosure,
    separation,
    sign_by_enclosure,
)

if TYPE_CHECKING:
    import sympy

    from symopt.numbers.exact import Field

MOST_TIE_BITS = 16_384  # up to here a number whose rounding stays open is tried as a rational
DEEPEST_EXPRESSION = 100  # SymPy recurses over depth, several frames a level
LONGEST_EXPRESSION = 3000  # nodes of an unfolded graph


class Real:
    """An exact real number, immutable, in the `Field` that made it.

    Two reals that the field found equal while building are one object; `==` and `hash` are that
    identity, mathematical equality is `equals`. All operations stay in one field.
    """

    __slots__ = (
        "__weakref__", "_ball", "_bits", "_bound", "_same_as", "_sign", "field", "serial", "surd",
    )  # fmt: skip

    def __init__(self, field: Field):
        self.field = field
        self.serial = field.next_serial()  # arguments have smaller ones: a topological order
        self.surd = False  # a rational combination of square roots of integers, in normal form
        self._sign: int | None = None
        self._bound: Bound | None = None
        self._bits = 0
        self._ball: arb = arb(0)
        self._same_as: Real | None = None

    # What the kinds of nodes define.

    def _arguments(self) -> Sequence[Real]:
        """The nodes right below."""
        return ()

    def _evaluate(self) -> arb:
        """The ball at the present precision from the arguments' balls."""
        raise NotImplementedError

    def _bound_above(self) -> Bound:
        """The separation bound from the arguments' bounds."""
        return UNKNOWN

    @property
    def _transcendental(self) -> bool:
        """Whether this is a leaf without separation bound."""
        return False

    def _vanishes(self) -> bool:
        """Whether algebra alone shows that this is zero."""
        return False

    def _unfold(self, arguments: Sequence[sympy.Expr]) -> sympy.Expr:
        """The SymPy expression from the arguments' expressions."""
        raise NotImplementedError

    def _own_bits(self) -> int:
        """Bits of the rational numbers written in this node itself."""
        return 0

    def _known_sign(self, max_bits: int | None) -> int | None:
        """The sign where it follows without evaluating this node itself."""
        return None

    # Arithmetic.

    @property
    def same(self) -> Real:
        """The node that stands for this value since equal ones were merged."""
        node = self
        while node._same_as is not None:
            node = node._same_as
        return node

    @property
    def rational(self) -> fmpq | None:
        """The value as a fraction where it is known to be rational."""
        return None if self._same_as is None else self.same.rational

    def __add__(self, other: Real | int | Fraction | fmpq) -> Real:
        return self.field.add(self, self._coerced(other))

    def __sub__(self, other: Real | int | Fraction | fmpq) -> Real:
        return self.field.subtract(self, self._coerced(other))

    def __mul__(self, other: Real | int | Fraction | fmpq) -> Real:
        return self.field.multiply(self, self._coerced(other))

    def __truediv__(self, other: Real | int | Fraction | fmpq) -> Real:
        return self.field.divide(self, self._coerced(other))

    def __radd__(self, other: int | Fraction | fmpq) -> Real:
        return self.field.add(self._coerced(other), self)

    def __rsub__(self, other: int | Fraction | fmpq) -> Real:
        return self.field.subtract(self._coerced(other), self)

    def __rmul__(self, other: int | Fraction | fmpq) -> Real:
        return self.field.multiply(self._coerced(other), self)

    def __rtruediv__(self, other: int | Fraction | fmpq) -> Real:
        return self.field.divide(self._coerced(other), self)

    def __neg__(self) -> Real:
        return self.field.multiply(self.field.rational(-1), self)

    def __pow__(self, exponent: int) -> Real:
        if not isinstance(exponent, int):
            return NotImplemented
        return self.field.power(self, exponent)

    def __bool__(self) -> bool:
        raise TypeError("a Real is neither true nor false; ask its sign() or equals()")

    def _coerced(self, other: Real | int | Fraction | fmpq) -> Real:
        if not isinstance(other, Real):
            return self.field.rational(other)
        if other.field is not self.field:
            raise ValueError("two reals of different fields can't be combined")
        return other

    # Decisions.

    def sign(self, *, max_bits: int | None = None) -> int:
        """-1, 0 or 1, proved: by an enclosure off zero, or one inside the separation bound.

        Raises UndecidedError when that would take more than `max_bits` bits (the field's own
        number by default), or more work than a few seconds.
        """
        node = self.same
        if node._sign is None:
            sign = node._known_sign(max_bits)
            node._sign = sign_by_enclosure(node, max_bits) if sign is None else sign
            if node._sign == 0:
                node._same_as = self.field.rational(0)
        return node._sign

    def equals(self, other: Real | int | Fraction | fmpq, *, max_bits: int | None = None) -> bool:
        """Whether the two values are equal, proved either way; equal nodes are merged.

        Raises UndecidedError as `sign` does.
        """
        left, right = self.same, self._coerced(other).same
        if left is right:
            return True
        if (left - right).sign(max_bits=max_bits) != 0:
            return False
        left, right = left.same, right.same
        if left is not right:
            simple, complicated = sorted((left, right), key=_cost)
            complicated._same_as = simple
        return True

    # What can be read off.

    def enclose(self, bits: int) -> arb:
        """A ball around the value with about `bits` accurate bits, as far as that is reachable."""
        working, most = bits + SLACK_BITS, affordable_bits(self.same, self.field.max_bits)
        while True:
            node = self.same
            value = enclosure(node, working)
            lacking = min(bits - int(value.rel_accuracy_bits()), working)
            if lacking <= 0 or value.is_exact() or working > most:
                return value
            if working > 4 * bits + JUMP_BITS and value.contains(0):
                try:
                    node.sign()
                except UndecidedError:
                    return value
            working += max(lacking + SLACK_BITS, working // 2)

    def decimal(self, digits: int) -> str:
        """The value correctly rounded to `digits` significant digits, each of them certain.

        Raises UndecidedError where the allowed precision does not settle them.
        """
        if self.sign() == 0:
            return "0"
        bits = math.ceil(digits * math.log2(10)) + SLACK_BITS
        while True:
            node = self.same
            if (value := node.rational) is not None:
                return ball.decimal_of_rational(value, digits)
            enclosed = node.enclose(bits)
            text = ball.decimal(enclosed, digits)
            if text is not None:
                return text
            if bits > self.field.max_bits or enclosed.rel_accuracy_bits() < bits // 2:
                raise UndecidedError(f"{digits} digits of a number could not be settled")
            tie = ball.short_rational(enclosed) if bits < MOST_TIE_BITS else None
            if tie is not None:
                node.equals(tie)
            bits *= 2

    @property
    def size(self) -> int:
        """Bits that govern the cost of going on with this number.

        For a rational those of numerator and denominator, for an irrational those at which zero
        is proved (its separation bound, at most 2^62), and where functions leave no bound 64 for
        each node of its graph.
        """
        node = self.same
        value = node.rational
        if value is not None:
            return int(value.p.bit_length() + value.q.bit_length())
        bits = separation(node)
        if bits == math.inf:
            nodes = below(node, lambda _: True)
            if any(each._transcendental for each in nodes):
                return 64 * len(nodes)
        return math.ceil(min(bits, 2.0**62))

    def to_sympy(self) -> sympy.Expr:
        """The SymPy expression that builds this number, the shared graph unfolded.

        Raises UndecidedError where that would be too long to be of use.
        """
        built: dict[Real, sympy.Expr] = {}
        lengths: dict[Real, int] = {}
        depths: dict[Real, int] = {}
        node = self.same
        for each in below(node, lambda _: True):
            arguments = each._arguments()
            lengths[each] = 1 + each._own_bits() // 64 + sum(lengths[x] for x in arguments)
            depths[each] = 1 + max((depths[x] for x in arguments), default=0)
            if lengths[each] > LONGEST_EXPRESSION or depths[each] > DEEPEST_EXPRESSION:
                raise UndecidedError("the number is too long to be written as a formula")
            built[each] = each._unfold([built[x] for x in arguments])
        return built[node]

    def forget(self) -> None:
        """Drop the ball kept for reuse."""
        self._ball, self._bits = arb(0), 0

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {enclosure(self.same, FIRST_BITS).str(15)}>"


def _cost(node: Real) -> tuple[bool, float, int]:
    return node.rational is None, separation(node), node.serial
