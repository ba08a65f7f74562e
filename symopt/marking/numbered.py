"""x_1 on a page whose variables are x_1 and x_2: the first coordinate, or the point after step 1.

So with m_1, g_1 and dx_1. The page as a whole says which: vectors and further numbers are those
of steps; single numbers, and one name with values in several steps, are those of coordinates. Names
of which it says both are given back with a `?` in their index and mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, TypeAlias

from symopt.marking.names import Quantity, meaning
from symopt.marking.statement import Statement, Unreadable
from symopt.notation.read import canonical
from symopt.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Positive,
    Vector,
    key,
    walk,
)
from symopt.rule import POINT
from symopt.setting import Setting

Count: TypeAlias = Literal["steps", "coordinates"]


def settle(items: list[Statement | Unreadable], setting: Setting) -> list[Statement | Unreadable]:
    """The statements with the numbers below their names read as the page means them."""
    variables = [canonical(str(variable)) for variable in setting.variables]
    bases = {variable.rpartition("_")[0] for variable in variables}
    numbers = {variable.rpartition("_")[2] for variable in variables}
    if len(variables) < 2 or len(bases) != 1 or not all(map(str.isdigit, numbers)):
        return items
    page = _Page(setting, bases.pop(), numbers)
    return page.settled(items)


class _Page:
    """What a page with variables x_1, x_2, … says of the numbers below its names."""

    def __init__(self, setting: Setting, base: str, numbers: set[str]):
        self.setting, self.base, self.numbers = setting, base, numbers

    def settled(self, items: list[Statement | Unreadable]) -> list[Statement | Unreadable]:
        statements = [item for item in items if isinstance(item, Statement)]
        names = {
            part
            for statement in statements
            for side in statement.chain.sides
            for part in walk(side)
            if isinstance(part, Name) and self.family(part)
        }
        counts = {family: self.count(family, statements) for family in map(self.family, names)}
        meant = {key(name): self.read(name, counts[self.family(name)]) for name in names}
        changed = {spelled: name for spelled, name in meant.items() if key(name) != spelled}
        if not changed:
            return items
        return [_renamed(item, changed) if isinstance(item, Statement) else item for item in items]

    def family(self, name: Name) -> str:
        """The names whose numbers are counted alike; empty where no number is in question."""
        if len(name.index) != 1 or not name.index[0].isdigit():
            return ""
        if not name.marks and name.base in (self.base, f"d{self.base}"):
            return name.base
        found = meaning(name, self.setting, None)
        if not isinstance(found, Quantity) or found.name in (POINT, *self.setting.rule.scalars):
            return ""
        return "state"

    def count(self, family: str, statements: Iterable[Statement]) -> Count | None:
        """What the numbers of a family count; None where the page says both, or nothing clear."""
        heads = [
            (head, statement)
            for statement in statements
            if isinstance(head := statement.chain.sides[0], Name) and self.family(head) == family
        ]
        said: set[Count] = set()
        for head, statement in heads:
            values = [side for side in statement.chain.sides[1:] if _is_literal(side)]
            if any(_is_vector(side) for side in statement.chain.sides[1:]):
                said.add("steps")
            elif values:
                said.add("coordinates")
            if head.index[0] not in self.numbers:
                said.add("steps")
        if not said:
            return "steps" if family == "state" else "coordinates"
        return said.pop() if len(said) == 1 else None

    def read(self, name: Name, count: Count | None) -> Name:
        """The name so that its index says what the number counts."""
        own = name.base in (self.base, f"d{self.base}") and not name.marks
        if count is None:
            return replace(name, index=(*name.index, "?"))
        if own == (count == "coordinates") or name.index[0] not in self.numbers:
            return name
        if own:
            return Name(POINT if name.base == self.base else "g", (), name.index, name.span)
        return replace(name, index=(self.base, *name.index))


def _is_literal(node: Node) -> bool:
    return not any(isinstance(part, Name) for part in walk(node))


def _is_vector(node: Node) -> bool:
    return any(isinstance(part, Vector) for part in walk(node))


def _renamed(statement: Statement, names: dict[str, Name]) -> Statement:
    """The statement with other names; what was typed stays.

    Only a chain about a name may use x_1 for a point: in `f(x_1, x_2) = 2x_1` it is a coordinate.
    """
    about_a_name = isinstance(statement.chain.sides[0], Name)
    sides = tuple(
        (_with_steps(side, names, alone=about_a_name), text, column)
        for side, text, column in statement.typed_sides
    )
    chain = replace(statement.chain, sides=tuple(side for side, _, _ in sides))
    return replace(statement, chain=chain, typed_sides=sides)


def _with_steps(node: Node, names: dict[str, Name], *, alone: bool) -> Node:
    """A side with other names, but coordinates where they stand beside each other."""

    def change(name: Name) -> Name:
        return replace(names.get(key(name), name), span=name.span)

    match node:
        case Name():
            return change(node) if alone else node
        case Negative(operand=operand) | Positive(operand=operand):
            return replace(node, operand=_with_steps(operand, names, alone=alone))
        case Binary(left=left, right=right):
            left = _with_steps(left, names, alone=alone)
            return replace(node, left=left, right=_with_steps(right, names, alone=alone))
        case Call(arguments=(argument,)):
            of_point = node.function in ("grad", "f", "norm")
            argument = _with_steps(argument, names, alone=alone or of_point)
            return replace(node, arguments=(argument,))
        case _:
            return node
