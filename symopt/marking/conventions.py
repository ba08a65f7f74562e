"""Where an author begins to count: X_0 or X_1 for the start; m_0, m_1 or m_2 for the first moment.

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
from symopt.marking.decay import DECAYED
from symopt.marking.evaluate import Evaluator
from symopt.marking.reference import Reference, part_of
from symopt.marking.said import Said, sentence
from symopt.marking.verdicts import HELD
from symopt.notation.tree import Name, Negative, Node, Vector
from symopt.reading.before import is_variable
from symopt.reading.names import Meaning, Quantity, meaning
from symopt.reading.working import Statement
from symopt.rule import POINT
from symopt.setting import Setting

Claim: TypeAlias = tuple[Name, Quantity, Node]
Family: TypeAlias = Literal["point", "gradient", "moments"]
TELLING = 2  # so many more values agree that it is no coincidence


@dataclass(frozen=True, slots=True)
class Count:
    """Another way to count: the rule's step is the author's index and `shift`.

    Nothing is written of a step before `earliest` (that before the start where a rule looks back so
    far); at `first` stands the first value that tells.
    """

    shift: int
    earliest: int
    first: int
    note: Said

    def is_possible(self, least: int) -> bool:
        """Whether a page whose smallest index is `least` may count so."""
        begin = least + self.shift
        return begin >= self.earliest and (self.shift < 0 or begin <= self.first)


COUNTS: dict[Family, tuple[Count, ...]] = {
    "point": (
        Count(
            shift=-1,
            earliest=-1,
            first=0,
            note=sentence(
                en="the start is counted as {name}_1, so {name}_2 is the point after step 1",
                ko="출발점을 {name}_1로 세므로 {name}_2가 1단계 뒤의 점입니다",
            ),
        ),
    ),
    "gradient": (
        Count(
            shift=1,
            earliest=1,
            first=1,
            note=sentence(
                en="the first gradient is counted as {name}_0",
                ko="첫 기울기를 {name}_0으로 셉니다",
            ),
        ),
        Count(
            shift=-1,
            earliest=1,
            first=1,
            note=sentence(
                en="the first gradient is counted as {name}_2",
                ko="첫 기울기를 {name}_2로 셉니다",
            ),
        ),
    ),
    "moments": (
        Count(
            shift=1,
            earliest=0,
            first=1,
            note=sentence(
                en="the first moments are counted as {name}_0, so index 1 belongs to step 2",
                ko="첫 모멘트를 {name}_0으로 세므로 첨자 1은 2단계의 값입니다",
            ),
        ),
        Count(
            shift=-1,
            earliest=0,
            first=1,
            note=sentence(
                en="the state begins as {name}_1, so index 2 belongs to step 1",
                ko="상태의 처음 값을 {name}_1로 세므로 첨자 2는 1단계의 값입니다",
            ),
        ),
    ),
}


@dataclass(frozen=True)
class Conventions:
    """How far the author's indices are from the rule's, for each family of names."""

    setting: Setting
    shifts: dict[Family, int]
    notes: tuple[Said, ...] = ()

    def read(self, name: Name, step: int | None) -> Meaning | None:
        """What a name means at a step, its index counted as the author counts."""
        found = meaning(name, self.setting, step)
        if not isinstance(found, Quantity) or not is_counted(name, self.setting):
            return found
        return replace(found, step=found.step + self.shifts.get(family_of(found), 0))


def family_of(quantity: Quantity) -> Family:
    """The names that are counted alike."""
    return {POINT: "point", DECAYED: "point", "g": "gradient"}.get(quantity.name, "moments")  # type: ignore[return-value]


def detect(statements: Iterable[Statement], setting: Setting, reference: Reference) -> Conventions:
    """The count that most of the page's values agree with; the rule's own where it is a draw."""
    claims: dict[Family, list[Claim]] = {"point": [], "gradient": [], "moments": []}
    for statement in statements:
        first, *others = statement.chain.sides
        sides = others if _meant(first, setting, statement.step) is None else [first, *others]
        name = sides[0].operand if isinstance(sides[0], Negative) else sides[0]  # d_0 = -g_0 = 2
        quantity = _meant(name, setting, statement.step)
        if isinstance(name, Name) and quantity is not None and is_counted(name, setting):
            values = [side for side in sides[1:] if is_literal(side)]
            values = values if name is sides[0] else [*map(_negated, values)]
            claims[family_of(quantity)] += [(name, quantity, value) for value in values[-1:]]
    shifts: dict[Family, int] = {}
    notes = []
    for family, found in [*claims.items()] * 2:  # what one family tells helps to read the others
        for count in COUNTS[family]:
            beside = count.shift in shifts.values()
            if family not in shifts and _counts_so(found, count, reference, beside=beside):
                shifts[family] = count.shift
                notes.append(count.note.filled(name=found[0][0].base))
    return Conventions(setting, shifts, tuple(notes))


def _meant(side: Node, setting: Setting, step: int | None) -> Quantity | None:
    """The quantity that a side is, where it is one."""
    found = meaning(side, setting, step) if isinstance(side, Name) else None
    return found if isinstance(found, Quantity) else None


def _negated(value: Node) -> Node:
    """A literal, or a vector of such, with the other sign."""
    match value:
        case Vector(items=items):
            return replace(value, items=tuple(map(_negated, items)))
        case Negative(operand=operand):
            return operand
        case _:
            return Negative(value)


def _counts_so(found: list[Claim], count: Count, reference: Reference, *, beside: bool) -> bool:
    """Whether a family's values tell that they are counted so.

    What stands there of the start must agree. Alone it tells nothing, as x_1 = x_0 may be a point
    that nobody moved; `beside` a family that is counted so, it does.
    """
    if not found or not count.is_possible(min(quantity.step for _, quantity, _ in found)):
        return False
    begun = [claim for claim in found if claim[1].step + count.shift <= 0]
    if not all(agrees(quantity, count.shift, value, reference) for _, quantity, value in begun):
        return False
    usual, shifted = (
        [agrees(quantity, shift, value, reference) for _, quantity, value in found]
        for shift in (0, count.shift)
    )

    def all_agree(step: int) -> bool:
        pairs = zip(found, shifted, strict=True)
        agreed = [agree for (_, q, _), agree in pairs if q.step + count.shift == step]
        return bool(agreed) and all(agreed)

    gain = sum(shifted) - sum(usual)
    told = len(begun) < len(found) and (all_agree(count.first) or gain >= TELLING)
    return gain > 0 and (told or (beside and (bool(begun) or all_agree(1))))


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
        found = compare(expected, written, node, rounded=False, claimed=True)
    except SymoptError:
        return False
    return found.status in HELD
