"""Conditions on the line of a claim: `At x = 10: f'(x) = 20` is f'(10) = 20, and claims no x.

Below the heading of a step x is the point of that step, and stays a claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from symopt.notation.tree import Call, Name, Node, Vector, key, walk
from symopt.reading.before import claimed_by, is_variable
from symopt.reading.names import GradientOf, call_meaning, meaning
from symopt.reading.statement import Statement, Unreadable
from symopt.reading.vocabulary import vocabulary_of
from symopt.rule import POINT
from symopt.setting import Setting

_BEFORE = re.compile(r"(?:^|\b)(?:at|for|where|when|if|with|bei|für|an|en|pour)\b[\s$(]*$", re.I)
_BEHIND = re.compile(r"[\s$)]*(?:일\s?때|에서|이면|인 경우)")


def settle_conditions(
    items: Sequence[Statement | Unreadable], setting: Setting
) -> list[Statement | Unreadable]:
    """The statements with ∇f at the point that a condition on their line gives."""
    found: list[Statement | Unreadable] = []
    given: dict[str, Node] = {}
    waiting: list[Statement] = []
    for item in items:
        last = (waiting or found or [None])[-1]
        if not (isinstance(item, Statement) and last is not None and last.line == item.line):
            found, waiting, given = [*found, *waiting], [], {}
        if not isinstance(item, Statement) or item.step is not None:
            found.append(item)
            continue
        said = _given(item, setting)
        if said and (_is_condition(item) or waiting):
            waiting, given = [*waiting, item], given | said
            continue
        claim = _at(item, given, setting)
        if claim is None:
            found, given = [*found, *waiting], {}
        waiting = []
        found.append(claim or item)
    return [*found, *waiting]


def _given(statement: Statement, setting: Setting) -> dict[str, Node]:
    """The variables' values where a chain says these and nothing else."""
    if len(statement.chain.sides) != 2:
        return {}
    head, value = statement.chain.sides
    if any(isinstance(part, Name) for part in walk(value)):
        return {}
    if isinstance(head, Name) and is_variable(head, setting) and not isinstance(value, Vector):
        return {key(head): value}
    variables = vocabulary_of(setting).variables
    named = head.items if isinstance(head, Vector) else (head,)
    bare = all(
        isinstance(part, Name) and (not part.index or is_variable(part, setting)) for part in named
    )
    if (
        bare
        and claimed_by(head, setting, 1) == POINT
        and isinstance(value, Vector)
        and len(value.items) == len(variables)
    ):
        return dict(zip(variables, value.items, strict=True))
    return {}


def _is_condition(statement: Statement) -> bool:
    """Whether the words around a chain make it a condition: At x = 10, x = 10일 때."""
    before, _, _ = statement.text.partition(statement.typed_sides[0][1])
    _, _, behind = statement.text.partition(statement.typed_sides[-1][1])
    return bool(_BEFORE.search(before) or _BEHIND.match(behind))


def _at(statement: Statement, given: dict[str, Node], setting: Setting) -> Statement | None:
    """A chain about f or ∇f with its head taken at the point given, where all of it is given."""
    variables = vocabulary_of(setting).variables
    head, *sides = statement.chain.sides
    if not given or {*variables} != {*given}:
        return None
    match head:
        case Call(function=function, arguments=arguments):
            own = all(isinstance(part, Name) and is_variable(part, setting) for part in arguments)
            if not own or call_meaning(head, setting) is None:
                return None
        case Name():
            found = meaning(head, setting, None)
            if not isinstance(found, GradientOf) or found.step is not None:
                return None
            function = key(head)
        case _:
            return None
    point = Call(function, tuple(given[name] for name in variables), head.span)
    return statement.with_sides([point, *sides]) if call_meaning(point, setting) else None
