"""The lines of a run as LaTeX: symbolic, with numbers put in, and worked to their last sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from symopt.marking.evaluate import Evaluator
from symopt.marking.operands import operands_worked
from symopt.marking.reference import Reference
from symopt.notation.from_sympy import from_sympy
from symopt.notation.from_sympy import name_of as symbol_name
from symopt.notation.latex import substitute, write_latex
from symopt.notation.tree import Binary, Call, Negative, Node, Vector, key
from symopt.objective import Objective
from symopt.report.breaking import width
from symopt.report.gradient import contributions
from symopt.report.latex import LONGEST_SHOWN, exact_trees
from symopt.rule import Line, before, now, parameter
from symopt.run.shown import Shown
from symopt.setting import Setting
from symopt.spelling import line_tree

WIDEST = 200.0  # em: some five rows
Values = Mapping[str, Sequence[Shown]]


class Lines:
    """The lines of a run whose values, step by step, are `shown`."""

    def __init__(self, setting: Setting, shown: Sequence[Values] = ()):
        self.setting = setting
        self.rule = setting.rule
        self.shown = shown
        self._reference = Reference(setting)
        self._slopes: dict[int, list[Node]] = {}

    def symbolic(self, line: Line, step: int) -> str:
        """The right side with names: β₁ m₀ + (1 − β₁) g₁."""
        names = {*self.rule.quantities, *self.rule.carried} - self.rule.scalars
        vectors = frozenset(f"{name}_{number}" for name in names for number in (step - 1, step))
        return write_latex(line_tree(self.rule, line, step), vectors=vectors)

    def numbers(self, line: Line, step: int) -> list[str]:
        """The right side with every value put in, then one operation before its end.

        Of a gradient the end is preceded by its derivatives with the numbers put in. Nothing where
        a value is too long to show.
        """
        trees = self._trees(line, step)
        if trees is None:
            return []
        reference = self._reference
        evaluator = Evaluator(
            reference.field, lambda _: None, lambda point: reference.step_gradient(point, step)
        )
        substituted = line_tree(self.rule, line, step, trees)
        worked = operands_worked(substituted, evaluator, longest=LONGEST_SHOWN)
        rows: list[Node] = [substituted, *([worked] if worked else [])]
        if derivatives := self._derivatives(rows[-1], step):
            rows.append(derivatives)
        latex = [write_latex(_points_spread(row)) for row in rows]
        return [text for text in latex if width(text) <= WIDEST]

    def _derivatives(self, tree: Node, step: int) -> Node | None:
        """The derivatives with the point's numbers put in, for ∇f at such a point."""
        objective = self.setting.objective
        match tree:
            case Call(function="grad", arguments=(point,)) if isinstance(objective, Objective):
                coordinates = point.items if isinstance(point, Vector) else (point,)
                names = map(key, map(symbol_name, objective.variables))
                values = dict(zip(names, coordinates, strict=True))
                batch = (step - 1) % objective.period + 1
                if batch not in self._slopes:
                    self._slopes[batch] = contributions(objective, batch)
                return _tree([substitute(slope, values) for slope in self._slopes[batch]])
        return None

    def _trees(self, line: Line, step: int) -> dict[str, Node] | None:
        """What a line is made of as trees, under its symbols' names; None where one is too long."""
        needed = {symbol.name for symbol in line.right.free_symbols}
        found: dict[str, Node] = {}
        for name, value in self.setting.values.items():
            found[parameter(name).name] = from_sympy(value)
        for symbol, values in ((before, self.shown[step - 1]), (now, self.shown[step])):
            for name in values:
                if symbol(name).name in needed:
                    trees = exact_trees(values[name])
                    if trees is None:
                        return None
                    found[symbol(name).name] = _tree(trees)
        return found


def _tree(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Vector(tuple(parts))


def _points_spread(tree: Node) -> Node:
    """∇f((1, 2)) as people write it: ∇f(1, 2)."""
    match tree:
        case Call(function="grad", arguments=(Vector(items=items),)):
            return replace(tree, arguments=items)
        case Call(arguments=arguments):
            return replace(tree, arguments=tuple(map(_points_spread, arguments)))
        case Binary(left=left, right=right):
            return replace(tree, left=_points_spread(left), right=_points_spread(right))
        case Negative(operand=operand):
            return replace(tree, operand=_points_spread(operand))
        case _:
            return tree
