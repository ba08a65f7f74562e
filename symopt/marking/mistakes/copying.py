"""A number copied wrongly: the side as typed against the rule's line, part by part."""

from __future__ import annotations

from collections.abc import Iterator

from symopt.marking.mistakes.case import Case
from symopt.marking.mistakes.declare import Variant, mistake
from symopt.marking.mistakes.replay import same
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


@mistake(
    "operand-copied",
    en="{now} stands where {was_is} belongs",
    ko="{was_is} 자리에 {now} 값을 썼습니다",
    upstream=False,
)
def _operand_copied(case: Case) -> Iterator[Variant]:
    """The typed side has the shape of the rule's line, and differs from it in one place."""
    typed = case.slip.right
    if not isinstance(typed, Number | Name) and not case.right_readings:
        found = _differences(case, case.tree, typed)
        if len(found) == 1 and found[0][1] is not typed:
            yield Variant(result=typed, was=found[0][0], now=found[0][1])


def _differences(case: Case, rule: Node, typed: Node) -> list[tuple[Node, Node]]:
    """Where the typed tree has another value than the line, as deep as their shapes agree."""
    if same(case.replay.attempt(rule), case.replay.attempt(typed)):
        return []
    match rule, typed:
        case _, Positive(operand=operand):
            return _differences(case, rule, operand)
        case Binary(operator=a), Binary(operator=b) if a == b:
            straight = _pairs(case, (rule.left, rule.right), (typed.left, typed.right))
            if a in "+*":
                crossed = _pairs(case, (rule.left, rule.right), (typed.right, typed.left))
                return min(straight, crossed, key=len)
            return straight
        case (Negative(), Negative()):
            return _pairs(case, children(rule), children(typed))
        case (Call(function=f), Call(function=g)) if f != g:
            return [(rule, typed)]
        case (Call(), Call()) | (Vector(), Vector()):
            if len(children(rule)) == len(children(typed)):
                return _pairs(case, children(rule), children(typed))
    return [(rule, typed)]


def _pairs(case: Case, rules: tuple[Node, ...], typed: tuple[Node, ...]) -> list[tuple[Node, Node]]:
    return [
        pair
        for rule, other in zip(rules, typed, strict=True)
        for pair in _differences(case, rule, other)
    ]
