"""`∇f(w) = 4(α - 3)³`: a constant in names, where an identity or the value at a point should stand.

It is wrong where it is the gradient at none of the points that the page goes through.
"""

from __future__ import annotations

from collections.abc import Iterator

from symopt.errors import SymoptError
from symopt.marking.compare import Expected, compare
from symopt.marking.context import Context
from symopt.marking.reference import part_of
from symopt.marking.said import sentence
from symopt.notation.tree import Name, Node, walk
from symopt.reading.names import GradientOf, Parameter, Quantity
from symopt.reading.vocabulary import GRADIENT
from symopt.rule import POINT

MOST_POINTS = 20
AT_NO_POINT = sentence(
    en="not the gradient: it holds neither for all values nor at any point of this page",
    ko="기울기가 아닙니다: 모든 값에 대해서도, 이 문제의 어느 점에서도 맞지 않습니다",
)


def is_at_no_point(gradient: GradientOf, right: Node, context: Context, *, rounded: bool) -> bool:
    """Whether a side in names is proved not to be ∇f at any point of the page.

    Bare numbers may be meant anywhere, and an author who slips has points of their own.
    """
    named = [context.meant(part) for part in walk(right) if isinstance(part, Name)]
    if not any(isinstance(found, Parameter | Quantity) for found in named):
        return False
    if context.author.slipped or context.setting.steps > MOST_POINTS:
        return False
    try:
        written = context.value(right)
        return all(
            compare(expected, written, right, rounded=rounded).status == "refuted"
            for expected in _gradients(gradient, context)
        )
    except SymoptError:
        return False


def _gradients(gradient: GradientOf, context: Context) -> Iterator[Expected]:
    """∇f, or one coordinate of it, at every point of the page and wherever a step takes it."""
    reference = context.reference
    for step in range(context.setting.steps + 1):
        point = context.by_rule(Quantity(POINT, step))
        if point is None:
            continue
        parts = point if isinstance(point, tuple) else (point,)
        yield part_of(reference.gradient(parts, None), Quantity(GRADIENT, step, gradient.component))
        followed = context.expected(Quantity(GRADIENT, step, gradient.component)) if step else None
        if followed is not None:
            yield followed
