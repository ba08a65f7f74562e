"""Signs of polynomials on the domain or on one cell of it: the one place that proves them.

Besides the intervals of the generators (see `signs`) it knows the facts of a cell and what follows
from them by nonnegative combinations, and that A + B sqrt(f) with A >= 0 >= B has the sign of
A^2 - B^2 f.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from symopt.decide.combination import nonnegative_combination
from symopt.decide.generators import Generator, Poly, PolyKey
from symopt.decide.ring import Element, Ring
from symopt.decide.signs import (
    ANY,
    NEGATIVE,
    NONNEGATIVE,
    NONPOSITIVE,
    POSITIVE,
    ZERO,
    Signs,
    negated,
    of_interval,
    signs_of,
)
from symopt.errors import UndecidedError, UndefinedError

MOST_FACTS = 12
MOST_FACTORS = 4


class Split(Exception):
    """A sign must be known to go on: split the domain by the sign of this polynomial."""

    def __init__(self, oracle: SignOracle, poly: Poly, cases: tuple[Signs, ...]) -> None:
        super().__init__("a sign is needed")
        self.oracle = oracle
        self.poly = poly
        self.key: PolyKey = oracle.ring.key(poly)
        self.cases = cases


class FinerUnitError(Exception):
    """An angle must be measured in a smaller unit: sin(x) came after sin(2 x)."""

    def __init__(self, angle: Hashable, unit: Fraction) -> None:
        super().__init__("a smaller unit")
        self.angle = angle
        self.unit = unit


class SignOracle:
    """Signs of polynomials over one ring, on the domain or on one cell of it.

    With `splitting`, a sign that is needed and not known raises Split instead of UndecidedError.
    """

    def __init__(
        self, ring: Ring, facts: Mapping[PolyKey, Signs] | None = None, *, splitting: bool = False
    ) -> None:
        self.ring = ring
        self.facts = dict(facts or {})
        self.splitting = splitting
        self.units: dict[Hashable, Fraction] = {}
        self.claims: list[tuple[Poly, Signs]] = []
        self.implied: dict[PolyKey, Signs] = {}

    def defined_where(self, x: Element, *, strict: bool) -> None:
        """Remember that x >= 0, or x > 0, wherever the expression is defined.

        What is remembered is the part of unknown sign u of x = k u, and only if k does not vanish:
        where k = 0 a root of k u is defined whatever u is.
        """
        unknown, sign = self.ring.one, 1
        implied: dict[PolyKey, Signs] = {}
        for poly in (x.numerator, x.denominator):
            constant, factors = self.ring.factors(poly)
            sign = sign if constant > 0 else -sign
            for factor, exponent in factors:
                signs = self.possible(factor)
                nonzero = signs - ZERO
                if exponent % 2 and len(nonzero) == 2:
                    unknown *= factor
                elif 0 in signs and (strict or poly is x.denominator):
                    implied[self.ring.key(factor)] = nonzero
                elif 0 in signs:
                    return
                if exponent % 2 and nonzero == NEGATIVE:
                    sign = -sign
        if unknown.is_constant() and sign < 0 and strict:
            raise UndefinedError("the logarithm of a number that is not positive")
        if not unknown.is_constant():
            implied[self.ring.key(unknown * sign)] = POSITIVE if strict else NONNEGATIVE
        self.implied |= implied

    def nonzero_divisors(self) -> dict[PolyKey, Signs]:
        """What divisions imply: no factor of a divisor vanishes where the expression is defined."""
        implied = {}
        for divisor in self.ring.divisors:
            for factor, _ in self.ring.factors(divisor)[1]:
                signs = self.possible(factor)
                if 0 in signs:
                    implied[self.ring.key(factor)] = signs - ZERO
        return implied

    def possible(self, poly: Poly) -> Signs:
        """The signs that `poly` takes on the domain, at most."""
        if poly == 0:
            return ZERO
        if poly.is_constant():
            return POSITIVE if poly.leading_coefficient() > 0 else NEGATIVE
        known = ANY
        if self.facts:
            known = self.facts.get(self.ring.key(poly), ANY)
            known &= negated(self.facts.get(self.ring.key(-poly), ANY))
        if len(known) == 1:
            return known
        known &= signs_of(self.ring, poly)
        if self.facts and len(known) > 1:
            known &= self._with_facts(poly) & negated(self._with_facts(-poly))
        if len(known) > 1 and (norm := self._norm(poly)) is not None:
            known &= frozenset(norm[0] * s for s in self.possible(norm[1]))
        return known

    def _norm(self, poly: Poly) -> tuple[int, Poly] | None:
        """(s, N) with the sign of poly = s times the sign of N, and one square root less in N."""
        roots = (g for g in reversed(self.ring.generators) if g.kind[:2] == ("root", 2))
        root = next((g for g in roots if self.ring.degree(poly, g) == 1), None)
        if root is None:
            return None
        b = self.ring.derivative(poly, root)
        a = poly - b * root.poly
        signs = self.possible(a), self.possible(b)
        # (A + B r)(A - B r) = A^2 - B^2 f, and the second factor is >= 0, or <= 0.
        for sign in (1, -1):
            if signs[0] <= _times(sign, NONNEGATIVE) and signs[1] <= _times(sign, NONPOSITIVE):
                return sign, self.ring.reduce(a * a - b * b * root.kind[2])
        return None

    def rely(self, poly: Poly) -> Signs:
        """The same; what holds on the whole domain is remembered, as a proof rests on it."""
        signs = self.possible(poly)
        shown = signs_of(self.ring, poly) if self.facts else signs
        if shown <= NONPOSITIVE and shown != ZERO:
            poly, shown = -poly, negated(shown)
        if shown != ANY and not poly.is_constant() and (poly, shown) not in self.claims:
            self.claims.append((poly, shown))
        return signs

    def signs(self, form: Element) -> Signs:
        """The signs that numerator / denominator takes, factor by factor."""
        if form.numerator == 0:
            return ZERO
        signs: Signs = frozenset({1})
        for poly, below in ((form.numerator, False), (form.denominator, True)):
            constant, factors = self.ring.factors(poly)
            parts = [self.rely(factor) for factor, exponent in factors if exponent % 2]
            parts += [
                frozenset({abs(s) for s in self.possible(f)}) for f, e in factors if e % 2 == 0
            ]
            parts.append(frozenset({1 if constant > 0 else -1}))
            for part in parts:
                # A denominator does not vanish where the expression is defined.
                part = part - ZERO if below else part
                signs = frozenset(a * b for a in signs for b in part)
        return signs

    def _with_facts(self, poly: Poly) -> Signs:
        """What follows when poly is a combination of facts and of monomials that are >= 0."""
        # f has the sign of f g for g > 0: with x y - 1 >= 0 and y > 0 known, x > 0 is found.
        targets = [poly * factor for factor in (self.ring.one, *self._positive_generators())]
        parts = list(self._known_nonnegative(targets))
        vectors = [_vector(part) for part, _ in parts]
        for target in targets:
            found = nonnegative_combination(_vector(target), vectors)
            if found is not None:
                strict = any(
                    c > 0 and is_open for c, (_, is_open) in zip(found, parts, strict=True)
                )
                return POSITIVE if strict else NONNEGATIVE
        return ANY

    def _positive_generators(self) -> list[Poly]:
        """Generators > 0 in nonlinear facts."""
        polys = [self.ring.from_key(key) for key in list(self.facts)[:MOST_FACTS]]
        found = {
            generator
            for poly in polys
            if poly is not None
            for powers, _ in self.ring.used(poly)
            if len(powers) > 1
            for generator, _ in powers
        }
        return [g.poly for g in found if of_interval(g.values) == POSITIVE][:MOST_FACTORS]

    def _known_nonnegative(self, targets: list[Poly]) -> Iterable[tuple[Poly, bool]]:
        """Polynomials that are >= 0 in the cell, and whether they are > 0."""
        near = list(targets)
        for key, signs in list(self.facts.items())[:MOST_FACTS]:
            fact = self.ring.from_key(key)
            if fact is not None and signs <= NONNEGATIVE:
                near.append(fact)
                yield fact, signs == POSITIVE
            elif fact is not None and signs <= NONPOSITIVE:
                near.append(fact)
                yield -fact, signs == NEGATIVE
        monomials = {m for p in near for m in _vector(p)}
        for monomial in monomials:
            part = self.ring.context.from_dict({monomial: 1})
            if (signs := signs_of(self.ring, part)) <= NONNEGATIVE:
                yield part, signs == POSITIVE
        for generator in {g for p in near for powers, _ in self.ring.used(p) for g, _ in powers}:
            yield from _ends(self.ring, generator)

    def weak(self, poly: Poly) -> int:
        """1 where poly >= 0 holds, -1 where poly <= 0 does; both at once only where poly = 0."""
        signs = self.rely(poly)
        if signs <= NONNEGATIVE:
            return 1
        if signs <= NONPOSITIVE:
            return -1
        if (norm := self._norm(poly)) is not None:
            return norm[0] * self._by_factors(norm[1], self.weak)
        raise self._needs(poly, (NONNEGATIVE, NONPOSITIVE))

    def strict(self, poly: Poly) -> int:
        """The sign of poly: -1, 0 or 1."""
        signs = self.rely(poly)
        if len(signs) == 1:
            return next(iter(signs))
        if (norm := self._norm(poly)) is not None:
            return norm[0] * self._by_factors(norm[1], self.strict)
        raise self._needs(poly, tuple(frozenset({s}) for s in sorted(signs, reverse=True)))

    def _by_factors(self, poly: Poly, sign: Callable[[Poly], int]) -> int:
        constant, factors = self.ring.factors(poly)
        result = 1 if constant > 0 else -1
        for factor, exponent in factors:
            if exponent % 2 or sign == self.strict:
                result *= sign(factor) ** exponent
        return result

    def nonzero(self, poly: Poly) -> None:
        """Make sure that poly has no zero on the domain."""
        if 0 in self.rely(poly):
            self.strict(poly)

    def _needs(self, poly: Poly, cases: tuple[Signs, ...]) -> Exception:
        if self.splitting:
            return Split(self, poly, cases)
        return UndecidedError("the sign of a subexpression is not known")


def _times(sign: int, signs: Signs) -> Signs:
    return signs if sign > 0 else negated(signs)


def _vector(poly: Poly) -> Mapping[Any, Any]:
    return dict(poly.to_dict()) if poly != 0 else {}


def _ends(ring: Ring, generator: Generator) -> Iterable[tuple[Poly, bool]]:
    """x - l >= 0 and u - x >= 0 for a generator with values in [l, u]."""
    values = generator.values
    if values.lower is not None:
        yield generator.poly - ring.constant(values.lower).numerator, values.lower_open
    if values.upper is not None:
        yield ring.constant(values.upper).numerator - generator.poly, values.upper_open
