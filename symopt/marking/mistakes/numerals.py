"""Mistakes in writing a value down: its digits, its point, its rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flint import fmpq

from symopt.errors import SymoptError
from symopt.marking.evaluate import Value, parts_of
from symopt.marking.mistakes.case import Case
from symopt.marking.mistakes.declare import Kind, Variant, mistake
from symopt.marking.mistakes.shapes import with_child
from symopt.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
    Positive,
    Vector,
    children,
)
from symopt.numbers import Real
from symopt.numbers.ball import endpoints

BOTH: tuple[Kind, ...] = ("line", "arithmetic")
MOST_DECIMALS = 30
MOST_CARRIED = 6  # decimals to which a hand calculation may have been rounded on the way
SHIFTS = (1, -1, 2, -2, 3, -3)
BITS = 192


def decimals(node: Node) -> int | None:
    """The digits after the point of a literal, signed or not; None of anything else."""
    match node:
        case Negative(operand=operand) | Positive(operand=operand):
            return decimals(operand)
        case Number(decimals=count) if count is not None and count <= MOST_DECIMALS:
            return count
        case _:
            return None


def significant(node: Node) -> int:
    """The significant digits of a literal: 0.012 has two; 0 of what is no literal."""
    match node:
        case Negative(operand=operand) | Positive(operand=operand):
            return significant(operand)
        case Number(value=value, decimals=count) if count is not None:
            return len(str(abs(int(value * fmpq(10) ** count))))
        case _:
            return 0


def rounded(value: Real, places: int, *, down: bool = False) -> int | None:
    """The whole number of units of the last place nearest to a value, or next to it towards 0."""
    sign = value.sign()
    scaled = (value if sign >= 0 else -value) * fmpq(10) ** places
    ends = endpoints((scaled + (0 if down else fmpq(1, 2))).enclose(BITS))
    if ends is None:
        return None
    low, high = (int(end.p // end.q) for end in ends)
    return (low if sign >= 0 else -low) if low == high else None


def _by_coordinate(case: Case, change: Callable[[Real, int], Iterator[Value]]) -> Iterator[Variant]:
    """The right value with one coordinate, or the only number, written down wrongly."""
    right, node = case.right, case.slip.right
    if right is None:
        return
    parts = parts_of(right)
    component = case.slip.quantity.component if case.slip.quantity else None
    if component is not None and component < len(parts):
        parts = (parts[component],)
    nodes = node.items if isinstance(node, Vector) else (node,)
    if len(parts) != len(nodes):
        return
    for i, (part, written) in enumerate(zip(parts, nodes, strict=True)):
        count = decimals(written)
        if count is None:
            continue
        fields = {"right": _digits(part, count)}
        for wrong in change(part, count):
            if len(parts) == 1:
                yield Variant(result=wrong, fields=fields)
            elif not isinstance(wrong, tuple):
                yield Variant(result=(*parts[:i], wrong, *parts[i + 1 :]), fields=fields)


def _digits(value: Real, places: int) -> str:
    """The value correctly rounded to the written places."""
    whole = rounded(value, places)
    return "…" if whole is None else _decimal(whole, places)


def _decimal(whole: int, places: int) -> str:
    text = str(abs(whole)).rjust(places + 1, "0")
    point = f"{text[:-places]}.{text[-places:]}" if places else text
    return ("-" if whole < 0 else "") + point


def _numbers(value: Real, places: int, wholes: list[int]) -> Iterator[Value]:
    for whole in wholes:
        yield value.field.rational(fmpq(whole) / fmpq(10) ** places)


@mistake(
    "truncated",
    en="the digits are cut off, not rounded: {right} is the rounded value",
    ko="반올림하지 않고 버렸습니다: 반올림하면 {right}입니다",
    on=BOTH,
    upstream=False,
)
def _truncated(case: Case) -> Iterator[Variant]:
    def change(value: Real, places: int) -> Iterator[Value]:
        whole = rounded(value, places, down=True)
        yield from _numbers(value, places, [] if whole is None else [whole])

    yield from _by_coordinate(case, change)


@mistake(
    "last-digit",
    en="the last digit is rounded wrongly: {right} is the rounded value",
    ko="마지막 자리의 반올림이 틀렸습니다: 반올림하면 {right}입니다",
    on=BOTH,
    upstream=False,
    vague=True,
)
def _last_digit(case: Case) -> Iterator[Variant]:
    def change(value: Real, places: int) -> Iterator[Value]:
        whole = rounded(value, places)
        if whole is not None and (places > 1 or abs(whole) > 99):
            yield from _numbers(value, places, [whole - 1, whole + 1])

    yield from _by_coordinate(case, change)


@mistake(
    "digits-transposed",
    en="two digits are transposed: {right} is right",
    ko="두 숫자의 자리가 바뀌었습니다: 맞는 값은 {right}입니다",
    on=BOTH,
    upstream=False,
)
def _digits_transposed(case: Case) -> Iterator[Variant]:
    def change(value: Real, places: int) -> Iterator[Value]:
        whole = rounded(value, places)
        if whole is not None:
            text = str(abs(whole)).rjust(places + 1, "0")
            swapped = {
                text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)
            }
            yield from _numbers(value, places, _signed(whole, sorted(swapped - {text})))

    yield from _by_coordinate(case, change)


@mistake(
    "point-shifted",
    en="the decimal point is shifted: {right} is right",
    ko="소수점의 위치가 틀렸습니다: 맞는 값은 {right}입니다",
    on=BOTH,
    upstream=False,
)
def _point_shifted(case: Case) -> Iterator[Variant]:
    def change(value: Real, places: int) -> Iterator[Value]:
        for shift in SHIFTS:
            yield value * fmpq(10) ** shift

    yield from _by_coordinate(case, change)


@mistake(
    "digit-wrong",
    en="one digit is wrong: {right} is right",
    ko="숫자 하나가 틀렸습니다: 맞는 값은 {right}입니다",
    on=BOTH,
    upstream=False,
    vague=True,
)
def _digit_wrong(case: Case) -> Iterator[Variant]:
    """One of at least three digits; among fewer it would say nothing."""

    def change(value: Real, places: int) -> Iterator[Value]:
        whole = rounded(value, places)
        text = "" if whole is None else str(abs(whole))
        if whole is not None and len(text) >= 3:
            others = [
                text[:i] + digit + text[i + 1 :]
                for i in range(len(text))
                for digit in "0123456789"
                if digit != text[i] and (i or digit != "0")
            ]
            yield from _numbers(value, places, _signed(whole, others))

    yield from _by_coordinate(case, change)


def _signed(whole: int, digits: list[str]) -> list[int]:
    return [-int(text) if whole < 0 else int(text) for text in digits]


@mistake(
    "rounded-too-early",
    en="values rounded to {places} decimals are used as if they were exact",
    ko="소수점 아래 {places}자리로 반올림한 값을 정확한 값처럼 써서 계산했습니다",
    on=BOTH,
    upstream=False,
)
def _rounded_too_early(case: Case) -> Iterator[Variant]:
    """Every quotient, root and quantity inside is rounded before it is used."""
    nodes = case.slip.right.items if isinstance(case.slip.right, Vector) else (case.slip.right,)
    most = min(max((decimals(node) or 0 for node in nodes), default=0), MOST_CARRIED)
    for places in range(most, 0, -1):
        try:
            tree = _rounded_inside(case, case.tree, places)
        except SymoptError:
            continue
        if tree is not None:
            yield Variant(result=tree, fields={"places": str(places)})


def _rounded_inside(case: Case, node: Node, places: int) -> Node:
    """The tree with its parts rounded, but not the whole."""
    for at, child in enumerate(children(node)):
        inner = _rounded_inside(case, child, places)
        if isinstance(child, Call | Name) or (isinstance(child, Binary) and child.operator == "/"):
            inner = _rounded_literal(case.replay.value(inner), places)
        node = with_child(node, at, inner)
    return node


def _rounded_literal(value: Value, places: int) -> Node:
    if isinstance(value, tuple):
        return Vector(tuple(_rounded_literal(part, places) for part in value))
    if value.rational is not None and 10**places % int(value.rational.q) == 0:
        return Number(str(value.rational), value.rational, None)
    whole = rounded(value, places)
    if whole is None:
        raise SymoptError("a value could not be rounded")
    return Number(_decimal(whole, places), fmpq(whole) / fmpq(10) ** places, places)
