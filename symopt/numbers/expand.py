"""Zero by algebra: a sum multiplied out over a common denominator, in case that all of it cancels.

This proves identities that hold for any values of the roots and functions in them, where the
separation bound would ask for very many bits, or there is none. It can only prove zero; that terms
remain says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from symopt.errors import UndecidedError
from symopt.numbers.arithmetic import (
    Terms,
    collect,
    monomial,
    multiply,
    product_of,
    quotient,
    sum_of,
)
from symopt.numbers.kinds import Sum
from symopt.numbers.real import Real

if TYPE_CHECKING:
    from symopt.numbers.exact import Field

MOST_PRODUCTS = 2000
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
        allowed -= len(x.terms) ** 2
        if allowed < 0:
            return False
        numerator = _numerator(field, x)
        products = _products(field, numerator)
        allowed -= sum(_count(parts) for _, parts in products)
        if allowed < 0:
            return False
        x, before = _multiplied_out(field, products), x
        if x is before:
            return False
    return False


def _numerator(field: Field, x: Sum) -> Real:
    """x times what it is divided by anywhere, and without the factors that its terms share."""
    monomials = [monomial(field, term)[1] for term, _ in x.terms]
    if x.constant != 0:
        monomials.append({})
    bases = {y: None for factors in monomials for y in factors}
    outside = {y: min(factors.get(y, 0) for factors in monomials) for y in bases}
    return quotient(field, x, {y: e for y, e in outside.items() if e})


def _products(field: Field, x: Real) -> list[tuple[Real, list[Sum]]]:
    """For each term of x what stands outside, and the sums to be multiplied out."""
    terms = [(x, fmpq(1))]
    if isinstance(x, Sum):
        terms = list(x.terms)
        if x.constant != 0:
            terms.append((field.rational(x.constant), fmpq(1)))
    result = []
    for term, c in terms:
        content, factors = monomial(field, term)
        sums = [y for y, e in factors.items() if isinstance(y, Sum) for _ in range(e)]
        rest = {y: e for y, e in factors.items() if not isinstance(y, Sum) or e < 0}
        result.append((product_of(field, c * content, rest), sums))
    return result


def _count(sums: list[Sum]) -> int:
    count = 1
    for x in sums:
        count *= len(x.terms) + 1
    return count


def _multiplied_out(field: Field, products: list[tuple[Real, list[Sum]]]) -> Real:
    terms, constant = Terms(), fmpq(0)
    for outside, sums in products:
        parts = [outside]
        for x in sums:
            inner = [multiply(field, field.rational(c), y) for y, c in x.terms]
            inner += [field.rational(x.constant)] if x.constant != 0 else []
            parts = [multiply(field, part, y) for part in parts for y in inner]
        for part in parts:
            constant += collect(terms, part, fmpq(1))
    return sum_of(field, constant, terms)
