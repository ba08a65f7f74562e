"""Gradients over other rows: ∂L/∂w(w_0) may be meant of one row, or of a batch, of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Expr

from symopt.errors import SymoptError
from symopt.marking.compare import compare
from symopt.marking.context import Context
from symopt.marking.finding import Link
from symopt.marking.reference import at_point
from symopt.marking.said import sentence
from symopt.marking.verdicts import HELD
from symopt.notation.tree import Call, walk
from symopt.numbers import Real
from symopt.numbers.exact import from_sympy
from symopt.objective import Objective
from symopt.reading.names import GradientOf, call_meaning

MOST_PARTS = 64
OVER_SOME_ROWS = sentence(
    en="right over some of the rows; over which ones is not told",
    ko="일부 행에 대해서는 맞지만, 어느 행에 대한 것인지 알 수 없습니다",
)


def holds_over_some_rows(link: Link, context: Context) -> bool:
    """Whether two sides with a gradient agree if it is over one batch, or one row, of the data."""
    setting = context.setting
    objective = setting.objective
    if not isinstance(objective, Objective) or not objective.rows:
        return False
    calls = [part for side in (link.left, link.right) for part in walk(side)]
    if not any(
        isinstance(call, Call) and isinstance(call_meaning(call, setting), GradientOf)
        for call in calls
    ):
        return False
    rows = ((row,) for row in range(len(objective.rows)))
    parts = tuple(dict.fromkeys((*objective.batches, *rows)))[:MOST_PARTS]
    by_part = replace(objective, batches=parts)
    return any(_holds(link, context, by_part.gradient(step)) for step in range(1, len(parts) + 1))


def _holds(link: Link, context: Context, slopes: Sequence[Expr]) -> bool:
    """Whether the sides agree with these derivatives for the gradient's."""
    field, variables = context.reference.field, context.setting.variables

    def gradient(point: tuple[Real, ...]) -> tuple[Real, ...]:
        values = at_point(variables, point)
        return tuple(from_sympy(slope, field, values) for slope in slopes)

    here = replace(context.evaluator(context.by_rule), gradient=gradient)
    try:
        expected, written = here.value(link.left), here.value(link.right)
        return compare(expected, written, link.right, rounded=link.rounded).status in HELD
    except SymoptError:
        return False
