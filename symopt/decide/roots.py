"""Roots and absolute values of ring elements.

Real roots: x^(1/n) is the real n-th root, defined for x >= 0 when n is even and for every real x
when n is odd. A radicand is factored and its root taken factor by factor. For odd n that always
holds; for n = 2 it needs all factors but one to be >= 0, so factors of unknown sign stay together
under one root, and an even power u^(2k) comes out as |u|^k.

At a point where a factor k >= 0 vanishes, sqrt(k u) = 0 is defined although sqrt(u) might not be.
Read the generator of sqrt(u) as the principal complex root there: every relation still holds, the
polynomials that stand for defined expressions do not depend on it at such a point, and so zero
numerators prove what they prove elsewhere.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod

import flint
import sympy as sp

from symopt.decide.budget import TooLargeError
from symopt.decide.denest import as_square
from symopt.decide.generators import Generator, Poly
from symopt.decide.interval import Interval, at_least
from symopt.decide.oracle import SignOracle
from symopt.decide.ring import Element
from symopt.decide.signs import NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE, ZERO, negated
from symopt.errors import UndefinedError
from symopt.numbers.integers import primitive_power

HIGHEST_ORDER = 64
LONGEST_FACTORED = 600  # bits


class Uniformise(Exception):
    """A variable should be written as the n-th power of its root: then the root is a variable."""

    def __init__(self, name: str, order: int) -> None:
        super().__init__(f"{name} as a power")
        self.name = name
        self.order = order


def root(oracle: SignOracle, x: Element, n: int) -> Element:
    """The real n-th root of x, by roots of prime order (the odd ones first)."""
    if n > HIGHEST_ORDER:
        raise TooLargeError(f"a root of order {n} is too high")
    if x.numerator == 0:
        return x
    for prime, exponent in sorted(flint.fmpz(n).factor(), reverse=True):
        for _ in range(int(exponent)):
            x = _square_root(oracle, x) if prime == 2 else _odd_root(oracle, x, int(prime))
    return x


def _square_root(oracle: SignOracle, x: Element) -> Element:
    ring = oracle.ring
    oracle.defined_where(x, strict=False)
    constant, numerator = ring.factors(x.numerator)
    # sqrt(n/d) = sqrt(n d)/|d|: an odd power h^k below contributes sqrt(h) / |h|^((k+1)/2).
    below, denominator = ring.factors(x.denominator)
    factors = [(f, e, 1) for f, e in numerator] + [(f, e, -1) for f, e in denominator]
    constant, outside = constant / below, ring.constant(1)
    known: list[Poly] = []
    unknown: list[Poly] = []
    for f, e, side in factors:
        if e % 2 and (square := as_square(ring, f)) is not None:
            constant *= square[0] ** (e * side)
            outside *= absolute(oracle, ring.of(square[1])) ** (e * side)
            continue
        if e // 2 or side < 0:
            outside *= _even_part(oracle, f, e // 2 if side > 0 else -((e + 1) // 2))
        if e % 2 == 0:
            continue
        signs = oracle.rely(f)
        if signs == ZERO and side > 0:
            return ring.constant(0)
        if signs <= NONPOSITIVE and not signs <= NONNEGATIVE:
            f, constant, signs = -f, -constant, negated(signs)
        (known if signs <= NONNEGATIVE else unknown).append(f)
    if constant < 0 and not unknown:
        for f, _, side in factors:  # defined only where it is 0: look there alone
            if side > 0:
                oracle.nonzero(f)
        raise UndefinedError("the square root of a negative number")
    if unknown:
        product = prod(unknown, start=ring.one)
        known.append(product if constant > 0 else -product)
    for f in known:
        outside *= _generator(oracle, f, 2)
    return outside * _root_of_number(oracle, abs(constant), 2)


def _even_part(oracle: SignOracle, f: Poly, k: int) -> Element:
    """|f|^k; an even k needs no sign."""
    return oracle.ring.of(f) ** k if k % 2 == 0 else absolute_factor(oracle, f) ** k


def _odd_root(oracle: SignOracle, x: Element, n: int) -> Element:
    ring = oracle.ring
    above, numerator = ring.factors(x.numerator)
    below, denominator = ring.factors(x.denominator)
    factors = numerator + [(f, -e) for f, e in denominator]
    constant = above / below
    result = ring.constant(1 if constant > 0 else -1)
    for f, e in factors:
        f, flipped = oriented(oracle, f)
        if flipped and e % 2:
            result = -result
        if e // n:
            result *= ring.of(f) ** (e // n)
        if e % n:
            result *= _generator(oracle, f, n) ** (e % n)
    return result * _root_of_number(oracle, abs(constant), n)


def oriented(oracle: SignOracle, f: Poly) -> tuple[Poly, bool]:
    """f or -f, whichever is >= 0 if that is known, else the one that leads with a plus."""
    signs = oracle.possible(f)
    flip = signs <= NONPOSITIVE or (not signs <= NONNEGATIVE and f.leading_coefficient() < 0)
    return (-f, True) if flip else (f, False)


def _root_of_number(oracle: SignOracle, c: flint.fmpq, n: int) -> Element:
    """The n-th root of c > 0: a rational number times roots of primes."""
    ring = oracle.ring
    result = ring.constant(1)
    for integer, side in ((c.p, 1), (c.q, -1)):
        for prime, exponent in number_factors(integer):
            k, rest = divmod(side * int(exponent), n)
            if abs(k) > 0:
                result *= ring.constant(prime) ** k
            if rest:
                result *= _generator(oracle, ring.context.constant(prime), n) ** rest
    return result


def number_factors(integer: flint.fmpz) -> list[tuple[flint.fmpz, int]]:
    """Small primes with exponents, and what is left of a number too long to factor in time."""
    if integer.bit_length() > LONGEST_FACTORED:
        return [(integer, 1)]
    found = []
    for part, exponent in integer.factor_smooth(20):
        base, power = primitive_power(part) if part > 1 else (part, 1)
        found.append((base, power * int(exponent)))
    return found


def _generator(oracle: SignOracle, f: Poly, n: int) -> Element:
    """The n-th root of a factor as a generator g with g^n = f."""
    ring = oracle.ring
    single = _single(oracle, f)
    if single is not None and single.kind[:1] == ("variable",):
        _, name, order, interval = single.kind
        has_root = n % 2 or interval.nonnegative
        if not interval.integer and has_root and order * n <= HIGHEST_ORDER:
            raise Uniformise(name, order * n)
    signs = oracle.possible(f)
    values = Interval()
    if n == 2 or signs <= NONNEGATIVE:
        values = at_least(0, strict=signs == POSITIVE)
        if not f.is_constant() and oracle.possible(ring.one - f) <= NONNEGATIVE:
            values &= Interval(upper=Fraction(1))
    elif signs <= NONPOSITIVE:
        values = Interval(upper=Fraction(0), upper_open=signs == NEGATIVE)
    new = ring.adjoin(
        ("root", n, ring.key(f)),
        values,
        lambda: sp.Pow(ring.expression(f), sp.Rational(1, n)),
        kind=("root", n, f),
        order=n,
        power=f,
    )
    return ring.of(new.poly)


def _single(oracle: SignOracle, f: Poly) -> Generator | None:
    """The generator that f is, if it is one."""
    terms = list(oracle.ring.used(f))
    if len(terms) == 1 and terms[0][1] == 1:
        powers = terms[0][0]
        if len(powers) == 1 and powers[0][1] == 1:
            return powers[0][0]
    return None


def absolute(oracle: SignOracle, x: Element) -> Element:
    """|x|, factor by factor."""
    ring = oracle.ring
    if x.numerator == 0:
        return x
    result = ring.constant(1)
    for poly, side in ((x.numerator, 1), (x.denominator, -1)):
        constant, factors = ring.factors(poly)
        result *= ring.constant(abs(constant)) ** side
        for f, e in factors:
            result *= _even_part(oracle, f, 1) ** (side * e) if e % 2 else ring.of(f) ** (side * e)
    return result


def absolute_factor(oracle: SignOracle, f: Poly) -> Element:
    """|f|: f or -f where the sign is known or split by, else a generator a with a^2 = f^2."""
    ring = oracle.ring
    signs = oracle.possible(f)
    if signs <= NONNEGATIVE or signs <= NONPOSITIVE or oracle.splitting:
        return ring.of(f if oracle.weak(f) > 0 else -f)
    f, _ = oriented(oracle, f)
    new = ring.adjoin(
        ("absolute", ring.key(f)),
        at_least(0, strict=0 not in signs),
        lambda: sp.Abs(ring.expression(f)),
        kind=("absolute", f),
        order=2,
        power=ring.reduce(ring.power(f, 2)),
    )
    return ring.of(new.poly)


def signum(oracle: SignOracle, x: Element) -> Element:
    """The sign of x: -1, 0 or 1, once the signs of all factors are known."""
    result = 1
    for poly in (x.numerator, x.denominator):
        if poly == 0:
            return x
        constant, factors = oracle.ring.factors(poly)
        result *= 1 if constant > 0 else -1
        for f, e in factors:
            result *= oracle.strict(f) ** e
    return oracle.ring.constant(result)


def larger(oracle: SignOracle, a: Element, b: Element, *, least: bool = False) -> Element:
    """max(a, b), or min(a, b): one of them where the sign of a - b is known, else by |a - b|."""
    ring, difference = oracle.ring, a - b
    if oracle.splitting:
        sign = 1
        for poly in (difference.numerator, difference.denominator):
            constant, factors = ring.factors(poly) if poly != 0 else (flint.fmpq(1), [])
            sign *= 1 if constant > 0 else -1
            for f, e in factors:
                sign *= oracle.weak(f) if e % 2 else 1
        return a if (sign > 0) is not least else b
    spread = absolute(oracle, difference)
    half = ring.constant(flint.fmpq(1, 2))
    return half * (a + b - spread if least else a + b + spread)
