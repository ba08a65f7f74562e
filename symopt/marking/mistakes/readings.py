"""Mistakes that show in the side as typed: how far a sign reaches, what was put in for a name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from symopt.errors import SymoptError
from symopt.marking.evaluate import Value
from symopt.marking.mistakes.case import Case
from symopt.marking.mistakes.declare import Variant, mistake
from symopt.marking.mistakes.words import spell, spell_value
from symopt.notation.alternatives import alternatives
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

# Of the readings only root-power is not here: (√x)² and √x² are equal where both exist.
READINGS = """
    fraction-divisor sum-divisor product-divisor sum-exponent product-exponent fraction-exponent
    power-left signed-base root-reach index-reach times-letter
""".split()


def _other_reading(code: str, case: Case) -> Iterator[Variant]:
    """The link holds if the left or the right side is read otherwise."""
    typed = case.slip.right
    for found, meant in alternatives(typed):
        if found == code and same(case.replay.attempt(meant), case.right):
            yield Variant(result=typed, fields=_reading(case, typed, meant))
    if case.name is None:
        for found, meant in alternatives(case.tree):
            if found == code:
                yield Variant(result=meant, fields=_reading(case, case.tree, meant))


def _reading(case: Case, typed: Node, meant: Node) -> dict[str, str]:
    value = case.replay.attempt(typed)
    return {
        "typed": spell(typed),
        "is": "…" if value is None else spell_value(value),
        "meant": spell(meant),
    }


for _code in READINGS:
    mistake(
        f"precedence-{_code}",
        en="as typed, {typed} is {is}; with brackets, {meant}, it would be right",
        ko="쓴 그대로라면 {typed}은(는) {is}입니다. 괄호를 써서 {meant}(이)라고 하면 맞습니다",
        on=("line", "arithmetic"),
        upstream=False,
    )(partial(_other_reading, _code))


def same(left: Value | None, right: Value | None) -> bool:
    """Whether two values are equal, proved; False also where that is open."""
    if left is None or right is None:
        return False
    lefts = left if isinstance(left, tuple) else (left,)
    rights = right if isinstance(right, tuple) else (right,)
    if len(lefts) != len(rights):
        return False
    try:
        return all(map(Real.equals, lefts, rights))
    except SymoptError:
        return False


@mistake(
    "operand-copied",
    en="{now} stands where {was_is} belongs",
    ko="{was_is} 자리에 {now}을(를) 썼습니다",
    upstream=False,
)
def _operand_copied(case: Case) -> Iterator[Variant]:
    """The typed side has the shape of the rule's line, and differs from it in one place."""
    typed = case.slip.right
    if not isinstance(typed, Number | Name):
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
