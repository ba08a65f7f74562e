"""Single operations on certified values: exact rationals while they can be, balls after.

A value is a flint rational or a ball that contains the true value. An operation that has no value
says why: UNDEFINED, it is certainly no real number, or UNSETTLED, it is not seen at this precision.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any
from zlib import crc32

import sympy as sp
from flint import arb, fmpq

MOST_FACTORS = 3_000
LARGEST_EXPONENT_BITS = 1024
RELATIONS = {">": (1,), ">=": (0, 1), "<": (-1,), "<=": (-1, 0), "==": (0,), "!=": (-1, 1)}


class Missing(Enum):
    """Why there is no value."""

    UNDEFINED = "undefined"
    UNSETTLED = "unsettled"


UNDEFINED, UNSETTLED = Missing.UNDEFINED, Missing.UNSETTLED
Value = Any  # fmpq, arb, bool (of a condition) or Missing
Operation = Callable[..., Value]


def kept_small(value: Value, bits: int) -> Value:
    """The value, as a ball where it is a long fraction; no value where a ball is infinite."""
    if isinstance(value, fmpq) and value.height_bits() > 8 * bits:
        return arb(value)
    if isinstance(value, arb) and not value.is_finite():
        return UNSETTLED
    return value


def example(name: str, *arguments: Value) -> Value:
    """A value of one function; what is claimed of an unknown one is claimed of this one too.

    f(x1, x2, ...) = c0 + sum c_i (x_i^2 + x_i) + (x1 + 2 x2 + ...)^2 is positive, is no sum of
    functions of one variable, changes when arguments change places, and f(0) is not f(-1).
    """
    first, *others = _example_coefficients(name, len(arguments))
    total, mixed = fmpq(first), fmpq(0)
    for i, (c, x) in enumerate(zip(others, arguments, strict=True), start=1):
        total = total + fmpq(c) * (x * x + x)
        mixed = mixed + fmpq(i) * x
    return total + mixed * mixed


def _example_coefficients(name: str, arity: int) -> list[int]:
    """c0, c1, ...: positive values, and different ones for different names."""
    seed = crc32(name.encode())
    return [3 + 2 * arity + seed % 7, *(1 + (seed >> 3 * (i % 8)) % 5 for i in range(arity))]


def example_text(name: str, arity: int) -> str:
    """What `example` takes an unknown function to be."""
    first, *others = _example_coefficients(name, arity)
    variables = [f"x{i}" for i in range(1, arity + 1)]
    terms = [f"{c}*({x}^2 + {x})" for c, x in zip(others, variables, strict=True)]
    mixed = " + ".join(f"{i}*{x}" if i > 1 else x for i, x in enumerate(variables, start=1))
    return f"{name}({', '.join(variables)}) = {' + '.join([str(first), *terms])} + ({mixed})^2"


def constant(value: Value) -> Value:
    """The value itself."""
    return value


def unknown(*_: Value) -> Value:
    """An operation that is not known here."""
    return UNSETTLED


def sign_of(x: Value) -> int | Missing:
    """-1, 0 or 1."""
    if isinstance(x, fmpq):
        return (x > 0) - (x < 0)
    if x > 0:
        return 1
    if x < 0:
        return -1
    return 0 if x == 0 else UNSETTLED


def add(*terms: Value) -> Value:
    """The sum."""
    return sum(terms[1:], start=terms[0])


def multiply(*factors: Value) -> Value:
    """The product."""
    result = factors[0]
    for factor in factors[1:]:
        result = result * factor
    return result


def power(base: Value, exponent: Value) -> Value:
    """base^exponent; negative bases have integer exponents only, and 0^0 = 1."""
    sign = sign_of(base)
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
    if sign is UNSETTLED:
        return UNSETTLED
    if exponent.q > 1 << 16:
        return (arb(exponent) * arb(base).log()).exp()
    return power(_root(base, int(exponent.q)), fmpq(exponent.p))


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
        parts = _log(x), power(_log(base), fmpq(-1)) if sign_of(base) == 1 else UNSETTLED
        return next((p for p in parts if isinstance(p, Missing)), None) or parts[0] * parts[1]
    sign = sign_of(x)
    if sign != 1:
        return UNSETTLED if sign is UNSETTLED else UNDEFINED
    return fmpq(0) if isinstance(x, fmpq) and x == 1 else arb(x).log()


def _absolute(x: Value) -> Value:
    return abs(x)


def _signum(x: Value) -> Value:
    sign = sign_of(x)
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
    if not isinstance(x, fmpq) or x.q != 1 or not 0 <= x.p <= MOST_FACTORS:
        return UNSETTLED
    result = fmpq(1)
    for k in range(2, int(x.p) + 1):
        result *= k
    return result


def _kronecker_delta(i: Value, j: Value) -> Value:
    sign = sign_of(i - j)
    return sign if isinstance(sign, Missing) else fmpq(sign == 0)


def compare(relation: str, left: Value, right: Value) -> Value:
    """Whether the relation holds."""
    sign = sign_of(left - right)
    return sign if isinstance(sign, Missing) else sign in RELATIONS[relation]


def choose(*pairs: Value) -> Value:
    """The value whose condition is the first that holds: condition, value, condition, value."""
    for condition, value in zip(pairs[::2], pairs[1::2], strict=True):
        if isinstance(condition, Missing):
            return condition
        if condition:
            return value
    return UNDEFINED


UNDEFINED_ATOMS = (sp.zoo, sp.nan, sp.oo, -sp.oo, sp.I)
OPERATIONS: dict[Any, Operation] = {
    sp.Add: add,
    sp.Mul: multiply,
    sp.Pow: power,
    sp.exp: _of_arb("exp", at=(0, 1)),
    sp.log: _log,
    sp.Abs: _absolute,
    sp.sign: _signum,
    sp.Max: partial(_extremum, "max"),
    sp.Min: partial(_extremum, "min"),
    sp.Piecewise: choose,
    sp.And: lambda *parts: all(parts),
    sp.Or: lambda *parts: any(parts),
    sp.Not: lambda part: not part,
    sp.ITE: lambda condition, yes, no: yes if condition else no,
    sp.floor: _floor,
    sp.ceiling: partial(_floor, up=True),
    sp.factorial: _factorial,
    sp.KroneckerDelta: _kronecker_delta,
    sp.re: constant,
    sp.conjugate: constant,
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
