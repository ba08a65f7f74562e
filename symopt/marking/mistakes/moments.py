"""Mistakes in running averages, their corrections for the start, and ε."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symopt.marking.mistakes.case import Case
from symopt.marking.mistakes.declare import Variant, mistake, rewriting
from symopt.marking.mistakes.shapes import ONE, is_one_minus
from symopt.notation.from_sympy import number_tree
from symopt.notation.latex import substitute
from symopt.notation.tree import Binary, Call, Name, Node, key
from symopt.spelling import name_of

EPSILON = name_of("epsilon")


@rewriting(
    "bias-correction-missing",
    en="the bias correction is missing: {now_is} stands where {was} belongs",
    ko="편향 보정이 빠졌습니다: {was} 자리에 {now_is} 값을 썼습니다",
)
def _bias_correction_missing(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="/", left=moment, right=divisor) if _corrects(divisor):
            yield moment
        case Binary(operator="*", left=left, right=Call(function="sqrt", arguments=(under,))):
            if _corrects(under):
                yield left


@rewriting(
    "bias-correction-power-missing",
    en="the bias correction lacks the power of the step: {now} where {was} belongs",
    ko="편향 보정에서 단계 수만큼의 거듭제곱이 빠졌습니다: {was} 자리에 {now}",
)
def _bias_correction_power_missing(node: Node, case: Case) -> Iterator[Node]:
    if isinstance(node, Binary) and _corrects(node) and isinstance(node.right, Binary):
        yield replace(node, right=node.right.left)


@rewriting(
    "bias-correction-wrong-step",
    en="the bias correction takes the power of another step: {now} where {was} belongs",
    ko="편향 보정의 지수가 다른 단계의 것입니다: {was} 자리에 {now}",
)
def _bias_correction_wrong_step(node: Node, case: Case) -> Iterator[Node]:
    if isinstance(node, Binary) and _corrects(node) and isinstance(node.right, Binary):
        for step in (case.step - 1, case.step + 1):
            if step > 0:
                yield replace(node, right=replace(node.right, right=number_tree(step)))


def _corrects(node: Node) -> bool:
    """Whether a tree is 1 − β^t."""
    return (
        isinstance(node, Binary)
        and is_one_minus(node)
        and isinstance(node.right, Binary)
        and node.right.operator == "^"
    )


@mistake(
    "uncorrected-moment",
    en="{now_is} is used without its bias correction, where {was_is} belongs",
    ko="편향 보정을 하지 않은 {now_is} 값을 {was_is} 자리에 썼습니다",
)
def _uncorrected_moment(case: Case) -> Iterator[Variant]:
    """Each m̂ and v̂ in turn, then all of them."""
    corrected = [
        name
        for quantity in case.setting.rule.quantities
        if "hat" in (name := case.name_at(case.step, quantity)).marks
    ]
    for names in (*([name] for name in corrected), corrected):
        bare = {key(name): replace(name, marks=()) for name in names}
        tree = substitute(case.tree, bare)
        if tree != case.tree:
            yield Variant(result=tree, was=names[0], now=bare[key(names[0])])


@mistake(
    "betas-swapped",
    en="β_1 and β_2 are swapped",
    ko="β_1과 β_2를 서로 바꾸어 썼습니다",
)
def _betas_swapped(case: Case) -> Iterator[Variant]:
    first, second = name_of("beta1"), name_of("beta2")
    tree = substitute(case.tree, {key(first): second, key(second): first})
    if {"beta1", "beta2"} <= set(case.setting.rule.parameters) and tree != case.tree:
        yield Variant(result=tree)


@rewriting(
    "weights-swapped",
    en="the two weights of the average are swapped: {now} where {was} belongs",
    ko="평균의 두 가중치를 서로 바꾸어 썼습니다: {was} 자리에 {now}",
)
def _weights_swapped(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(
            operator="+",
            left=Binary(operator="*", left=Name() as weight, right=old),
            right=Binary(operator="*", left=rest, right=new),
        ) if is_one_minus(rest):
            yield Binary("+", Binary("*", rest, old), Binary("*", weight, new))


@rewriting(
    "weight-missing",
    en="a weight of the average is missing: {now} where {was} belongs",
    ko="평균의 가중치가 빠졌습니다: {was} 자리에 {now}",
)
def _weight_missing(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="*", left=Binary() as weight, right=new) if is_one_minus(weight):
            yield new
        case Binary(operator="*", left=Name() as weight, right=Name() as old):
            if key(weight) in _weights(case) and old.index == (str(case.step - 1),):
                yield old


@rewriting(
    "weight-added",
    en="a weight is put in that this rule does not have: {now} where {was} belongs",
    ko="이 규칙에 없는 가중치를 곱했습니다: {was} 자리에 {now}",
)
def _weight_added(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="+", left=Binary(operator="*", left=Name() as weight), right=Name()):
            if key(weight) in _weights(case):
                yield replace(node, right=Binary("*", Binary("-", ONE, weight), node.right))


def _weights(case: Case) -> set[str]:
    names = ("momentum", "decay", "beta", "beta1", "beta2")
    return {key(name_of(name)) for name in names if name in case.setting.rule.parameters}


@rewriting(
    "epsilon-missing",
    en="ε is left out: {now} where {was} belongs",
    ko="ε이 빠졌습니다: {was} 자리에 {now}",
)
def _epsilon_missing(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="+", left=left, right=right) if right == EPSILON:
            yield left


@rewriting(
    "epsilon-inside-root",
    en="ε stands under the root: {now} where {was} belongs",
    ko="ε을 근호 안에 넣었습니다: {was} 자리에 {now}",
)
def _epsilon_inside_root(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Binary(operator="+", left=Call(function="sqrt", arguments=(under,)), right=right):
            if right == EPSILON:
                yield Call("sqrt", (Binary("+", under, EPSILON),))


@rewriting(
    "epsilon-outside-root",
    en="ε stands outside of the root: {now} where {was} belongs",
    ko="ε을 근호 밖에 두었습니다: {was} 자리에 {now}",
)
def _epsilon_outside_root(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Call(function="sqrt", arguments=(Binary(operator="+", left=under, right=right),)):
            if right == EPSILON:
                yield Binary("+", Call("sqrt", (under,)), EPSILON)


@rewriting(
    "maximum-not-taken",
    en="the maximum is not taken: {now_is} where {was_is} belongs",
    ko="최댓값을 취하지 않았습니다: {was_is} 자리에 {now_is}",
)
def _maximum_not_taken(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Call(function="max" | "min", arguments=parts):
            yield from parts
        case Name(base=base, index=("max", step)):
            yield Name(base, (), (step,))


@rewriting(
    "norm-by-coordinate",
    en="each coordinate is divided by its own size instead of by the length of the whole vector",
    ko="벡터 전체의 길이 대신 각 좌표를 자기 크기로 나누었습니다",
)
def _norm_by_coordinate(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Call(function="norm", arguments=(vector,)):
            yield Call("abs", (vector,))


@rewriting(
    "norm-root-missing",
    en="the root of the sum of squares is not taken in {was}",
    ko="{was}에서 제곱합의 제곱근을 취하지 않았습니다",
)
def _norm_root_missing(node: Node, case: Case) -> Iterator[Node]:
    match node:
        case Call(function="norm"):
            yield Binary("^", node, number_tree(2))
