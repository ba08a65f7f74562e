"""Names without a step, read in the order of a rule's lines.

In `g_1 = 2x` the point is the one before the step, as a rule moves it last; in `v_1 = 0.9v - 0.1g`
so is the v on the right. Such names are given the index `old`.
"""

from __future__ import annotations

from dataclasses import replace

from symopt.marking.names import Quantity, meaning
from symopt.marking.statement import Statement
from symopt.notation.tree import Name, with_names
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

    sides = tuple(
        (with_names(side, change) if number else side, text, column)
        for number, (side, text, column) in enumerate(statement.typed_sides)
    )
    chain = replace(statement.chain, sides=tuple(side for side, _, _ in sides))
    return replace(statement, chain=chain, typed_sides=sides)
