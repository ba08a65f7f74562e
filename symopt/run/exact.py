"""Exact steps: rationals all the way where the rule is rational, exact reals elsewhere."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from functools import partial
from typing import Any

from flint import fmpq
from sympy import Expr, Rational

from symopt.errors import UndecidedError
from symopt.numbers import Field, Real, from_sympy
from symopt.objective import GivenGradients
from symopt.run.emit import TRANSCENDENTAL, Operations
from symopt.run.stepper import Stepper, program_of
from symopt.run.trajectory import Step
from symopt.setting import Setting

LARGEST_RATIONAL = 1 << 14  # bits of numerator and denominator: some 5,000 digits
LARGEST_RADICAL = 1 << 17  # bits at which an exact real could be proved zero


class TooLargeError(UndecidedError):
    """Exact values outgrew the stated size."""


def exact_steps(
    setting: Setting, *, largest: int | None = None, field: Field | None = None
) -> Iterator[Step]:
    """Step 0, 1, 2, … with exact values, until one needs more than `largest` bits.

    By default that is LARGEST_RATIONAL for rationals and LARGEST_RADICAL for exact reals. Then
    `TooLargeError` says at which step. `UndefinedError` where a value does not exist. Exact reals
    live in `field`; runs that stay rational need none.
    """
    if is_rational(setting):
        return _rational_steps(setting, largest or LARGEST_RATIONAL)
    return _real_steps(setting, largest or LARGEST_RADICAL, field or Field())


def is_rational(setting: Setting) -> bool:
    """Whether every value of the run is a rational number."""
    objective = setting.objective
    numbers: list[Expr] = [*setting.start, *setting.values.values()]
    for parts in setting.initial.values():
        numbers += parts
    if isinstance(objective, GivenGradients):
        numbers += [part for gradient in objective.gradients for part in gradient]
    else:
        numbers += [value for row in objective.rows for value in row]
    steps = min(objective.period, setting.steps)
    programs = (program_of(setting, step) for step in range(1, steps + 1))
    return all(p.is_rational for p in programs) and all(n.is_Rational for n in numbers)


def to_fmpq(number: Rational) -> fmpq:
    """A SymPy rational as flint's."""
    return fmpq(int(number.p), int(number.q))


RATIONALS = Operations(number=to_fmpq, integer=fmpq, functions={"power": operator.pow})


def _rational_steps(setting: Setting, largest: int) -> Iterator[Step]:
    stepper = Stepper(setting, RATIONALS, to_fmpq)
    yield Step(0, stepper.start())
    for number, program, results in stepper.iterate():
        if max(map(fmpq.height_bits, results)) > largest:
            raise _too_large(number, largest)
        yield Step(number, program.split(results))


def reals(field: Field) -> Operations:
    """The arithmetic of exact reals in one field."""
    functions: dict[str, Any] = {
        name: partial(field.function, name) for name in TRANSCENDENTAL.split()
    }
    return Operations(
        number=lambda value: field.rational(to_fmpq(value)),
        integer=field.rational,
        functions=functions
        | {
            "power": operator.pow,
            "sqrt": field.sqrt,
            "root": field.root,
            "absolute": field.absolute,
            "maximum": field.maximum,
            "minimum": field.minimum,
            "signum": field.signum,
            "pi": partial(field.constant, "pi"),
            "euler": partial(field.constant, "E"),
        },
    )


def _real_steps(setting: Setting, largest: int, field: Field) -> Iterator[Step]:
    def convert(number: Expr) -> Real:
        return from_sympy(number, field)

    stepper = Stepper(setting, reals(field), convert)
    yield Step(0, stepper.start())
    for number, program, results in stepper.iterate():
        if any(part.size > largest for part in results):
            raise _too_large(number, largest)
        yield Step(number, program.split(results))


def _too_large(number: int, largest: int) -> TooLargeError:
    return TooLargeError(f"exact values need more than {largest} bits from step {number} on")
