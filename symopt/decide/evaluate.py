"""Certified values of expressions at exact points: rational while they can be, enclosures after.

An expression is compiled once into a straight line of operations, each of which takes values to a
value or says why there is none: UNDEFINED (certainly no real number) or UNSETTLED (not seen at this
precision). A value is an exact rational or a ball that contains the true one, so that two values
whose difference excludes 0 are different: no rounding error can refute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import partial
from typing import Any

import sympy as sp
from flint import arb, fmpq
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from symopt.decide.budget import Budget
from symopt.decide.domain import key_of
from symopt.numbers.ball import precision

MOST_SUMMANDS = 3_000
LARGEST_EXPONENT_BITS = 1024
ODD_RELATIONS = {">": (1,), ">=": (0, 1), "<": (-1,), "<=": (-1, 0), "==": (0,), "!=": (-1, 1)}


class Missing(Enum):
    """Why there is no value."""

    UNDEFINED = "undefined"
    UNSETTLED = "unsettled"


UNDEFINED, UNSETTLED = Missing.UNDEFINED, Missing.UNSETTLED
Value = Any  # fmpq, arb, bool (of a condition) or Missing
Operation = Callable[..., Value]


@dataclass(frozen=True)
class Program:
    """A compiled expression: operations with the places of their arguments."""

    steps: tuple[tuple[Operation, tuple[int, ...]], ...]

    def run(self, point: Mapping[str, Fraction | fmpq], bits: int, budget: Budget) -> Value:
        """The value at a point with `bits` of working precision."""
        budget.check()
        exact = {
            name: fmpq(v.numerator, v.denominator) if isinstance(v, Fraction) else v
            for name, v in point.items()
        }
        with precision(bits):
            return self._run(exact, bits, budget)

    def _run(self, point: Mapping[str, fmpq], bits: int, budget: Budget) -> Value:
        values: list[Value] = []
        for operation, places in self.steps:
            arguments = [values[place] for place in places]
            if operation is _choose:
                values.append(_choose(*arguments))
                continue
            missing = [a for a in arguments if isinstance(a, Missing)]
            if missing:
                values.append(UNDEFINED if UNDEFINED in missing else UNSETTLED)
            elif isinstance(operation, _Contextual):
                values.append(operation(arguments, point, bits, budget))
            else:
                values.append(_kept_small(operation(*arguments), bits))
        return values[-1]


class _Contextual:
    """An operation that looks at the point: a variable, or a sum with its own running index."""

    def __init__(self, run: Callable[[list[Value], Mapping[str, fmpq], int, Budget], Value]):
        self.run = run

    def __call__(
        self, arguments: list[Value], point: Mapping[str, fmpq], bits: int, budget: Budget
    ) -> Value:
        return self.run(arguments, point, bits, budget)


def compiled(expression: sp.Basic) -> Program:
    """The program of an expression; shared parts are computed once, depth is no matter."""
    steps: list[tuple[Operation, tuple[int, ...]]] = []
    places: dict[sp.Basic, int] = {}
    pending = [expression]
    while pending:
        node = pending[-1]
        if node in places:
            pending.pop()
            continue
        arguments = _arguments(node)
        waiting = [a for a in arguments if a not in places]
        if waiting:
            pending += waiting
            continue
        pending.pop()
        places[node] = len(steps)
        steps.append((_operation(node), tuple(places[a] for a in arguments)))
    return Program(tuple(steps))


def _arguments(node: sp.Basic) -> Sequence[sp.Basic]:
    if isinstance(node, sp.Piecewise):
        return [part for pair in node.args for part in (pair[1], pair[0])]
    if isinstance(node, (sp.Sum, sp.Product)):
        limits = node.limits[-1]
        return limits[1:] if len(limits) == 3 else ()
    if isinstance(node, (sp.Limit, sp.Integral, sp.Derivative)):
        return ()
    return () if node.is_Atom else node.args


def _operation(node: sp.Basic) -> Operation:
    if isinstance(node, sp.Rational):
        return partial(_same, fmpq(int(node.p), int(node.q)))
    if isinstance(node, (BooleanTrue, BooleanFalse)):
        return partial(_same, bool(node))
    if isinstance(node, sp.Symbol):
        return _Contextual(partial(_lookup, key_of(node)))
    if isinstance(node, (sp.Sum, sp.Product)):
        return _summation(node)
    if isinstance(node, Relational):
        return partial(_compare, node.rel_op)
    if node in _UNDEFINED_ATOMS:
        return partial(_same, UNDEFINED)
    return _OPERATIONS.get(node.func, _unknown)


def _same(value: Value) -> Value:
    return value


def _unknown(*_: Value) -> Value:
    return UNSETTLED


def _lookup(
    name: str, _: list[Value], point: Mapping[str, fmpq], bits: int, budget: Budget
) -> Value:
    return point.get(name, UNSETTLED)


def _kept_small(value: Value, bits: int) -> Value:
    if isinstance(value, fmpq) and value.height_bits() > 8 * bits:
        return arb(value)
    if isinstance(value, arb) and not value.is_finite():
        return UNSETTLED
    return value


def _sign(x: Value) -> int | Missing:
    if isinstance(x, fmpq):
        return (x > 0) - (x < 0)
    if x > 0:
        return 1
    if x < 0:
        return -1
    return 0 if x == 0 else UNSETTLED


def _add(*terms: Value) -> Value:
    return sum(terms[1:], start=terms[0])


def _multiply(*factors: Value) -> Value:
    result = factors[0]
    for factor in factors[1:]:
        result = result * factor
    return result


def _power(base: Value, exponent: Value) -> Value:
    sign = _sign(base)
    if isinstance(exponent, fmpq) and exponent.q == 1:
        n = int(exponent.p)
        if sign == 0:
            return UNDEFINED if n < 0 else fmpq(n == 0)
        if sign is UNSETTLED and n < 0:
            return UNSETTLED
        if isinstance(base, fmpq) and abs(n) * base.height_bits() <= 1 << 16:
            return base**n
        if n.bit_length() > LARGEST_EXPONENT_BITS:
            return UNSETTLED
        return arb(base) ** n
    if sign == -1:
        return UNDEFINED
    if not isinstance(exponent, fmpq):
        return (exponent * arb(base).log()).exp() if sign == 1 else UNSETTLED
    if sign == 0:
        return UNDEFINED if exponent < 0 else fmpq(0)
    if sign is UNSETTLED or exponent.q > 1 << 16:
        return UNSETTLED
    return _power(_root(base, int(exponent.q)), fmpq(exponent.p))


def _root(x: Value, n: int) -> Value:
    """The n-th root of x > 0, exact where x is an n-th power."""
    if isinstance(x, fmpq):
        top, bottom = x.p.root(n), x.q.root(n)
        if top**n == x.p and bottom**n == x.q:
            return fmpq(top, bottom)
    return arb(x).sqrt() if n == 2 else arb(x).root(n)


def _of_arb(name: str, *, at: tuple[int, int] | None = None) -> Operation:
    """A function of flint's, with the one argument at which its value is rational."""

    def apply(x: Value) -> Value:
        if at is not None and isinstance(x, fmpq) and x == at[0]:
            return fmpq(at[1])
        return getattr(arb(x), name)()

    return apply


def _log(x: Value, base: Value = None) -> Value:
    if base is not None:
        return _power(_log(base), fmpq(-1)) * _log(x) if _sign(base) == 1 else UNSETTLED
    sign = _sign(x)
    if sign != 1:
        return UNSETTLED if sign is UNSETTLED else UNDEFINED
    return fmpq(0) if isinstance(x, fmpq) and x == 1 else arb(x).log()


def _absolute(x: Value) -> Value:
    return abs(x)


def _signum(x: Value) -> Value:
    sign = _sign(x)
    return sign if isinstance(sign, Missing) else fmpq(sign)


def _extremum(name: str, *values: Value) -> Value:
    if all(isinstance(v, fmpq) for v in values):
        return max(values) if name == "max" else min(values)
    result = arb(values[0])
    for value in values[1:]:
        result = getattr(result, name)(arb(value))
    return result


def _floor(x: Value, *, up: bool = False) -> Value:
    if isinstance(x, fmpq):
        return fmpq(-((-x).floor()) if up else x.floor())
    integer = (x.ceil() if up else x.floor()).unique_fmpz()
    return UNSETTLED if integer is None else fmpq(integer)


def _factorial(x: Value) -> Value:
    if not isinstance(x, fmpq) or x.q != 1 or not 0 <= x.p <= MOST_SUMMANDS:
        return UNSETTLED
    result = fmpq(1)
    for k in range(2, int(x.p) + 1):
        result *= k
    return result


def _choose(*pairs: Value) -> Value:
    """The value whose condition is the first that holds: condition, value, condition, value."""
    for condition, value in zip(pairs[::2], pairs[1::2], strict=True):
        if isinstance(condition, Missing):
            return condition
        if condition:
            return value
    return UNDEFINED


def _compare(relation: str, left: Value, right: Value) -> Value:
    sign = _sign(left - right)
    return sign if isinstance(sign, Missing) else sign in ODD_RELATIONS[relation]


def _summation(node: sp.Sum | sp.Product) -> Operation:
    """The sum or product over the last index; inner ones stay inside the term."""
    variable = node.limits[-1][0]
    inner = node.limits[:-1]
    term = compiled(node.func(node.function, *inner) if inner else node.function)
    first = fmpq(0 if isinstance(node, sp.Sum) else 1)
    combine = _add if isinstance(node, sp.Sum) else _multiply

    def run(ends: list[Value], point: Mapping[str, fmpq], bits: int, budget: Budget) -> Value:
        if len(ends) != 2 or not all(isinstance(e, fmpq) and e.q == 1 for e in ends):
            return UNSETTLED
        low, high = (int(e.p) for e in ends)
        # Below the empty sum there are several conventions: no claim is made there.
        if not low - 1 <= high <= low + MOST_SUMMANDS:
            return UNSETTLED
        total = first
        for k in range(low, high + 1):
            budget.check()
            value = term._run({**point, key_of(variable): fmpq(k)}, bits, budget)
            if isinstance(value, Missing):
                return value
            total = _kept_small(combine(total, value), bits)
            if isinstance(total, Missing):
                return total
        return total

    return _Contextual(run)


_UNDEFINED_ATOMS = (sp.zoo, sp.nan, sp.oo, -sp.oo, sp.I)
_OPERATIONS: dict[Any, Operation] = {
    sp.Add: _add,
    sp.Mul: _multiply,
    sp.Pow: _power,
    sp.exp: _of_arb("exp", at=(0, 1)),
    sp.log: _log,
    sp.Abs: _absolute,
    sp.sign: _signum,
    sp.Max: partial(_extremum, "max"),
    sp.Min: partial(_extremum, "min"),
    sp.Piecewise: _choose,
    sp.And: lambda *parts: all(parts),
    sp.Or: lambda *parts: any(parts),
    sp.Not: lambda part: not part,
    sp.floor: _floor,
    sp.ceiling: partial(_floor, up=True),
    sp.factorial: _factorial,
    sp.re: _same,
    sp.conjugate: _same,
    sp.im: lambda _: fmpq(0),
    type(sp.pi): lambda: arb.pi(),
    type(sp.E): lambda: arb(1).exp(),
    **{
        getattr(sp, name): _of_arb(name, at=(0, 0))
        for name in "sin tan asin atan sinh tanh asinh atanh erf".split()
    },
    **{getattr(sp, name): _of_arb(name, at=(0, 1)) for name in ("cos", "cosh")},
    **{getattr(sp, name): _of_arb(name) for name in "cot sec csc coth acos acosh".split()},
}
