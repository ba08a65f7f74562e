"""Chains of a statement: read, given meaning, and judged link by link; formulas within prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr

from symopt.derive.judge import Link, judge
from symopt.derive.vocabulary import Vocabulary
from symopt.errors import NotationError, Place
from symopt.notation.prose import RELATION
from symopt.notation.tree import Node, RelationSign

Row = tuple[str, Place]
MATHEMATICS = re.compile(r"\$([^$]+)\$")


@dataclass(frozen=True)
class Sides:
    """A chain as it was read: its sides as typed and as expressions, and what joins them."""

    typed: tuple[Node, ...]
    values: tuple[Expr, ...]
    relations: tuple[RelationSign, ...]

    def links(self, assuming: Mapping[Any, object]) -> tuple[Link, ...]:
        """Each pair of neighbours, judged."""
        return tuple(self._link(at, assuming) for at in range(len(self.relations)))

    def _link(self, at: int, assuming: Mapping[Any, object]) -> Link:
        left, right, relation = self.values[at], self.values[at + 1], self.relations[at]
        written = self.typed[at + 1]
        verdict = judge(left, relation, right, assuming=assuming, written=written)
        return Link(self.typed[at], relation, written, verdict)


def read_rows(rows: Sequence[Row], vocabulary: Vocabulary) -> Sides:
    """The chain in one row or several, each but the first going on with a relation.

    Raises:
        NotationError: mathematics that can't be read, or a chain that lacks a side.
    """
    typed: list[Node] = []
    values: list[Expr] = []
    relations: list[RelationSign] = []
    for text, place in rows:
        if not typed and len(rows) > 1 and not RELATION.search(text):
            typed.append(vocabulary.side(text, place))
            values.append(vocabulary.expression(typed[0], text, place))
            continue
        chain = vocabulary.chain(text, place)
        if chain.open_end or chain.open_start == (not typed):
            raise NotationError("a side of this chain is missing", place=place)
        typed += chain.sides
        values += [vocabulary.expression(side, text, place) for side in chain.sides]
        relations += [relation.sign for relation in chain.relations]
    return Sides(tuple(typed), tuple(values), tuple(relations))


@dataclass(frozen=True)
class Formula:
    """Mathematics within prose: an expression that claims nothing, or a chain with its links."""

    typed: tuple[Node, ...]
    links: tuple[Link, ...] = ()


def read_prose(
    text: str, place: Place, vocabulary: Vocabulary, assuming: Mapping[Any, object]
) -> Iterator[str | Formula]:
    """Words and formulas in turn; what has a relation is judged like any other chain."""
    for number, piece in enumerate(MATHEMATICS.split(text)):
        if number % 2 == 0:
            yield piece
        elif RELATION.search(piece):
            sides = read_rows([(piece, place)], vocabulary)
            yield Formula(sides.typed, sides.links(assuming))
        else:
            yield Formula((vocabulary.side(piece, place),))
