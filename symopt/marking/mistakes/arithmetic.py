"""Mistakes in arithmetic: squares, roots, signs, fractions, parts left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symopt.marking.mistakes.case import Case
from symopt.marking.mistakes.declare import Kind, Variant, mistake, rewriting
from symopt.marking.mistakes.shapes import TWO, flipped, product
from symopt.notation.tree import Binary, Call, Name, Negative, Node, Number, Vector

BOTH: tuple[Kind, ...] = ("line", "arithmetic")


@rewriting(
    "square-missing",
    en="{was_base} is not squared",
    ko="제곱하지 않았습니다: {was_base}",
    on=BOTH,
)
def _square_missing(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="^", left=base, right=right) if right == TWO:
            yield base


@rewriting(
    "root-missing",
    en="the root is not taken: {now} where {was} belongs",
    ko="제곱근을 취하지 않았습니다: {was} 자리에 {now}",
    on=BOTH,
)
def _root_missing(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Call(function="sqrt", arguments=(under,)):
            yield under


@rewriting(
    "minus-in-square",
    en="the square of a negative number is positive: {was} has no minus",
    ko="음수의 제곱은 양수입니다: {was}에는 음의 부호가 남지 않습니다",
    on=BOTH,
)
def _minus_in_square(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="^", left=base, right=right) if right == TWO:
            yield product(base, Call("abs", (base,)))


@mistake(
    "sign-lost",
    en="the sign is wrong: the opposite, {right}, is right",
    ko="부호가 반대입니다: 맞는 값은 {right}입니다",
    on=BOTH,
    upstream=False,
)
def _sign_lost(case: Case) -> Iterator[Variant]:
    """The whole value, or a coordinate of it, has the other sign."""
    right = case.right
    if isinstance(right, tuple):
        yield Variant(result=tuple(-part for part in right))
    elif right is not None:
        yield Variant(result=-right)


@rewriting(
    "sign-error",
    en="a sign went wrong: {now} where {was} belongs",
    ko="부호가 잘못되었습니다: {was} 자리에 {now}",
    on=BOTH,
    vague=True,
)
def _sign_error(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="+" | "-"):
            yield flipped(node)
        case Negative(operand=operand):
            yield operand


@rewriting(
    "minus-over-bracket",
    en="the minus before the bracket reaches its first term only: {now} where {was} belongs",
    ko="괄호 앞의 음의 부호를 첫 항에만 적용했습니다: {was} 자리에 {now}",
    on=("arithmetic",),
)
def _minus_over_bracket(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="-", right=Binary(operator="+" | "-") as bracket):
            yield replace(bracket, left=replace(node, right=bracket.left))


@rewriting(
    "square-doubled",
    en="{was_base} is doubled instead of squared",
    ko="제곱하지 않고 두 배 했습니다: {was_base}",
    on=BOTH,
)
def _square_doubled(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="^", left=base, right=right) if right == TWO:
            yield product(TWO, base)


@rewriting(
    "root-halved",
    en="{was} is halved instead of rooted",
    ko="{was}에서 제곱근 대신 절반을 구했습니다",
    on=BOTH,
)
def _root_halved(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Call(function="sqrt", arguments=(under,)):
            yield Binary("/", under, TWO)


@rewriting(
    "absolute-value-missing",
    en="the absolute value is not taken: {now} where {was} belongs",
    ko="절댓값을 취하지 않았습니다: {was} 자리에 {now}",
    on=BOTH,
)
def _absolute_value_missing(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Call(function="abs", arguments=(inner,)):
            yield inner


@rewriting(
    "root-of-sum",
    en="the root of a sum is not the sum of the roots: {now} where {was} belongs",
    ko="합의 제곱근은 제곱근의 합이 아닙니다: {was} 자리에 {now}",
    on=BOTH,
)
def _root_of_sum(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Call(function="sqrt", arguments=(Binary(operator="+" | "-") as total,)):
            yield replace(
                total, left=Call("sqrt", (total.left,)), right=Call("sqrt", (total.right,))
            )


@rewriting(
    "square-of-sum",
    en="the square of a sum is not the sum of the squares: {now} where {was} belongs",
    ko="합의 제곱은 제곱의 합이 아닙니다: {was} 자리에 {now}",
    on=BOTH,
)
def _square_of_sum(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="^", left=Binary(operator="+" | "-") as total, right=power):
            if power == TWO:
                left, right = (replace(node, left=part) for part in (total.left, total.right))
                yield replace(total, left=left, right=right)


@rewriting(
    "fractions-added",
    en="fractions are not added numerator by numerator and denominator by denominator: {was}",
    ko="분수의 합은 분자끼리, 분모끼리 더하는 것이 아닙니다: {was}",
    on=BOTH,
)
def _fractions_added(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(
            operator="+" | "-",
            left=Binary(operator="/", left=a, right=b),
            right=Binary(operator="/", left=c, right=d),
        ):
            yield Binary("/", replace(node, left=a, right=c), replace(node, left=b, right=d))


@rewriting(
    "divisor-missing",
    en="the division by {was_right} is missing",
    ko="{was_right} 값으로 나누지 않았습니다",
    on=BOTH,
    vague=True,
)
def _divisor_missing(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="/", left=left) if not _is_fraction(node):
            yield left


@rewriting(
    "multiplied-instead-of-divided",
    en="{was_right} multiplies where it should divide",
    ko="{was_right} 값으로 나누지 않고 곱했습니다",
    on=BOTH,
    vague=True,
)
def _multiplied_instead_of_divided(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="/", left=left, right=right) if not _is_fraction(node):
            yield product(left, right)


@rewriting(
    "left-to-right",
    en="multiplication and division come first: {now} was computed where {was} stands",
    ko="곱셈과 나눗셈이 먼저입니다: {was} 대신 {now} 식을 계산했습니다",
    on=BOTH,
)
def _left_to_right(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(
            operator="+" | "-", left=left, right=Binary(operator="*" | "/", left=a, right=b) as term
        ):
            yield replace(term, left=replace(node, left=left, right=a), right=b)


@rewriting(
    "fraction-inverted",
    en="the fraction {was} is upside down",
    ko="분수 {was}의 분자와 분모가 뒤바뀌었습니다",
    on=BOTH,
    vague=True,
)
def _fraction_inverted(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="/", left=left, right=right):
            yield replace(node, left=right, right=left)


def _is_fraction(node: Binary) -> bool:
    """Whether a quotient is a plain fraction, one number to its author."""
    return isinstance(node.left, Number) and isinstance(node.right, Number)


@rewriting(
    "factor-missing",
    en="a factor is missing: {now} where {was} belongs",
    ko="인수 하나가 빠졌습니다: {was} 자리에 {now}",
    on=BOTH,
    vague=True,
)
def _factor_missing(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="*", left=left, right=right):
            yield left
            yield right


@rewriting(
    "term-missing",
    en="a term is missing: {now} where {was} belongs",
    ko="항 하나가 빠졌습니다: {was} 자리에 {now}",
    on=BOTH,
    vague=True,
)
def _term_missing(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="+", left=left, right=right):
            yield left
            yield right
        case Binary(operator="-", left=left, right=right):
            yield left
            yield Negative(right)


@rewriting(
    "added-instead-of-multiplied",
    en="{was} is added instead of multiplied",
    ko="{was}에서 곱하지 않고 더했습니다",
    on=("arithmetic",),
    vague=True,
)
def _added_instead_of_multiplied(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="*", left=left, right=right):
            if not isinstance(left, Vector | Name) and not isinstance(right, Vector | Name):
                yield Binary("+", left, right)
