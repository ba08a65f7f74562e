"""Compares a written value with what it should be, coordinate by coordinate, with proof."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flint import arb, fmpq
from sympy import sstr

from symopt.errors import UndecidedError
from symopt.marking.evaluate import Value
from symopt.marking.verdicts import LinkStatus
from symopt.notation.tree import Binary, Negative, Node, Number, Positive, Vector, walk
from symopt.numbers import Real
from symopt.numbers.ball import decimal, endpoints
from symopt.numbers.readable import readable

Expected: TypeAlias = "Real | arb | Sequence[Real | arb]"
DIGITS = 15


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict on a written value; where it is wrong, by how much and what it should be."""

    status: LinkStatus
    component: int | None = None
    difference: str | None = None
    difference_approx: float | None = None
    expected: str | None = None
    reason: str | None = None


def compare(
    expected: Expected, written: Value, node: Node, *, rounded: bool, claimed: bool = False
) -> Comparison:
    """Judge `written`, the value of `node`, against `expected`.

    A literal with decimals may be the correct rounding: the expected value lies within half a unit
    of its last digit. `rounded` says that the relation was ≈, `claimed` that a named quantity is
    expected; else vectors of other length may come from a product that was meant as another one.
    """
    expecteds: tuple[Real | arb, ...] = (
        tuple(expected) if isinstance(expected, Sequence) else (expected,)
    )
    writtens = written if isinstance(written, tuple) else (written,)
    if len(expecteds) != len(writtens):
        reason = f"{len(writtens)} coordinates written, {len(expecteds)} expected"
        return Comparison("refuted" if claimed else "undecided", reason=reason)
    if any(isinstance(part, Number) and part.truncated for part in walk(node)):
        return Comparison("undecided", reason="digits are left out with an ellipsis")
    nodes = node.items if isinstance(node, Vector) else (node,) * len(writtens)
    parts = [
        _compare_one(
            e, w, _decimals(n), rounded=rounded, component=i if len(writtens) > 1 else None
        )
        for i, (e, w, n) in enumerate(zip(expecteds, writtens, nodes, strict=True))
    ]
    for status in ("refuted", "undecided", "rounded"):
        for part in parts:
            if part.status == status:
                return part
    return Comparison("proved")


def is_decimal(node: Node) -> bool:
    """Whether a side is a literal with digits after the point."""
    return bool(_decimals(node))


def is_exact(expected: Expected) -> bool:
    """Whether an expected value is known exactly, not only in certified decimals."""
    parts = expected if isinstance(expected, Sequence) else (expected,)
    return all(isinstance(part, Real) for part in parts)


def _decimals(node: Node) -> int | None:
    """The digits after the point of a literal, signed or times a power of ten; else None."""
    match node:
        case Negative(operand=operand) | Positive(operand=operand):
            return _decimals(operand)
        case Number():
            return node.decimals
        case Binary(
            operator="*",
            left=left,
            right=Binary(operator="^", left=Number(value=base), right=exponent),
        ) if base == 10 and (mantissa := _decimals(left)) is not None:
            shift = _whole(exponent)
            return None if shift is None else mantissa - shift
        case _:
            return None


def _whole(node: Node) -> int | None:
    """The value of a whole-number literal, signed or not."""
    if isinstance(node, Negative):
        value = _whole(node.operand)
        return None if value is None else -value
    return int(node.value.p) if isinstance(node, Number) and node.value.q == 1 else None


def _compare_one(
    expected: Real | arb,
    written: Real,
    decimals: int | None,
    *,
    rounded: bool,
    component: int | None,
) -> Comparison:
    try:
        status, reason = _status(expected, written, decimals, rounded=rounded)
    except UndecidedError as undecided:
        return Comparison("undecided", component, reason=undecided.message)
    if status != "refuted":
        return Comparison(status, component, reason=reason)
    return Comparison(status, component, *_gap(expected, written), reason=reason)


def _status(
    expected: Real | arb, written: Real, decimals: int | None, *, rounded: bool
) -> tuple[LinkStatus, str | None]:
    if isinstance(expected, Real) and expected.equals(written):
        return "proved", None
    may_round = decimals is not None and (rounded or decimals > 0)
    if may_round and decimals is not None:
        half = fmpq(1, 2) / fmpq(10) ** decimals
        if _within(expected, written, half):
            return "rounded", None if rounded else "rounded: ≈ would be right where = stands"
        return "refuted", f"does not round to this at {decimals} decimals"
    if rounded and _decided_near(expected, written):
        return "undecided", "no digits are written to say how close ≈ should be"
    if isinstance(expected, arb):
        _within(expected, written, fmpq(0))  # raises where the ball can't tell the two apart
    return "refuted", None


def _within(expected: Real | arb, written: Real, half: fmpq) -> bool:
    """Whether |expected − written| <= half, proved."""
    if isinstance(expected, Real):
        difference = expected - written
        return (difference - half).sign() <= 0 and (difference + half).sign() >= 0
    ends, value = endpoints(expected), written.rational
    if ends is None or value is None:
        raise UndecidedError("only certified decimals of the expected value are known")
    low, high = ends[0] - value, ends[1] - value
    if high <= half and low >= -half:
        return True
    if low > half or high < -half:
        return False
    raise UndecidedError("the certified decimals of the expected value don't settle this")


def _decided_near(expected: Real | arb, written: Real) -> bool:
    """Whether the two agree to about a percent, so that ≈ is not plainly wrong."""
    if isinstance(expected, arb):
        return True
    difference, scale = expected - written, expected.field.absolute(expected)
    return (expected.field.absolute(difference) - scale * fmpq(1, 100)).sign() <= 0


def _gap(expected: Real | arb, written: Real) -> tuple[str | None, float | None, str | None]:
    """The difference written − expected, exactly and roughly, and the expected value."""
    if isinstance(expected, arb):
        return None, None, decimal(expected, DIGITS)
    difference = written - expected
    return exact_text(difference), _approximate(difference), exact_text(expected, or_decimal=True)


def exact_text(value: Real, *, or_decimal: bool = False) -> str | None:
    """A real as exact ASCII text; else None, or certified decimals."""
    expression = readable(value)
    if expression is not None:
        return str(sstr(expression))
    return value.decimal(DIGITS) if or_decimal else None


def _approximate(value: Real) -> float | None:
    try:
        number = float(value.decimal(17))
    except UndecidedError:
        return None
    return number if math.isfinite(number) else None
