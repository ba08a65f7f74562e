"""Repeats a generated step in one arithmetic, and says where a value stops to exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from types import TracebackType
from typing import Any

from sympy import Expr, sstr

from symopt.errors import SymoptError, UndefinedError
from symopt.objective import GivenGradients
from symopt.rule import POINT
from symopt.run.emit import Operations
from symopt.run.generate import Program, StepFunction, generate
from symopt.setting import Setting


class Stepper:
    """A setting's step, compiled once a batch for one arithmetic.

    `convert` turns an exact SymPy number into the arithmetic's own.
    """

    def __init__(
        self, setting: Setting, operations: Operations, convert: Callable[[Expr], Any]
    ) -> None:
        self.setting = setting
        self._operations = operations
        self._convert = convert
        self._compiled: dict[int, tuple[Program, StepFunction]] = {}
        self._is_given = isinstance(setting.objective, GivenGradients)
        self._parameters = [convert(value) for value in setting.values.values()]

    def start(self) -> dict[str, tuple[Any, ...]]:
        """The carried quantities before the first step."""
        values = {POINT: self.setting.start, **self.setting.initial}
        return {name: tuple(map(self._convert, parts)) for name, parts in values.items()}

    def iterate(self) -> Iterator[tuple[int, Program, tuple[Any, ...]]]:
        """The steps 1, 2, … without end: number, program, and its flat results."""
        carried = [part for parts in self.start().values() for part in parts]
        parameters = self._parameters
        for number in count(1):
            program, function = self._program(number)
            try:
                results = function(number, *carried, *parameters, *self._given(number))
            except (ZeroDivisionError, UndefinedError) as error:
                raise self._undefined(program, number, error, error.__traceback__) from None
            carried = [results[i] for i in program.carried_positions]
            yield number, program, results

    def _program(self, number: int) -> tuple[Program, StepFunction]:
        """The step's program: one in all for given gradients, else one a batch."""
        objective = self.setting.objective
        index = 0 if self._is_given else (number - 1) % objective.period
        found = self._compiled.get(index)
        if found is None:
            program = program_of(self.setting, number)
            found = self._compiled[index] = program, program.compile(self._operations)
        return found

    def _given(self, number: int) -> Sequence[Any]:
        if not self._is_given:
            return ()
        return [self._convert(part) for part in self.setting.objective.gradient(number)]

    def _undefined(
        self, program: Program, number: int, error: Exception, trace: TracebackType | None
    ) -> SymoptError:
        """The same failure with its step, its line and its coordinate."""
        what = error.message if isinstance(error, UndefinedError) else "division by zero"
        where = program.where(trace)
        if where is None or where.quantity is None:
            part = f"the gradient is undefined at step {number}: {what}"
        else:
            line = next(x for x in program.rule.lines if x.left == where.quantity)
            names = [str(v) for v in self.setting.variables]
            coordinate = (
                f", coordinate {names[where.component or 0]}"
                if where.quantity not in program.rule.scalars and len(names) > 1
                else ""
            )
            right = sstr(line.right, order="none")
            part = f"{what} at step {number}{coordinate}, in {where.quantity} = {right}"
        return UndefinedError(part, hint=self._way_out(number))

    def _way_out(self, number: int) -> str:
        values: Mapping[str, Expr] = self.setting.values
        ways = []
        if values.get("epsilon") == 0:
            ways.append("give epsilon a positive value")
        ways.append(f"ask for {number - 1} steps" if number > 1 else "start at another point")
        return " or ".join(ways)


def program_of(setting: Setting, number: int) -> Program:
    """The generated step `number` of a setting."""
    rule, objective = setting.rule, setting.objective
    if isinstance(objective, GivenGradients):
        return generate(rule, None, objective.variables)
    gradient, domain = objective.gradient(number), objective.domain(number)
    return generate(rule, gradient, objective.variables, domain)
