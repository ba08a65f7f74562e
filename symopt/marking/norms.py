"""|∇f(x)| = √20: bars around a whole vector are its norm where a single number stands beside.

Where that number is every coordinate's absolute value, the bars are taken coordinate by coordinate.
"""

from __future__ import annotations

from dataclasses import replace

from symopt.errors import SymoptError
from symopt.marking.context import Context
from symopt.marking.evaluate import Value
from symopt.notation.tree import Binary, Call, Node
from symopt.reading.statement import Statement


def with_norms(statement: Statement, context: Context) -> Statement:
    """The statement with bars read as the norm where they must be."""
    sides = statement.chain.sides
    if not any(map(_barred, sides)):
        return statement
    values = {side: _value(side, context) for side in sides}
    beside = [values[side] for side in sides if _barred(side) is None]
    if not beside or any(value is None or isinstance(value, tuple) for value in beside):
        return statement

    def read(side: Node) -> Node:
        value, barred = values[side], _barred(side)
        if barred is None or not isinstance(value, tuple):
            return side
        if any(all(part.equals(one) for part in value) for one in beside):  # type: ignore[arg-type]
            return side
        norm = Call("norm", barred.arguments, barred.span)
        return replace(side, left=norm) if isinstance(side, Binary) else norm

    return statement.with_sides(map(read, sides))


def _barred(side: Node) -> Call | None:
    """The bars that are a whole side, or a whole side but for a power."""
    inside = side.left if isinstance(side, Binary) and side.operator == "^" else side
    return inside if isinstance(inside, Call) and inside.function == "abs" else None


def _value(side: Node, context: Context) -> Value | None:
    try:
        return context.value(side)
    except SymoptError:
        return None
