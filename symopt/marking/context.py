"""What the sides of one line are judged with: the values of names, by the rule or the author."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

from flint import fmpq

from symopt.marking.approximate import Approximation
from symopt.marking.author import RULES, Author, World, rational
from symopt.marking.balls import enclosed_at
from symopt.marking.compare import ONLY_DECIMALS, Expected, is_exact
from symopt.marking.evaluate import Evaluator, Value
from symopt.marking.reference import Reference, part_of
from symopt.marking.said import OpenError
from symopt.marking.sources import source_values
from symopt.notation.latex import substitute
from symopt.notation.tree import Call, Name, Node, Number, key, walk
from symopt.numbers import Real
from symopt.reading.names import FunctionOf, GradientOf, Meaning, Quantity, call_meaning, meaning
from symopt.setting import Setting
from symopt.spelling import line_tree, name_of

Reader: TypeAlias = "Callable[[Name, int | None], Meaning | None]"


@dataclass(frozen=True)
class Context:
    """The page so far, seen from one line.

    `read` says what a name means at a step; the `old` ones have the value of the step before.
    """

    setting: Setting
    reference: Reference
    author: Author
    read: Reader
    step: int | None = None
    old: frozenset[Name] = frozenset()

    def expected(self, quantity: Quantity) -> Expected | None:
        """A quantity's value by the rule; None where it has none."""
        return self.reference.quantity(quantity)

    def value(self, node: Node) -> Value:
        """The value of a side with the rule's own numbers in the place of names."""
        return self.evaluator(self.by_rule).value(node)

    def value_in(self, node: Node, world: World) -> Value:
        """The value of a side with the numbers of the author's world in the place of names."""
        if world == RULES:
            return self.value(node)

        def value(quantity: Quantity) -> Value | None:
            found = self.author.value(quantity.name, quantity.step, world)
            return None if found is None else part_of(found, quantity)

        return self.evaluator(value).value(node)

    def meant(self, name: Name) -> Meaning | None:
        """What a name on this line means."""
        step = self.step - 1 if self.step and name in self.old else self.step
        return self.read(name, step)

    def as_the_rule(self) -> Context:
        """The same for names that are written as the rule's own, with their steps."""
        return replace(self, read=self.counted, old=frozenset())

    def counted(self, name: Name, step: int | None) -> Meaning | None:
        """What a name means when its index counts as the rule's own do."""
        return meaning(name, self.setting, step)

    def by_rules_count(self, node: Node) -> Node:
        """A side with the indices of the rule, also where the author's are others or left out."""
        names = {}
        for part in walk(node):
            if isinstance(part, Name):
                found = self.meant(part)
                if isinstance(found, Quantity) and found != self.counted(part, self.step):
                    names[key(part)] = name_of(found.name, str(found.step))
        return substitute(node, names) if names else node

    def evaluator(self, value: Callable[[Quantity], Value | None]) -> Evaluator:
        """Evaluates trees where the quantities have the values given."""

        return Evaluator(
            self.reference.field,
            lambda name: self.reference.resolve(self.meant(name), value),
            lambda point: self.reference.gradient(point, self.step),
            self.reference.objective,
            self._kind,
        )

    def _kind(self, call: Call) -> GradientOf | FunctionOf | None:
        """Whether a call is of the gradient or of the function."""
        return call_meaning(call, self.setting)

    def approximation(
        self, side: Node, beside: Node, quantity: Quantity | None, world: World = RULES
    ) -> Approximation | None:
        """What a side with rounded numbers can mean in a world; None where a slip is among them."""
        known = set(self.author.right)
        for number in map(rational, self.setting.values.values()):
            if number is not None:
                known |= {number, 1 - number}
        if not world.slips and (numbers_in(side) - known) & self.author.slips:
            return None
        known |= self.author.numbers(world) | numbers_in(beside)

        @cache
        def sources() -> tuple[Real, ...]:
            found = [*self.author.seen]
            found += source_values([beside], lambda node: self.value_in(node, world))
            if quantity is not None and quantity.step:
                by_rule = self.as_the_rule()
                rule, step = self.setting.rule, quantity.step
                lines = [line_tree(rule, line, step) for line in rule.lines]
                found += source_values(lines, lambda node: by_rule.value_in(node, world))
            return tuple(found)

        return Approximation(
            lambda node: self.value_in(node, world),
            frozenset(known),
            sources,
            lambda point: enclosed_at(
                self.reference.slopes(self.step), self.setting.variables, point
            ),
            self._kind,
        )

    def by_rule(self, quantity: Quantity) -> Value | None:
        """A quantity's exact value by the rule; `UndecidedError` where only decimals are known."""
        value = self.expected(quantity)
        if value is not None and not is_exact(value):
            raise OpenError(ONLY_DECIMALS)
        return value  # type: ignore[return-value]


def numbers_in(node: Node) -> set[fmpq]:
    """The numbers written in a side."""
    return {part.value for part in walk(node) if isinstance(part, Number)}


def is_literal(node: Node) -> bool:
    """Whether a side is a value written out: no names in it."""
    return not any(isinstance(part, Name) for part in walk(node))
