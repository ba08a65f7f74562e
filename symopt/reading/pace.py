"""The step that a line is at where no index and no heading says it.

A line belongs to the step of the numbered quantities in it; else to the step that the page has
reached when its lines are taken in the order of the rule's own: where that order begins anew, so
does the next step. A bare `x = 3` that nothing led to may be anything and is left alone.
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr

from symopt.notation.tree import Binary, Call, Name, Node, Number, Vector, walk
from symopt.reading.before import gathered, is_variable
from symopt.reading.names import (
    GradientOf,
    Meaning,
    Quantity,
    batch_gradient,
    call_meaning,
    meaning,
)
from symopt.reading.points import begins_with, coordinates
from symopt.reading.statement import Statement
from symopt.reading.vocabulary import GRADIENT
from symopt.rule import POINT
from symopt.setting import Setting


class Pace:
    """Follows a page from line to line."""

    def __init__(self, setting: Setting):
        self.setting = setting
        self.order = [*setting.rule.quantities]
        self.step = 1
        self.last: str | None = None
        self.points: dict[int, tuple[int, Expr]] = {}
        """The last value of each coordinate, with its step."""

    def step_of(self, statement: Statement, fits: Callable[[int], bool]) -> int | None:
        """The step of a line: the one that it says, else the one that it must be at.

        A bare value that nothing led to is at the step that is next if it `fits` there.
        """
        first = statement.chain.sides[0]
        found = self._meaning(first, statement.step)
        if isinstance(found, Quantity):
            if found.step:
                self.reach(found)
                self._remember(statement, found)
            return statement.step
        if isinstance(first, Call) and self._is_gradient_somewhere(first):
            self.reach(Quantity(GRADIENT, statement.step or self._next(GRADIENT)))
        if statement.step is not None or not isinstance(first, Name | Vector):
            return statement.step
        name = self._name(first)
        led = self._was_led_to(name) and not self._is_zero(statement) if name else False
        if name is None:
            return None
        works = self._works(statement)
        next_ = self._next(name)
        if led and not works and name == POINT and not fits(next_) and fits(next_ - 1):
            return None  # the point at which the gradient was taken, or one that did not move
        if not (works or led):
            if self.last is None and fits(0):
                return 0
            if not fits(next_):
                return None
        goes_on = name == POINT == self.last and self._starts_from_last(statement)
        self.reach(Quantity(name, self._mentioned(statement) or next_ + goes_on))
        self._remember(statement, self._meaning(first, self.step))
        return self.step

    def _remember(self, statement: Statement, found: Meaning | None) -> None:
        """Keep the value that a chain about the point ends with."""
        if isinstance(found, Quantity) and found.name == POINT:
            given = coordinates(statement.chain.sides[-1], found.component, self.setting)
            self.points |= {at: (found.step, value) for at, value in given.items()}

    def _starts_from_last(self, statement: Statement) -> bool:
        """Whether working begins with the point that this step has led to: x = 8 - 0.1·16."""
        found = self._meaning(statement.chain.sides[0], 1)
        component = found.component if isinstance(found, Quantity) else None
        point = {at: value for at, (step, value) in self.points.items() if step == self.step}
        return begins_with(statement, component, point, self.setting)

    def _is_gradient_somewhere(self, first: Call) -> bool:
        """Whether a chain is about the gradient at a point: f'(10), and no formula f'(x)."""
        formula = all(
            isinstance(part, Name) and is_variable(part, self.setting) for part in first.arguments
        )
        return not formula and isinstance(call_meaning(first, self.setting), GradientOf)

    def _was_led_to(self, name: str) -> bool:
        """Whether a bare value can only be the next in the order of the rule's lines."""
        return name == GRADIENT or self.last not in (None, POINT)

    def batch_gradient(self, statement: Statement) -> Quantity | None:
        """The gradient that a line about ∂L/∂w is of, if it is of the whole batch's loss."""
        first, step = statement.chain.sides[0], statement.step or self._next(GRADIENT)
        return batch_gradient(first, self.setting, step) if isinstance(first, Name) else None

    def reach(self, quantity: Quantity) -> None:
        """Go on from a quantity."""
        self.last, self.step = quantity.name, quantity.step

    def may_be_elsewhere(self, first: Name | Vector) -> bool:
        """Whether a name may be the gradient at any point: ∂f/∂x, or a bare g."""
        return isinstance(self._meaning(first, None), GradientOf)

    def _name(self, first: Name | Vector) -> str | None:
        """The quantity that a name without a step would be at some step."""
        found = self._meaning(first, 1)
        if isinstance(found, GradientOf):
            return GRADIENT
        return found.name if isinstance(found, Quantity) else None

    def _mentioned(self, statement: Statement) -> int | None:
        """The step of the numbered quantities on the right, the last step's point left aside."""
        steps = {
            found.step
            for side in statement.chain.sides[1:]
            for part in walk(side)
            if isinstance(part, Name)
            and isinstance(found := self._meaning(part, None), Quantity)
            and found.name not in (POINT, *self.setting.rule.state)
        }
        return max(steps, default=None)

    def _next(self, name: str) -> int:
        """One step on where the order of the rule's lines begins anew."""
        if self.last is None or name == self.last:
            return self.step
        return self.step + (self._place(name) < self._place(self.last))

    def _place(self, name: str) -> int:
        return self.order.index(name) if name in self.order else -1

    def _meaning(self, side: Node, step: int | None) -> Meaning | None:
        """What a name means at a step; (x, y) is the point."""
        if isinstance(side, Vector):
            return gathered(side, self.setting, lambda name: meaning(name, self.setting, step))
        return meaning(side, self.setting, step) if isinstance(side, Name) else None

    @staticmethod
    def _is_zero(statement: Statement) -> bool:
        """Whether a line says that something is 0, as state is at the start."""
        last = statement.chain.sides[-1]
        return isinstance(last, Number) and last.value == 0

    @staticmethod
    def _works(statement: Statement) -> bool:
        """Whether a line shows numbers being worked on."""
        return any(
            isinstance(part, Binary | Call)
            for side in statement.chain.sides[1:]
            for part in walk(side)
        )
