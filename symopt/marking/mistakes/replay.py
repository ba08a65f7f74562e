"""Values from the author's own numbers, some of them replaced by what a mistake makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sympy import Expr

from symopt.errors import SymoptError, UndecidedError
from symopt.marking.balls import BALLS, Ball, enclosed, enclosed_at
from symopt.marking.evaluate import Evaluator, Value, parts_of
from symopt.marking.reference import at_point
from symopt.marking.slip import Slip
from symopt.notation.from_sympy import number_tree
from symopt.notation.tree import Call, Name, Node, children, key
from symopt.numbers import Field, Real, from_sympy
from symopt.objective import GivenGradients
from symopt.reading.names import FunctionOf, GradientOf, call_meaning
from symopt.reading.synonyms import CONSTANTS

Point: TypeAlias = tuple[Real, ...]
Gradient: TypeAlias = Callable[[Point], Point]
Values: TypeAlias = dict[int, tuple[Node, Value]]


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
            is_gradient = isinstance(part, Call) and isinstance(self._kind(part), GradientOf)
            return gradient is not None and is_gradient

        return _Evaluator(
            BALLS if rough else self.field,
            lookup,
            gradient or self.gradient,
            self.objective,
            self._kind,
            values=self._values[rough],
            changed=frozenset(_touched(node, touches)) if given or gradient else frozenset(),
        ).value(node)

    def _kind(self, call: Call) -> GradientOf | FunctionOf | None:
        """Whether a call is of the gradient or of the function."""
        return call_meaning(call, self.slip.setting)

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

    def objective(self, point: Point) -> Real:
        """f at a point."""
        objective = self.setting.objective
        if isinstance(objective, GivenGradients):
            raise UndecidedError("the page gives gradients, not the function")
        return self.at((objective.value,), point)[0]

    def at(self, expressions: Sequence[Expr], point: Point) -> Point:
        """Expressions of the variables, at a point; roughly where that is known roughly."""
        if any(isinstance(part, Ball) for part in point):
            return enclosed_at(tuple(expressions), self.setting.variables, point)
        if isinstance(self.setting.objective, GivenGradients):
            return tuple(from_sympy(part, self.field) for part in expressions)
        values = at_point(self.setting.variables, point)
        return tuple(from_sympy(part, self.field, values) for part in expressions)


def same(left: Value | None, right: Value | None) -> bool:
    """Whether two values are equal, proved; False also where that is open."""
    if left is None or right is None:
        return False
    lefts, rights = parts_of(left), parts_of(right)
    if len(lefts) != len(rights):
        return False
    try:
        return all(map(Real.equals, lefts, rights))
    except SymoptError:
        return False
