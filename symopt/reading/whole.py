"""x_1 on a page whose variables are x and y: the coordinate after step 1, or the whole point.

A vector beside it, or a gradient, says that it is the point; a single number says that it is the
coordinate. Where a chain says neither, the page's other chains do. Names of which the page says
both, and vectors behind other letters, are given back with a `?` in their index and mean nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from symopt.notation.read import canonical
from symopt.notation.tree import Binary, Call, Name, Negative, Node, Number, Positive, Vector, walk
from symopt.reading.indices import base_of_numbered, is_time
from symopt.reading.names import GradientOf, Quantity, meaning
from symopt.reading.statement import Statement, Unreadable
from symopt.reading.synonyms import NEW, OLD, POINT_NAMES
from symopt.reading.vocabulary import GRADIENT
from symopt.rule import POINT
from symopt.setting import Setting

Reading: TypeAlias = Literal["point", "coordinate", "either"]
_OF_A_POINT = ("grad", "f")


def settle_whole(
    items: list[Statement | Unreadable], setting: Setting
) -> list[Statement | Unreadable]:
    """The statements with x_1 called θ_1 wherever it is the point."""
    variables = tuple(canonical(str(variable)) for variable in setting.variables)
    if len(variables) > 1:
        items = [_about_the_whole(item, variables) for item in items]
    if len(variables) < 2 or base_of_numbered(variables) or POINT in variables:
        return items
    page = _Page(setting, variables, [item for item in items if isinstance(item, Statement)])
    return [page.settled(item) if isinstance(item, Statement) else item for item in items]


def _about_the_whole(
    item: Statement | Unreadable, variables: tuple[str, ...]
) -> Statement | Unreadable:
    """A chain about x^1 = (0.8, 1.6), where the number is a step's, or dx = (2, 4), the gradient:
    a vector is neither a power nor a coordinate.
    """
    if not isinstance(item, Statement):
        return item
    head, *sides = item.chain.sides
    vectors = [side for side in sides if isinstance(side, Vector)]
    if isinstance(head, Name) and head.base[1:] in POINT_NAMES & {*variables}:
        whole = head.base[:1] == "d" and any(len(v.items) == len(variables) for v in vectors)
        return item.with_sides([replace(head, base=GRADIENT), *sides]) if whole else item
    if not isinstance(head, Binary) or not vectors:
        return item
    name, step = head.left, head.right
    if not isinstance(name, Name) or name.base not in {*variables, *POINT_NAMES}:
        return item
    if head.operator != "^" or not isinstance(step, Number) or not step.text.isdigit():
        return item
    raised = replace(name, index=(step.text,), form="raised", span=head.span)
    return item if name.index else item.with_sides([raised, *sides])


class _Page:
    """What a page with variables x, y, … says of the names that begin with one of them."""

    def __init__(self, setting: Setting, variables: tuple[str, ...], statements: list[Statement]):
        self.setting, self.variables = setting, variables
        self.said: dict[str, set[Reading]] = {variable: set() for variable in variables}
        for statement in statements:
            first, said = statement.chain.sides[0], self.said_by(statement)
            if said and isinstance(first, Name) and self.is_own(first):
                self.said[first.base].add(said)

    def is_own(self, name: Name) -> bool:
        """Whether a name is a variable's, with nothing but a step in its index."""
        timed = all(is_time(part) or part in NEW | OLD for part in name.index)
        return name.base in self.variables and timed and not set(name.marks) - NEW

    def said_by(self, statement: Statement) -> Reading | None:
        """What the sides of a chain behind its head say."""
        sides = statement.chain.sides[1:]
        lengths = {length for side in sides for length in _lengths(side)}
        if lengths - {len(self.variables), 0}:
            return "either"
        if lengths:
            return "point"
        literal = any(not any(isinstance(part, Name) for part in walk(side)) for side in sides)
        return "coordinate" if literal else None

    def settled(self, statement: Statement) -> Statement:
        """The chain with the names in it read as it says, or as the page does."""
        first = statement.chain.sides[0]
        bare = {name.base for side in statement.chain.sides for name in self.bare(side)}
        reading: Reading | None = self.said_by(statement) if isinstance(first, Name) else None
        if not isinstance(first, Name) or len(bare) != 1:
            reading = "coordinate"
        elif self.is_own(first) and reading != "point":
            said: set[Reading] = {reading} if reading else {*self.said[first.base]}
            if any(map(self.names_a_vector, statement.chain.sides[1:])):
                said.add("point")
            reading = "either" if len(said) > 1 else next(iter(said), "coordinate")
        elif reading != "point":
            reading = "coordinate"
        return statement.with_sides(
            self.read(side, reading or "coordinate") for side in statement.chain.sides
        )

    def bare(self, node: Node) -> list[Name]:
        """The variables' names in a side, outside vectors and calls."""
        match node:
            case Name():
                return [node] if self.is_own(node) else []
            case Negative(operand=operand) | Positive(operand=operand):
                return self.bare(operand)
            case Binary(left=left, right=right):
                return self.bare(left) + self.bare(right)
            case _:
                return []

    def names_a_vector(self, node: Node) -> bool:
        """Whether a side is put together from names of whole vectors: g_1, m_1."""
        match node:
            case Name():
                found = None if self.is_own(node) else meaning(node, self.setting, 1)
                if not isinstance(found, Quantity | GradientOf) or found.component is not None:
                    return False
                scalars = self.setting.rule.scalars
                return isinstance(found, GradientOf) or found.name not in scalars
            case Negative(operand=operand) | Positive(operand=operand):
                return self.names_a_vector(operand)
            case Binary(left=left, right=right):
                return self.names_a_vector(left) or self.names_a_vector(right)
            case _:
                return False

    def read(self, node: Node, reading: Reading) -> Node:
        """A side in one reading; the lone argument of f and ∇f is the point in any."""
        match node:
            case Name():
                return self.name(node, reading) if self.is_own(node) else node
            case Negative(operand=operand) | Positive(operand=operand):
                return replace(node, operand=self.read(operand, reading))
            case Binary(left=left, right=right):
                return replace(node, left=self.read(left, reading), right=self.read(right, reading))
            case Call(arguments=(argument,)):
                inside = "point" if node.function in _OF_A_POINT else reading
                return replace(node, arguments=(self.read(argument, inside),))
            case _:
                return node

    def name(self, name: Name, reading: Reading) -> Name:
        if reading == "coordinate":
            return name
        if reading == "point" and name.base in POINT_NAMES:
            return replace(name, base=POINT)
        return replace(name, index=(*name.index, "?"))


def _lengths(node: Node) -> set[int]:
    """The lengths of the vectors that a side is put together from; 0 for a gradient's."""
    match node:
        case Vector(items=items):
            return {len(items)}
        case Negative(operand=operand) | Positive(operand=operand):
            return _lengths(operand)
        case Binary(left=left, right=right):
            return _lengths(left) | _lengths(right)
        case Call(function="grad"):
            return {0}
        case Call(function="norm" | "f" | "sum" | "mean"):
            return set()
        case Call(arguments=arguments):
            return {length for argument in arguments for length in _lengths(argument)}
        case _:
            return set()
