"""Mistakes in the step itself: its sign, its length, and the values and points it is taken from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from sympy import Pow

from symopt.marking.mistakes.case import Case, line_of
from symopt.marking.mistakes.declare import Variant, mistake, rewriting
from symopt.marking.mistakes.replay import Point
from symopt.marking.mistakes.shapes import (
    ONE,
    Put,
    contains,
    flipped,
    indexed,
    places,
    product,
    spine,
    takes_gradient,
)
from symopt.notation.latex import substitute
from symopt.notation.tree import Binary, Call, Name, Negative, Node, key
from symopt.rule import POINT, parameter
from symopt.spelling import name_of

VELOCITY = "v"


@mistake(
    "step-sign",
    en="the step goes the wrong way: {now} where {was} belongs",
    ko="갱신의 부호가 반대입니다: {was} 자리에 {now}",
)
def _step_sign(case: Case) -> Iterator[Variant]:
    """Each term of the step but a velocity, then all of them."""
    if case.name != POINT:
        return
    for node, put in spine(case.tree):
        if not _is_velocity(node.right, case):
            yield Variant(result=put(flipped(node)), was=node, now=flipped(node))
    tree = _all_flipped(case.tree)
    if tree != case.tree and not all(_is_velocity(n.right, case) for n, _ in spine(case.tree)):
        yield Variant(result=tree, was=case.tree, now=tree)


@mistake(
    "velocity-sign",
    en="the velocity has the wrong sign: {now} where {was} belongs",
    ko="속도 항의 부호가 반대입니다: {was} 자리에 {now}",
)
def _velocity_sign(case: Case) -> Iterator[Variant]:
    """A velocity in the step, a term of the velocity itself, and the velocity as a whole."""
    own = case.name == VELOCITY and _has_velocity(case)
    for node, put in spine(case.tree):
        if own or (case.name == POINT and _is_velocity(node.right, case)):
            yield Variant(result=put(flipped(node)), was=node, now=flipped(node))
    if own and isinstance(case.right, tuple):
        name = case.name_at(case.step)
        opposite = tuple(-part for part in case.right)
        yield Variant(result=opposite, was=name, now=Negative(name))


def _all_flipped(node: Node) -> Node:
    """a − b + c becomes a + b − c."""
    if isinstance(node, Binary) and node.operator in "+-":
        return flipped(replace(node, left=_all_flipped(node.left)))
    return node


def _has_velocity(case: Case) -> bool:
    """Whether the rule's v adds gradients up, as against squares of them."""
    line = line_of(case.setting.rule, VELOCITY)
    return line is not None and not line.right.atoms(Pow)


def _is_velocity(node: Node, case: Case) -> bool:
    """Whether a term is the velocity, with a factor or without."""
    velocities = [case.name_at(step, VELOCITY) for step in (case.step, case.step - 1)]
    return (
        _has_velocity(case)
        and any(contains(node, velocity) for velocity in velocities)
        and not any(isinstance(part, Name) and part.base == "g" for part, _ in places(node))
    )


@rewriting(
    "learning-rate-missing",
    en="the learning rate {was_is} is missing",
    ko="학습률이 빠졌습니다: {was_is}",
)
def _learning_rate_missing(node: Node, case: Case) -> Iterator[Node]:
    if _is_rate(node):
        yield ONE


@mistake(
    "learning-rate-twice",
    en="the learning rate is applied twice",
    ko="학습률을 두 번 곱했습니다",
)
def _learning_rate_twice(case: Case) -> Iterator[Variant]:
    """In the line itself, or in the step although the velocity has it already."""
    for node, put in places(case.tree):
        if _is_rate(node):
            yield Variant(result=put(product(node, node)))
    rate = name_of("lr")
    has_rate = parameter("lr").name in case.setting.rule.parameters
    if case.name == POINT and has_rate and not contains(case.tree, rate):
        for node, put in spine(case.tree):
            scaled = replace(node, right=product(rate, node.right))
            yield Variant(result=put(scaled), was=node, now=scaled)
            yield Variant(result=put(flipped(scaled)), was=node, now=flipped(scaled))


def _is_rate(node: Node) -> bool:
    return isinstance(node, Name) and node.base == "alpha" and not node.marks


@mistake(
    "lookahead-missing",
    en="the lookahead is left out: the gradient is taken at {now}, not at {was}",
    ko="미리 보기가 빠졌습니다: 기울기를 {was} 대신 {now}에서 구했습니다",
)
def _lookahead_missing(case: Case) -> Iterator[Variant]:
    for point, put in _lookaheads(case):
        yield Variant(result=put(point.left), was=point, now=point.left)


@mistake(
    "lookahead-sign",
    en="the lookahead has the wrong sign: the gradient is taken at {now}, not at {was}",
    ko="미리 보기의 부호가 반대입니다: 기울기를 {was} 대신 {now}에서 구했습니다",
)
def _lookahead_sign(case: Case) -> Iterator[Variant]:
    for point, put in _lookaheads(case):
        yield Variant(result=put(flipped(point)), was=point, now=flipped(point))


def _lookaheads(case: Case) -> Iterator[tuple[Binary, Put]]:
    """The points other than θ at which the line takes the gradient."""
    for node, put in places(case.tree):
        match node:
            case Call(function="grad", arguments=(Binary(operator="+" | "-") as point,)):
                yield point, lambda new, put=put: put(Call("grad", (new,)))  # type: ignore[misc]


@mistake(
    "gradient-at-old-point",
    en="the gradient is taken at the old point {now_is}, not at {was_is}",
    ko="기울기를 {was_is} 대신 이전 점 {now_is}에서 구했습니다",
)
def _gradient_at_old_point(case: Case) -> Iterator[Variant]:
    if case.step > 1:
        last = case.name_at(case.step - 1, POINT)
        older = indexed(last, case.step - 2)
        for node, put in places(case.tree):
            if isinstance(node, Call) and node.function == "grad" and contains(node, last):
                moved = substitute(node, {key(last): older})
                yield Variant(result=put(moved), was=last, now=older)


@mistake(
    "gradient-at-new-point",
    en="the gradient is taken at the new point {now}, not at {was_is}",
    ko="기울기를 {was_is} 대신 새 점 {now}에서 구했습니다",
)
def _gradient_at_new_point(case: Case) -> Iterator[Variant]:
    new = case.inlined(POINT) if takes_gradient(case.tree) else None
    last = case.name_at(case.step - 1, POINT)
    for node, put in places(case.tree):
        if new is not None and isinstance(node, Call) and node.function == "grad":
            moved = put(Call("grad", (new,)))
            yield Variant(result=moved, was=last, now=case.name_at(case.step, POINT))


@mistake(
    "updated-in-place",
    en="a coordinate that is already updated is used for the gradient of the next one",
    ko="이미 갱신한 좌표를 써서 다음 좌표의 기울기를 구했습니다",
)
def _updated_in_place(case: Case) -> Iterator[Variant]:
    """The partial derivative of a coordinate is taken where those before it have moved."""
    tree = case.inlined(POINT) if takes_gradient(case.tree) else None
    new = None if tree is None else case.replay.attempt(tree)
    if not isinstance(new, tuple) or len(new) < 2:
        return

    def gradient(point: Point) -> Point:
        at = case.replay.gradient
        return tuple(at(new[:i] + point[i:])[i] for i in range(len(point)))

    yield Variant(result=case.tree, gradient=gradient)


@rewriting(
    "last-value-reused",
    en="the last step's value {now_is} is used where {was_is} belongs",
    ko="{was_is} 자리에 이전 단계의 {now_is} 값을 썼습니다",
)
def _last_value_reused(node: Node, case: Case) -> Iterator[Node]:
    if isinstance(node, Name) and node.index[-1:] == (str(case.step),) and case.step > 0:
        yield indexed(node, case.step - 1)


@mistake(
    "not-updated",
    en="this is the last step's value {now_is}, not updated",
    ko="갱신되지 않은 이전 단계의 값 {now_is}입니다",
    upstream=False,
)
def _not_updated(case: Case) -> Iterator[Variant]:
    last = case.name_at(case.step - 1)
    yield Variant(result=last, now=last)


@rewriting(
    "updated-too-early",
    en="the updated value {now_is} is used where the last step's {was_is} belongs",
    ko="이전 단계의 {was_is} 자리에 이미 갱신한 {now_is} 값을 썼습니다",
)
def _updated_too_early(node: Node, case: Case) -> Iterator[Node]:
    own = case.name_at(case.step - 1)
    if isinstance(node, Name) and node.index[-1:] == (str(case.step - 1),) and node != own:
        yield indexed(node, case.step)


@mistake(
    "coordinates-swapped",
    en="the coordinates are swapped: {value} would be right the other way round",
    ko="좌표의 순서가 바뀌었습니다: {value}의 순서를 바꾸면 맞습니다",
    on=("line", "arithmetic"),
)
def _coordinates_swapped(case: Case) -> Iterator[Variant]:
    right = case.right
    if isinstance(right, tuple) and len(right) <= 8:
        for i, j in combinations(range(len(right)), 2):
            swapped = list(right)
            swapped[i], swapped[j] = right[j], right[i]
            yield Variant(result=tuple(swapped))
