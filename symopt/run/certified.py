"""Certified steps: Arb balls, with the precision raised until every digit asked for is certain."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from flint import arb
from sympy import Expr, Rational

from symopt.errors import UndecidedError
from symopt.numbers import Field, from_sympy
from symopt.numbers.ball import decimal, precision
from symopt.run.emit import TRANSCENDENTAL, Operations
from symopt.run.exact import to_fmpq
from symopt.run.stepper import Stepper
from symopt.run.trajectory import Step
from symopt.setting import Setting

FIRST_BITS = 128
MOST_BITS = 1 << 15


class _WideError(Exception):
    """A ball too wide to go on with: it can't exclude a zero divisor or a negative radicand."""


def certified_steps(
    setting: Setting, steps: int, *, digits: int, first: int = 0, most_bits: int = MOST_BITS
) -> tuple[Step, ...]:
    """Steps `first` to `steps` as balls whose first `digits` significant digits are certain.

    A value that can't be told from zero at `most_bits` bits of precision stays a ball around
    zero. `UndecidedError` where a step can't be taken at that precision.
    """
    bits = FIRST_BITS
    while True:
        last = bits * 2 > most_bits
        try:
            found = _at(setting, steps, bits, first)
        except _WideError as wide:
            if last:
                raise UndecidedError(
                    f"step {wide} can't be certified with {bits} bits of precision: a divisor or a "
                    "radicand can't be told from zero",
                    hint="ask for fewer steps",
                ) from None
        else:
            if last or all(_certain(ball, digits) for step in found for ball in _balls(step)):
                return found
        bits *= 2


def _at(setting: Setting, steps: int, bits: int, first: int) -> tuple[Step, ...]:
    with precision(bits):
        field = Field()

        def convert(number: Expr) -> arb:
            if number.is_Rational:
                return arb(to_fmpq(number))
            return from_sympy(number, field).enclose(bits)

        stepper = Stepper(setting, BALLS, convert)
        trajectory: Iterator[Step] = (Step(n, values) for n, values in stepper.iterate())
        found = [Step(0, stepper.start())] if first == 0 else []
        for step in islice(trajectory, steps):
            if not all(ball.is_finite() for ball in _balls(step)):
                raise _WideError(step.number)
            if step.number >= first:
                found.append(step)
        return tuple(found)


def _balls(step: Step) -> list[Any]:
    return [ball for parts in step.values.values() for ball in parts]


def _certain(ball: arb, digits: int) -> bool:
    return decimal(ball, digits) is not None


def _number(value: Rational) -> arb:
    return arb(to_fmpq(value))


def _root(x: arb, n: int) -> arb:
    """The real n-th root: odd roots of negative balls are negative."""
    if n % 2 and x < 0:
        return -((-x).root(n))
    return x.root(n)


def _power(x: arb, n: int) -> arb:
    """xⁿ for a whole n, also where the ball holds zero (Arb's own power is then not a number)."""
    if n <= 0 or not x.contains(0):
        return x**n
    top = x.abs_upper() ** n
    return top.union(0) if n % 2 == 0 else top.union(-top)


_METHODS: dict[str, Any] = {name: getattr(arb, name) for name in TRANSCENDENTAL.split()}

BALLS = Operations(
    number=_number,
    integer=arb,
    functions=_METHODS
    | {
        "power": _power,
        "sqrt": arb.sqrt,
        "root": _root,
        "absolute": abs,
        "maximum": arb.max,
        "minimum": arb.min,
        "signum": arb.sgn,
        "pi": arb.pi,
        "euler": arb.const_e,
    },
)
