"""Names that a page itself gives to parts of its working: `d = m̂/√v̂ = 2`, then `x_2 = x_1 - d`.

Such a name is what its last definition above says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from symopt.notation.tree import EQUALITIES, Name, Node, key, walk, with_names
from symopt.reading.losses import function_names
from symopt.reading.names import SOME_STEP, Quantity, meaning
from symopt.reading.statement import Statement
from symopt.reading.synonyms import CONSTANTS, POINT_NAMES, TIMES
from symopt.reading.vocabulary import GRADIENT, vocabulary_of
from symopt.rule import POINT
from symopt.setting import Setting

MOST_PARTS = 200  # no side grows beyond this by what is put in


@dataclass(frozen=True, slots=True)
class Definition:
    """What a name stands for: the value that its chain ends with, and where that came from."""

    statement: Statement
    value: Node
    origin: Node


class OwnNames:
    """The statements of a page with its own names put in.

    `readings` has one or two for each statement, by its identity: with the values that the names
    end with, which may be rounded or wrong, and with what these came from. `uses` has the
    definitions that a statement rests on, `definitions` all of them.
    """

    def __init__(self, statements: Iterable[Statement], setting: Setting):
        self.setting = setting
        self.definitions: set[int] = set()
        self.readings: dict[int, tuple[Statement, ...]] = {}
        self.uses: dict[int, frozenset[int]] = {}
        latest: dict[str, Definition] = {}
        for statement in statements:
            name = self._defined(statement)
            used = self._used(statement, latest, name)
            by_value = _with(statement, {n: d.value for n, d in used.items()}, name)
            by_origin = _with(statement, {n: d.origin for n, d in used.items()}, name)
            same = by_value.chain.sides == by_origin.chain.sides
            self.readings[id(statement)] = (by_value,) if same else (by_value, by_origin)
            self.uses[id(statement)] = frozenset(id(d.statement) for d in used.values())
            if name is not None:
                value, origin = by_value.chain.sides[-1], by_origin.chain.sides[1]
                latest[name] = Definition(statement, value, origin)
                self.definitions.add(id(statement))

    def below(self, statement: int) -> set[int]:
        """The definitions that a statement rests on, also by way of others."""
        found: set[int] = set()
        for definition in self.uses[statement]:
            found |= {definition} | self.below(definition)
        return found

    def _used(
        self, statement: Statement, latest: dict[str, Definition], defined: str | None
    ) -> dict[str, Definition]:
        """The definitions that a statement rests on; the head that it defines is none."""
        sides = statement.chain.sides[defined is not None :]
        names = {key(part) for side in sides for part in walk(side) if isinstance(part, Name)}
        return {name: latest[name] for name in sorted(names & latest.keys())}

    def _defined(self, statement: Statement) -> str | None:
        """The name that a chain of equalities defines: one that means nothing else."""
        head, relations = statement.chain.sides[0], statement.chain.relations
        if not isinstance(head, Name) or any(r.sign not in EQUALITIES for r in relations):
            return None
        page = vocabulary_of(self.setting)
        if "/" in head.base or "prime" in head.marks or page.whole.derivative(head, head.index):
            return None  # a derivative says what it is
        if {head.base, key(head)} & {*CONSTANTS, *TIMES, *page.columns}:
            return None
        about = [*page.variable_first(head), *page.subjects(head)]
        known = about or page.parameter(head) or meaning(head, self.setting, SOME_STEP)
        if known and self._comes_later(head, statement):
            return key(head)
        return None if known or head.base in function_names(self.setting) else key(head)

    def _comes_later(self, head: Name, statement: Statement) -> bool:
        """Whether another word for a quantity is of what comes after it: r = m̂/√v̂ is no v."""
        rule = self.setting.rule
        found = meaning(head, self.setting, SOME_STEP)
        own = {head.base, key(replace(head, index=()))}
        if not isinstance(found, Quantity) or own & {*rule.state, *rule.quantities, *POINT_NAMES}:
            return False
        order = [*rule.quantities]
        if found.name not in order or found.name in (POINT, GRADIENT):
            return False
        later = order[order.index(found.name) + 1 :]
        right = statement.chain.sides[1]
        names = [part for part in walk(right) if isinstance(part, Name)]
        meant = [meaning(name, self.setting, found.step) for name in names]
        return any(
            isinstance(part, Quantity) and part.step == found.step and part.name in later[:-1]
            for part in meant
        )


def _with(statement: Statement, values: dict[str, Node], defined: str | None) -> Statement:
    """The statement with values in the place of names, its own head apart."""
    if not values:
        return statement
    head, *sides = statement.chain.sides
    sides = [_put_in(side, values) for side in sides]
    return statement.with_sides([head if defined else _put_in(head, values), *sides])


def _put_in(side: Node, values: dict[str, Node]) -> Node:
    new = with_names(side, lambda name: values.get(key(name), name))
    return new if sum(1 for _ in walk(new)) <= MOST_PARTS else side
