"""|∇f(x)| = √20: bars around a whole vector are its norm where a single number stands beside.

Where that number is every coordinate's absolute value, the bars are taken coordinate by coordinate.
"""

from __future__ import annotations

from symopt.errors import SymoptError
from symopt.marking.context import Context
from symopt.marking.evaluate import Value
from symopt.notation.tree import Call, Node
from symopt.reading.statement import Statement


def with_norms(statement: Statement, context: Context) -> Statement:
    """The statement with bars read as the norm where they must be."""
    sides = statement.chain.sides
    if not any(map(_is_barred, sides)):
        return statement
    values = {side: _value(side, context) for side in sides}
    beside = [values[side] for side in sides if not _is_barred(side)]
    if not beside or any(value is None or isinstance(value, tuple) for value in beside):
        return statement

    def read(side: Node) -> Node:
        value = values[side]
        if not (isinstance(side, Call) and _is_barred(side) and isinstance(value, tuple)):
            return side
        each = any(all(part.equals(one) for part in value) for one in beside)  # type: ignore[arg-type]
        return side if each else Call("norm", side.arguments, side.span)

    return statement.with_sides(map(read, sides))


def _is_barred(side: Node) -> bool:
    return isinstance(side, Call) and side.function == "abs"


def _value(side: Node, context: Context) -> Value | None:
    try:
        return context.value(side)
    except SymoptError:
        return None
