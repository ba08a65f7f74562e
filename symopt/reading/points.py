"""Values at a point: the variables beside f'(10) or ∇f(1, 2) are those of that point.

f'(10) = 2x = 20              2x is 2·10
f(x_0, y_0) = x² + y² = 5     x is x_0
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sympy import Expr

from symopt.errors import NotationError
from symopt.notation.read import canonical, read_expression
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Span,
    Vector,
    key,
    walk,
    with_names,
)
from symopt.reading.names import SOME_STEP, Quantity, call_meaning, meaning
from symopt.reading.statement import Statement
from symopt.rule import POINT
from symopt.setting import Setting


def coordinates(node: Node, component: int | None, setting: Setting) -> dict[int, Expr]:
    """The point's coordinates that a side gives, all of them or one; none where it is no number."""
    items = node.items if isinstance(node, Vector) else (node,)
    first = component or 0
    if first + len(items) > len(setting.start):
        return {}
    try:
        return {at: to_sympy(item, {}) for at, item in enumerate(items, first)}
    except NotationError:
        return {}


def begins_with(
    statement: Statement, component: int | None, point: Mapping[int, Expr], setting: Setting
) -> bool:
    """Whether a side of working begins with the point: x = 8 - 0.1·16, where it is 8."""
    for side in statement.chain.sides[1:]:
        first = side
        while isinstance(first, Binary):
            first = first.left
        given = coordinates(first, component, setting) if first is not side else {}
        if given and given.items() <= point.items():
            return True
    return False


def place_at_point(statement: Statement, setting: Setting) -> Statement:
    """The statement with the variables beside a value at a point taken there."""
    head, *sides = statement.chain.sides
    if not isinstance(head, Call) or call_meaning(head, setting) is None:
        return statement
    variables = {canonical(str(variable)): variable for variable in setting.variables}
    given = head.arguments
    if len(given) == 1 and isinstance(given[0], Vector):
        given = given[0].items
    bare = any(isinstance(p, Name) and key(p) in variables for part in given for p in walk(part))
    there: dict[str, Node] = {}
    if len(given) == len(variables) and not bare:
        there = dict(zip(variables, given, strict=True))
    elif len(given) == 1 and isinstance(given[0], Name) and _is_point(given[0], setting):
        for spelled, variable in variables.items():
            name = read_expression(str(variable))
            if isinstance(name, Name):
                there[spelled] = replace(name, index=(*name.index, *given[0].index))

    def change(name: Name) -> Node:
        return _placed(there.get(key(name), name), name.span)

    return statement.with_sides([head, *(with_names(side, change) for side in sides)])


def _is_point(name: Name, setting: Setting) -> bool:
    """Whether a name is the whole point at some step."""
    found = meaning(name, setting, SOME_STEP) if name.index else None
    return isinstance(found, Quantity) and found.name == POINT and found.component is None


def _placed(node: Node, span: Span) -> Node:
    """A value where a name stood; its sign stands there too."""
    if isinstance(node, Negative):
        node = replace(node, operand=replace(node.operand, span=span))
    return replace(node, span=span)
