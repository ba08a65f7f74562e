"""Random pairs of expressions, equal or unequal by construction, for the judge of equalities.

A pair starts as one random tree, or as two forms of a step of an update rule. Both sides are
rewritten by moves that keep the value wherever the old and the new tree are defined as real
numbers: distribute, multiply above and below, split a root, b^(t+1) = b b^t, |a| = max(a, -a),
a = sign(a) |a|, rationalise, exp(log(a)) = a, ... An unequal pair also gets a mutation (an
operator, constant or variable exchanged, a root dropped) or a near miss (a factor or summand off
by 1e-12 to 1e-60).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

from benchmarks.decide_rules import iterate, symbolic_step
from benchmarks.decide_trees import (
    Move,
    Tree,
    add,
    div,
    minus,
    mul,
    num,
    one,
    power,
    root,
    variables,
)  # fmt: skip

DOMAIN = {
    "v": "> 0", "w": ">= 0", "e": "> 0", "b": "(0, 1)", "c": "[0, 1)",
    "x": "real", "y": "real", "g": "real",
    "t": "positive integer", "k": "integer >= 0", "n": "integer",
}  # fmt: skip
GROUPS = (("v", "w", "e"), ("b", "c"), ("x", "y", "g"), ("t", "k", "n"))
CONSTANTS = [Fraction(p, q) for p in (1, 2, 3, 5, 7) for q in (1, 2, 3, 10)]


def number_tree(r: random.Random, depth: int) -> Tree:
    """A nested radical."""
    if depth <= 0:
        return num(r.choice(CONSTANTS))
    kind = r.choice(["add", "mul", "div", "root", "root", "sub"])
    a, b = number_tree(r, depth - 1), number_tree(r, depth - 1)
    match kind:
        case "div":
            return div(a, b)
        case "root":
            return root(a, r.choice([2, 2, 2, 3]))
        case "sub":
            return add(a, minus(b))
    return Tree(kind, (a, b))


def positive_tree(r: random.Random, depth: int) -> Tree:
    """An expression that is positive, or at least >= 0, by its form."""
    if depth <= 0:
        leaf = r.choice([*"vwebc", "number"])
        return num(r.choice(CONSTANTS)) if leaf == "number" else Tree("var", value=leaf)
    kind = r.choice(["add", "mul", "div", "root", "bias", "power", "exp", "square", "max"])
    a, b = positive_tree(r, depth - 1), positive_tree(r, depth - 1)
    unit = Tree("var", value=r.choice("bc"))
    match kind:
        case "div":
            return div(a, b)
        case "root":
            return root(a, r.choice([2, 2, 3, 4]))
        case "bias":
            return add(
                num(1), minus(Tree("power", (unit, Tree("var", value="t")), r.choice([0, 1])))
            )
        case "power":
            exponent = Tree("var", value=r.choice("tk"))
            return Tree("power", (r.choice([unit, a]), exponent), r.choice([0, 1, -1]))
        case "exp":
            return one("exp", real_tree(r, min(depth - 2, 1)))
        case "square":
            return add(power(real_tree(r, depth - 2), 2), a)
    return Tree(kind, (a, b))


def real_tree(r: random.Random, depth: int) -> Tree:
    """Any expression; roots and logarithms make it undefined in places."""
    if depth <= 0:
        return Tree("var", value=r.choice("xxyyggvwbc"))
    kind = r.choice(
        "add add mul mul div pow abs max min positive minus root log sign cases power".split()
    )
    a, b = real_tree(r, depth - 1), real_tree(r, depth - 1)
    match kind:
        case "div":
            return div(a, r.choice([b, positive_tree(r, depth - 1)]))
        case "pow":
            return power(a, r.choice([2, 3]))
        case "abs" | "log" | "sign":
            return one(kind, a)
        case "minus":
            return add(a, minus(b))
        case "positive":
            return positive_tree(r, depth)
        case "root":
            return root(a, r.choice([2, 2, 3]))
        case "cases":
            return Tree("cases", (a, b, real_tree(r, depth - 2)))
        case "power":
            return Tree("power", (a, Tree("var", value=r.choice("tkn"))), r.choice([0, 1]))
    return Tree(kind, (a, b))


# Moves that keep the value wherever both trees are defined.


def distribute(r: random.Random, t: Tree) -> Tree | None:
    if t.op == "mul" and len(t.args) == 2 and t.args[1].op == "add":
        return add(*(mul(t.args[0], part) for part in t.args[1].args))
    if t.op == "div" and t.args[0].op == "add":
        return add(*(div(part, t.args[1]) for part in t.args[0].args))
    return None


def extra(r: random.Random, t: Tree) -> Tree:
    """Something to multiply by or to add, without variables if there are none yet."""
    maker = r.choice([positive_tree, real_tree]) if variables(t) else number_tree
    return maker(r, 1)


def expand_fraction(r: random.Random, t: Tree) -> Tree | None:
    factor = extra(r, t)
    if t.op == "div":
        return div(mul(factor, t.args[0]), mul(factor, t.args[1]))
    return div(mul(factor, t), factor)


def add_and_subtract(r: random.Random, t: Tree) -> Tree | None:
    summand = extra(r, t)
    return add(add(t, summand), minus(summand))


def swap(r: random.Random, t: Tree) -> Tree | None:
    return Tree(t.op, t.args[::-1]) if t.op in ("add", "mul", "max", "min") else None


def split_root(r: random.Random, t: Tree) -> Tree | None:
    if t.op != "root":
        return None
    inner, n = t.args[0], int(t.value)
    if inner.op in ("mul", "div"):
        return Tree(inner.op, tuple(root(part, n) for part in inner.args))
    if n == 2:
        return div(inner, t)
    q = num(r.choice([2, 3, Fraction(1, 5)]))
    return div(root(mul(inner, power(q, n)), n), q)


def root_and_power(r: random.Random, t: Tree) -> Tree | None:
    if t.op == "abs":
        return root(power(t.args[0], 2))
    return power(root(t, n := r.choice([2, 3])), n)


def shift_power(r: random.Random, t: Tree) -> Tree | None:
    if t.op != "power":
        return None
    base, exponent = t.args
    if base.op in ("mul", "div"):
        return Tree(base.op, tuple(Tree("power", (f, exponent), t.value) for f in base.args))
    return mul(base, Tree("power", t.args, int(t.value) - 1))


def open_switch(r: random.Random, t: Tree) -> Tree | None:
    half = num(Fraction(1, 2))
    match t.op:
        case "abs":
            a = t.args[0]
            return r.choice([Tree("max", (a, minus(a))), Tree("cases", (a, minus(a), a))])
        case "max":
            a, b = t.args
            by_abs = mul(half, add(a, b, one("abs", add(a, minus(b)))))
            return r.choice([by_abs, Tree("cases", (a, b, add(a, minus(b))))])
        case "min":
            return minus(Tree("max", tuple(map(minus, t.args))))
    return r.choice([mul(one("sign", t), one("abs", t)), Tree("cases", (t, t, extra(r, t)))])


def rationalise(r: random.Random, t: Tree) -> Tree | None:
    if t.op == "div" and t.args[1].op == "add" and len(t.args[1].args) == 2:
        a, b = t.args[1].args
        return div(mul(t.args[0], add(a, minus(b))), add(power(a, 2), minus(power(b, 2))))
    return None


def square_out(r: random.Random, t: Tree) -> Tree | None:
    if t.op == "pow" and t.value == 2:
        inner = t.args[0]
        if inner.op == "root" and inner.value == 2:
            return inner.args[0]
        if inner.op == "add" and len(inner.args) == 2:
            a, b = inner.args
            return add(power(a, 2), mul(num(2), a, b), power(b, 2))
        return mul(inner, inner)
    return None


def exponentials(r: random.Random, t: Tree) -> Tree | None:
    match t.op:
        case "exp" if t.args[0].op == "add":
            return mul(*(one("exp", part) for part in t.args[0].args))
        case "exp":
            return div(num(1), one("exp", minus(t.args[0])))
        case "log" if t.args[0].op == "mul":
            return add(*(one("log", part) for part in t.args[0].args))
        case "log" if t.args[0].op == "div":
            a, b = t.args[0].args
            return add(one("log", a), minus(one("log", b)))
    return one("exp", one("log", t))


MOVES: tuple[Move, ...] = (
    distribute, expand_fraction, add_and_subtract, swap, split_root, root_and_power, shift_power,
    open_switch, rationalise, square_out, exponentials,
)  # fmt: skip


def mutate(r: random.Random, t: Tree) -> Tree | None:
    """A change that may or may not keep the value: mpmath tells."""
    match t.op:
        case "num":
            return num(Fraction(t.value) + r.choice([1, Fraction(1, 10), Fraction(-1, 7)]))
        case "var":
            group = next(g for g in GROUPS if t.value in g)
            return Tree("var", value=r.choice([v for v in group if v != t.value]))
        case "add" | "mul":
            return Tree("mul" if t.op == "add" else "add", t.args[:2])
        case "div":
            return div(t.args[1], t.args[0])
        case "root" | "abs" | "sign" | "exp" | "log" | "cases":
            return t.args[0]
        case "power" | "pow":
            return Tree(t.op, t.args, int(t.value) + 1)
    return Tree("min" if t.op == "max" else "max", t.args)


def near_miss(r: random.Random, t: Tree) -> Tree:
    tiny = num(Fraction(r.choice([1, -1]), 10 ** r.randint(12, 60)))
    return r.choice([add(t, tiny), mul(t, add(num(1), tiny))])


def somewhere(r: random.Random, t: Tree, change: Move) -> Tree:
    """The tree with one change at a random place; the same tree when none applies there."""
    if t.args and r.random() < 0.7:
        i = r.randrange(len(t.args) - (t.op == "power"))
        args = list(t.args)
        args[i] = somewhere(r, args[i], change)
        return Tree(t.op, tuple(args), t.value)
    return change(r, t) or t


@dataclass(frozen=True)
class Pair:
    left: Tree
    right: Tree
    kind: str
    equal: bool


def make_pair(r: random.Random) -> Pair:
    """One random pair."""
    family = r.choice(["number", "positive", "real", "real", "update", "iterate"])
    if family in ("update", "iterate"):
        left, right = symbolic_step(r) if family == "update" else iterate(r)
    else:
        maker = {"number": number_tree, "positive": positive_tree, "real": real_tree}[family]
        left = right = maker(r, r.randint(2, 4))
    for _ in range(r.randint(1, 3)):
        left = somewhere(r, left, r.choice(MOVES))
        right = somewhere(r, right, r.choice(MOVES))
    change = r.choice(["none", "none", "mutation", "near miss"])
    if change == "mutation":
        right = somewhere(r, right, mutate)
    elif change == "near miss":
        right = near_miss(r, right)
    return Pair(left, right, f"{family}, {change}", change == "none")
