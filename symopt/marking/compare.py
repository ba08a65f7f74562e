"""Compares a written value with what it should be, coordinate by coordinate, with proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from flint import arb, fmpq
from sympy import Expr

from symopt.errors import UndecidedError
from symopt.marking.evaluate import Value, parts_of
from symopt.marking.from_below import said_by
from symopt.marking.said import OpenError, Said, sentence
from symopt.marking.verdicts import HELD, LinkStatus
from symopt.notation.tree import Binary, Negative, Node, Number, Positive, Vector, walk
from symopt.numbers import Real
from symopt.numbers.ball import endpoints

Expected: TypeAlias = "Real | arb | Sequence[Real | arb]"
TELLING_DIGITS = 3  # so many digits without a point may be a rounded value, 122 for 122.01
DOUBLE_DIGITS = (16, 17)
PERCENT = fmpq(1, 100)
NO_DIGITS = sentence(
    en="no digits are written to say how close ≈ should be",
    ko="≈ 뒤에 자릿수가 없어 얼마나 가까워야 하는지 알 수 없습니다",
)
LENGTHS = sentence(
    en="{written} coordinates written, {expected} expected",
    ko="좌표가 {expected}개여야 하는데 {written}개를 썼습니다",
)
ELLIPSIS = sentence(en="digits are left out with an ellipsis", ko="줄임표로 자릿수를 생략했습니다")
NO_ORDER = sentence(en="vectors have no order", ko="벡터에는 크기 순서가 없습니다")
ORDER = sentence(en="it is {relation}", ko="맞는 부호는 {relation}입니다")
AS_ROUNDED = sentence(
    en="rounded: ≈ would be right where = stands", ko="반올림한 값입니다: = 대신 ≈ 기호가 맞습니다"
)
DOUBLE = sentence(en="right to double precision", ko="배정밀도 부동소수점의 자릿수까지 맞습니다")
NOT_THIS = sentence(
    en="does not round to this at {decimals} decimals",
    ko="소수점 아래 {decimals}자리까지 반올림하면 이 값이 아닙니다",
)
TRUNCATED = sentence(
    en="truncated at {decimals} decimals instead of rounded",
    ko="소수점 아래 {decimals}자리에서 반올림하지 않고 버렸습니다",
)
ONE_OFF = sentence(
    en="rounded wrongly: the last of {decimals} decimals is one off",
    ko="반올림이 틀렸습니다: 소수점 아래 {decimals}자리의 마지막 숫자가 1만큼 다릅니다",
)
ONLY_DECIMALS = sentence(
    en="only certified decimals of the expected value are known",
    ko="맞는 값은 보증된 소수로만 알 수 있습니다",
)
UNSETTLED = sentence(
    en="the certified decimals of the expected value don't settle this",
    ko="맞는 값의 보증된 소수만으로는 판정할 수 없습니다",
)
DOUBLE_PRECISION = fmpq(16, 2**53)
MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict on a written value; where it is wrong, what is written and what it should be."""

    status: LinkStatus
    component: int | None = None
    expected: Real | arb | Expr | None = None
    written: Real | Expr | None = None
    reason: Said | None = None
    wrong: tuple[int, ...] = ()
    """All coordinates that are refuted, `component` being the first."""


def compare(
    expected: Expected, written: Value, node: Node, *, rounded: bool, claimed: bool = False
) -> Comparison:
    """Judge `written`, the value of `node`, against `expected`.

    A literal with decimals may be the correct rounding: the expected value lies within half a unit
    of its last digit. `rounded` says that the relation was ≈, `claimed` that a named quantity is
    expected; else vectors of other length may come from a product that was meant as another one.
    """
    expecteds = coordinates(expected)
    writtens = parts_of(written)
    if len(expecteds) != len(writtens) and (len(writtens) == 1 or len(expecteds) == 1 > claimed):
        length = max(len(expecteds), len(writtens))  # v_0 = 0 means the zero vector
        expecteds_each, writtens_each = (expecteds * length)[:length], (writtens * length)[:length]
        found = compare(expecteds_each, writtens_each, node, rounded=rounded, claimed=claimed)
        if found.status in HELD:
            return found
    if len(expecteds) != len(writtens):
        reason = LENGTHS.filled(written=len(writtens), expected=len(expecteds))
        return Comparison("refuted" if claimed else "undecided", reason=reason)
    goes_on = any(isinstance(part, Number) and part.truncated for part in walk(node))
    nodes = node.items if isinstance(node, Vector) else (node,) * len(writtens)
    parts = [
        _compare_one(
            e, w, decimals_of(n), rounded=rounded, component=i if len(writtens) > 1 else None
        )
        for i, (e, w, n) in enumerate(zip(expecteds, writtens, nodes, strict=True))
    ]
    wrong = tuple(i for i, part in enumerate(parts) if part.status == "refuted")
    for status in ("refuted", "undecided", "rounded"):
        for part in parts:
            if part.status == status:
                part = replace(part, wrong=wrong if len(parts) > 1 else ())
                return _going_on(part, rounded=rounded) if goes_on else part
    return _going_on(Comparison("proved"), rounded=rounded) if goes_on else Comparison("proved")


def _going_on(found: Comparison, *, rounded: bool) -> Comparison:
    """A literal that ends in an ellipsis may round its value, or begin it; = says neither."""
    if rounded and found.status in HELD:
        return replace(found, status="rounded")
    return Comparison("undecided", reason=ELLIPSIS)


def gap(expected: Expected, written: Expected) -> Comparison:
    """By how much a value that is known to differ does, in the first coordinate that is wrong."""
    pairs = list(zip(coordinates(expected), coordinates(written), strict=False))
    wrong = tuple(
        i
        for i, (e, w) in enumerate(pairs)
        if isinstance(w, Real) and not (isinstance(e, Real) and e.equals(w))
    )
    if not wrong:
        return Comparison("refuted")
    e, w = pairs[wrong[0]]
    if len(pairs) == 1 or not isinstance(w, Real):
        return Comparison("refuted", None, e, w if isinstance(w, Real) else None)
    return Comparison("refuted", wrong[0], e, w, wrong=wrong)


def compare_order(left: Value, sign: str, right: Value) -> Comparison:
    """Whether left < right, or what else `sign` says, for two numbers."""
    if isinstance(left, tuple) or isinstance(right, tuple):
        return Comparison("undecided", reason=NO_ORDER)
    try:
        found = (left - right).sign()
    except UndecidedError as undecided:
        return Comparison("undecided", reason=said_by(undecided))
    holds = found in {"<": (-1,), ">": (1,), "≤": (-1, 0), "≥": (0, 1), "≠": (-1, 1)}[sign]
    relation = {-1: "<", 0: "=", 1: ">"}[found]
    return (
        Comparison("proved")
        if holds
        else Comparison("refuted", reason=ORDER.filled(relation=relation))
    )


def vanishes(expected: Expected) -> bool:
    """Whether every coordinate is known to be zero."""
    return all(isinstance(part, Real) and part.rational == 0 for part in coordinates(expected))


def coordinates(expected: Expected) -> tuple[Real | arb, ...]:
    """The coordinates, one for a plain number."""
    return tuple(expected) if isinstance(expected, Sequence) else (expected,)


def is_telling(node: Node) -> bool:
    """Whether a literal has enough digits for its rounding to be no coincidence."""
    parts = [part for part in walk(node) if isinstance(part, Number)]
    return all(_significant(part.value, part.decimals or 0) >= TELLING_DIGITS for part in parts)


def is_written_out(node: Node) -> bool:
    """Whether a side is a plain literal, or a vector of such."""
    if isinstance(node, Vector):
        return all(map(is_written_out, node.items))
    return decimals_of(node) is not None


def is_decimal(node: Node) -> bool:
    """Whether a side is a literal with digits after the point, or a vector with such a one."""
    if isinstance(node, Vector):
        return any(map(is_decimal, node.items))
    return bool(decimals_of(node))


def is_exact(expected: Expected) -> bool:
    """Whether an expected value is known exactly, not only in certified decimals."""
    return all(isinstance(part, Real) for part in coordinates(expected))


def decimals_of(node: Node) -> int | None:
    """The digits after the point of a literal, signed or times a power of ten; else None."""
    match node:
        case Negative(operand=operand) | Positive(operand=operand):
            return decimals_of(operand)
        case Number():
            return node.decimals
        case Binary(
            operator="*",
            left=left,
            right=Binary(operator="^", left=Number(value=base), right=exponent),
        ) if base == 10 and (mantissa := decimals_of(left)) is not None:
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
        return Comparison("undecided", component, reason=said_by(undecided))
    if status != "refuted":
        return Comparison(status, component, reason=reason)
    return Comparison(status, component, expected, written, reason)


def _status(
    expected: Real | arb, written: Real, decimals: int | None, *, rounded: bool
) -> tuple[LinkStatus, Said | None]:
    if isinstance(expected, Real) and expected.equals(written):
        return "proved", None
    value = written.rational
    if decimals is not None and value is not None:
        significant = _significant(value, decimals)
        if rounded or decimals > 0 or significant >= TELLING_DIGITS:
            return _rounding(expected, written, decimals, significant, rounded=rounded)
    if rounded and near(expected, written, PERCENT):
        return "undecided", NO_DIGITS
    if isinstance(expected, arb):
        _within(expected, written, fmpq(0))  # raises where the ball can't tell the two apart
    return "refuted", None


def _rounding(
    expected: Real | arb, written: Real, decimals: int, significant: int, *, rounded: bool
) -> tuple[LinkStatus, Said | None]:
    """Whether a literal with decimals is the expected value, rounded; how it misses it if not."""
    unit = fmpq(10) ** -decimals
    if _within(expected, written, unit / 2):
        return "rounded", None if rounded else AS_ROUNDED
    ulps = abs(written.rational or fmpq(0)) * DOUBLE_PRECISION
    if significant in DOUBLE_DIGITS and _within(expected, written, ulps):
        return "rounded", DOUBLE
    if not _within(expected, written, unit * 3 / 2):
        return "refuted", NOT_THIS.filled(decimals=decimals) if decimals else None
    short = isinstance(expected, Real) and (expected - written).sign() == written.sign()
    if short and _within(expected, written, unit):
        return "refuted", TRUNCATED.filled(decimals=decimals)
    return "refuted", ONE_OFF.filled(decimals=decimals)


def _significant(value: fmpq, decimals: int) -> int:
    """The digits of a literal without the zeros before them; as many as matter here."""
    size = abs((value * fmpq(10) ** decimals).p)
    return next((digits for digits in range(MOST_DIGITS) if size < 10**digits), MOST_DIGITS)


def _within(expected: Real | arb, written: Real, half: fmpq) -> bool:
    """Whether |expected − written| <= half, proved."""
    if isinstance(expected, Real):
        difference = expected - written
        return (difference - half).sign() <= 0 and (difference + half).sign() >= 0
    ends, value = endpoints(expected), written.rational
    if ends is None or value is None:
        raise OpenError(ONLY_DECIMALS)
    low, high = ends[0] - value, ends[1] - value
    if high <= half and low >= -half:
        return True
    if low > half or high < -half:
        return False
    raise OpenError(UNSETTLED)


def near(expected: Real | arb, value: Real | arb, part: fmpq) -> bool:
    """Whether two values differ by no more than a part of the first; so as far as balls tell."""
    if isinstance(expected, arb) or isinstance(value, arb):
        return True
    difference, scale = expected - value, expected.field.absolute(expected)
    return (expected.field.absolute(difference) - scale * part).sign() <= 0
