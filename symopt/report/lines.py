"""The lines of one step as LaTeX: symbolic, with numbers put in, and worked to their last sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sympy import Expr

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
    """The lines of one step, between the values before it and after it."""

    def __init__(self, setting: Setting, step: int, old: Values, new: Values):
        self.setting = setting
        self.rule = setting.rule
        self.step = step
        vectors = {*self.rule.quantities, *self.rule.carried} - self.rule.scalars
        self.vectors = frozenset(
            f"{name}_{number}" for name in vectors for number in (step - 1, step)
        )
        self._values = self._trees(before, old) | self._trees(now, new)
        reference = Reference(setting)
        self._evaluator = Evaluator(
            reference.field,
            lambda _: None,
            lambda point: reference.step_gradient(point, step),
        )

    def symbolic(self, line: Line) -> str:
        """The right side with names: β₁ m₀ + (1 − β₁) g₁."""
        return write_latex(line_tree(self.rule, line, self.step), vectors=self.vectors)

    def numbers(self, line: Line) -> list[str]:
        """The right side with every value put in, then one operation before its end.

        Of a gradient the end is preceded by its derivatives with the numbers put in. Nothing where
        a value is too long to show.
        """
        needed = {symbol.name for symbol in line.right.free_symbols}
        shown = self._values | {
            parameter(name).name: from_sympy(value) for name, value in self.setting.values.items()
        }
        if any(shown.get(name, True) is None for name in needed):
            return []
        trees = {name: tree for name, tree in shown.items() if tree is not None}
        substituted = line_tree(self.rule, line, self.step, trees)
        worked = operands_worked(substituted, self._evaluator, longest=LONGEST_SHOWN)
        rows: list[Node] = [substituted, *([worked] if worked else [])]
        if slopes := self._slopes(rows[-1]):
            rows.append(slopes)
        latex = [write_latex(_points_spread(row)) for row in rows]
        return [text for text in latex if width(text) <= WIDEST]

    def _slopes(self, tree: Node) -> Node | None:
        """The derivatives with the point's numbers put in, for ∇f at such a point."""
        objective = self.setting.objective
        match tree:
            case Call(function="grad", arguments=(point,)) if isinstance(objective, Objective):
                coordinates = point.items if isinstance(point, Vector) else (point,)
                names = map(key, map(symbol_name, objective.variables))
                values = dict(zip(names, coordinates, strict=True))
                return _tree([substitute(p, values) for p in contributions(objective, self.step)])
        return None

    def _trees(self, symbol: Callable[[str], Expr], values: Values) -> dict[str, Node | None]:
        """Each quantity's exact value as a tree, under its symbol's name; None: too long."""
        return {
            symbol(name).name: None if (trees := exact_trees(parts)) is None else _tree(trees)
            for name, parts in values.items()
        }


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
