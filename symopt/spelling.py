"""How a rule's quantities, parameters and lines are spelled in worked mathematics."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from sympy import Expr, Symbol

from symopt.notation.from_sympy import from_sympy, number_tree
from symopt.notation.from_sympy import name_of as symbol_name
from symopt.notation.latex import substitute
from symopt.notation.tree import Name, Node, key
from symopt.rule import STEP, Line, Rule, before, now, parameter

LETTERS = {
    "lr": "alpha",
    "momentum": "rho",
    "decay": "gamma",
    "weight_decay": "lambda",
    "beta1": "beta_1",
    "beta2": "beta_2",
}
MARKS = frozenset({"hat", "bar", "tilde"})


@lru_cache(maxsize=4096)
def name_of(quantity: str, *index: str) -> Name:
    """The name of a quantity or parameter: `m_hat` at step 2 is m̂₂, `lr_t` at step 2 is α₂."""
    bare = quantity.removesuffix("_t")
    base, *parts = LETTERS.get(bare, bare).split("_")
    marks = tuple(part for part in parts if part in MARKS)
    return Name(base, marks, (*(part for part in parts if part not in MARKS), *index))


def line_tree(rule: Rule, line: Line, step: int, values: Mapping[str, Node] | None = None) -> Node:
    """A line's right side at a step: β₁ m₀ + (1 − β₁) g₁.

    `values` puts trees in place of parameters ("lr") and of quantities, under the names of their
    symbols ("m_t" for this step's, "m_{t-1}" for the last one's).
    """
    trees = {**_names(rule, step), **(values or {})}
    return substitute(_written(line.right), {_key(name): tree for name, tree in trees.items()})


def general_tree(rule: Rule, line: Line) -> Node:
    """A line's right side at any step t: β₁ m_{t-1} + (1 − β₁) g_t."""
    names = {*rule.quantities, *rule.carried}
    trees: dict[str, Node] = {STEP.name: Name("t")}
    trees |= {now(name).name: name_of(name, "t") for name in names}
    trees |= {before(name).name: name_of(name, "t-1") for name in names}
    return line_tree(rule, line, 1, trees)


@lru_cache(maxsize=64)
def _names(rule: Rule, step: int) -> Mapping[str, Node]:
    """What a step's parameters and quantities are called, under the names of their symbols."""
    trees: dict[str, Node] = {STEP.name: number_tree(step)}
    for name in rule.parameters:
        trees[parameter(name).name] = name_of(name)
    for name in {*rule.quantities, *rule.carried}:
        trees[now(name).name] = name_of(name, str(step))
        trees[before(name).name] = name_of(name, str(step - 1))
    return trees


@lru_cache(maxsize=4096)
def _key(symbol: str) -> str:
    """The key of the name that a symbol's text spells."""
    return key(symbol_name(Symbol(symbol)))


@lru_cache(maxsize=512)
def _written(right: Expr) -> Node:
    """A line's right side as its author ordered it."""
    return from_sympy(right, keep_order=True)
