"""Rational functions over Q in generators that may obey g^k = p: where normal forms live.

A ring holds generators g_0, g_1, ..., each of which stands for a real function on the domain: a
variable, a root, a power b^t, an exponential. Some obey one monic relation g_i^k = p(g_0..g_{i-1}),
for instance g^2 = v for g = sqrt(v). An element is a pair of polynomials, numerator over
denominator, with every relation applied.

Invariant: wherever the expression an element was made from is defined, the denominator does not
vanish and numerator / denominator is its value. Every relation holds as an identity of functions,
so numerator = 0 proves that the expression is zero wherever it is defined. The converse is not
claimed: generators may depend on one another in ways that no relation states.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from symopt.decide.budget import Budget, TooLargeError
from symopt.decide.generators import FullError, Generator, Names, Poly, PolyKey
from symopt.decide.interval import Interval
from symopt.errors import UndefinedError

MOST_TERMS_FOR_GCD = 600
MOST_TERMS_FOR_FACTORS = 300
HIGHEST_DEGREE = 10_000
HIGHEST_FACTORED_DEGREE = 40
MOST_FACTORED_BITS = 4_000


class Element:
    """numerator / denominator in a ring."""

    __slots__ = ("denominator", "numerator", "ring")

    def __init__(self, ring: Ring, numerator: Poly, denominator: Poly) -> None:
        self.ring = ring
        self.numerator = numerator
        self.denominator = denominator

    def __add__(self, other: Element) -> Element:
        ring, left, right = self.ring, self.denominator, other.denominator
        if left == right:
            return ring.element(self.numerator + other.numerator, left)
        common = ring.gcd(left, right)
        left, right = left / common, right / common
        numerator = ring.times(self.numerator, right) + ring.times(other.numerator, left)
        return ring.element(numerator, ring.times(self.denominator, right))

    def __sub__(self, other: Element) -> Element:
        return self + -other

    def __neg__(self) -> Element:
        return Element(self.ring, -self.numerator, self.denominator)

    def __mul__(self, other: Element) -> Element:
        ring = self.ring
        # Cross cancellation first: the products stay as small as they can.
        a, d = ring.cancel(self.numerator, other.denominator)
        b, c = ring.cancel(other.numerator, self.denominator)
        return ring.element(ring.times(a, b), ring.times(c, d), cancelled=True)

    def __truediv__(self, other: Element) -> Element:
        return self * other.inverse()

    def inverse(self) -> Element:
        """1 / self; UndefinedError where self is zero."""
        if self.numerator == 0:
            raise UndefinedError("division by zero")
        self.ring.divided_by(self.numerator)
        return self.ring.element(self.denominator, self.numerator, cancelled=True)

    def __pow__(self, exponent: int) -> Element:
        base = self.inverse() if exponent < 0 else self
        ring, n = self.ring, abs(exponent)
        return ring.element(
            ring.power(base.numerator, n), ring.power(base.denominator, n), cancelled=True
        )

    @property
    def expression(self) -> sp.Expr:
        """The element as a SymPy expression."""
        return self.ring.expression(self.numerator) / self.ring.expression(self.denominator)

    @property
    def rational(self) -> flint.fmpq | None:
        """The value of an element that is a rational constant."""
        if self.numerator == 0:
            return flint.fmpq(0)
        if self.numerator.is_constant() and self.denominator.is_constant():
            return flint.fmpq(
                self.numerator.leading_coefficient() / self.denominator.leading_coefficient()
            )
        return None


class Ring:
    """Generators, relations, and polynomial arithmetic that is bounded before it starts."""

    def __init__(self, capacity: int, budget: Budget, names: Names) -> None:
        # Lexicographic with the newest generator first: dividing by g^k - p then rewrites g^k.
        labels = tuple(f"g{place}" for place in reversed(range(capacity)))
        self.context = flint.fmpq_mpoly_ctx.get(labels, flint.Ordering.lex)
        self.budget = budget
        self.names = names
        self.generators: list[Generator] = []
        self.by_name: dict[int, Generator] = {}
        self.divisors: list[Poly] = []
        self._bound: list[Generator] = []  # those that obey a relation
        self._free = self.context.gens()
        self.one = self.context.constant(1)

    def adjoin(
        self,
        meaning: Hashable,
        values: Interval,
        expression: Callable[[], sp.Expr],
        *,
        kind: tuple[Any, ...] = (),
        order: int = 0,
        power: Poly = None,
    ) -> Generator:
        """The generator with this meaning; if it is new, with the relation g^order = power."""
        name = self.names[meaning]
        if name in self.by_name:
            return self.by_name[name]
        place = len(self.generators)
        if place == len(self._free):
            raise FullError
        poly = self._free[len(self._free) - 1 - place]
        modulus = None if order == 0 else poly**order - power
        new = Generator(place, name, poly, values, expression, kind, modulus, order)
        self.generators.append(new)
        self._bound += [new] if order else []
        self.by_name[name] = new
        return new

    def constant(self, value: Any) -> Element:
        """A rational number as an element."""
        return Element(self, self.context.constant(_fmpq(value)), self.one)

    def of(self, poly: Poly) -> Element:
        """A polynomial as an element."""
        return Element(self, poly, self.one)

    def element(self, numerator: Poly, denominator: Poly, *, cancelled: bool = False) -> Element:
        """numerator / denominator with the relations applied and common factors cancelled."""
        top, bottom = self.reduce(numerator), self.reduce(denominator)
        if top == 0:
            return Element(self, top, self.one)
        if bottom == 0:
            raise UndefinedError("division by zero")
        if not cancelled or top is not numerator or bottom is not denominator:
            top, bottom = self.cancel(top, bottom)
        lead = bottom.leading_coefficient()
        return Element(self, top / lead, bottom / lead)

    def reduce(self, poly: Poly) -> Poly:
        """Apply every relation, newest generator first."""
        last, degrees = len(self._free) - 1, poly.degrees()
        for generator in reversed(self._bound):
            degree = degrees[last - generator.place]
            if degree >= generator.order:
                self.budget.product(len(poly) * len(generator.modulus) * degree)
                poly = poly % generator.modulus
                degrees = poly.degrees()
        return poly

    def degree(self, poly: Poly, generator: Generator) -> int:
        """The degree of a polynomial in one generator; 0 for constants."""
        return int(poly.degrees()[len(self._free) - 1 - generator.place]) if poly != 0 else 0

    def derivative(self, poly: Poly, generator: Generator) -> Poly:
        """The derivative of a polynomial by one generator, the others held fixed."""
        return poly.derivative(len(self._free) - 1 - generator.place)

    def times(self, a: Poly, b: Poly) -> Poly:
        """a * b, refused when it would be too large."""
        self.budget.product(len(a) * len(b))
        return a * b

    def power(self, poly: Poly, n: int) -> Poly:
        """poly^n, refused when it would be too large."""
        if n == 0:
            return self.one
        if poly == 0 or n == 1:
            return poly
        terms = len(poly)
        if n * max((*poly.degrees(), 0)) > HIGHEST_DEGREE or _bits(poly) * n > 200_000:
            raise TooLargeError(f"a power with the exponent {_short(n)} is too large")
        if terms > 1:
            count = 1
            for k in range(1, min(terms - 1, n) + 1):  # binomial(n + terms - 1, terms - 1)
                count = count * (n + terms - k) // k
                self.budget.product(count)
        return poly**n

    def gcd(self, a: Poly, b: Poly) -> Poly:
        """A common factor of both, the greatest one unless the two are large."""
        if a.is_constant() or b.is_constant():
            return self.one
        if max(len(a), len(b)) > MOST_TERMS_FOR_GCD:
            return self.one
        self.budget.check()
        return a.gcd(b)

    def cancel(self, a: Poly, b: Poly) -> tuple[Poly, Poly]:
        """Both without their common factor."""
        common = self.gcd(a, b)
        return (a, b) if common.is_constant() else (a / common, b / common)

    def factors(self, poly: Poly) -> tuple[flint.fmpq, list[tuple[Poly, int]]]:
        """c and (f, e) with poly = c * f1^e1 * ...; a large polynomial is its own factor."""
        self.budget.check()
        if poly == 0:
            return flint.fmpq(0), []
        if (
            len(poly) > MOST_TERMS_FOR_FACTORS
            or max(poly.degrees()) > HIGHEST_FACTORED_DEGREE
            or (len(poly) > 1 and _bits(poly) > MOST_FACTORED_BITS)
        ):
            return flint.fmpq(1), [(poly, 1)]
        constant, parts = poly.factor()
        return flint.fmpq(constant), [(factor, int(exponent)) for factor, exponent in parts]

    def divided_by(self, poly: Poly) -> None:
        """Remember that the expression is defined only where `poly` is not zero."""
        if not poly.is_constant() and not any(poly == known for known in self.divisors):
            self.divisors.append(poly)

    def used(self, poly: Poly) -> Iterable[tuple[tuple[tuple[Generator, int], ...], flint.fmpq]]:
        """The terms of a polynomial: generators with exponents, and the coefficient."""
        last = len(self._free) - 1
        for monomial, coefficient in poly.to_dict().items():
            yield (
                tuple(
                    (self.generators[last - i], int(exponent))
                    for i, exponent in enumerate(monomial)
                    if exponent
                ),
                coefficient,
            )

    def key(self, poly: Poly) -> PolyKey:
        """What identifies a polynomial in all rings of one judgement."""
        return frozenset(
            (frozenset((generator.name, exponent) for generator, exponent in powers), coefficient)
            for powers, coefficient in self.used(poly)
        )

    def from_key(self, key: PolyKey) -> Poly | None:
        """The polynomial with this key; None while one of its generators is not here."""
        total = self.context.constant(0)
        for powers, coefficient in key:
            term = self.context.constant(coefficient)
            for name, exponent in powers:
                if name not in self.by_name:
                    return None
                term *= self.by_name[name].poly ** exponent
            total += term
        return total

    def expression(self, poly: Poly) -> sp.Expr:
        """A polynomial as a SymPy expression."""
        terms = []
        for powers, c in self.used(poly):
            factors = [generator.expression() ** exponent for generator, exponent in powers]
            terms.append(sp.Mul(sp.Rational(int(c.p), int(c.q)), *factors))
        return sp.Add(*terms)


def total(ring: Ring, terms: Iterable[Element]) -> Element:
    """The sum: first of the terms with the same denominator, then in pairs, pairs of pairs, ...

    What cancels then cancels early, and a long sum is copied a few times, not once a term.
    """
    groups: dict[Hashable, list[tuple[Poly, list[Poly]]]] = {}
    for term in terms:
        below = term.denominator
        alike = groups.setdefault((len(below), below.degrees()), [])
        numerators = next((group for d, group in alike if d == below), None)
        if numerators is None:
            alike.append((below, [term.numerator]))
        else:
            numerators.append(term.numerator)
    sums = [
        ring.element(_in_pairs(numerators, operator.add), below)
        for alike in groups.values()
        for below, numerators in alike
    ]
    return _in_pairs([x for x in sums if x.numerator != 0], operator.add) or ring.constant(0)


def _in_pairs(parts: list[Any], combine: Callable[[Any, Any], Any]) -> Any:
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        odd = parts[-1:] if len(parts) % 2 else []
        parts = [combine(a, b) for a, b in pairs] + odd
    return parts[0] if parts else None


def _fmpq(value: Any) -> flint.fmpq:
    if isinstance(value, (sp.Rational, flint.fmpq)):
        return flint.fmpq(int(value.p), int(value.q))
    if isinstance(value, Fraction):
        return flint.fmpq(value.numerator, value.denominator)
    return flint.fmpq(value)


def _bits(poly: Poly) -> int:
    return max(
        int(c.p).bit_length() + int(c.q).bit_length() for c in map(flint.fmpq, poly.coeffs())
    )


def _short(n: int) -> str:
    return str(n) if n.bit_length() < 64 else f"of {n.bit_length()} bits"
