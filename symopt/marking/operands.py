"""A calculation before its last operation: (0, 0) + (1, 1/2) for 1/2 (0, 0) + 1/2 (2, 1)."""

from __future__ import annotations

from dataclasses import replace

from symopt.errors import SymoptError
from symopt.marking.evaluate import Evaluator
from symopt.notation.tree import Binary, Call, Negative, Node, Vector
from symopt.numbers import Real
from symopt.run.shown import Shown

_DIGITS = 15  # asked of every value, and used of none: only exact forms are shown


class NoFormError(SymoptError):
    """An operand without an exact form that is short enough."""


def operands_worked(tree: Node, evaluator: Evaluator, *, longest: int) -> Node | None:
    """A tree of numbers with the operands of its last operation worked out.

    They are the terms of a sum, the two sides of a bar, or the point of a gradient; each becomes
    an exact form of at most `longest` characters. None where one has no value or no such form.
    """

    def value(part: Node) -> Node:
        found = evaluator.value(part)
        if isinstance(found, tuple):
            return Vector(tuple(literal(number) for number in found))
        return literal(found)

    def literal(number: Real) -> Node:
        shown = Shown(number, _DIGITS)
        if shown.tree is None or len(shown.text or "") > longest:
            raise NoFormError("an operand has no short exact form")
        return shown.tree

    def joined(part: Node) -> Node:
        match part:
            case Binary(operator="+" | "-", left=left, right=right):
                return replace(
                    part, left=joined(left) if _is_sum(left) else value(left), right=value(right)
                )
            case Binary(operator="/", left=left, right=right):
                return replace(part, left=value(left), right=value(right))
            case Negative(operand=operand):
                return replace(part, operand=joined(operand))
            case Call(function="grad", arguments=(point,)):
                return replace(part, arguments=(value(point),))
            case _:
                return part

    try:
        return joined(tree)
    except SymoptError:
        return None


def _is_sum(tree: Node) -> bool:
    return isinstance(tree, Binary) and tree.operator in ("+", "-")
