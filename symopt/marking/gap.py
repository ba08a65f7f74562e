"""The texts of a refuted link: what was expected, and how far what is written is from it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flint import arb
from sympy import Expr, sstr

from symopt.errors import UndecidedError
from symopt.marking.compare import Comparison
from symopt.notation.write import write_text
from symopt.numbers import Real
from symopt.numbers.ball import decimal
from symopt.numbers.readable import readable

DIGITS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Written minus expected and the expected value, exactly and roughly, as far as known."""

    difference: str | None = None
    difference_approx: float | None = None
    expected: str | None = None
    expected_approx: float | None = None


def gap_of(comparison: Comparison) -> Gap:
    """The gap that a comparison found."""
    expected, written = comparison.expected, comparison.written
    if isinstance(expected, Expr) and isinstance(written, Expr):
        return Gap(
            difference=write_text((written - expected).expand()), expected=write_text(expected)
        )
    if isinstance(expected, Expr):
        return Gap(expected=write_text(expected))
    if isinstance(expected, arb):
        middle = float(expected.mid())
        return Gap(
            expected=decimal(expected, DIGITS),
            expected_approx=middle if math.isfinite(middle) else None,
        )
    if not isinstance(expected, Real) or not isinstance(written, Real):
        return Gap()
    difference = written - expected
    return Gap(
        difference=exact_text(difference),
        difference_approx=_approximate(difference),
        expected=exact_text(expected, or_decimal=True),
        expected_approx=_approximate(expected),
    )


def exact_text(value: Real, *, or_decimal: bool = False) -> str | None:
    """A real as exact ASCII text; else None, or certified decimals."""
    expression = readable(value)
    if expression is not None:
        return str(sstr(expression))
    try:
        return value.decimal(DIGITS) if or_decimal else None
    except UndecidedError:
        return None


def _approximate(value: Real) -> float | None:
    try:
        number = float(value.decimal(17))
    except UndecidedError:
        return None
    return number if math.isfinite(number) else None
