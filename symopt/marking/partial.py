"""The step at which a trajectory ends: lines before the one that has no value, and coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from symopt.errors import SymoptError
from symopt.marking.evaluate import Evaluator, Value, parts_of
from symopt.notation.tree import Node
from symopt.numbers import Real
from symopt.reading.names import Quantity, meaning
from symopt.spelling import line_tree

if TYPE_CHECKING:
    from symopt.marking.reference import Reference

Coordinates: TypeAlias = "tuple[Real | None, ...]"


class PartialStep:
    """A step's quantities as far as they exist, from the values after the step before."""

    def __init__(self, reference: Reference, step: int):
        self.reference, self.step, self.setting = reference, step, reference.setting
        self.values: dict[str, Coordinates] = {}
        for line in self.setting.rule.lines:
            tree = line_tree(self.setting.rule, line, step)
            self.values[line.left] = self._line(tree, line.left)

    def _line(self, tree: Node, name: str) -> Coordinates:
        """A line's value; coordinate by coordinate where it has none as a whole."""
        wide = 1 if name in self.setting.rule.scalars else len(self.setting.variables)
        try:
            value = self._evaluate(tree, None)
        except SymoptError:
            return tuple(self._coordinate(tree, i) for i in range(wide))
        parts = parts_of(value)
        return parts * wide if len(parts) == 1 else parts

    def _coordinate(self, tree: Node, i: int) -> Real | None:
        try:
            value = self._evaluate(tree, i)
        except SymoptError:
            return None
        return None if isinstance(value, tuple) else value

    def _evaluate(self, tree: Node, component: int | None) -> Value:
        reference, step = self.reference, self.step

        def quantity(found: Quantity) -> Value | None:
            if found.step == step:
                return _whole(self.values.get(found.name, ()), component)
            before = reference.value(found.name, found.step)
            return None if before is None else _whole(before, component)  # type: ignore[arg-type]

        return Evaluator(
            reference.field,
            lambda name: reference.resolve(meaning(name, self.setting, step), quantity),
            lambda point: reference.step_gradient(point, step),
        ).value(tree)


def _whole(parts: Sequence[Real | None], component: int | None) -> Value | None:
    """One coordinate, or all where all exist."""
    if component is not None and len(parts) > 1:
        return parts[component]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts) or not known:
        return None
    return known if len(known) > 1 else known[0]
