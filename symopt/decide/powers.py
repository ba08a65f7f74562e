"""Powers with symbolic exponents and exponentials: b^t as a generator, b^(t+1) = b b^t.

An exponent is a sum of terms c m with rational c and a monomial m, and b^(sum) the product of the
b^(c m). For an integer variable t >= l the generator is b^(t-l): it is defined for every b, zero
included, and 0^0 = 1 as everywhere in SymPy. A base is taken apart into factors: (b1 b2)^m =
b1^m b2^m holds for integers m, and for other exponents when the factors are positive; otherwise the
power stays whole. exp(c m) is a power of exp(m); logarithms of products are sums.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd
from typing import Any

import flint
import sympy as sp

from symopt.decide.generators import Poly
from symopt.decide.interval import Interval, at_least
from symopt.decide.oracle import SignOracle
from symopt.decide.ring import Element
from symopt.decide.roots import oriented, root, signum
from symopt.decide.signs import NONNEGATIVE, NONPOSITIVE, POSITIVE
from symopt.errors import UndefinedError
from symopt.numbers.integers import primitive_power

UNIT = Interval(lower=Fraction(0), upper=Fraction(1), lower_open=True)
LONGEST_BASE = 600  # bits of a numerical base that is looked at for perfect powers


@dataclass(frozen=True)
class Term:
    """One term c m of an exponent; m = monomial / denominator, `shift` the lower bound of m."""

    coefficient: Fraction
    monomial: Poly
    denominator: Poly
    integer: bool
    shift: int | None


def fraction(value: Any) -> Fraction:
    """A flint rational as a Python one."""
    value = flint.fmpq(value)
    return Fraction(int(value.p), int(value.q))


def rational_power(oracle: SignOracle, base: Element, exponent: Fraction) -> Element:
    """base^(p/q) as the p-th power of the real q-th root."""
    if exponent.denominator != 1:
        base = root(oracle, base, exponent.denominator)
    return base**exponent.numerator


def power(oracle: SignOracle, base: Element, exponent: Element) -> Element | None:
    """base^exponent, or None when it can't be taken apart and must stay whole."""
    rational = exponent.rational
    if rational is not None:
        return rational_power(oracle, base, fraction(rational))
    ring = oracle.ring
    if base.numerator == 0:
        return _power_of_zero(oracle, exponent)
    constant_term, terms = split_exponent(oracle, exponent)
    integer = constant_term.denominator == 1 and all(
        t.integer and t.coefficient.denominator == 1 for t in terms
    )
    above, numerator = ring.factors(base.numerator)
    below, denominator = ring.factors(base.denominator)
    number = above / below
    parts: list[tuple[Poly, int]] = []
    for f, e in numerator + [(f, -e) for f, e in denominator]:
        g, flipped = oriented(oracle, f)
        number = -number if flipped and e % 2 else number
        parts.append((g, e))
    if not integer and (number < 0 or any(oracle.rely(f) != POSITIVE for f, _ in parts)):
        return None
    result = _power_of_number(oracle, number, constant_term, terms)
    for f, e in parts:
        result *= _power_of_factor(oracle, f, e, constant_term, terms)
    return result


def _power_of_zero(oracle: SignOracle, exponent: Element) -> Element:
    sign = signum(oracle, exponent).numerator
    if sign == -1:
        raise UndefinedError("a negative power of 0")
    return oracle.ring.constant(1 if sign == 0 else 0)


def split_exponent(oracle: SignOracle, exponent: Element) -> tuple[Fraction, list[Term]]:
    """The rational part of an exponent, and its other terms."""
    ring, denominator = oracle.ring, exponent.denominator
    scale = fraction(1)
    if denominator.is_constant():
        scale, denominator = 1 / fraction(denominator.leading_coefficient()), ring.one
    constant, terms = Fraction(0), []
    for powers, c in ring.used(exponent.numerator):
        if not powers and denominator == ring.one:
            constant = fraction(c) * scale
            continue
        monomial = ring.one
        for generator, k in powers:
            monomial *= generator.poly**k
        integer = denominator == ring.one and all(g.values.integer for g, _ in powers)
        shift = None
        if integer and len(powers) == 1 and powers[0][1] == 1:
            lower = powers[0][0].values.lower
            shift = None if lower is None else int(lower)
        elif oracle.possible(monomial) <= NONNEGATIVE and denominator == ring.one:
            shift = 0
        terms.append(Term(fraction(c) * scale, monomial, denominator, integer, shift))
    return constant, terms


def _power_of_factor(
    oracle: SignOracle, f: Poly, e: int, constant: Fraction, terms: list[Term]
) -> Element:
    """f^(e (constant + terms)) for an irreducible f that is not a number."""
    exponents = [e * t.coefficient for t in terms]
    whole = e * constant + sum(x * (t.shift or 0) for x, t in zip(exponents, terms, strict=True))
    # f^(t-3) = f^t / f^3 says nothing at f = 0, where f^(t-3) may be defined: f must not vanish.
    mixed = len({x > 0 for x in (whole, *exponents) if x != 0}) > 1
    if mixed or any(t.shift is None for t in terms):
        oracle.nonzero(f)
    result = rational_power(oracle, oracle.ring.of(f), whole)
    for x, term in zip(exponents, terms, strict=True):
        result *= rational_power(oracle, _generator(oracle, f, term), x)
    return result


def _generator(oracle: SignOracle, f: Poly, term: Term) -> Element:
    """f^(m - shift) as a generator; m = monomial / denominator."""
    ring, shift = oracle.ring, term.shift or 0
    signs = oracle.possible(f)
    values = at_least(0, strict=signs == POSITIVE) if signs <= NONNEGATIVE else Interval()
    # Exponents >= 0 keep what lies in [0, 1] there, and what is >= 1 beyond 1.
    if signs <= NONNEGATIVE and term.shift is not None:
        beyond = oracle.possible(f - ring.one)
        if beyond <= NONPOSITIVE:
            values &= Interval(upper=Fraction(1))
        elif beyond <= NONNEGATIVE:
            values &= at_least(1)

    def expression() -> sp.Expr:
        exponent = ring.expression(term.monomial) / ring.expression(term.denominator) - shift
        return sp.Pow(ring.expression(f), exponent)

    key = ("power", ring.key(f), ring.key(term.monomial), ring.key(term.denominator), shift)
    kind = ("power", f, term, shift)
    return ring.of(ring.adjoin(key, values, expression, kind=kind).poly)


def _power_of_number(
    oracle: SignOracle, number: flint.fmpq, constant: Fraction, terms: list[Term]
) -> Element:
    """number^(constant + terms); a negative number has integer exponents here."""
    ring = oracle.ring
    if constant.denominator == 1 and abs(number) == 1:
        result = ring.constant(number if constant.numerator % 2 else 1)
    else:
        result = rational_power(oracle, ring.constant(number), constant)
    if number < 0:
        for term in terms:
            if term.coefficient.numerator % 2:
                result *= _alternating(oracle, term)
    for base, e in _bases(oracle, abs(number)):
        for term in terms:
            x = e * term.coefficient
            result *= rational_power(oracle, ring.constant(base), x * (term.shift or 0))
            result *= rational_power(
                oracle, _generator(oracle, ring.context.constant(base), term), x
            )
    return result


def _alternating(oracle: SignOracle, term: Term) -> Element:
    """(-1)^m as a generator whose square is 1."""
    ring = oracle.ring
    new = ring.adjoin(
        ("alternating", ring.key(term.monomial)),
        Interval(lower=Fraction(-1), upper=Fraction(1), nonzero=True),
        lambda: sp.Pow(-1, ring.expression(term.monomial)),
        order=2,
        power=ring.one,
    )
    return ring.of(new.poly)


def _bases(oracle: SignOracle, number: flint.fmpq) -> Iterator[tuple[flint.fmpq, int]]:
    """number > 0 as a product of powers of bases in (0, 1), of such as are here if possible."""
    if number == 1:
        return
    base, exponent = _primitive(number)
    known = [g.kind[1] for g in oracle.ring.generators if g.kind[:1] == ("power",)]
    numbers = []
    for f in known:
        if f.is_constant() and f.leading_coefficient() not in numbers:
            numbers.append(flint.fmpq(f.leading_coefficient()))
    if base in numbers or not numbers:
        yield base, exponent
        return
    few = numbers[:3]
    for powers in product((0, 1, -1, 2, -2), repeat=len(few)):
        value = flint.fmpq(1)
        for b, k in zip(few, powers, strict=True):
            value *= b**k
        if value == base:
            yield from ((b, k * exponent) for b, k in zip(few, powers, strict=True) if k)
            return
    yield base, exponent


def _primitive(number: flint.fmpq) -> tuple[flint.fmpq, int]:
    """(b, k) with number = b^k, 0 < b < 1 and no power itself."""
    if max(number.p.bit_length(), number.q.bit_length()) > LONGEST_BASE:
        return (number, 1) if number < 1 else (1 / number, -1)
    p, i = primitive_power(number.p) if number.p > 1 else (number.p, 0)
    q, j = primitive_power(number.q) if number.q > 1 else (number.q, 0)
    k = gcd(i, j)
    base = flint.fmpq(p ** (i // k), q ** (j // k))
    return (base, k) if base < 1 else (1 / base, -k)
