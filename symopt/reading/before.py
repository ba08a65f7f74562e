"""Names without a step, read in the order of a rule's lines.

In `g_1 = 2x` the point is the one before the step, as a rule moves it last; in `v_1 = 0.9v - 0.1g`
so is the v on the right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from symopt.notation.read import canonical
from symopt.notation.tree import (
    Call,
    Name,
    Negative,
    Node,
    Number,
    Positive,
    Vector,
    key,
    walk,
)
from symopt.reading.names import GradientOf, Meaning, Quantity, call_meaning, meaning
from symopt.reading.statement import Statement, Unreadable
from symopt.reading.vocabulary import GRADIENT
from symopt.rule import POINT
from symopt.setting import Setting


def old_names(
    statement: Statement, setting: Setting, step: int | None
) -> Iterator[frozenset[Name]]:
    """The names on a line, which is at a step, that have the value of the step before.

    These are the point's, and on the right of `v = 0.9v - 0.1g` the quantity's own. A line about
    none of the rule's quantities may mean either value of each quantity that a step changes.
    """
    bare: dict[str, set[Name]] = {}
    for part in (part for side in statement.chain.sides for part in walk(side)):
        if isinstance(part, Name) and (not part.index or is_variable(part, setting)):
            found = meaning(part, setting, step) if step else None
            if isinstance(found, Quantity):
                bare.setdefault(found.name, set()).add(part)
    claimed = claimed_by(statement.chain.sides[0], setting, step)
    changing = sorted(bare.keys() & ({POINT, claimed} if claimed else {POINT, *setting.rule.state}))
    for count in [len(changing)] if claimed else range(len(changing) + 1):
        for old in combinations(changing, count):
            yield frozenset().union(*(bare[name] for name in old))


def claimed_by(head: Node, setting: Setting, step: int | None) -> str | None:
    """The quantity that a chain with this head computes; (x, y) is the point."""
    match head:
        case Call():
            return GRADIENT if isinstance(call_meaning(head, setting), GradientOf) else None
        case Vector():
            whole = gathered(head, setting, lambda name: meaning(name, setting, step or 1))
            return whole.name if whole else None
        case Name():
            found = meaning(head, setting, step)
            if isinstance(found, Quantity):
                return found.name
            return GRADIENT if isinstance(found, GradientOf) else None
        case _:
            return None


def gathered(
    head: Vector, setting: Setting, read: Callable[[Name], Meaning | None]
) -> Quantity | None:
    """The quantity at one step whose coordinates are gathered in a vector: (x_1, y_1) is θ_1."""
    found = [read(item) if isinstance(item, Name) else None for item in head.items]
    first = found[0] if found else None
    if not isinstance(first, Quantity) or len(found) < 2:
        return None
    parts = [replace(first, component=i) for i in range(len(setting.variables))]
    return replace(first, component=None) if found == parts else None


def is_variable(name: Name, setting: Setting) -> bool:
    """Whether a name is a variable's own, w_1 where the variables are w_1 and w_2 included."""
    variables = {canonical(str(variable)) for variable in setting.variables}
    return key(name) in variables and name.form != "raised"


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
