"""The step at which a trajectory ends: lines before the one that has no value, and coordinates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from symopt.errors import SymoptError
from symopt.marking.evaluate import Evaluator, Value
from symopt.marking.names import Parameter, Quantity, StepNumber, meaning
from symopt.notation.tree import Name, Node
from symopt.numbers import Field, Real
from symopt.setting import Setting
from symopt.spelling import line_tree

Coordinates: TypeAlias = "tuple[Real | None, ...]"


class PartialStep:
    """A step's quantities as far as they exist, from the values after the step before.

    `gradient` is ∇f at a point, `parameter` a hyper-parameter's value.
    """

    def __init__(
        self,
        setting: Setting,
        step: int,
        field: Field,
        before: Mapping[str, Sequence[Real]],
        parameters: Mapping[str, Real],
        gradient: Callable[[tuple[Real, ...]], tuple[Real, ...]],
    ):
        self.setting, self.step, self.field = setting, step, field
        self.before, self.parameters, self.gradient = before, parameters, gradient
        self.values: dict[str, Coordinates] = {}
        for line in setting.rule.lines:
            self.values[line.left] = self._line(line_tree(setting.rule, line, step), line.left)

    def _line(self, tree: Node, name: str) -> Coordinates:
        """A line's value; coordinate by coordinate where it has none as a whole."""
        wide = 1 if name in self.setting.rule.scalars else len(self.setting.variables)
        try:
            value = self._evaluate(tree, None)
        except SymoptError:
            return tuple(self._coordinate(tree, i) for i in range(wide))
        parts = value if isinstance(value, tuple) else (value,)
        return parts * wide if len(parts) == 1 else parts

    def _coordinate(self, tree: Node, i: int) -> Real | None:
        try:
            value = self._evaluate(tree, i)
        except SymoptError:
            return None
        return None if isinstance(value, tuple) else value

    def _evaluate(self, tree: Node, component: int | None) -> Value:
        def lookup(name: Name) -> Value | None:
            match meaning(name, self.setting, self.step):
                case Parameter(name=parameter):
                    return self.parameters[parameter]
                case StepNumber(step=number):
                    return self.field.rational(number)
                case Quantity(name=quantity, step=at):
                    known = self.values if at == self.step else self.before
                    return _whole(known.get(quantity, ()), component)
                case _:
                    return None

        return Evaluator(self.field, lookup, self.gradient).value(tree)


def _whole(parts: Sequence[Real | None], component: int | None) -> Value | None:
    """One coordinate, or all where all exist."""
    if component is not None and len(parts) > 1:
        return parts[component]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts) or not known:
        return None
    return known if len(known) > 1 else known[0]
