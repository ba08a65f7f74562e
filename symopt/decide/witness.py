"""Refutation: an exact point of the domain at which the two sides certainly differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from flint import arb, fmpq

from symopt.decide.budget import Budget
from symopt.decide.domain import Point
from symopt.decide.evaluate import Program
from symopt.decide.operations import UNDEFINED, UNSETTLED, Missing, Value
from symopt.numbers.ball import decimal, decimal_of_rational, magnitude, precision

QUICK_BITS = 128
PATIENT_BITS = (512, 2048, 8192, 65536)
LONGEST_EXACT = 60  # characters of a rational that is shown in full
DIGITS = 20


@dataclass(frozen=True)
class Witness:
    """A point, the certified values of both sides there, and the bits they were computed with."""

    point: Point
    left: Value
    right: Value
    bits: int

    def to_text(self) -> dict[str, str]:
        """The point and both values as exact text, or as certified decimals."""
        shown = {name: _exact(value) for name, value in self.point.items()}
        return {**shown, "left side": text_of(self.left), "right side": text_of(self.right)}

    def evidence(self) -> str:
        """How far the values are apart."""
        where = ", ".join(f"{name} = {_exact(value)}" for name, value in self.point.items())
        difference = difference_of(self.left, self.right, self.bits)
        return f"left - right = {difference}" + (f" at {where}" if where else "")


@dataclass
class Comparison:
    """Two sides, and what trying them at points has shown so far.

    A side is a program, or several for the same values: as it was written, and with sums, limits
    and derivatives replaced. The first that has a value counts.
    """

    left: Sequence[Program]
    right: Sequence[Program]
    budget: Budget
    common: int = 0  # points at which both sides are certainly defined
    first: Witness | None = None  # the first of them, with the values there
    undefined: list[str] = field(default_factory=list)
    bits: int = 0
    agreement: float = float("inf")  # bits to which the two sides agreed, at the worst point

    def refute(self, points: Iterable[Point], bits: int = QUICK_BITS) -> Witness | None:
        """The first of the points at which the sides certainly differ."""
        for point in points:
            left, right = (self._value(side, point, bits) for side in (self.left, self.right))
            if isinstance(left, Missing) or isinstance(right, Missing):
                self._note_missing(point, left, right)
                continue
            self.common += 1
            self.bits = max(self.bits, bits)
            here = Witness(point, left, right, bits)
            self.first = self.first or here
            if self._differ(left, right, bits):
                return here
        return None

    def _value(self, programs: Sequence[Program], point: Point, bits: int) -> Value:
        for program in programs:
            value = program.run(point, bits, self.budget)
            if value is not UNSETTLED:
                break
        return value

    def _differ(self, left: Value, right: Value, bits: int) -> bool:
        if isinstance(left, fmpq) and isinstance(right, fmpq):
            return bool(left != right)
        with precision(bits):
            apart = arb(left) - arb(right)
            if not apart.contains(0):
                return True
            size, spread = magnitude(arb(left)), magnitude(apart)
        if size is not None and spread is not None:
            self.agreement = min(self.agreement, float(max(size, 0) - spread))
        return False

    def _note_missing(self, point: Point, left: Value, right: Value) -> None:
        for name, value in (("left", left), ("right", right)):
            if value is UNDEFINED and not any(name in line for line in self.undefined):
                where = ", ".join(f"{k} = {_exact(v)}" for k, v in point.items())
                self.undefined.append(f"the {name} side is undefined" + (where and f" at {where}"))

    @property
    def agreeing_digits(self) -> int:
        """Decimal digits to which the sides agreed wherever they were compared."""
        return 0 if self.common == 0 else int(min(self.agreement, self.bits) * 0.30103)


def difference_of(left: Value, right: Value, bits: int) -> str:
    """left - right in a few certain digits."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return decimal_of_rational(left - right, 6)
    with precision(bits):
        apart = arb(left) - arb(right)
    return decimal(apart, 6) or decimal(apart, 1) or "not 0"


def text_of(value: Value) -> str:
    """A value as exact text where that is short, else as a certified decimal."""
    if isinstance(value, fmpq):
        if value.height_bits() < 3 * LONGEST_EXACT:
            text = str(value)
            if len(text) <= LONGEST_EXACT:
                return text
        return f"about {decimal_of_rational(value, DIGITS)}"
    for digits in (DIGITS, 12, 6, 3, 1):
        found = decimal(value, digits)
        if found is not None:
            return f"about {found}"
    size = magnitude(value)
    return "not settled" if size is None else f"below 2^{size} in size"


def _exact(value: Fraction) -> str:
    return str(value)
