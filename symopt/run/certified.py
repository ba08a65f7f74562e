"""Certified steps: Arb balls, with the precision raised until every digit asked for is certain."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice, takewhile
from typing import Any

from flint import arb
from sympy import Expr, Rational

from symopt.errors import UndecidedError, UndefinedError
from symopt.numbers import Field, from_sympy
from symopt.numbers.ball import certain_decimal, magnitude, precision
from symopt.run.emit import TRANSCENDENTAL, Operations
from symopt.run.exact import to_fmpq
from symopt.run.stepper import Stepper
from symopt.run.trajectory import Step
from symopt.setting import Setting

FIRST_BITS = 128
MOST_BITS = 1 << 16
TINY_BITS = 1000
LOOK = 16  # steps after which a ball that can't become finite again is looked for


class _WideError(Exception):
    """A ball too wide to go on with: it can't exclude a zero divisor or a negative radicand."""


def certified_steps(
    setting: Setting,
    steps: int,
    *,
    digits: int,
    first: int = 0,
    every: int = 1,
    quantities: Collection[str] | None = None,
    most_bits: int = MOST_BITS,
) -> tuple[Step, ...]:
    """Steps `first` to `steps` as balls whose first `digits` significant digits are certain.

    Every step, or the multiples of `every` and the last one; all quantities, or the ones named. A
    value that can't be told from zero at `most_bits` bits of precision stays a tiny ball around
    zero. `StuckError` holds the certain steps before one that can't be certified at that precision.
    """
    bits, failed = FIRST_BITS, (0, 0)
    while True:
        found, wide = _at(setting, steps, bits, first, every, quantities)
        certain = _certain_steps(found, digits, tiny=bits == most_bits)
        if len(certain) == len(found) and wide is None:
            return certain
        reached = certain[-1].number + 1 if certain else first
        if bits == most_bits:
            raise StuckError(certain, reached, bits)
        last, failed = failed, (bits, max(reached, wide or 0))
        bits = min(_needed(last, failed, steps), most_bits)


def _needed(last: tuple[int, int], failed: tuple[int, int], steps: int) -> int:
    """A precision that should do, from one or two that did not and the steps that they reached.

    After the first it is twice what all steps lose at that rate; then it adds, for the steps that
    are left, twice what those gained since the last time took.
    """
    bits, reached = failed
    gained = reached - last[1]
    if gained <= 10:
        return 2 * bits
    if last == (0, 0):
        return max(2 * bits, 2 * bits * steps // reached)
    return max(bits * 5 // 4, bits + 2 * (bits - last[0]) * (steps - reached) // gained)


class StuckError(UndecidedError):
    """A step that can't be certified; `steps` are those before it that can."""

    def __init__(self, steps: tuple[Step, ...], number: int, bits: int):
        super().__init__(
            f"step {number} can't be certified with {bits} bits of precision",
            hint=f"ask for {number - 1} steps",
        )
        self.steps = steps
        self.number = number


def _at(
    setting: Setting,
    steps: int,
    bits: int,
    first: int,
    every: int,
    quantities: Collection[str] | None,
) -> tuple[list[Step], int | None]:
    """The steps at one precision, and the number of the one with a ball too wide to go on with."""
    field = Field()

    def convert(number: Expr) -> arb:
        if number.is_Rational:
            return arb(to_fmpq(number))
        return from_sympy(number, field).enclose(bits)

    def step(number: int, values: Mapping[str, tuple[Any, ...]]) -> Step:
        if quantities is not None:
            values = {name: values[name] for name in quantities}
        return Step(number, values)

    with precision(bits):
        stepper = Stepper(setting, BALLS, convert)
        found = [step(0, stepper.start())] if first == 0 else []
        trajectory = stepper.iterate()
        number = 0
        try:
            for number, program, results in islice(trajectory, steps):
                kept = number >= first and (number % every == 0 or number == steps)
                if (kept or number % LOOK == 0) and not all(map(arb.is_finite, results)):
                    raise _WideError
                if kept:
                    found.append(step(number, program.split(results)))
        except _WideError:
            return found, number
    return found, None


def _balls(step: Step) -> list[Any]:
    return [ball for parts in step.values.values() for ball in parts]


def _certain_steps(steps: list[Step], digits: int, *, tiny: bool) -> tuple[Step, ...]:
    """The first steps, as far as every digit is certain, or (`tiny`) the value next to zero."""

    def certain(step: Step) -> bool:
        return all(
            certain_decimal(ball, digits) or (tiny and ball.contains(0) and _is_tiny(ball))
            for ball in _balls(step)
        )

    return tuple(takewhile(certain, steps))


def _is_tiny(ball: arb) -> bool:
    top = magnitude(ball)
    return top is not None and top < -TINY_BITS


def _number(value: Rational) -> arb:
    return arb(to_fmpq(value))


def _sqrt(x: arb) -> arb:
    return _root(x, 2)


def _root(x: arb, n: int) -> arb:
    """The real n-th root: odd roots of negative balls are negative."""
    if x >= 0:
        return x.sqrt() if n == 2 else x.root(n)
    if x < 0 and n % 2:
        return -((-x).root(n))
    if x < 0:
        raise UndefinedError("even root of a negative number")
    raise _WideError


def _log(x: arb) -> arb:
    if x > 0:
        return x.log()
    if x <= 0:
        raise UndefinedError("logarithm of a number that is not positive")
    raise _WideError


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
        "log": _log,
        "sqrt": _sqrt,
        "root": _root,
        "absolute": abs,
        "maximum": arb.max,
        "minimum": arb.min,
        "signum": arb.sgn,
        "pi": arb.pi,
        "euler": arb.const_e,
    },
)
