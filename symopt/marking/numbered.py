"""x_1 on a page whose variables are x_1 and x_2: the first coordinate, or the point after step 1.

So with m_1, g_1 and dx_1. The page as a whole says which: vectors and further numbers are those
of steps; single numbers, and one name with values in several steps, are those of coordinates. Of
two numbers, g_{1,2}, one is the step's: the one that can't be a coordinate's anywhere on the page.
Names of which it says both are given back with a `?` in their index and mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, TypeAlias

from symopt.marking.indices import base_of_numbered
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
    with_names,
)
from symopt.rule import POINT
from symopt.setting import Setting

Count: TypeAlias = Literal["steps", "coordinates"]


def settle(items: list[Statement | Unreadable], setting: Setting) -> list[Statement | Unreadable]:
    """The statements with the numbers below their names read as the page means them."""
    variables = tuple(canonical(str(variable)) for variable in setting.variables)
    base = base_of_numbered(variables)
    if base is None:
        return items
    page = _Page(setting, base, {variable.rpartition("_")[2] for variable in variables})
    return page.settled(items)


class _Page:
    """What a page with variables x_1, x_2, … says of the numbers below its names."""

    def __init__(self, setting: Setting, base: str, numbers: set[str]):
        self.setting, self.base, self.numbers = setting, base, numbers

    def settled(self, items: list[Statement | Unreadable]) -> list[Statement | Unreadable]:
        statements = [item for item in items if isinstance(item, Statement)]
        every = [
            part
            for statement in statements
            for side in statement.chain.sides
            for part in walk(side)
            if isinstance(part, Name)
        ]
        names = {name for name in every if self.family(name)}
        counts = {family: self.count(family, statements) for family in map(self.family, names)}
        meant = {key(name): self.read(name, counts[self.family(name)]) for name in names}
        changed = {
            spelled: name for spelled, name in meant.items() if key(name) != spelled or name.form
        }
        pairs = self.pairs({name for name in every if self.is_pair(name)})
        if not changed and not pairs:
            return items
        return [
            _renamed(item, changed, pairs) if isinstance(item, Statement) else item
            for item in items
        ]

    def family(self, name: Name) -> str:
        """The names whose numbers are counted alike; empty where no number is in question."""
        if len(name.index) != 1 or not name.index[0].isdigit() or name.form == "raised":
            return ""
        if self.is_own(name):
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
        own = self.is_own(name)
        if count is None:
            return replace(name, index=(*name.index, "?"))
        if own == (count == "coordinates") or name.index[0] not in self.numbers:
            return name
        if own:
            point = POINT if name.base == self.base else "g"
            return replace(name, base=point, form="raised")
        return replace(name, index=(self.base, *name.index))

    def is_pair(self, name: Name) -> bool:
        """Whether a name bears a step and a coordinate, in either order: x_{1,2}, g_{1,2}."""
        if name.form != "listed" or not all(map(str.isdigit, name.index)):
            return False
        return self.is_own(name) or bool(self.family(replace(name, index=name.index[:1])))

    def is_own(self, name: Name) -> bool:
        """Whether a name is that of the variables, or of a derivative by them."""
        return name.base in (self.base, f"d{self.base}") and not name.marks

    def pairs(self, names: set[Name]) -> dict[str, Name]:
        """The names with their step above: the first of the two numbers, unless the page shows
        the second to be it. Of the variables' own names alone, that has to be shown as well.
        """
        first = any(name.index[0] not in self.numbers for name in names)
        second = any(name.index[1] not in self.numbers for name in names)
        told = first != second or not all(map(self.is_own, names))
        if first and second:
            told = False
        return {key(name): self.pair(name, told=told, last=second) for name in names}

    def pair(self, name: Name, *, told: bool, last: bool) -> Name:
        """A name with two numbers, the last of them the step's or the first."""
        if not told and len({*name.index}) > 1:
            return replace(name, index=(*name.index, "?"), form="")
        return replace(name, index=name.index if last else name.index[::-1], form="raised")


def _is_literal(node: Node) -> bool:
    return not any(isinstance(part, Name) for part in walk(node))


def _is_vector(node: Node) -> bool:
    return any(isinstance(part, Vector) for part in walk(node))


def _renamed(statement: Statement, names: dict[str, Name], pairs: dict[str, Name]) -> Statement:
    """The statement with other names, and its pairs everywhere; what was typed stays.

    Only a chain about a name may use x_1 for a point: in `f(x_1, x_2) = 2x_1` it is a coordinate.
    """
    about_a_name = isinstance(statement.chain.sides[0], Name)

    def change(name: Name) -> Name:
        pair = pairs.get(key(name)) if name.form == "listed" else None
        return replace(pair, span=name.span) if pair else name

    return statement.with_sides(
        _with_steps(with_names(side, change), names, alone=about_a_name)
        for side in statement.chain.sides
    )


def _with_steps(node: Node, names: dict[str, Name], *, alone: bool) -> Node:
    """A side with other names, but coordinates where they stand beside each other."""

    def change(name: Name) -> Name:
        if name.form == "raised":
            return name
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
