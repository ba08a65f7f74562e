"""What reading a page gives: its statements, and what it could not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from symopt.notation.tree import Chain, Name, Node, with_names


@dataclass(frozen=True, slots=True)
class Statement:
    """A chain with its place. Rows of several lines may be joined, so each side is kept as it was
    typed: the side, its text, and the column and line at which it begins.
    """

    chain: Chain
    line: int
    text: str
    typed_sides: tuple[tuple[Node, str, int, int], ...]
    step: int | None = None

    def typed(self, side: Node) -> str:
        """A side as it was typed."""
        return next(text for node, text, _, _ in self.typed_sides if node is side)

    def column(self, side: Node) -> int:
        """The column, from 1, at which a side begins."""
        return next(column for node, _, column, _ in self.typed_sides if node is side)

    def row(self, side: Node) -> int:
        """The line on which a side begins."""
        return next(line for node, _, _, line in self.typed_sides if node is side)

    def with_sides(self, sides: Iterable[Node]) -> Statement:
        """The same with other readings of its sides; what was typed stays."""
        new = tuple(sides)
        typed = tuple((side, *typed[1:]) for side, typed in zip(new, self.typed_sides, strict=True))
        return replace(self, chain=replace(self.chain, sides=new), typed_sides=typed)

    def with_names(self, change: Callable[[Name], Node]) -> Statement:
        """The same with each of its names changed."""
        return self.with_sides(with_names(side, change) for side in self.chain.sides)

    def followed_by(self, row: Statement) -> Statement:
        """The chain that goes on in a row; the relation may stand at either end or at both."""
        left, right = self.chain, row.chain
        relations = left.relations[: len(left.sides) - 1 + left.open_start] + right.relations
        chain = replace(
            left, sides=left.sides + right.sides, relations=relations, open_end=right.open_end
        )
        return replace(self, chain=chain, typed_sides=self.typed_sides + row.typed_sides)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line with a relation sign that could not be read, and why.

    `blank`: nobody has written there yet, as on an exercise sheet.
    """

    line: int
    column: int
    text: str
    message: str
    blank: bool = False


def each_renamed(
    items: Iterable[Statement | Unreadable], change: Callable[[Name], Node]
) -> list[Statement | Unreadable]:
    """What was read, with the names of its statements changed."""
    return [item.with_names(change) if isinstance(item, Statement) else item for item in items]
