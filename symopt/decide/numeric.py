"""Questions about pure numbers: exact reals with separation bounds, else certified enclosures."""

from __future__ import annotations

import sympy as sp
from flint import fmpq

from symopt.decide.budget import Budget
from symopt.decide.evaluate import compiled
from symopt.decide.verdict import Verdict
from symopt.decide.witness import DIGITS, Comparison, text_of
from symopt.errors import UndecidedError, UndefinedError
from symopt.numbers.exact import Field, Real, from_sympy

BITS_PER_SECOND = 400_000
APART_DIGITS = 6
MANY_PARTS = 1_000  # then two enclosures are tried before anything is proved


def equal_numbers(left: sp.Expr, right: sp.Expr, budget: Budget, *, parts: int = 0) -> Verdict:
    """Whether two algebraic numbers, of so many parts, are equal."""
    try:
        if parts > MANY_PARTS and (verdict := _apart(left, right, budget)) is not None:
            return verdict
        field = field_within(budget)
        a, b = from_sympy(left, field), from_sympy(right, field)
        if a.equals(b):
            return _proved(a, b)
        return _refuted(a, b)
    except UndefinedError as error:
        return Verdict("undecided", "undefined", (error.message,))
    except UndecidedError as error:
        bits = bits_allowed(budget)
        return Verdict("undecided", "budget", (error.message,), precision_bits=bits)


def _apart(left: sp.Expr, right: sp.Expr, budget: Budget) -> Verdict | None:
    """Refuted where the first enclosures are disjoint already."""
    found = Comparison([compiled(left)], [compiled(right)], budget).refute([{}])
    if found is None:
        return None
    lines, bits = (found.evidence(),), found.bits
    return Verdict("refuted", "enclosures", lines, witness=found.to_text(), precision_bits=bits)


def _refuted(a: Real, b: Real) -> Verdict:
    try:
        apart = f"left - right = {(a - b).decimal(APART_DIGITS)}"
    except UndecidedError:
        apart = "left - right is not 0"
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
    return from_sympy(number, field_within(budget)).sign()


def field_within(budget: Budget) -> Field:
    """A field that keeps to the budget."""
    return Field(max_bits=bits_allowed(budget), check=budget.check)


def bits_allowed(budget: Budget) -> int:
    """As many bits as arithmetic gets through in the time that is left."""
    return max(256, min(budget.max_bits, int(BITS_PER_SECOND * budget.left)))


def _text(x: Real) -> str:
    if x.rational is not None:
        return text_of(fmpq(x.rational))
    try:
        return f"about {x.decimal(DIGITS)}"
    except UndecidedError:
        return "not settled"  # the time was used up by the decision itself
