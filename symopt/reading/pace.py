"""The step that a line is at where no index and no heading says it.

A line belongs to the step of the numbered quantities in it; else to the step that the page has
reached when its lines are taken in the order of the rule's own: where that order begins anew, so
does the next step. A bare `x = 3` that nothing led to is the point that has just been reached, if
that is 3; else it may be anything and is left alone.
"""

from __future__ import annotations

from sympy import Expr

from symopt.notation.tree import Binary, Call, Name, Node, Number, walk
from symopt.reading.names import GradientOf, Meaning, Quantity, meaning
from symopt.reading.points import coordinates
from symopt.reading.statement import Statement
from symopt.reading.synonyms import NEW, OLD
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
        self.points = {at: (0, value) for at, value in enumerate(setting.start)}
        """The last value of each coordinate, with its step."""

    def step_of(self, statement: Statement) -> int | None:
        """The step of a line: the one that it says, else the one that it must be at."""
        first = statement.chain.sides[0]
        found = self._meaning(first, statement.step)
        if isinstance(found, Quantity):
            if found.step:
                self._reach(found.name, found.step)
            self._remember(statement, found)
            return statement.step
        if statement.step is not None or not isinstance(first, Name):
            return statement.step
        name = self._name(first)
        if name == POINT == self.last and (step := self._restated(statement)) is not None:
            return step
        led = self._was_led_to(name) and not self._is_zero(statement) if name else False
        if name is None or not (self._works(statement) or led):
            return None
        goes_on = name == POINT == self.last and self._starts_from_last(statement)
        self._reach(name, self._mentioned(statement) or self._next(name) + goes_on)
        self._remember(statement, self._meaning(first, self.step))
        return self.step

    def _remember(self, statement: Statement, found: Meaning | None) -> None:
        """Keep the value that a chain about the point ends with."""
        if isinstance(found, Quantity) and found.name == POINT:
            given = coordinates(statement.chain.sides[-1], found.component, self.setting)
            self.points |= {at: (found.step, value) for at, value in given.items()}

    def _given(self, statement: Statement, side: Node) -> dict[int, Expr]:
        """The coordinates that a side gives, as a value of the chain's name."""
        found = self._meaning(statement.chain.sides[0], 1)
        component = found.component if isinstance(found, Quantity) else None
        return coordinates(side, component, self.setting)

    def _restated(self, statement: Statement) -> int | None:
        """The step of the point that a chain only repeats: at x = 8."""
        head, *values = statement.chain.sides
        given = self._given(statement, values[0]) if len(values) == 1 else {}
        bare = isinstance(head, Name) and not {*head.index, *head.marks} & (NEW | OLD)
        steps = {step for at in given for step, value in [self.points[at]] if value == given[at]}
        same = all(self.points[at][1] == value for at, value in given.items())
        return steps.pop() if bare and same and len(steps) == 1 else None

    def _starts_from_last(self, statement: Statement) -> bool:
        """Whether working begins with the point that this step has led to: x = 8 - 0.1·16."""
        for side in statement.chain.sides[1:]:
            first = side
            while isinstance(first, Binary):
                first = first.left
            given = self._given(statement, first) if first is not side else {}
            if given and all(self.points[at] == (self.step, value) for at, value in given.items()):
                return True
        return False

    def _was_led_to(self, name: str) -> bool:
        """Whether a bare value can only be the next in the order of the rule's lines."""
        return name == GRADIENT or self.last not in (None, POINT)

    def may_be_elsewhere(self, first: Name) -> bool:
        """Whether a name may be the gradient at any point: ∂f/∂x, or a bare g."""
        return isinstance(self._meaning(first, None), GradientOf)

    def _name(self, first: Name) -> str | None:
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

    def _reach(self, name: str, step: int) -> None:
        self.step, self.last = step, name

    def _meaning(self, side: Node, step: int | None) -> Meaning | None:
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
