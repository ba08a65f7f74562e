"""Sums and products in normal form, so that many equal expressions become one node when built.

A sum is flat (a rational combination of nodes), a product a set of powers, a rational content
stands before it. Rational combinations of square roots of integers ("surds") are multiplied out
while they stay short, so that in one quadratic field Q(√d) each number has the normal form p + q√d.
All this uses identities alone; nothing is decided numerically but the sign of a divisor.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flint import fmpq, fmpz

from symopt.errors import UndecidedError, UndefinedError
from symopt.numbers.kinds import Product, Rational, Root, Sum
from symopt.numbers.real import Real

if TYPE_CHECKING:
    from symopt.numbers.exact import Field

LONGEST_SURD = 16  # terms up to which products of surds are multiplied out
LARGEST_SURD = 4096  # bits up to which integers under roots are multiplied together
LARGEST_NUMBER = 2**24  # bits of a rational; 5 million digits

Terms = dict[Real, fmpq]
Factors = dict[Real, int]


def add(field: Field, a: Real, b: Real, factor: fmpq) -> Real:
    """a + factor·b."""
    a, b = a.same, b.same
    if isinstance(a, Rational) and isinstance(b, Rational):
        return field.rational(a.value + factor * b.value)
    terms: Terms = {}
    constant = collect(terms, a, fmpq(1)) + collect(terms, b, factor)
    return sum_of(field, constant, terms)


def collect(terms: Terms, x: Real, factor: fmpq) -> fmpq:
    """Add factor·x to the terms, and return its rational part."""
    x = x.same
    if isinstance(x, Rational):
        return factor * x.value
    if not isinstance(x, Sum):
        terms[x] = terms.get(x, fmpq(0)) + factor
        return fmpq(0)
    for term, c in x.terms:
        terms[term] = terms.get(term, fmpq(0)) + factor * c
    return factor * x.constant


def sum_of(field: Field, constant: fmpq, terms: Terms) -> Real:
    """The node of constant + Σ c·x."""
    kept = sorted(((x, c) for x, c in terms.items() if c != 0), key=lambda term: term[0].serial)
    if not kept:
        return field.rational(constant)
    if len(kept) == 1 and constant == 0 and kept[0][1] == 1:
        return kept[0][0]
    if max(c.height_bits() for _, c in kept) > LARGEST_NUMBER:
        raise UndecidedError("a number grew beyond the size that exact arithmetic is allowed")
    key = (constant.p, constant.q, *((x.serial, c.p, c.q) for x, c in kept))
    return field.intern(key, lambda: Sum(field, constant, tuple(kept)))


def scale(field: Field, x: Real, factor: fmpq) -> Real:
    """factor·x."""
    terms: Terms = {}
    return sum_of(field, collect(terms, x, factor), terms)


def multiply(field: Field, a: Real, b: Real) -> Real:
    """a·b."""
    a, b = a.same, b.same
    if isinstance(a, Rational):
        return (
            field.rational(a.value * b.value)
            if isinstance(b, Rational)
            else scale(field, b, a.value)
        )
    if isinstance(b, Rational):
        return scale(field, a, b.value)
    if a.surd and b.surd and _short(a, b):
        return _multiply_surds(field, a, b)
    content, factors = monomial(field, a)
    other_content, other_factors = monomial(field, b)
    for x, e in other_factors.items():
        factors[x] = factors.get(x, 0) + e
    return product_of(field, content * other_content, factors)


def divide(field: Field, a: Real, b: Real) -> Real:
    """a/b, for b proved nonzero; UndefinedError for b = 0, UndecidedError where that is open."""
    if b.sign() == 0:
        raise UndefinedError("division by zero")
    a, b = a.same, b.same
    if isinstance(b, Rational):
        if isinstance(a, Rational):
            return field.rational(a.value / b.value)
        return scale(field, a, 1 / b.value)
    return multiply(field, a, power(field, b, -1))


def power(field: Field, x: Real, exponent: int) -> Real:
    """x^exponent for an integer exponent; 0^0 = 1."""
    x = x.same
    if exponent == 0:
        return field.rational(1)
    if exponent < 0 and x.sign() == 0:
        raise UndefinedError("division by zero")
    x = x.same
    if isinstance(x, Rational):
        return field.rational(_rational_power(x.value, exponent))
    if exponent < 0 and isinstance(x, Sum) and x.surd and _parts(x) == 2:
        inverse = _inverse_of_binomial(field, x)
        if inverse is not None:
            return power(field, inverse, -exponent)
    if x.surd and 0 < exponent <= LONGEST_SURD:
        return _power_of_surd(field, x, exponent)
    content, factors = monomial(field, x)
    content = _rational_power(content, exponent)
    return product_of(field, content, {y: e * exponent for y, e in factors.items()})


def _rational_power(value: fmpq, exponent: int) -> fmpq:
    bits = value.p.bit_length() + value.q.bit_length() - 2  # 0 for 1 and -1
    if bits * abs(exponent) > LARGEST_NUMBER:
        raise UndecidedError(f"a power with exponent {exponent} is too large to be computed")
    return value**exponent


def monomial(field: Field, x: Real) -> tuple[fmpq, Factors]:
    """(c, {y: e}) with x = c·∏ y^e; a sum is one factor, without what all its terms share."""
    if isinstance(x, Rational):
        return x.value, {}
    if isinstance(x, Product):
        return fmpq(1), dict(x.factors)
    if not isinstance(x, Sum):
        return fmpq(1), {x: 1}
    if len(x.terms) == 1 and x.constant == 0:
        ((y, c),) = x.terms
        return c, monomial(field, y)[1]
    shared = _shared_factors(field, x)
    if shared:
        return _flattened(field, [*shared.items(), (quotient(field, x, shared), 1)])
    content = _content(x)
    return content, {scale(field, x, 1 / content): 1}


def _flattened(field: Field, factors: Iterable[tuple[Real, int]]) -> tuple[fmpq, Factors]:
    """The monomial of ∏ y^e over (y, e), for any numbers y, which may be equal."""
    content, flat = fmpq(1), Factors()
    for y, e in factors:
        c, inner = monomial(field, y)
        content *= _rational_power(c, e)
        for z, f in inner.items():
            flat[z] = flat.get(z, 0) + e * f
    return content, flat


def _shared_factors(field: Field, x: Sum) -> Factors:
    """The powers, positive or negative, that stand in every term of a sum."""
    if x.constant != 0:
        return {}
    (first, _), *rest = x.terms
    shared = monomial(field, first)[1]
    for term, _ in rest:
        if not shared:
            return shared
        own = monomial(field, term)[1]
        shared = {y: min(e, own[y], key=abs) for y, e in shared.items() if e * own.get(y, 0) > 0}
    return shared


def quotient(field: Field, x: Sum, factors: Factors) -> Real:
    """x/∏ y^e, divided term by term."""
    parts = [(x.constant, Factors())] if x.constant != 0 else []
    parts += [(c, monomial(field, term)[1]) for term, c in x.terms]
    terms, constant = Terms(), fmpq(0)
    for c, own in parts:
        for y, e in factors.items():
            own[y] = own.get(y, 0) - e
        constant += collect(terms, product_of(field, c, own), fmpq(1))
    return sum_of(field, constant, terms)


def _content(x: Sum) -> fmpq:
    """The rational c for which x/c has coprime integer coefficients, the first one positive."""
    coefficients = [c for _, c in x.terms] + ([x.constant] if x.constant != 0 else [])
    above, below = fmpz(0), fmpz(1)
    for c in coefficients:
        above, below = above.gcd(c.p), below.lcm(c.q)
    return fmpq(above, below) if coefficients[0] > 0 else -fmpq(above, below)


def product_of(field: Field, content: fmpq, factors: Factors) -> Real:
    """The node of content·∏ x^e, with roots' exponents reduced."""
    content, factors = _reduced(field, content, factors)
    surds = [x.radical.integer for x in factors if isinstance(x, Root) and x.surd]
    merged = math.prod((integer for integer in surds if integer), start=fmpz(1))
    if len(surds) > 1 and merged.bit_length() <= LARGEST_SURD:
        others = {x: e for x, e in factors.items() if not x.surd or not isinstance(x, Root)}
        c, extra = monomial(field, field.sqrt(field.rational(fmpq(merged))))
        content, factors = content * c, others | extra
    kept = sorted(((x, e) for x, e in factors.items() if e), key=lambda factor: factor[0].serial)
    if not kept:
        return field.rational(content)
    if len(kept) == 1 and kept[0][1] == 1:
        return scale(field, kept[0][0], content)
    key = ("*", *((x.serial, e) for x, e in kept))
    return scale(field, field.intern(key, lambda: Product(field, tuple(kept))), content)


def _reduced(field: Field, content: fmpq, factors: Factors) -> tuple[fmpq, Factors]:
    """Use (ⁿ√a)^n = a until every root's exponent is smaller in size than its order.

    Where a itself stands beside its root, both get exponents of one sign: √a/a becomes 1/√a, so
    that equal products look alike. Exponents of roots of integers end up nonnegative.
    """
    factors = {x: e for x, e in factors.items() if e}
    pending = {x for x in factors if isinstance(x, Root)}
    while pending:
        root = max(pending, key=lambda x: x.serial)
        pending.remove(root)
        c, inner = monomial(field, root.radicand)
        whole = _whole_exponent(root, inner, factors)
        if whole:
            content *= _rational_power(c, whole)
            factors[root] -= whole * root.order
            for y, e in inner.items():
                factors[y] = factors.get(y, 0) + e * whole
            pending |= {y for y in inner if isinstance(y, Root)}
    return content, {x: e for x, e in factors.items() if e}


def _whole_exponent(root: Root, inner: Factors, factors: Factors) -> int:
    """How often (ⁿ√a)^n is to be replaced by a, whose monomial is `inner`."""
    if not inner:
        return factors[root] // root.order
    beside = 0
    if len(inner) == 1:
        ((base, e),) = inner.items()
        beside = factors.get(base, 0) if e == 1 else 0
    total = beside * root.order + factors[root]
    towards_zero = abs(total) // root.order
    return (towards_zero if total > 0 else -towards_zero) - beside


def _surd_terms(x: Real) -> list[tuple[Real | None, fmpq]]:
    if isinstance(x, Sum):
        constant: list[tuple[Real | None, fmpq]] = [(None, x.constant)] if x.constant != 0 else []
        return constant + list(x.terms)
    return [(x, fmpq(1))]


def _parts(x: Real) -> int:
    return len(_surd_terms(x))


def _short(a: Real, b: Real) -> bool:
    return _parts(a) * _parts(b) <= LONGEST_SURD


def _multiply_surds(field: Field, a: Real, b: Real) -> Real:
    """The product of two rational combinations of roots of integers, multiplied out."""
    constant, terms = fmpq(0), Terms()
    for x, c in _surd_terms(a):
        for y, d in _surd_terms(b):
            factors = Factors()
            for root in (x, y):
                if root is not None:
                    factors[root] = factors.get(root, 0) + 1
            constant += collect(terms, product_of(field, fmpq(1), factors), c * d)
    return sum_of(field, constant, terms)


def _power_of_surd(field: Field, x: Real, exponent: int) -> Real:
    result, square = field.rational(1), x
    while exponent:
        if exponent & 1:
            result = multiply(field, result, square)
        exponent >>= 1
        square = multiply(field, square, square) if exponent else square
    return result


def _inverse_of_binomial(field: Field, x: Sum) -> Real | None:
    """1/(a + b) = (a − b)/(a² − b²) where a² and b² are rational and differ."""
    last, c = x.terms[-1]
    second = scale(field, last, c)
    first = x - second
    norm = (power(field, first, 2) - power(field, second, 2)).rational
    return scale(field, first - second, 1 / norm) if norm else None
