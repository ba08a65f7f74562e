"""Derivatives with one slip in them: of the power, product and chain rule."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

from sympy import Add, Expr, Function, Integer, Mul, Pow, Symbol, diff, exp

MOST_OPERATIONS = 400
MOST_SLIPS = 200
Slip: TypeAlias = tuple[str, Expr]


@lru_cache(maxsize=1024)
def wrong_derivatives(expression: Expr, variable: Symbol) -> tuple[Slip, ...]:
    """∂/∂x with one slip at one place, then with the same slip in every term that has it.

    The codes: `power-factor-missing`, `power-not-lowered`, `product-rule-term-missing`,
    `product-of-derivatives`, `chain-factor-missing`, `coefficient-missing`,
    `gradient-term-missing`. None of an expression too long for work by hand.
    """
    right = diff(expression, variable)
    if expression.count_ops() > MOST_OPERATIONS:
        return ()
    singles = list(islice(_slips(expression, variable), MOST_SLIPS))
    terms = Add.make_args(expression)
    found = list(singles)
    if len(terms) > 1:
        by_term = [dict(reversed(list(_slips(term, variable)))) for term in terms]
        for code in dict.fromkeys(code for code, _ in singles):
            parts = (
                slips.get(code, diff(term, variable))
                for term, slips in zip(terms, by_term, strict=True)
            )
            found.append((code, Add(*parts)))
    return tuple(dict.fromkeys((code, e) for code, e in found if e != right))


def _slips(e: Expr, x: Symbol) -> Iterator[Slip]:
    """The derivative of e with one slip at one place."""
    if not e.has(x):
        return
    if isinstance(e, Add):
        yield from _of_sum(e, x)
    elif isinstance(e, Mul):
        yield from _of_product(e, x)
    elif isinstance(e, Pow) and not e.exp.has(x):
        yield from _of_power(e.base, e.exp, x)
    elif isinstance(e, Function | exp) and len(e.args) == 1:
        yield from _of_composition(e, x)


def _of_sum(e: Add, x: Symbol) -> Iterator[Slip]:
    right = diff(e, x)
    for term in e.args:
        for code, wrong in _slips(term, x):
            yield code, right - diff(term, x) + wrong
    terms = [term for term in e.args if term.has(x)]
    if len(terms) > 1:
        for term in terms:
            yield "gradient-term-missing", right - diff(term, x)


def _of_product(e: Mul, x: Symbol) -> Iterator[Slip]:
    constant, rest = e.as_independent(x, as_Add=False)
    factors = Mul.make_args(rest)
    parts = [Mul(*factors[:i], diff(f, x), *factors[i + 1 :]) for i, f in enumerate(factors)]
    for i, factor in enumerate(factors):
        others = Add(*parts[:i], *parts[i + 1 :])
        for code, wrong in _slips(factor, x):
            yield code, constant * (others + Mul(*factors[:i], wrong, *factors[i + 1 :]))
    if len(factors) > 1:
        for part in parts:
            yield "product-rule-term-missing", constant * (Add(*parts) - part)
        yield "product-of-derivatives", constant * Mul(*(diff(f, x) for f in factors))
    number = constant.as_coeff_Mul()[0]
    if number not in (1, -1):
        yield "coefficient-missing", Add(*parts) * constant / number


def _of_power(base: Expr, n: Expr, x: Symbol) -> Iterator[Slip]:
    inner = diff(base, x)
    yield "power-factor-missing", base ** (n - 1) * inner
    yield "power-not-lowered", n * base**n * inner
    if inner != 1:
        yield "chain-factor-missing", n * base ** (n - 1)
    for code, wrong in _slips(base, x):
        yield code, n * base ** (n - 1) * wrong


def _of_composition(e: Expr, x: Symbol) -> Iterator[Slip]:
    (inner,) = e.args
    outer = e.fdiff(1) if hasattr(e, "fdiff") else Integer(1)
    if diff(inner, x) != 1:
        yield "chain-factor-missing", outer
    for code, wrong in _slips(inner, x):
        yield code, outer * wrong
