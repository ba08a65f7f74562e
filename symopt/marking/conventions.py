"""Where an author begins to count: X_0 or X_1 for the start, m_0 or m_1 for the first moment.

Each family of names is read with the indices of the rule unless more of the page's values agree
with the other count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from symopt.errors import SymoptError
from symopt.marking.compare import compare
from symopt.marking.context import is_literal
from symopt.marking.evaluate import Evaluator
from symopt.marking.reference import Reference, part_of
from symopt.marking.verdicts import HELD
from symopt.notation.tree import Name, Node
from symopt.reading.before import is_variable
from symopt.reading.names import Meaning, Quantity, meaning
from symopt.reading.working import Statement
from symopt.rule import POINT
from symopt.setting import Setting

Family: TypeAlias = Literal["point", "gradient", "moments"]
SHIFTS: dict[Family, int] = {"point": -1, "gradient": 1, "moments": 1}
FIRSTS: dict[Family, int] = {"point": 0, "gradient": 1, "moments": 1}  # steps with a first value
TELLING = 2  # so many more values agree that it is no coincidence
NOTES: dict[Family, str] = {
    "point": "the start is counted as {name}_1, so {name}_2 is the point after step 1",
    "gradient": "the first gradient is counted as {name}_0",
    "moments": "the first moments are counted as {name}_0, so index 1 belongs to step 2",
}


@dataclass(frozen=True)
class Conventions:
    """How far the author's indices are from the rule's, for each family of names."""

    setting: Setting
    shifts: dict[Family, int]
    notes: tuple[str, ...] = ()

    def read(self, name: Name, step: int | None) -> Meaning | None:
        """What a name means at a step, its index counted as the author counts."""
        found = meaning(name, self.setting, step)
        if not isinstance(found, Quantity) or not is_counted(name, self.setting):
            return found
        return replace(found, step=found.step + self.shifts.get(family_of(found), 0))


def family_of(quantity: Quantity) -> Family:
    """The names that are counted alike."""
    return {POINT: "point", "g": "gradient"}.get(quantity.name, "moments")  # type: ignore[return-value]


def detect(statements: Iterable[Statement], setting: Setting, reference: Reference) -> Conventions:
    """The count that most of the page's values agree with; the rule's own where it is a draw."""
    claims: dict[Family, list[tuple[Name, Quantity, Node]]] = {}
    for statement in statements:
        first = statement.chain.sides[0]
        if not isinstance(first, Name) or not is_counted(first, setting):
            continue
        quantity = meaning(first, setting, statement.step)
        if isinstance(quantity, Quantity):
            values = [side for side in statement.chain.sides[1:] if is_literal(side)]
            entry = [(first, quantity, value) for value in values[-1:]]
            claims.setdefault(family_of(quantity), []).extend(entry)
    shifts: dict[Family, int] = {}
    notes = []
    for family, found in claims.items():
        least = min((quantity.step for _, quantity, _ in found), default=None)
        if least is None or least == (0 if family == "point" else 1):
            continue
        usual, shifted = (
            [agrees(quantity, shift, value, reference) for _, quantity, value in found]
            for shift in (0, SHIFTS[family])
        )
        begun = [
            agreed
            for (_, quantity, _), agreed in zip(found, shifted, strict=True)
            if quantity.step + SHIFTS[family] == FIRSTS[family]
        ]
        begins, gain = bool(begun) and all(begun), sum(shifted) - sum(usual)
        if gain > 0 and (begins or gain >= TELLING):
            shifts[family] = SHIFTS[family]
            notes.append(NOTES[family].format(name=found[0][0].base))
    return Conventions(setting, shifts, tuple(notes))


def is_counted(name: Name, setting: Setting) -> bool:
    """Whether a name bears the number of a step, as m_1 does and a variable x_1 does not."""
    numbered = bool(name.index) and name.index[-1].lstrip("-").isdigit()
    return numbered and not is_variable(name, setting)


def agrees(quantity: Quantity, shift: int, node: Node, reference: Reference) -> bool:
    """Whether the written value is the quantity when it is counted so."""
    try:
        values = reference.value(quantity.name, quantity.step + shift)
        if values is None:
            return False
        written = Evaluator(reference.field, lambda name: None).value(node)
        expected = part_of(values, quantity)
        found = compare(expected, written, node, rounded=True, claimed=True)
    except SymoptError:
        return False
    return found.status in HELD
