"""What the numbers of headings and labels count: steps of the rule, parts of one step, or points.

    Step 1: g = 2·10 = 20         parts of one step: the point comes below a later label than
    Step 2: x = 10 - 2 = 8        something else does

    Step 1: x = 10, g = 20        points: the first is the start, and each label's is the one that
    Step 2: x = 8, g = 16         its step begins with

Only names without an index are concerned. Labels of parts give them no step, so that the order of
the rule's lines tells it; the point that a step begins with is given the index `old`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from sympy import Expr

from symopt.notation.tree import Call, Name, with_names
from symopt.reading.before import is_variable
from symopt.reading.names import GradientOf, Quantity, call_meaning, meaning
from symopt.reading.points import begins_with, coordinates
from symopt.reading.statement import Statement, Unreadable
from symopt.reading.vocabulary import GRADIENT
from symopt.rule import POINT
from symopt.setting import Setting


def settle_labels(
    items: list[Statement | Unreadable], setting: Setting, labels: Sequence[int]
) -> list[Statement | Unreadable]:
    """The statements with the steps that their labels give to bare names.

    `labels` are those of the page's labels that may count parts: "Step 2", never "Iteration 2".
    """
    page = _Page(setting, [item for item in items if isinstance(item, Statement) and item.step])
    if page.counts_parts(labels):
        changed = {
            id(item): replace(item, step=None) for item in page.labelled if page.is_bare(item)
        }
    else:
        changed = dict(page.placed())
    return [changed.get(id(item), item) if isinstance(item, Statement) else item for item in items]


@dataclass(frozen=True)
class _Page:
    """The statements of a page that stand below labels."""

    setting: Setting
    labelled: list[Statement]

    def subject(self, statement: Statement) -> Quantity | None:
        """The quantity that a chain is about, at the step of its label where it says no other."""
        head = statement.chain.sides[0]
        found = (
            meaning(head, self.setting, statement.step)
            if isinstance(head, Name)
            else call_meaning(head, self.setting)
            if isinstance(head, Call)
            else None
        )
        if isinstance(found, GradientOf):
            return Quantity(GRADIENT, statement.step or 0, found.component)
        return found if isinstance(found, Quantity) else None

    def is_bare(self, statement: Statement) -> bool:
        """Whether only the label says at which step a chain's quantity is."""
        head = statement.chain.sides[0]
        found = meaning(head, self.setting, None) if isinstance(head, Name) else None
        return not isinstance(found, Quantity)

    def counts_parts(self, labels: Sequence[int]) -> bool:
        """Whether labels count parts of a step: none of the first ones is the point's, the
        point's first one leaves the start though it is no 1, or each
        has quantities of its own, in the order of the rule.
        """
        about: dict[int, set[str]] = {label: set() for label in labels if label}
        first = [item for item in self.labelled if item.step == min(about, default=0)]
        if first and all(map(self.is_start, first)):
            return False
        for statement in self.labelled:
            subject = None if self.is_start(statement) else self.subject(statement)
            if subject is not None and statement.step in about:
                about[statement.step].add(subject.name)
        moved = [label for label, names in about.items() if POINT in names]
        if moved:
            return min(about) < min(moved) or (min(moved) > 1 and self.leaves_start(min(moved)))
        order = [*self.setting.rule.quantities]
        ranks = [sorted(map(order.index, names & {*order})) for _, names in sorted(about.items())]
        ranks = [rank for rank in ranks if rank]
        return len(ranks) > 1 and all(a[-1] < b[0] for a, b in pairwise(ranks))

    def leaves_start(self, label: int) -> bool:
        """Whether the working below a label begins with the start."""
        start = dict(enumerate(self.setting.start))
        points = [item for item in self.labelled if item.step == label and self.is_plain(item)]
        found = [(item, subject) for item in points if (subject := self.subject(item))]
        return any(begins_with(item, about.component, start, self.setting) for item, about in found)

    def placed(self) -> Iterator[tuple[int, Statement]]:
        """The chains whose point is the one before the step, under the `id` of each."""
        sections = [[*section] for _, section in groupby(self.labelled, key=lambda item: item.step)]
        first = sections[0] if sections else []
        points = [item for item in first if self.is_point(item)]
        if points and first[0].step == 1 and all(map(self.is_start, points)):
            alone = len(points) == len(first)
            for statement in self.labelled:
                if alone and self.is_bare(statement):
                    yield id(statement), replace(statement, step=(statement.step or 1) - 1)
                elif self.is_plain(statement):
                    yield id(statement), _before(statement)
            return
        reached = {0: dict(enumerate(self.setting.start))}
        for section in sections:
            step, begun = section[0].step or 0, set[int]()
            for number, statement in enumerate(section, 1):
                if not self.is_point(statement):
                    continue
                values = self.values(statement)
                same = values and values.items() <= reached.get(step - 1, {}).items()
                plain = self.is_plain(statement) and len(statement.chain.sides) == 2
                if plain and same and number < len(section) and not begun & {*values}:
                    yield id(statement), _before(statement)
                begun |= {*values}
                reached.setdefault(step, {}).update(values)

    def is_point(self, statement: Statement) -> bool:
        """Whether a chain is about the point, or a coordinate of it."""
        subject = self.subject(statement)
        return subject is not None and subject.name == POINT

    def is_plain(self, statement: Statement) -> bool:
        """Whether a chain is about the point under its bare name: x, not x_new or x_1."""
        head = statement.chain.sides[0]
        if (
            not self.is_point(statement)
            or not isinstance(head, Name)
            or not self.is_bare(statement)
        ):
            return False
        return head == Name(head.base) or is_variable(head, self.setting)

    def is_start(self, statement: Statement) -> bool:
        """Whether a chain only says a value that the point has at the start."""
        start = self.setting.start
        values = self.values(statement)
        alone = self.is_plain(statement) and len(statement.chain.sides) == 2
        return alone and bool(values) and all(start[at] == value for at, value in values.items())

    def values(self, statement: Statement) -> dict[int, Expr]:
        """The coordinates of the point that a chain ends with; none where they are no numbers."""
        subject = self.subject(statement)
        component = subject.component if subject else None
        return coordinates(statement.chain.sides[-1], component, self.setting)


def _before(statement: Statement) -> Statement:
    """The chain about the point before its step."""
    head, *sides = statement.chain.sides
    old = with_names(head, lambda name: replace(name, index=(*name.index, "old")))
    return statement.with_sides([old, *sides])
