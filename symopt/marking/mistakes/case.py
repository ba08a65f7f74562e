"""What a mistake can be made in: one line of the rule, or one side of an equation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeAlias

from sympy import Expr

from symopt.errors import SymoptError
from symopt.marking.evaluate import CONSTANTS, Evaluator, Value
from symopt.marking.mistakes.balls import BALLS, Ball, enclosed, enclosed_at
from symopt.marking.mistakes.shapes import contains
from symopt.marking.slip import Slip
from symopt.notation.latex import substitute
from symopt.notation.tree import Call, Name, Node, children, key
from symopt.numbers import Field, Real, from_sympy
from symopt.objective import GivenGradients
from symopt.rule import Line, Rule
from symopt.setting import Setting
from symopt.spelling import line_tree, name_of, number_tree

Point: TypeAlias = tuple[Real, ...]
Gradient: TypeAlias = Callable[[Point], Point]
Values: TypeAlias = dict[int, tuple[Node, Value]]


@lru_cache(maxsize=4096)
def own_line(rule: Rule, index: int, step: int) -> Node:
    """The right side of a rule's line at a step."""
    return line_tree(rule, rule.lines[index], step)


@dataclass(frozen=True)
class _Evaluator(Evaluator):
    """Keeps the values of parts, which wrong trees share with the right one.

    `values` holds each node with its value, under its identity; those `changed` are not kept.
    """

    values: Values = field(default_factory=dict)
    changed: frozenset[int] = frozenset()

    def value(self, node: Node) -> Value:
        """The value, computed once for a node that stays."""
        if id(node) in self.changed:
            return super().value(node)
        if id(node) not in self.values:
            self.values[id(node)] = node, super().value(node)
        return self.values[id(node)][1]


def _touched(node: Node, touches: Callable[[Node], bool]) -> Iterator[int]:
    """The identities of the nodes that something is in or below."""
    below = [part for child in children(node) for part in _touched(child, touches)]
    if below or touches(node):
        yield id(node)
    yield from below


class Replay:
    """Values from the author's own numbers, with some of them, or ∇f, replaced by a mistake's.

    Asked for roughly, values are balls around the exact ones.
    """

    def __init__(self, slip: Slip):
        self.slip = slip
        self.setting = slip.setting
        self.step = slip.step
        zero = slip.evaluate(number_tree(0))
        self.field: Field = (zero[0] if isinstance(zero, tuple) else zero).field
        self._names: dict[str, Value | SymoptError] = {}
        self._values: tuple[Values, Values] = ({}, {})

    def value(
        self,
        node: Node,
        *,
        gradient: Gradient | None = None,
        known: Mapping[str, Value] | None = None,
        rough: bool = False,
    ) -> Value:
        """The value of a tree; `SymoptError` where there is none."""
        given = known or {}

        def lookup(name: Name) -> Value | None:
            if key(name) in given:
                return given[key(name)]
            if key(name) in CONSTANTS:
                return None
            value = self._name(name)
            return enclosed(value) if rough else value

        def touches(part: Node) -> bool:
            if isinstance(part, Name):
                return key(part) in given
            return gradient is not None and isinstance(part, Call) and part.function == "grad"

        return _Evaluator(
            BALLS if rough else self.field,
            lookup,
            gradient or self.gradient,
            values=self._values[rough],
            changed=frozenset(_touched(node, touches)) if given or gradient else frozenset(),
        ).value(node)

    def attempt(
        self,
        node: Node,
        *,
        gradient: Gradient | None = None,
        known: Mapping[str, Value] | None = None,
        rough: bool = False,
    ) -> Value | None:
        """The value of a tree; None where there is none."""
        try:
            return self.value(node, gradient=gradient, known=known, rough=rough)
        except SymoptError:
            return None

    def _name(self, name: Name) -> Value:
        text = key(name)
        if text not in self._names:
            try:
                self._names[text] = self.slip.evaluate(name)
            except SymoptError as error:
                self._names[text] = error
        found = self._names[text]
        if isinstance(found, SymoptError):
            raise found
        return found

    def gradient(self, point: Point) -> Point:
        """∇f of this step at a point."""
        return self.at(self.setting.objective.gradient(self.step), point)

    def at(self, expressions: Sequence[Expr], point: Point) -> Point:
        """Expressions of the variables, at a point; roughly where that is known roughly."""
        if any(isinstance(part, Ball) for part in point):
            return enclosed_at(tuple(expressions), self.setting.variables, point)
        if isinstance(self.setting.objective, GivenGradients):
            return tuple(from_sympy(part, self.field) for part in expressions)
        values = dict(zip(self.setting.variables, point, strict=True))
        return tuple(from_sympy(part, self.field, values) for part in expressions)


@dataclass(frozen=True, eq=False)
class Case:
    """A line of the rule at a step (`name` is its quantity), or an arithmetic side (None).

    `downstream` is the tree of the claimed quantity in which `name` at this step is still a name:
    where a mistake in an earlier line of the same step shows.
    """

    replay: Replay
    name: str | None
    tree: Node
    downstream: Node | None = None

    @property
    def slip(self) -> Slip:
        """The slip that is to be explained."""
        return self.replay.slip

    @property
    def setting(self) -> Setting:
        """The page's setting."""
        return self.slip.setting

    @property
    def step(self) -> int:
        """The step of the line."""
        return self.slip.step or 0

    @cached_property
    def right(self) -> Value | None:
        """The right value of this tree, by the author's own earlier numbers."""
        return self.replay.attempt(self.tree)

    @cached_property
    def written(self) -> Value | None:
        """What was written."""
        return self.replay.attempt(self.slip.right)

    def outcome(
        self, result: Node | Value, gradient: Gradient | None = None, *, rough: bool = False
    ) -> Value | None:
        """What the claimed quantity becomes if this line gives `result`; None without a value."""
        if isinstance(result, Node):
            value = self.replay.attempt(result, gradient=gradient, rough=rough)
        else:
            value = enclosed(result) if rough else result
        if value is None or self.downstream is None or self.name is None:
            return value
        own = {key(name_of(self.name, str(self.step))): value}
        return self.replay.attempt(self.downstream, known=own, rough=rough)

    def name_at(self, step: int, quantity: str | None = None) -> Name:
        """The name of a quantity (this line's own by default) at a step."""
        return name_of(quantity or self.name or "", str(step))

    def inlined(self, quantity: str) -> Node | None:
        """A quantity of this step by the last step's alone."""
        return inlined(self.setting.rule, quantity, self.step)


def inlined(rule: Rule, quantity: str, step: int, kept: str | None = None) -> Node | None:
    """The tree of a quantity of a step with that step's other quantities put in.

    Where one is `kept` as a name, only the quantities that depend on it are put in.
    """
    trees: dict[str, Node] = {}
    name = None if kept is None else name_of(kept, str(step))
    for index, line in enumerate(rule.lines):
        tree = substitute(own_line(rule, index, step), trees)
        if line.left == quantity:
            return tree
        if name is None or (line.left != kept and contains(tree, name)):
            trees[key(name_of(line.left, str(step)))] = tree
    return None


def line_of(rule: Rule, quantity: str) -> Line | None:
    """The rule's line for a quantity."""
    return next((line for line in rule.lines if line.left == quantity), None)


def cases(slip: Slip) -> Iterator[Case]:
    """The case of the claimed line or side itself, then those of the step's earlier lines."""
    replay = Replay(slip)
    if slip.quantity is None:
        yield Case(replay, None, slip.left)
        return
    rule, name, step = slip.setting.rule, slip.quantity.name, slip.quantity.step
    if step < 1 or line_of(rule, name) is None:
        return
    position = rule.quantities.index(name)
    yield Case(replay, name, own_line(rule, position, step))
    for index in reversed(range(position)):
        earlier = rule.quantities[index]
        downstream = inlined(rule, name, step, earlier)
        if downstream is not None and contains(downstream, name_of(earlier, str(step))):
            yield Case(replay, earlier, own_line(rule, index, step), downstream)
