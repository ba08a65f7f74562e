"""Sides without a value in some coordinates, such as 0/0 where ε is left out: the others count."""

from __future__ import annotations

from dataclasses import replace

from symopt.errors import UndefinedError
from symopt.marking.compare import Comparison, compare
from symopt.marking.context import Context
from symopt.marking.evaluate import Value
from symopt.marking.said import joined, said_by, sentence
from symopt.marking.verdicts import HELD
from symopt.notation.tree import Binary, Call, Negative, Node, Positive, Vector
from symopt.reading.names import Quantity

NO_VALUE = sentence(
    en="coordinate {number} has no value: {why}", ko="{number}번째 좌표에는 값이 없습니다: {why}"
)
OTHERS_HOLD = sentence(en="the other coordinates are right", ko="나머지 좌표는 맞습니다")


def by_coordinates(
    context: Context, quantity: Quantity, side: Node, *, rounded: bool
) -> Comparison:
    """A side against a quantity by coordinates; wrong where either does not exist.

    `UndecidedError` where a coordinate can't be told.
    """
    parts = []
    undefined = set()
    for i in range(len(context.setting.variables)):
        try:
            wanted = context.expected(replace(quantity, component=i))
            value = coordinate(context, side, i)
            found = Comparison("undecided")
            if wanted is not None:
                found = compare(wanted, value, _part(side, i), rounded=rounded, claimed=True)
        except UndefinedError as error:
            undefined.add(i)
            reason = NO_VALUE.filled(number=i + 1, why=said_by(error))
            found = Comparison("refuted", reason=reason)
        parts.append(replace(found, component=i))
    wrong = tuple(i for i, part in enumerate(parts) if part.status == "refuted")
    first = parts[min(set(wrong) - undefined, default=wrong[0])]
    if all(part.status in HELD for i, part in enumerate(parts) if i not in undefined):
        reasons = [part.reason for part in parts if part.component in undefined and part.reason]
        first = replace(first, reason=joined([*reasons, OTHERS_HOLD]))
    return replace(first, wrong=wrong)


def coordinate(context: Context, side: Node, i: int) -> Value:
    """One coordinate of a side, computed from that of its names and vectors alone."""
    scalars = context.setting.rule.scalars

    def value(quantity: Quantity) -> Value | None:
        whole = quantity.component is None and quantity.name not in scalars
        return context.by_rule(replace(quantity, component=i) if whole else quantity)

    found = context.evaluator(value).value(_part(side, i))
    return found[i] if isinstance(found, tuple) else found


def _part(side: Node, i: int) -> Node:
    """The side of one coordinate; ∇f, norms and f need the whole point and stay."""
    match side:
        case Vector(items=items) if i < len(items):
            return items[i]
        case Negative(operand=operand) | Positive(operand=operand):
            return replace(side, operand=_part(operand, i))
        case Binary(left=left, right=right):
            return replace(side, left=_part(left, i), right=_part(right, i))
        case Call(function="sqrt" | "abs" | "max" | "min", arguments=arguments):
            return replace(side, arguments=tuple(_part(argument, i) for argument in arguments))
        case _:
            return side
