"""Is every verdict true? Generated pairs, equal or unequal by construction, judged and counted.

    python benchmarks/decide_soundness.py [--pairs 100000] [--seed 0] [--workers 2] [--seconds 2]

A pair starts as one random tree. Equal pairs are made by moves that keep the value wherever both
trees are defined (distribute, multiply above and below, split a root of positive factors,
b^t = b b^(t-1), |a| = max(a, -a), rationalise, ...). Unequal pairs also get a mutation (an
operator, constant or variable exchanged, a root dropped) or a near miss (a factor or summand off
by 1e-12 to 1e-60). The judge of the judge never sees SymPy or Arb: mpmath evaluates the two trees
at other points. A verdict is false when

    refuted   on a pair that is equal by construction, or
    proved    on a pair that mpmath tells apart at some point.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction

import mpmath
import sympy as sp

from symopt.decide import Verdict, equal

POSITIVE = ("v", "w", "eps")
UNIT = ("b1", "b2")
REAL = ("x", "y", "g")
ASSUMING = {
    **dict.fromkeys(POSITIVE, "> 0"),
    **dict.fromkeys(UNIT, "(0, 1)"),
    **dict.fromkeys(REAL, "real"),
    "t": "positive integer",
}
CONSTANTS = [Fraction(p, q) for p in (1, 2, 3, 5, 7) for q in (1, 2, 3, 10)]


@dataclass(frozen=True)
class Tree:
    """op is num, var, add, mul, div, sqrt, pow (integer), powt (b^(t+k)), abs, max, min or exp."""

    op: str
    args: tuple[Tree, ...] = ()
    value: Fraction | str | int = 0

    def positive(self) -> bool:
        """Whether it is > 0 wherever it is defined, by its form alone."""
        match self.op:
            case "num":
                return self.value > 0  # type: ignore[operator]
            case "var":
                return self.value in POSITIVE or self.value in UNIT
            case "exp" | "powt":
                return True
            case "one_minus":
                return True
            case "max":
                return any(a.positive() for a in self.args)
            case "add" | "mul" | "div" | "min" | "pow" | "sqrt":
                return all(a.positive() for a in self.args)
        return False


def num(value: Fraction | int) -> Tree:
    return Tree("num", value=Fraction(value))


def add(*args: Tree) -> Tree:
    return Tree("add", args)


def mul(*args: Tree) -> Tree:
    return Tree("mul", args)


def div(a: Tree, b: Tree) -> Tree:
    return Tree("div", (a, b))


def root(a: Tree) -> Tree:
    return Tree("sqrt", (a,))


def minus(a: Tree) -> Tree:
    return mul(num(-1), a)


# One random tree.


def positive_tree(r: random.Random, depth: int) -> Tree:
    if depth <= 0:
        leaf = r.choice([*POSITIVE, *UNIT, "number"])
        return num(r.choice(CONSTANTS)) if leaf == "number" else Tree("var", value=leaf)
    kind = r.choice(["add", "mul", "div", "sqrt", "one_minus", "powt", "exp", "square", "max"])
    sub = lambda: positive_tree(r, depth - 1)  # noqa: E731
    match kind:
        case "add" | "mul" | "max":
            return Tree(kind, (sub(), sub()))
        case "div":
            return div(sub(), sub())
        case "sqrt":
            return root(sub())
        case "one_minus":
            power = Tree("powt", value=r.choice([0, 1]), args=(Tree("var", value=r.choice(UNIT)),))
            return Tree("one_minus", (power,))
        case "powt":
            return Tree(
                "powt", value=r.choice([0, 1, 2]), args=(Tree("var", value=r.choice(UNIT)),)
            )
        case "exp":
            return Tree("exp", (real_tree(r, min(depth - 2, 1)),))
    return add(Tree("pow", (real_tree(r, depth - 2),), 2), sub())


def real_tree(r: random.Random, depth: int) -> Tree:
    if depth <= 0:
        return Tree("var", value=r.choice([*REAL, *REAL, *POSITIVE, *UNIT]))
    kind = r.choice(["add", "add", "mul", "div", "pow", "abs", "max", "min", "positive", "minus"])
    sub = lambda: real_tree(r, depth - 1)  # noqa: E731
    match kind:
        case "add" | "mul" | "max" | "min":
            return Tree(kind, (sub(), sub()))
        case "div":
            return div(sub(), positive_tree(r, depth - 1))
        case "pow":
            return Tree("pow", (sub(),), r.choice([2, 3]))
        case "abs":
            return Tree("abs", (sub(),))
        case "minus":
            return add(sub(), minus(sub()))
    return positive_tree(r, depth)


def number_tree(r: random.Random, depth: int) -> Tree:
    """A positive nested radical."""
    if depth <= 0:
        return num(r.choice(CONSTANTS))
    kind = r.choice(["add", "mul", "div", "sqrt", "sqrt"])
    sub = lambda: number_tree(r, depth - 1)  # noqa: E731
    match kind:
        case "add" | "mul":
            return Tree(kind, (sub(), sub()))
        case "div":
            return div(sub(), sub())
    return root(sub())


# Moves that keep the value.


def distribute(r: random.Random, t: Tree) -> Tree | None:
    if t.op == "mul" and len(t.args) == 2 and t.args[1].op == "add":
        return add(*(mul(t.args[0], part) for part in t.args[1].args))
    if t.op == "div" and t.args[0].op == "add":
        return add(*(div(part, t.args[1]) for part in t.args[0].args))
    return None


def expand_fraction(r: random.Random, t: Tree) -> Tree | None:
    factor = number_tree(r, 1) if not _variables(t) else positive_tree(r, 1)
    if t.op == "div":
        return div(mul(factor, t.args[0]), mul(factor, t.args[1]))
    return div(mul(factor, t), factor)


def add_and_subtract(r: random.Random, t: Tree) -> Tree | None:
    extra = number_tree(r, 1) if not _variables(t) else positive_tree(r, 1)
    return add(add(t, extra), minus(extra))


def swap(r: random.Random, t: Tree) -> Tree | None:
    if t.op in ("add", "mul", "max", "min"):
        return Tree(t.op, t.args[::-1])
    return None


def split_root(r: random.Random, t: Tree) -> Tree | None:
    if t.op != "sqrt":
        return None
    inner = t.args[0]
    if inner.op in ("mul", "div") and inner.positive():
        return Tree(inner.op, tuple(map(root, inner.args)))
    if inner.positive():
        q = num(r.choice([2, 3, Fraction(1, 5)]))
        return r.choice([div(inner, root(inner)), div(root(mul(inner, Tree("pow", (q,), 2))), q)])
    return None


def root_of_square(r: random.Random, t: Tree) -> Tree | None:
    if t.op == "abs":
        return root(Tree("pow", t.args, 2))
    return root(Tree("pow", (t,), 2)) if t.positive() else None


def shift_power(r: random.Random, t: Tree) -> Tree | None:
    if t.op == "powt":
        return mul(t.args[0], Tree("powt", t.args, int(t.value) - 1)) if t.value != 0 else None
    if t.op == "one_minus":
        return add(num(1), minus(t.args[0]))
    return None


def open_extremum(r: random.Random, t: Tree) -> Tree | None:
    half = num(Fraction(1, 2))
    if t.op == "abs":
        return Tree("max", (t.args[0], minus(t.args[0])))
    if t.op == "max":
        a, b = t.args
        return mul(half, add(a, b, Tree("abs", (add(a, minus(b)),))))
    if t.op == "min":
        return minus(Tree("max", tuple(map(minus, t.args))))
    return None


def rationalise(r: random.Random, t: Tree) -> Tree | None:
    if t.op == "div" and t.args[1].op == "add" and len(t.args[1].args) == 2:
        a, b = t.args[1].args
        below = add(Tree("pow", (a,), 2), minus(Tree("pow", (b,), 2)))
        return div(mul(t.args[0], add(a, minus(b))), below)
    return None


def square_out(r: random.Random, t: Tree) -> Tree | None:
    if t.op == "pow" and t.value == 2:
        inner = t.args[0]
        if inner.op == "sqrt" and inner.args[0].positive():
            return inner.args[0]
        if inner.op == "add" and len(inner.args) == 2:
            a, b = inner.args
            return add(Tree("pow", (a,), 2), mul(num(2), a, b), Tree("pow", (b,), 2))
        return mul(inner, inner)
    return None


def split_exponential(r: random.Random, t: Tree) -> Tree | None:
    if t.op == "exp" and t.args[0].op == "add":
        return mul(*(Tree("exp", (part,)) for part in t.args[0].args))
    return div(num(1), Tree("exp", (minus(t.args[0]),))) if t.op == "exp" else None


Move = Callable[[random.Random, Tree], Tree | None]
MOVES: tuple[Move, ...] = (
    distribute,
    expand_fraction,
    add_and_subtract,
    swap,
    split_root,
    root_of_square,
    shift_power,
    open_extremum,
    rationalise,
    square_out,
    split_exponential,
)


# Mutations, which may or may not change the value: mpmath tells.


def mutate(r: random.Random, t: Tree) -> Tree | None:
    match t.op:
        case "num":
            return num(t.value + r.choice([1, Fraction(1, 10), Fraction(-1, 7)]))  # type: ignore
        case "var":
            group = next(g for g in (POSITIVE, UNIT, REAL) if t.value in g)
            return Tree("var", value=r.choice([v for v in group if v != t.value]))
        case "add":
            return Tree("mul", t.args[:2])
        case "mul":
            return add(*t.args)
        case "div":
            return div(t.args[1], t.args[0]) if t.args[0].positive() else None
        case "sqrt":
            return t.args[0]
        case "powt":
            return Tree("powt", t.args, int(t.value) + 1)
        case "pow":
            return Tree("pow", t.args, int(t.value) + 1)
        case "abs":
            return t.args[0]
        case "max" | "min":
            return Tree("min" if t.op == "max" else "max", t.args)
    return None


def near_miss(r: random.Random, t: Tree) -> Tree:
    tiny = num(Fraction(r.choice([1, -1]), 10 ** r.randint(12, 60)))
    if r.random() < 0.5:
        return add(t, tiny)
    return mul(t, add(num(1), tiny))


def somewhere(r: random.Random, t: Tree, change: Move) -> Tree:
    """The tree with one change at a random place, the same tree when none applies there."""
    if t.args and r.random() < 0.7:
        i = r.randrange(len(t.args))
        args = list(t.args)
        args[i] = somewhere(r, args[i], change)
        return Tree(t.op, tuple(args), t.value)
    return change(r, t) or t


# Three ways to see a tree.


def to_sympy(t: Tree, evaluate: bool) -> sp.Expr:
    args = [to_sympy(a, evaluate) for a in t.args]
    match t.op:
        case "num":
            return sp.Rational(t.value.numerator, t.value.denominator)  # type: ignore[union-attr]
        case "var":
            return sp.Symbol(str(t.value))
        case "add" | "mul":
            kind = sp.Add if t.op == "add" else sp.Mul
            return kind(*args, evaluate=evaluate)
        case "div":
            return sp.Mul(args[0], sp.Pow(args[1], -1, evaluate=evaluate), evaluate=evaluate)
        case "sqrt":
            return sp.Pow(args[0], sp.Rational(1, 2), evaluate=evaluate)
        case "pow":
            return sp.Pow(args[0], sp.Integer(t.value), evaluate=evaluate)
        case "powt":
            return sp.Pow(args[0], sp.Symbol("t") + sp.Integer(t.value), evaluate=evaluate)
        case "one_minus":
            return sp.Add(1, sp.Mul(-1, args[0], evaluate=evaluate), evaluate=evaluate)
        case "abs":
            return sp.Abs(args[0], evaluate=evaluate)
        case "exp":
            return sp.exp(args[0], evaluate=evaluate)
    return (sp.Max if t.op == "max" else sp.Min)(*args, evaluate=evaluate)


def to_mpmath(t: Tree, point: dict[str, mpmath.mpf]) -> mpmath.mpf:
    args = [to_mpmath(a, point) for a in t.args]
    match t.op:
        case "num":
            return mpmath.mpf(t.value.numerator) / t.value.denominator  # type: ignore[union-attr]
        case "var":
            return point[str(t.value)]
        case "add":
            return sum(args)
        case "mul":
            return mpmath.fprod(args)
        case "div":
            return args[0] / args[1]
        case "sqrt":
            if args[0] < 0:
                raise ZeroDivisionError
            return mpmath.sqrt(args[0])
        case "pow":
            return args[0] ** t.value
        case "powt":
            return args[0] ** (point["t"] + t.value)
        case "one_minus":
            return 1 - args[0]
        case "abs":
            return abs(args[0])
        case "exp":
            return mpmath.exp(args[0])
    return max(args) if t.op == "max" else min(args)


def _variables(t: Tree) -> set[str]:
    own = {str(t.value)} if t.op == "var" else {"t"} if t.op == "powt" else set()
    return own.union(*map(_variables, t.args))


def told_apart(a: Tree, b: Tree, r: random.Random, points: int = 4) -> bool:
    """Whether mpmath sees the two differ at some random point, with a wide margin."""
    with mpmath.workdps(500):
        for _ in range(points):
            point = {name: mpmath.mpf(r.randint(1, 10**9)) / 10**8 for name in POSITIVE}
            point |= {name: mpmath.mpf(r.randint(1, 10**9 - 1)) / 10**9 for name in UNIT}
            point |= {name: mpmath.mpf(r.randint(-(10**9), 10**9)) / 10**8 for name in REAL}
            point["t"] = mpmath.mpf(r.randint(1, 9))
            try:
                x, y = to_mpmath(a, point), to_mpmath(b, point)
            except ZeroDivisionError:
                continue
            if abs(x - y) > mpmath.mpf(10) ** -300 * (1 + abs(x) + abs(y)):
                return True
    return False


@dataclass(frozen=True)
class Pair:
    left: Tree
    right: Tree
    kind: str
    equal: bool


def make_pair(r: random.Random) -> Pair:
    """One random pair."""
    family = r.choice(["number", "positive", "real", "real"])
    depth = r.randint(2, 4)
    maker = {"number": number_tree, "positive": positive_tree, "real": real_tree}[family]
    start = maker(r, depth)
    left = right = start
    for _ in range(r.randint(1, 3)):
        left = somewhere(r, left, r.choice(MOVES))
        right = somewhere(r, right, r.choice(MOVES))
    change = r.choice(["none", "none", "mutation", "near miss"])
    if change == "mutation":
        right = somewhere(r, right, mutate)
    elif change == "near miss":
        right = near_miss(r, right)
    return Pair(left, right, f"{family}, {change}", change == "none")


def judge(pair: Pair, r: random.Random, seconds: float) -> tuple[str, Verdict | None]:
    """The verdict's status, or what is false about it."""
    evaluate = r.random() < 0.5
    sides = []
    for tree in (pair.left, pair.right):
        try:
            sides.append(to_sympy(tree, evaluate))
        except (TypeError, ValueError):  # SymPy: 'not comparable'
            return "not built", None
    if any(side.has(sp.zoo, sp.nan, sp.I) for side in sides):
        return "not built", None
    verdict = equal(*sides, assuming=ASSUMING, seconds=seconds)
    if verdict.status == "refuted" and pair.equal:
        return "FALSE REFUTED", verdict
    if verdict.status == "proved" and told_apart(pair.left, pair.right, r):
        return "FALSE PROVED", verdict
    if verdict.method == "contradiction":
        return "CONTRADICTION", verdict
    return verdict.status, verdict


def run(pairs: int, seed: int, seconds: float = 2.0) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Counts by kind and status, and a description of every false verdict."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    r = random.Random(seed)
    for _ in range(pairs):
        pair = make_pair(r)
        status, verdict = judge(pair, r, seconds)
        counts[pair.kind, status] += 1
        if status.isupper():
            wrong.append(f"{status}\n{pair.left}\n{pair.right}\n{verdict}")
    return counts, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=2.0)
    options = parser.parse_args()
    chunks = max(options.workers, options.pairs // 1000)
    size = -(-options.pairs // chunks)
    began, total, wrong = time.perf_counter(), Counter[tuple[str, str]](), []
    with ProcessPoolExecutor(options.workers) as pool:
        seeds = [options.seed * 1_000_003 + i for i in range(chunks)]
        for counts, found in pool.map(run, [size] * chunks, seeds, [options.seconds] * chunks):
            total += counts
            wrong += found
    for (kind, status), count in sorted(total.items()):
        print(f"{kind:24} {status:14} {count:8}")
    print(f"{sum(total.values())} pairs in {time.perf_counter() - began:.0f} s")
    print(f"{len(wrong)} false verdicts", *wrong[:20], sep="\n")


if __name__ == "__main__":
    main()
