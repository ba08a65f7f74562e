"""The mathematics of one step as LaTeX: lines symbolic or with values put in, and results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sympy import Expr

from symopt.notation.from_sympy import from_sympy
from symopt.notation.latex import write_latex
from symopt.notation.tree import Binary, Call, Negative, Node, Vector
from symopt.rule import Line, before, now, parameter
from symopt.run.shown import Shown
from symopt.setting import Setting
from symopt.spelling import line_tree, name_of

LONGEST_SHOWN = 80
DIGITS_BESIDE = 6
Values = Mapping[str, Sequence[Shown]]


def expression_latex(expression: Expr) -> str:
    """An exact expression in the form SymPy gives it."""
    return write_latex(expression)


def vector_latex(parts: Sequence[str]) -> str:
    """Coordinates as a row; one coordinate is a plain number."""
    return parts[0] if len(parts) == 1 else rf"\left({', '.join(parts)}\right)"


def name_latex(quantity: str, *index: str) -> str:
    """A quantity's or a parameter's name."""
    return write_latex(name_of(quantity, *index))


def exact_latex(values: Sequence[Shown]) -> str | None:
    """A quantity's exact value, where a page can show it."""
    if not all(value.text is not None and len(value.text) <= LONGEST_SHOWN for value in values):
        return None
    return vector_latex([write_latex(value.expression) for value in values])


def decimal_latex(values: Sequence[Shown], digits: int | None = None) -> str:
    """A quantity in certified decimals."""
    shown = [Shown(v.value, min(digits, v.digits)) if digits else v for v in values]
    return vector_latex([power_of_ten(value.decimal) for value in shown])


def power_of_ten(text: str) -> str:
    """1.5e-30 as mathematics writes it."""
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{exponent}}}" if exponent else text


def results(values: Sequence[Shown]) -> list[tuple[str, str]]:
    """The value: exact, and in decimals where it is irrational or too long to show."""
    exact = exact_latex(values)
    if exact is None:
        return [("≈", decimal_latex(values))]
    rows = [("=", exact)]
    if not all(value.expression.is_Rational for value in values if value.expression is not None):
        rows.append(("≈", decimal_latex(values, DIGITS_BESIDE)))
    return rows


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

    def symbolic(self, line: Line) -> str:
        """The right side with names: β₁ m₀ + (1 − β₁) g₁."""
        return write_latex(line_tree(self.rule, line, self.step), vectors=self.vectors)

    def substituted(self, line: Line) -> str | None:
        """The right side with every value put in; None where one is too long to show."""
        needed = {symbol.name for symbol in line.right.free_symbols}
        shown = self._values | {
            parameter(name).name: from_sympy(value) for name, value in self.setting.values.items()
        }
        if any(shown.get(name, True) is None for name in needed):
            return None
        trees = {name: tree for name, tree in shown.items() if tree is not None}
        return write_latex(_points_spread(line_tree(self.rule, line, self.step, trees)))

    def _trees(self, symbol: Callable[[str], Expr], values: Values) -> dict[str, Node | None]:
        """Each quantity's exact value as a tree, under its symbol's name; None: too long."""
        return {
            symbol(name).name: None
            if exact_latex(parts) is None
            else _tree([from_sympy(part.expression) for part in parts])
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
