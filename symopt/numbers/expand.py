"""Zero by algebra: a sum multiplied out over a common denominator, in case that all of it cancels.

This proves identities that hold for any values of the roots and functions in them, where the
separation bound would ask for very many bits, or there is none. It can only prove zero; that terms
remain says nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from flint import fmpq

from symopt.errors import UndecidedError
from symopt.numbers.arithmetic import (
    Factors,
    Terms,
    collect,
    monomial,
    multiply,
    product_of,
    quotient,
    scale,
    sum_of,
)
from symopt.numbers.kinds import Sum
from symopt.numbers.real import Real

if TYPE_CHECKING:
    from symopt.numbers.exact import Field

MOST_PRODUCTS = 4000
MOST_ROUNDS = 20


def vanishes(field: Field, x: Real) -> bool:
    """Whether x = 0 follows by multiplying out; False where it does not follow cheaply."""
    try:
        return _vanishes(field, x)
    except UndecidedError:  # a coefficient grew too large
        return False


def _vanishes(field: Field, x: Real) -> bool:
    allowed = MOST_PRODUCTS
    for _ in range(MOST_ROUNDS):
        if not isinstance(x, Sum):
            return x.rational == 0
        outside = _common_denominator(field, x)
        allowed -= len(x.terms) * (1 + len(outside))
        if allowed < 0:
            return False
        products = _products(field, quotient(field, x, outside))
        allowed -= sum(_count(sums) for _, sums in products)
        if allowed < 0:
            return False
        x, before = _multiplied_out(field, products), x
        if x is before:
            return False
    return False


def _common_denominator(field: Field, x: Sum) -> Factors:
    """What x is to be divided by: its denominators, and the factors that all its terms share."""
    monomials = [monomial(field, term)[1] for term, _ in x.terms]
    if x.constant != 0:
        monomials.append({})
    bases = {y: None for factors in monomials for y in factors}
    least = {y: min(factors.get(y, 0) for factors in monomials) for y in bases}
    return {y: e for y, e in least.items() if e}


def _products(field: Field, x: Real) -> list[tuple[Real, dict[Sum, int]]]:
    """For each term of x what stands outside, and the powers of sums to be multiplied out."""
    terms = [(x, fmpq(1))]
    if isinstance(x, Sum):
        terms = [*x.terms, (field.rational(1), x.constant)]
    result = []
    for term, c in terms:
        content, factors = monomial(field, term)
        sums = {y: e for y, e in factors.items() if isinstance(y, Sum) and e > 0}
        rest = {y: e for y, e in factors.items() if y not in sums}
        result.append((product_of(field, c * content, rest), sums))
    return result


def _count(sums: dict[Sum, int]) -> int:
    """How many terms these powers have, or too many."""
    return math.prod((len(x.terms) + 1) ** min(e, MOST_PRODUCTS) for x, e in sums.items())


def _multiplied_out(field: Field, products: list[tuple[Real, dict[Sum, int]]]) -> Real:
    terms, constant = Terms(), fmpq(0)
    for outside, sums in products:
        parts = [outside]
        for x, e in sums.items():
            inner = [scale(field, y, c) for y, c in x.terms] + [field.rational(x.constant)]
            for _ in range(e):
                parts = [multiply(field, part, y) for part in parts for y in inner]
        for part in parts:
            constant += collect(terms, part, fmpq(1))
    return sum_of(field, constant, terms)
