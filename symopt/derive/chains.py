"""Chains of a statement: read, given meaning, and judged link by link; formulas within prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, Tuple

from symopt.decide.defined import defined
from symopt.derive.judge import SECONDS, Link, judge
from symopt.derive.vocabulary import Vocabulary
from symopt.errors import NotationError, Place
from symopt.notation.prose import RELATION
from symopt.notation.tree import Node, RelationSign

Row = tuple[str, Place]
ENDS = "each link holds where its sides have values, but not the chain from end to end"
MATHEMATICS = re.compile(r"\$([^$]+)\$")


@dataclass(frozen=True)
class Sides:
    """A chain as it was read: its sides as typed and as expressions, and what joins them."""

    typed: tuple[Node, ...]
    values: tuple[Expr, ...]
    relations: tuple[RelationSign, ...]

    def links(
        self, assuming: Mapping[Any, object], *, seconds: float = SECONDS
    ) -> tuple[Link, ...]:
        """Each pair of neighbours, judged; the last pair also answers for the ends of the chain.

        A link claims nothing where one of its sides has no value: |x| = √(x³)/√x = x would hold
        link by link, and not from end to end.
        """
        *others, last = (self._link(at, assuming, seconds) for at in range(len(self.relations)))
        relation = _from_end_to_end(self.relations)
        inner = self.values[1:-1]
        if (
            relation
            and all(link.proved for link in (*others, last))
            and not _total(inner, assuming)
        ):
            ends = judge(
                self.values[0], relation, self.values[-1], assuming=assuming, seconds=seconds
            )
            if ends.status != "proved":
                last = replace(last, verdict=replace(ends, evidence=(ENDS, *ends.evidence)))
        return (*others, last)

    def is_total(self, assuming: Mapping[Any, object]) -> bool:
        """Whether the last side is proved to have a value for all values of its names."""
        return _total(self.values[-1:], assuming)

    def _link(self, at: int, assuming: Mapping[Any, object], seconds: float) -> Link:
        left, right, relation = self.values[at], self.values[at + 1], self.relations[at]
        written = self.typed[at + 1]
        verdict = judge(left, relation, right, assuming=assuming, written=written, seconds=seconds)
        return Link(self.typed[at], relation, written, verdict)


def _total(values: Iterable[Expr], assuming: Mapping[Any, object]) -> bool:
    parts = (part for value in values for part in (value if isinstance(value, Tuple) else (value,)))
    return all(defined(part, assuming=assuming) for part in parts)


def _from_end_to_end(relations: Sequence[RelationSign]) -> RelationSign | None:
    """The relation between the ends that follows where every side has a value."""
    for orders in (("<", "≤"), (">", "≥")):
        if {*relations} <= {"=", *orders}:
            return next((sign for sign in (*orders, "=") if sign in relations), None)
    return None


def read_rows(rows: Sequence[Row], vocabulary: Vocabulary) -> Sides:
    """The chain in one row or several, each but the first going on with a relation.

    Raises:
        NotationError: mathematics that can't be read, or a chain that lacks a side.
    """
    typed: list[Node] = []
    values: list[Expr] = []
    relations: list[RelationSign] = []
    if not any(RELATION.search(text) for text, _ in rows):
        hint = "begin prose with its language, as in 'en: …'"
        raise NotationError("no relation sign in this line", place=rows[0][1], hint=hint)
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
    text: str,
    place: Place,
    vocabulary: Vocabulary,
    assuming: Mapping[Any, object],
    *,
    seconds: float = SECONDS,
) -> Iterator[str | Formula]:
    """Words and formulas in turn; what has a relation is judged like any other chain."""
    if text.count("$") % 2:
        hint = "put mathematics between two of them"
        raise NotationError("a '$' is never closed", place=place, hint=hint)
    for number, piece in enumerate(MATHEMATICS.split(text)):
        if number % 2 == 0:
            yield piece
        elif RELATION.search(piece):
            sides = read_rows([(piece, place)], vocabulary)
            yield Formula(sides.typed, sides.links(assuming, seconds=seconds))
        else:
            yield Formula((vocabulary.side(piece, place),))
