"""Names without a step, read in the order of a rule's lines.

In `g_1 = 2x` the point is the one before the step, as a rule moves it last; in `v_1 = 0.9v - 0.1g`
so is the v on the right. Such names are given the index `old`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symopt.marking.names import GradientOf, Quantity, meaning
from symopt.marking.statement import Statement, Unreadable
from symopt.notation.tree import Name, Negative, Number, Positive, Vector, walk, with_names
from symopt.rule import POINT
from symopt.setting import Setting


def place_in_time(statement: Statement, setting: Setting) -> Statement:
    """The statement with the old values on its right sides marked as such."""
    head = statement.chain.sides[0]
    claimed = meaning(head, setting, statement.step) if isinstance(head, Name) else None
    if not isinstance(claimed, Quantity) or claimed.step < 1:
        return statement

    def change(name: Name) -> Name:
        if name.index or name.marks or name == head:
            return name
        found = meaning(name, setting, claimed.step)
        if not isinstance(found, Quantity) or found.name not in (POINT, claimed.name):
            return name
        return replace(name, index=("old",))

    first, *others = statement.chain.sides
    return statement.with_sides([first, *(with_names(side, change) for side in others)])


def without_doubtful_steps(
    items: Sequence[Statement | Unreadable], setting: Setting
) -> list[Statement | Unreadable]:
    """The statements without the steps of headings that begin at 0, where names bear none.

    Below a "Step 0" that computes something, x may be the point before or after it; so below all
    the headings that follow.
    """
    statements = [item for item in items if isinstance(item, Statement)]
    if not any(_computes_step_0(statement, setting) for statement in statements):
        return list(items)
    return [
        replace(item, step=None) if isinstance(item, Statement) and _is_bare(item) else item
        for item in items
    ]


def _is_bare(statement: Statement) -> bool:
    """Whether a chain's head is a name without an index."""
    head = statement.chain.sides[0]
    return isinstance(head, Name) and not head.index


def _computes_step_0(statement: Statement, setting: Setting) -> bool:
    """Whether a chain is of a gradient in step 0, or gives a name there more than a plain value."""
    head, *values = statement.chain.sides
    if statement.step != 0 or not isinstance(head, Name) or head.index:
        return False
    found = meaning(head, setting, 0)
    if isinstance(found, GradientOf) or (isinstance(found, Quantity) and found.name == "g"):
        return True
    literal = Number | Vector | Negative | Positive
    plain = all(isinstance(part, literal) for side in values for part in walk(side))
    return isinstance(found, Quantity) and not plain
