"""A rule's equations, one line a quantity, for every step t."""

from __future__ import annotations

from symopt.notation.latex import write_latex
from symopt.notation.tree import key
from symopt.report.document import Chain
from symopt.report.latex import name_latex
from symopt.rule import Rule
from symopt.spelling import general_tree, name_of


def equations(rule: Rule) -> list[Chain]:
    """`m_t = β₁ m_{t-1} + (1 − β₁) g_t` and so on."""
    names = {*rule.quantities, *rule.carried} - rule.scalars
    vectors = frozenset(key(name_of(name, index)) for name in names for index in ("t", "t-1"))
    return [
        Chain(
            name_latex(line.left, "t"),
            (("=", write_latex(general_tree(rule, line), vectors=vectors)),),
        )
        for line in rule.lines
    ]
