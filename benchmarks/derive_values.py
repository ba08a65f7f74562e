"""A second opinion on statements: their relations evaluated by mpmath at random points.

It shares the reading of a page with `symopt derive`, and nothing of the judging: sums are added up
term by term, derivatives are difference quotients, limits are values close to the limit point. As
there, nothing is claimed where a side has no value, and a sum over no index is 0.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import mpmath
import sympy as sp
from sympy.core.function import AppliedUndef

from symopt.decide.assumptions import read_assumption
from symopt.derive.statement import Statement
from symopt.notation.tree import Node, Number, RelationSign

POINTS = 40
DIGITS = 80
STEP = mpmath.mpf(10) ** -15
FAR = 10**40
LARGEST = mpmath.mpf(10) ** 15
NOISE = mpmath.mpf(10) ** -25
TOLERANCE = mpmath.mpf(10) ** -11
LONGEST_SUM = 60
Key = tuple[str, tuple[int, ...]]


class NowhereError(ArithmeticError):
    """An expression without a real value at a point."""


@dataclass(frozen=True)
class Point:
    """A value for each symbol; sequences have terms drawn by chance, but for those that are set."""

    symbols: Mapping[str, mpmath.mpf]
    seed: int
    terms: Mapping[Key, mpmath.mpf] = field(default_factory=dict)

    def term(self, key: Key) -> mpmath.mpf:
        chance = random.Random(f"{key} {self.seed}")
        return self.terms.get(key, mpmath.mpf(chance.randint(-900, 900)) / 101)


def points(statement: Statement, expressions: tuple[sp.Expr, ...]) -> Iterator[Point]:
    """Points of the domain that a statement declares for its symbols."""
    names = sorted({symbol.name for e in expressions for symbol in e.free_symbols})
    for seed in range(POINTS):
        chance = random.Random(seed)
        yield Point({n: draw(statement.assumptions.get(n, "real"), chance) for n in names}, seed)


def draw(known: str, chance: random.Random) -> mpmath.mpf:
    """A value that is near an end of the domain as often as far from it, or is the end."""
    values = read_assumption("x", known)
    while True:
        distance = Fraction(round(1000 * 10 ** chance.uniform(-2, 1.2)), 1000)
        value = chance.choice(
            [
                (values.lower or 0) + distance,
                (values.upper or 0) - distance,
                values.lower or Fraction(0),
                Fraction(chance.randint(-3, 6)),
            ]
        )
        value = Fraction(round(value)) if values.integer else value
        if value in values:
            return mpmath.mpf(value.numerator) / value.denominator


def evaluate(expression: sp.Expr, point: Point) -> mpmath.mpf:
    """The value of an expression at a point; `NowhereError` where it has none."""
    match expression:
        case sp.Rational():
            return mpmath.mpf(int(expression.p)) / int(expression.q)
        case sp.Symbol():
            return point.symbols[expression.name]
        case sp.Sum():
            return _sum(expression, point)
        case sp.Derivative():
            return _slope(expression.expr, list(expression.variables), point)
        case sp.Limit():
            return _limit(expression, point)
        case AppliedUndef():
            return point.term(_key(expression, point))
        case _ if expression in (sp.I, sp.zoo, sp.nan, sp.oo, -sp.oo):
            raise NowhereError("no real number")
        case _ if not expression.args:
            return mpmath.mpf(sp.N(expression, DIGITS))
    values = [evaluate(part, point) for part in expression.args]
    match expression:
        case sp.Add():
            return mpmath.fsum(values)
        case sp.Mul():
            return mpmath.fprod(values)
        case sp.Pow():
            return _power(*values)
        case sp.exp():
            return mpmath.exp(*values)
        case sp.log() if values[0] > 0:
            return mpmath.log(*values)
        case sp.Abs():
            return abs(values[0])
        case sp.sign():
            return mpmath.sign(values[0])
        case sp.Max():
            return max(values)
        case sp.Min():
            return min(values)
        case sp.KroneckerDelta():
            return mpmath.mpf(values[0] == values[1])
    raise NowhereError(str(expression.func))


def _power(base: mpmath.mpf, exponent: mpmath.mpf) -> mpmath.mpf:
    whole = mpmath.isint(exponent)
    if (base == 0 and exponent < 0) or (base < 0 and not whole):
        raise NowhereError("a power without a real value")
    return mpmath.power(base, int(exponent) if whole else exponent)


def _key(term: AppliedUndef, point: Point) -> Key:
    indices = [evaluate(argument, point) for argument in term.args]
    if not all(map(mpmath.isint, indices)):
        raise NowhereError("an index that is no whole number")
    return term.func.__name__, tuple(map(int, indices))


def _sum(expression: sp.Sum, point: Point) -> mpmath.mpf:
    (index, low, high), *others = expression.limits
    body = sp.Sum(expression.function, *others) if others else expression.function
    first, last = evaluate(low, point), evaluate(high, point)
    if not (mpmath.isint(first) and mpmath.isint(last) and -1 <= last - first <= LONGEST_SUM):
        raise NowhereError("a sum that can't be added up")
    at = (
        replace(point, symbols={**point.symbols, index.name: mpmath.mpf(k)})
        for k in range(int(first), int(last) + 1)
    )
    return mpmath.fsum(evaluate(body, each) for each in at)


def _slope(term: sp.Expr, variables: list[sp.Expr], point: Point) -> mpmath.mpf:
    if not variables:
        return evaluate(term, point)
    *others, last = variables
    above, below = (_slope(term, others, _moved(point, last, by)) for by in (STEP, -STEP))
    slope = (above - below) / (2 * STEP)
    return slope if abs(slope) > NOISE else mpmath.mpf(0)


def _moved(point: Point, variable: sp.Expr, by: mpmath.mpf) -> Point:
    if isinstance(variable, sp.Symbol):
        symbols = {**point.symbols, variable.name: point.symbols[variable.name] + by}
        return replace(point, symbols=symbols)
    key = _key(variable, point)
    return replace(point, terms={**point.terms, key: point.term(key) + by})


def _limit(limit: sp.Limit, point: Point) -> mpmath.mpf:
    body, variable, target, direction = limit.args
    side = -1 if str(direction) == "-" else 1
    values = []
    for far in (mpmath.mpf(FAR), mpmath.mpf(2 * FAR + 1)):
        near = far if target == sp.oo else evaluate(target, point) + side / far
        values.append(
            evaluate(body, replace(point, symbols={**point.symbols, variable.name: near}))
        )
    if abs(values[0]) > LARGEST or abs(values[0] - values[1]) > TOLERANCE:
        raise NowhereError("a limit that is no number")
    return values[1]


def holds(
    left: sp.Expr, relation: RelationSign, right: sp.Expr, written: Node | None, found: Statement
) -> bool:
    """Whether a relation fails at no point tried; where a side has no value nothing is claimed."""
    pairs = list(zip(_parts(left), _parts(right), strict=True))
    seen: list[bool] = []
    with mpmath.workdps(DIGITS):
        for point in points(found, tuple(part for pair in pairs for part in pair)):
            try:
                values = [tuple(evaluate(part, point) for part in pair) for pair in pairs]
            except (ArithmeticError, OverflowError):
                continue
            seen.append(all(_related(a, relation, b, written) for a, b in values))
            if relation == "≠":
                seen[-1] = any(_related(a, "≠", b, written) for a, b in values)
    return any(seen) or not seen if relation == "≠" else all(seen)


def _parts(side: sp.Basic) -> tuple[sp.Expr, ...]:
    return tuple(side) if isinstance(side, sp.Tuple) else (side,)


def _related(
    left: mpmath.mpf, relation: RelationSign, right: mpmath.mpf, written: Node | None
) -> bool:
    gap = left - right
    small = TOLERANCE * max(abs(left), abs(right), mpmath.mpf(1) / 1000)
    match relation:
        case "=" | "←":
            return bool(abs(gap) <= small)
        case "≠":
            return bool(abs(gap) > small)
        case "≈":
            decimals = written.decimals if isinstance(written, Number) else None
            return decimals is not None and bool(abs(gap) <= mpmath.mpf(10) ** -decimals / 2)
        case "<":
            return bool(gap < -small)
        case ">":
            return bool(gap > small)
        case "≤":
            return bool(gap <= small)
        case _:
            return bool(gap >= -small)
