"""Values and names as LaTeX: exact as a person would write them, and in certified decimals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sympy import Expr, Symbol

from symopt.decide.assumptions import read_assumption
from symopt.notation.latex import RELATIONS, write_latex
from symopt.notation.tree import Node
from symopt.notation.write import tree_text, write_text
from symopt.parameter import PARAMETERS
from symopt.rule import parameter
from symopt.run.shown import Shown
from symopt.spelling import name_of

LONGEST_SHOWN = 80
DIGITS_BESIDE = 6


def expression_latex(expression: Expr) -> str:
    """An exact expression in the form SymPy gives it."""
    return write_latex(expression)


def spelled_latex(side: Expr | Node) -> str:
    """An expression in a rule's symbols, its parameters spelled as in formulas: α for lr.

    A tree stays as its author wrote it.
    """
    return write_latex(side if isinstance(side, Node) else side.xreplace(_letters()))


def spelled_text(side: Expr) -> str:
    """The same as plain text: alpha for lr."""
    return write_text(side.xreplace(_letters()))


@cache
def _letters() -> dict[Expr, Expr]:
    return {parameter(name): Symbol(tree_text(name_of(name))) for name in PARAMETERS}


def vector_latex(parts: Sequence[str]) -> str:
    """Coordinates as a row; one coordinate is a plain number."""
    return parts[0] if len(parts) == 1 else rf"\left({', '.join(parts)}\right)"


def name_latex(quantity: str, *index: str) -> str:
    """A quantity's or a parameter's name."""
    return write_latex(name_of(quantity, *index))


def domain_latex(name: str, assumption: str) -> str:
    """The values that a name may have: 0 < β < 1, t = 1, 2, …"""
    letter, values = name_latex(name), read_assumption(name, assumption)
    low, high = values.lower, values.upper
    if values.integer and low is not None and high is None:
        return rf"{letter} = {low}, {low + 1}, \ldots"
    kind = rf" \in \mathbb{{{'Z' if values.integer else 'R'}}}"
    if low is None and high is None:
        return rf"{letter} \neq 0" if values.nonzero else letter + kind
    lower, upper = ("<" if o else r"\leq" for o in (values.lower_open, values.upper_open))
    if high is None:
        return rf"{letter} {'>' if values.lower_open else RELATIONS['≥']} {low}"
    before = f"{low} {lower} " if low is not None else ""
    return f"{before}{letter} {upper} {high}"


def exact_latex(values: Sequence[Shown]) -> str | None:
    """A quantity's exact value, where a page can show it."""
    trees = exact_trees(values)
    return None if trees is None else vector_latex([*map(write_latex, trees)])


def exact_trees(values: Sequence[Shown]) -> list[Node] | None:
    """A quantity's exact value, coordinate by coordinate, where a page can show it."""
    if not all(value.text is not None and len(value.text) <= LONGEST_SHOWN for value in values):
        return None
    return [value.tree for value in values if value.tree is not None]


def decimal_latex(values: Sequence[Shown], digits: int | None = None) -> str:
    """A quantity in certified decimals."""
    shown = (v.rounded(min(digits, v.digits)) if digits else v.decimal for v in values)
    return vector_latex([*map(power_of_ten, shown)])


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
    if any(value.rational is None for value in values):
        rows.append(("≈", decimal_latex(values, DIGITS_BESIDE)))
    return rows
