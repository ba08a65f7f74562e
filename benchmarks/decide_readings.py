"""The random trees of `decide_pairs` as SymPy expressions and as numbers of mpmath."""

from __future__ import annotations

import random

import mpmath
import sympy as sp

from benchmarks.decide_pairs import DOMAIN
from benchmarks.decide_trees import Tree, variables

TINY = mpmath.mpf(10) ** -250  # smaller values are not told from 0
Point = dict[str, mpmath.mpf]


class NotRealError(ValueError):
    """SymPy would give this number a complex value, and the tree another meaning."""


def to_sympy(tree: Tree, evaluate: bool) -> sp.Expr:
    """The tree as an expression; NotRealError for roots and logarithms of negative numbers."""
    done: dict[int, sp.Expr] = {}
    values: dict[int, mpmath.mpf] = {}

    def build(t: Tree) -> sp.Expr:
        if id(t) not in done:
            done[id(t)] = _expression(t, [build(a) for a in t.args], evaluate)
            if t.op in ("root", "log") and done[id(t.args[0])].is_number:
                try:
                    to_mpmath(t, {}, values)
                except (ZeroDivisionError, KeyError):  # or variables that SymPy cancelled
                    raise NotRealError from None
        return done[id(t)]

    return build(tree)


def _expression(t: Tree, args: list[sp.Expr], evaluate: bool) -> sp.Expr:
    match t.op:
        case "num":
            return sp.Rational(t.value.numerator, t.value.denominator)  # type: ignore[union-attr]
        case "var":
            return sp.Symbol(str(t.value))
        case "div":
            return sp.Mul(args[0], sp.Pow(args[1], -1, evaluate=evaluate), evaluate=evaluate)
        case "root":
            return sp.Pow(args[0], sp.Rational(1, int(t.value)), evaluate=evaluate)
        case "pow":
            return sp.Pow(args[0], sp.Integer(t.value), evaluate=evaluate)
        case "power":
            return sp.Pow(args[0], args[1] + sp.Integer(t.value), evaluate=evaluate)
        case "cases":
            # Evaluated, |exp(log c)| > 0 would become True and forget that c = 0 has no logarithm.
            condition = sp.Gt(args[2], 0, evaluate=False)
            return sp.Piecewise((args[0], condition), (args[1], True), evaluate=evaluate)
    kinds = {"add": sp.Add, "mul": sp.Mul, "abs": sp.Abs, "sign": sp.sign}
    kinds |= {"max": sp.Max, "min": sp.Min, "exp": sp.exp, "log": sp.log}
    return kinds[t.op](*args, evaluate=evaluate)


def to_mpmath(t: Tree, point: Point, done: dict[int, mpmath.mpf] | None = None) -> mpmath.mpf:
    """The real value at a point; ZeroDivisionError where there is none or it can't be seen."""
    done = {} if done is None else done
    if id(t) not in done:
        if t.op == "cases":
            a, b, switch = t.args
            chosen = a if _clear(to_mpmath(switch, point, done)) > 0 else b
            done[id(t)] = to_mpmath(chosen, point, done)
        else:
            done[id(t)] = _number(t, [to_mpmath(a, point, done) for a in t.args], point)
    return done[id(t)]


def _number(t: Tree, args: list[mpmath.mpf], point: Point) -> mpmath.mpf:
    first = args[0] if args else mpmath.mpf(0)
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
            return first / _nonzero(args[1])
        case "root":
            return _root(first, int(t.value))
        case "pow":
            return first ** int(t.value)
        case "power":
            exponent = int(args[1]) + int(t.value)
            return (first if exponent >= 0 else _nonzero(first)) ** exponent
        case "abs":
            return abs(first)
        case "sign":
            return mpmath.sign(_clear(first))
        case "exp":
            return mpmath.exp(first)
        case "log":
            if _nonzero(first) < 0:
                raise ZeroDivisionError
            return mpmath.log(first)
    return max(args) if t.op == "max" else min(args)


def _nonzero(x: mpmath.mpf) -> mpmath.mpf:
    if abs(x) < TINY:
        raise ZeroDivisionError
    return x


def _clear(x: mpmath.mpf) -> mpmath.mpf:
    """x, if it is exactly 0 or certainly not: rounding may have left a little of what cancels."""
    return x if x == 0 else _nonzero(x)


def _root(x: mpmath.mpf, n: int) -> mpmath.mpf:
    if _clear(x) == 0:
        return x
    if x < 0 and n % 2 == 0:
        raise ZeroDivisionError
    return mpmath.sign(x) * mpmath.root(abs(x), n)


def random_point(r: random.Random) -> Point:
    """A point of the domain; often with zeros, ones and equal coordinates, where rules break."""
    special = r.random() < 0.5
    point = {name: mpmath.mpf(_coordinate(r, name, special)) for name in DOMAIN}
    if special and r.random() < 0.5:
        point["y"] = point["x"]
    return point


def _coordinate(r: random.Random, name: str, special: bool) -> mpmath.mpf | float:
    match name:
        case "v" | "e":
            return r.choice([1, 0.25, 2]) if special else mpmath.mpf(r.randint(1, 10**9)) / 10**8
        case "w":
            return r.choice([0, 1, 4]) if special else mpmath.mpf(r.randint(0, 10**9)) / 10**8
        case "b" | "c":
            least = 0 if name == "c" and special else 1
            return mpmath.mpf(r.choice([least, 10**9 // 2, r.randint(1, 10**9 - 1)])) / 10**9
        case "t":
            return r.choice([1, 1, 2, 3, r.randint(1, 9)])
        case "k":
            return r.choice([0, 0, 1, 2, r.randint(0, 9)])
        case "n":
            return r.choice([0, 1, -1, 2, -2, r.randint(-9, 9)])
    if special:
        return r.choice([0, 0, 1, -1, 0.5, 2, -2])
    return mpmath.mpf(r.randint(-(10**9), 10**9)) / 10**8


def told_apart(a: Tree, b: Tree, r: random.Random, points: int = 12) -> bool:
    """Whether mpmath sees the two differ where both are defined, with a wide margin."""
    names = variables(a) | variables(b)
    for _ in range(points if names else 1):
        point = random_point(r)
        # At two precisions: exp(exp(1000)) has few digits right with 500, all of them with 2000.
        if all(_differ(a, b, point, digits) for digits in (500, 2000)):
            return True
    return False


def _differ(a: Tree, b: Tree, point: Point, digits: int) -> bool:
    with mpmath.workdps(digits):
        try:
            x, y = to_mpmath(a, point), to_mpmath(b, point)
        except (ZeroDivisionError, OverflowError):
            return False
        return bool(abs(x - y) > mpmath.mpf(10) ** -200 * (1 + abs(x) + abs(y)))
