"""Exponentials, logarithms, circular and other functions of ring elements.

exp(c m) is a power of exp(m), exp(c log|f| m) = |f|^(c m); the logarithm of a product is
the sum of the logarithms of its factors' absolute values; sin and cos follow the addition
theorems and cos^2 = 1 - sin^2. Of any other function
only one thing is known: equal arguments give equal values.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd, lcm

import flint
import sympy as sp

from symopt.decide.generators import Poly
from symopt.decide.interval import Interval, at_least
from symopt.decide.oracle import FinerUnitError, SignOracle
from symopt.decide.powers import UNIT, Term, power, rational_power, split_exponent
from symopt.decide.ring import Element
from symopt.decide.roots import absolute_factor, number_factors, oriented
from symopt.decide.signs import NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE
from symopt.errors import UndefinedError

MOST_TURNS = 12
SINE_VALUES = at_least(-1) & Interval(upper=UNIT.upper)


def exponential(oracle: SignOracle, x: Element) -> Element:
    """exp(x), a product over the terms of x."""
    if x.numerator == 0:
        return oracle.ring.constant(1)
    constant, terms = split_exponent(oracle, x)
    ring = oracle.ring
    terms = [t for t in terms if t.coefficient != 0]
    if constant:
        terms.append(Term(constant, ring.one, ring.one, True, 0))
    result = ring.constant(1)
    for term in terms:
        result *= _exponential_term(oracle, term)
    return result


def _exponential_term(oracle: SignOracle, term: Term) -> Element:
    """exp(c m): a power of the exponential that is already here for m, or a new generator."""
    ring = oracle.ring
    taken = _exponential_of_log(oracle, term)
    if taken is not None:
        return taken
    where = ("exp", ring.key(term.monomial), ring.key(term.denominator))
    size = abs(term.coefficient)
    for generator in ring.generators:
        if generator.kind[:1] == ("exp",) and generator.kind[1] == where:
            size = generator.kind[2]
    signs = oracle.possible(term.monomial) if term.denominator == ring.one else frozenset()
    values = at_least(0, strict=True)
    if signs and signs <= NONNEGATIVE:
        values = at_least(1, strict=signs == POSITIVE)
    elif signs and signs <= NONPOSITIVE:
        values = UNIT & Interval(upper=Fraction(1), upper_open=signs == NEGATIVE)
    new = ring.adjoin(
        (*where, size),
        values,
        lambda: sp.exp(
            sp.Rational(size.numerator, size.denominator)
            * ring.expression(term.monomial)
            / ring.expression(term.denominator)
        ),
        kind=("exp", where, size, term),
    )
    return rational_power(oracle, ring.of(new.poly), term.coefficient / size)


def _exponential_of_log(oracle: SignOracle, term: Term) -> Element | None:
    """exp(c log|f| m) = |f|^(c m)."""
    ring = oracle.ring
    ((powers, _),) = ring.used(term.monomial)
    logs = [g for g, k in powers if g.kind[:1] == ("log",) and k == 1]
    if len(logs) != 1 or term.denominator != ring.one:
        return None
    base = absolute_factor(oracle, logs[0].kind[1])  # not 0 where its logarithm is defined
    if term.monomial == logs[0].poly:
        return rational_power(oracle, base, term.coefficient)
    c = ring.constant(flint.fmpq(term.coefficient.numerator, term.coefficient.denominator))
    return power(oracle, base, c * ring.of(term.monomial / logs[0].poly))


def logarithm(oracle: SignOracle, x: Element) -> Element:
    """log(x) = log|x| wherever x > 0."""
    if x.numerator == 0:
        raise UndefinedError("the logarithm of 0")
    oracle.defined_where(x, strict=True)
    return _log_of_absolute(oracle, x)


def _log_of_absolute(oracle: SignOracle, x: Element) -> Element:
    """log|x|, the sum of e log|f| over the factors f^e of x."""
    ring = oracle.ring
    total = ring.constant(0)
    for poly, side in ((x.numerator, 1), (x.denominator, -1)):
        constant, factors = ring.factors(poly)
        number = abs(constant)
        for integer, up in ((number.p, 1), (number.q, -1)):
            if integer > 1:
                for prime, e in number_factors(integer):
                    part = _log_generator(oracle, ring.context.constant(prime))
                    total += ring.constant(side * up * e) * part
        for f, e in factors:
            total += ring.constant(side * e) * _log_of_factor(oracle, f)
    return total


def _log_of_factor(oracle: SignOracle, f: Poly) -> Element:
    """log|f| of an irreducible f, seen through roots, powers and exponentials."""
    ring = oracle.ring
    f, _ = oriented(oracle, f)
    ((powers, c), *others) = ring.used(f)
    if not others and c == 1 and len(powers) == 1 and powers[0][1] == 1:
        kind = powers[0][0].kind
        if kind[:1] == ("root",):
            return ring.constant(flint.fmpq(1, kind[1])) * _log_of_absolute(
                oracle, ring.of(kind[2])
            )
        if kind[:1] == ("exp",):
            size, term = kind[2], kind[3]
            scale = ring.constant(flint.fmpq(size.numerator, size.denominator))
            return scale * ring.of(term.monomial) / ring.of(term.denominator)
        if kind[:1] == ("power",):
            base, term, shift = kind[1:]
            # log(b^(t-1)) is defined at t = 1 for b = 0 too, (t-1) log|b| is not.
            oracle.nonzero(base)
            exponent = ring.of(term.monomial) / ring.of(term.denominator) - ring.constant(shift)
            return exponent * _log_of_absolute(oracle, ring.of(base))
    return _log_generator(oracle, f)


def _log_generator(oracle: SignOracle, f: Poly) -> Element:
    ring = oracle.ring
    values = at_least(0, strict=True) if f.is_constant() else Interval()
    new = ring.adjoin(
        ("log", ring.key(f)),
        values,
        lambda: sp.log(sp.Abs(ring.expression(f))),
        kind=("log", f),
    )
    return ring.of(new.poly)


def circular(oracle: SignOracle, name: str, x: Element) -> Element:
    """sin, cos, tan, cot, sec, csc of x, by the addition theorems over the terms of x."""
    ring = oracle.ring
    sine, cosine = ring.constant(0), ring.constant(1)
    constant, terms = split_exponent(oracle, x)
    if constant:
        terms = [*terms, Term(constant, ring.one, ring.one, True, 0)]
    for term in terms:
        s, c = _sine_and_cosine(oracle, term)
        sine, cosine = sine * c + cosine * s, cosine * c - sine * s
    match name:
        case "sin":
            return sine
        case "cos":
            return cosine
        case "tan":
            return sine / cosine
        case "cot":
            return cosine / sine
        case "sec":
            return cosine.inverse()
    return sine.inverse()


def _sine_and_cosine(oracle: SignOracle, term: Term) -> tuple[Element, Element]:
    """Of c m: by those of an angle a with c m = k a, k a small integer."""
    ring = oracle.ring
    where = (ring.key(term.monomial), ring.key(term.denominator))
    unit = oracle.units.get(where, abs(term.coefficient))
    for known in ring.generators:
        if known.kind[:2] == ("sin", where):
            unit = known.kind[2]
    if not _is_small(term.coefficient / unit):
        finer = _common_unit(unit, abs(term.coefficient))
        if _is_small(unit / finer) and _is_small(term.coefficient / finer):
            raise FinerUnitError(where, finer)
        unit = abs(term.coefficient)
    angle = ring.of(term.monomial) / ring.of(term.denominator)

    def expression() -> sp.Expr:
        return sp.Rational(unit.numerator, unit.denominator) * angle.expression

    key, values = (where, unit), SINE_VALUES
    sine = ring.adjoin(
        ("sin", *key), values, lambda: sp.sin(expression()), kind=("sin", where, unit)
    )
    square = ring.one - sine.poly**2
    cosine = ring.adjoin(("cos", *key), values, lambda: sp.cos(expression()), order=2, power=square)
    s, c = ring.constant(0), ring.constant(1)
    one_s, one_c = ring.of(sine.poly), ring.of(cosine.poly)
    turns = int(term.coefficient / unit)
    for _ in range(abs(turns)):
        s, c = s * one_c + c * one_s, c * one_c - s * one_s
    return (s if turns > 0 else -s), c


def _common_unit(a: Fraction, b: Fraction) -> Fraction:
    """The largest rational of which both are multiples."""
    below = lcm(a.denominator, b.denominator)
    return Fraction(gcd(int(a * below), int(b * below)), below)


def _is_small(turns: Fraction) -> bool:
    return turns.denominator == 1 and abs(turns) <= MOST_TURNS


def hyperbolic(oracle: SignOracle, name: str, x: Element) -> Element:
    """sinh, cosh, tanh, coth by their definition with exp."""
    up = exponential(oracle, x)
    down = up.inverse()
    half = oracle.ring.constant(flint.fmpq(1, 2))
    match name:
        case "sinh":
            return half * (up - down)
        case "cosh":
            return half * (up + down)
        case "tanh":
            return (up - down) / (up + down)
    return (up + down) / (up - down)


def opaque(
    oracle: SignOracle,
    name: str,
    arguments: list[Element],
    expression: Callable[[], sp.Expr],
    values: Interval,
) -> Element:
    """A function of which nothing but its being a function is known."""
    ring = oracle.ring
    for known in ring.generators:
        if known.kind[:2] != ("function", name) or len(known.kind[2]) != len(arguments):
            continue
        if all(map(same, known.kind[2], arguments)):
            return ring.of(known.poly)
    keys = tuple((ring.key(a.numerator), ring.key(a.denominator)) for a in arguments)
    kind = ("function", name, arguments)
    return ring.of(ring.adjoin(("function", name, keys), values, expression, kind=kind).poly)


def same(a: Element, b: Element) -> bool:
    """Whether a - b is zero in normal form."""
    return bool((a - b).numerator == 0)
