"""What the rule itself gives: every quantity of every step, computed when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from flint import arb, fmpq
from sympy import Expr, Symbol

from symopt.errors import SymoptError, UndecidedError, UndefinedError
from symopt.marking.evaluate import Value
from symopt.marking.heavy_ball import point_before_last
from symopt.marking.partial import PartialStep
from symopt.marking.said import OpenError, sentence
from symopt.numbers import Field, Real, from_sympy
from symopt.objective import GivenGradients, Objective
from symopt.reading.names import GradientOf, Meaning, Parameter, Quantity, StepNumber
from symopt.reading.vocabulary import GRADIENT
from symopt.rule import POINT
from symopt.run.certified import certified_steps
from symopt.run.exact import exact_steps
from symopt.run.trajectory import Step
from symopt.setting import Setting

MOST_STEPS = 10_000
POINT_SIZE = sentence(
    en="a point has {size} coordinates here (got {got})",
    ko="여기서 점의 좌표는 {size}개입니다 ({got}개를 썼습니다)",
)
ONLY_GRADIENTS = sentence(
    en="the page gives gradients, not the function", ko="문제에는 함수가 아니라 기울기만 있습니다"
)


def at_point(variables: Sequence[Symbol], point: Sequence[Real]) -> dict[Symbol, Real]:
    """Each variable's value at a point; `UndecidedError` where their numbers differ."""
    if len(variables) != len(point):
        raise OpenError(POINT_SIZE.filled(size=len(variables), got=len(point)))
    return dict(zip(variables, point, strict=True))


_T = TypeVar("_T")


def part_of(values: Sequence[_T], quantity: Quantity) -> tuple[_T, ...] | _T:
    """The coordinate that a quantity means, or all; a single coordinate is a plain number."""
    if len(values) == 1:
        return values[0]
    return tuple(values) if quantity.component is None else values[quantity.component]


class Reference:
    """The trajectory of a setting, in one field; past the exact part its values are balls."""

    def __init__(self, setting: Setting):
        self.setting = setting
        self.field = Field()
        self._steps: list[Step] = []
        self._source: Iterator[Step] = exact_steps(setting, field=self.field)
        self._end: SymoptError | None = None
        self._balls: dict[int, Step] = {}
        self._last: PartialStep | None = None

    def value(self, name: str, step: int) -> tuple[Real | arb, ...] | None:
        """A quantity's coordinates after a step; None where the rule gives none.

        `UndefinedError` where the trajectory does not reach that step. The point before the start
        is the start where the point's own last move is the velocity.
        """
        if step == -1 and name == POINT and point_before_last(self.setting) is not None:
            step = 0
        if not 0 <= step <= MOST_STEPS:
            return None
        try:
            found = self._step(step).values.get(name)
        except UndefinedError:
            parts = self._partly(name, step)
            if parts is None or None in parts:
                raise
            return parts  # type: ignore[return-value]
        if found is None:
            return None
        return tuple(self.field.rational(v) if isinstance(v, fmpq) else v for v in found)

    def quantity(self, quantity: Quantity) -> tuple[Real | arb, ...] | Real | arb | None:
        """What a quantity is, one coordinate or all; None where the rule gives none."""
        try:
            values = self.value(quantity.name, quantity.step)
        except UndefinedError:
            parts = self._partly(quantity.name, quantity.step)
            part = None if parts is None else parts[quantity.component or 0]
            if quantity.component is None or part is None:
                raise
            return part
        return None if values is None else part_of(values, quantity)

    def _partly(self, name: str, step: int) -> tuple[Real | None, ...] | None:
        """A quantity of the step at which the trajectory ends, as far as it exists."""
        if step != len(self._steps) or not step:
            return None
        if self._last is None:
            self._last = PartialStep(self, step)
        return self._last.values.get(name)

    def resolve(
        self, found: Meaning | None, quantity: Callable[[Quantity], Value | None]
    ) -> Value | None:
        """The value of what a name means, that of a quantity as `quantity` has it."""
        match found:
            case Parameter(name=name):
                return self.parameter(name)
            case StepNumber(step=number):
                return self.field.rational(number)
            case GradientOf(component=component, step=int(step)):
                return quantity(Quantity(GRADIENT, step, component))
            case Quantity():
                return quantity(found)
            case _:
                return None

    def parameter(self, name: str) -> Real:
        """A hyper-parameter's value."""
        return from_sympy(self.setting.values[name], self.field)

    def step_gradient(self, point: tuple[Real, ...], step: int) -> tuple[Real, ...]:
        """The gradient that a step of the rule follows at a point; given ones hold at any."""
        if isinstance(self.setting.objective, GivenGradients):
            return tuple(from_sympy(p, self.field) for p in self.setting.objective.gradient(step))
        return self.gradient(point, step)

    def gradient(self, point: tuple[Real, ...], step: int | None) -> tuple[Real, ...]:
        """∇f at a point (that of the step's batch, where there are batches)."""
        values = at_point(self.setting.variables, point)
        return tuple(from_sympy(p, self.field, values) for p in self.slopes(step))

    def slopes(self, step: int | None) -> tuple[Expr, ...]:
        """∇f as expressions of the variables."""
        return self._objective.gradient(step)

    def objective(self, point: tuple[Real, ...]) -> Real:
        """f at a point."""
        values = at_point(self.setting.variables, point)
        return from_sympy(self._objective.value, self.field, values)

    @property
    def _objective(self) -> Objective:
        if isinstance(self.setting.objective, GivenGradients):
            raise OpenError(ONLY_GRADIENTS)
        return self.setting.objective

    def _step(self, number: int) -> Step:
        while len(self._steps) <= number and self._end is None:
            try:
                self._steps.append(next(self._source))
            except SymoptError as error:
                self._end = error
        if number < len(self._steps):
            return self._steps[number]
        if not isinstance(self._end, UndecidedError):
            raise self._end or UndecidedError("no such step")
        if number not in self._balls:
            first, last = len(self._steps), max(number, min(2 * number, self.setting.steps))
            digits = self.setting.digits
            for step in certified_steps(self.setting, last, digits=digits, first=first):
                self._balls[step.number] = step
        return self._balls[number]
