"""The lines of a run as LaTeX: symbolic, with numbers put in, and worked to their last sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from symopt.marking.evaluate import Evaluator
from symopt.marking.operands import operands_worked
from symopt.marking.reference import Reference
from symopt.notation.from_sympy import from_sympy
from symopt.notation.from_sympy import name_of as symbol_name
from symopt.notation.latex import substitute, write_latex
from symopt.notation.tree import Call, Node, Vector, key
from symopt.objective import Objective
from symopt.report.breaking import fits
from symopt.report.gradient import contributions
from symopt.report.latex import LONGEST_SHOWN, exact_trees
from symopt.rule import Line, Rule, before, now, parameter
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
        self._needed = {
            line.left: {symbol.name for symbol in line.right.free_symbols}
            for line in setting.rule.lines
        }
        self._parameters = {
            parameter(name).name: from_sympy(value) for name, value in setting.values.items()
        }

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
        latex = [write_latex(row) for row in rows]
        return [text for text in latex if fits(text, WIDEST)]

    def _derivatives(self, tree: Node, step: int) -> Node | None:
        """The derivatives with the point's numbers put in, for ∇f at such a point."""
        objective = self.setting.objective
        match tree:
            case Call(function="grad", arguments=(point,)) if isinstance(objective, Objective):
                coordinates = point.items if isinstance(point, Vector) else (point,)
                names = map(key, map(symbol_name, objective.variables))
                values = dict(zip(names, coordinates, strict=True))
                batch = (step - 1) % objective.period + 1 if objective.batches else None
                slopes = contributions(objective, batch)
                return _tree([substitute(slope, values) for slope in slopes])
        return None

    def _trees(self, line: Line, step: int) -> dict[str, Node] | None:
        """What a line is made of as trees, under its symbols' names; None where one is too long."""
        needed = self._needed[line.left]
        found: dict[str, Node] = dict(self._parameters)
        for symbol, values in ((before, self.shown[step - 1]), (now, self.shown[step])):
            for name in values:
                if symbol(name).name in needed:
                    trees = exact_trees(values[name])
                    if trees is None:
                        return None
                    found[symbol(name).name] = _tree(trees)
        return found


@lru_cache(maxsize=4096)
def symbolic(rule: Rule, line: Line, step: int) -> str:
    """The right side with names: β₁ m₀ + (1 − β₁) g₁."""
    names = {*rule.quantities, *rule.carried} - rule.scalars
    vectors = frozenset(f"{name}_{number}" for name in names for number in (step - 1, step))
    return write_latex(line_tree(rule, line, step), vectors=vectors)


def _tree(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Vector(tuple(parts))
