"""Expression trees with a meaning of their own, apart from SymPy's, for the generated pairs."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Tree:
    """op: num, var, add, mul, div, root, pow, power (a^(n + value)), abs, max, min, sign, exp, log,
    cases (args[0] where args[2] > 0, else args[1])."""

    op: str
    args: tuple[Tree, ...] = ()
    value: Fraction | str | int = 0


Move = Callable[[random.Random, Tree], Tree | None]


def num(value: Fraction | int) -> Tree:
    return Tree("num", value=Fraction(value))


def var(name: str) -> Tree:
    return Tree("var", value=name)


def add(*args: Tree) -> Tree:
    return Tree("add", args)


def mul(*args: Tree) -> Tree:
    return Tree("mul", args)


def div(a: Tree, b: Tree) -> Tree:
    return Tree("div", (a, b))


def power(a: Tree, n: int) -> Tree:
    return Tree("pow", (a,), n)


def root(a: Tree, n: int = 2) -> Tree:
    return Tree("root", (a,), n)


def minus(a: Tree) -> Tree:
    return mul(num(-1), a)


def one(op: str, a: Tree) -> Tree:
    return Tree(op, (a,))


def variables(t: Tree) -> set[str]:
    return ({str(t.value)} if t.op == "var" else set()).union(*map(variables, t.args))
