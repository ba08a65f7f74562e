"""The author's own numbers: what later lines follow from once a value was rounded or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from flint import fmpq
from sympy import Expr

from symopt.errors import SymoptError
from symopt.marking.compare import is_exact
from symopt.marking.evaluate import Evaluator, Value, parts_of
from symopt.marking.reference import Reference, part_of
from symopt.notation.tree import Name
from symopt.numbers import Real
from symopt.reading.names import Parameter, Quantity, meaning
from symopt.spelling import line_tree

EPSILON = "epsilon"
FURTHEST = 12  # steps from a written number to one that is to follow from it

Key: TypeAlias = tuple[str, int]
Parts: TypeAlias = tuple[Real, ...]


class World(NamedTuple):
    """Which of the author's numbers count: rounded ones, slips; and whether ε is left out."""

    rounded: bool = False
    slips: bool = False
    without_epsilon: bool = False


RULES = World()


@dataclass(frozen=True, slots=True)
class Written:
    """One coordinate as it stands on the page: a rounded value, or a slip."""

    value: Real
    slip: bool

    def counts_in(self, world: World) -> bool:
        """Whether this number is used in a world."""
        return world.slips if self.slip else world.rounded


def rational(number: Expr) -> fmpq | None:
    """A SymPy number as a fraction where it is one."""
    return fmpq(int(number.p), int(number.q)) if number.is_Rational else None


class Author:
    """What the author wrote, where that is not the exact value, and what follows from it.

    Elsewhere the rule's own values count.
    """

    def __init__(self, reference: Reference):
        self.reference = reference
        self.setting = reference.setting
        self.written: dict[Key, dict[int, Written]] = {}
        self.right = {
            abs(value) for value in map(rational, self.setting.start) if value is not None
        }
        """The exact numbers that the author has, without their signs."""
        self.seen: list[Real] = []
        """What the author has rounded on the page."""
        self.reached: set[Key] = set()
        """The quantities that stand on the page."""
        self._derived: dict[tuple[str, int, World], Parts | None] = {}

    @property
    def is_exact(self) -> bool:
        """Whether every number so far is the rule's own."""
        return not self.written

    @property
    def slipped(self) -> bool:
        """Whether one of the numbers so far is wrong."""
        return any(entry.slip for parts in self.written.values() for entry in parts.values())

    @property
    def slips(self) -> frozenset[fmpq]:
        """The wrong numbers so far."""
        return self.numbers(World(slips=True))

    def numbers(self, world: World) -> frozenset[fmpq]:
        """The numbers of a world that are rational, without their signs."""
        every = (entry for parts in self.written.values() for entry in parts.values())
        values = (entry.value.rational for entry in every if entry.counts_in(world))
        return frozenset(abs(value) for value in values if value is not None)

    def write(self, quantity: Quantity, parts: Parts, *, slip: bool) -> None:
        """Note what stands on the page for a quantity."""
        self.reached.add((quantity.name, quantity.step))
        entries = self.written.setdefault((quantity.name, quantity.step), {})
        for i, part in enumerate(parts):
            component = i if quantity.component is None else quantity.component
            entries[component] = Written(part, slip)
        self._derived.clear()

    def correct(self, quantity: Quantity, parts: Parts) -> None:
        """Forget what was noted of a quantity: the right value stands on the page now."""
        self.reached.add((quantity.name, quantity.step))
        self.right |= {abs(part.rational) for part in parts if part.rational is not None}
        entries = self.written.get((quantity.name, quantity.step), {})
        for component in [*entries] if quantity.component is None else [quantity.component]:
            entries.pop(component, None)
        if not entries:
            self.written.pop((quantity.name, quantity.step), None)
        self._derived.clear()

    def value(self, name: str, step: int, world: World) -> Parts | None:
        """A quantity in one of the author's worlds; ε is left out of the asked line alone."""
        entries = self.written.get((name, step), {})
        used = {i: entry.value for i, entry in entries.items() if entry.counts_in(world)}
        base = self.follow(name, step, world)
        if base is None or not used:
            return base
        return tuple(used.get(i, part) for i, part in enumerate(base))

    def follow(self, name: str, step: int, world: World) -> Parts | None:
        """What the rule's line gives for a quantity when the author's numbers are put in."""
        first = min((at for _, at in self.written), default=step + 1)
        if world.without_epsilon:
            first = min(first, step)
        if step < first or step == 0:
            return self._exact(name, step)
        if step - first > FURTHEST:
            return None
        key = (name, step, world)
        if key not in self._derived:
            self._derived[key] = None  # a line that needs itself has no value
            self._derived[key] = self._follow(name, step, world)
        return self._derived[key]

    def _follow(self, name: str, step: int, world: World) -> Parts | None:
        rule = self.setting.rule
        line = next((line for line in rule.lines if line.left == name), None)
        if line is None:
            return self._exact(name, step)
        evaluator = Evaluator(
            self.reference.field,
            lambda name: self._named(name, step, world),
            lambda point: self.reference.step_gradient(point, step),
        )
        try:
            value = evaluator.value(line_tree(rule, line, step))
        except SymoptError:
            return None
        parts = parts_of(value)
        spread = len(parts) == 1 and name not in rule.scalars
        return parts * len(self.setting.variables) if spread else parts

    def _exact(self, name: str, step: int) -> Parts | None:
        """The rule's own value, where it is known exactly."""
        try:
            values = self.reference.value(name, step)
        except SymoptError:
            return None
        return values if values is not None and is_exact(values) else None  # type: ignore[return-value]

    def _named(self, name: Name, step: int, world: World) -> Value | None:
        """What a name in the rule's line stands for."""
        found = meaning(name, self.setting, step)
        if found == Parameter(EPSILON) and world.without_epsilon:
            return self.reference.field.rational(0)

        def value(quantity: Quantity) -> Value | None:
            before = quantity.step < step
            there = world._replace(without_epsilon=False) if before else world
            parts = self.value(quantity.name, quantity.step, there)
            return None if parts is None else part_of(parts, quantity)

        return self.reference.resolve(found, value)
