"""Questions about pure numbers: exact reals with separation bounds, else certified enclosures."""

from __future__ import annotations

import sympy as sp
from flint import fmpq

from symopt.decide.budget import Budget
from symopt.decide.verdict import Verdict
from symopt.decide.witness import DIGITS, text_of
from symopt.errors import UndecidedError, UndefinedError
from symopt.numbers.exact import Field, Real, from_sympy

BITS_PER_SECOND = 400_000
APART_DIGITS = 6


def equal_numbers(left: sp.Expr, right: sp.Expr, budget: Budget) -> Verdict:
    """Whether two algebraic numbers are equal."""
    field = Field(max_bits=bits_allowed(budget))
    try:
        a, b = from_sympy(left, field), from_sympy(right, field)
        if a.equals(b):
            return _proved(a, b)
        apart = f"left - right = {(a - b).decimal(APART_DIGITS)}"
    except UndefinedError as error:
        return Verdict("undecided", "undefined", (error.message,))
    except UndecidedError as error:
        return Verdict("undecided", "budget", (error.message,), precision_bits=field.max_bits)
    witness = {"left side": _text(a), "right side": _text(b)}
    return Verdict("refuted", "enclosures", (apart,), witness=witness)


def _proved(a: Real, b: Real) -> Verdict:
    if a.rational is not None and a.rational == b.rational:
        line = f"both sides are the rational number {text_of(a.rational)}"
        return Verdict("proved", "rational arithmetic", (line,))
    lines = (
        f"both sides are about {_text(a).removeprefix('about ')}",
        "left - right is enclosed more tightly than its separation bound allows a nonzero number",
    )
    return Verdict("proved", "separation bound", lines)


def sign_of_number(number: sp.Expr, budget: Budget) -> int:
    """The sign of an algebraic number; UndecidedError, UndefinedError."""
    return from_sympy(number, Field(max_bits=bits_allowed(budget))).sign()


def bits_allowed(budget: Budget) -> int:
    """As many bits as arithmetic gets through in the time that is left."""
    return max(256, min(budget.max_bits, int(BITS_PER_SECOND * budget.left)))


def _text(x: Real) -> str:
    if x.rational is not None:
        return text_of(fmpq(x.rational))
    return f"about {x.decimal(DIGITS)}"
