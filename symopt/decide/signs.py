"""Which signs a polynomial can take, given its generators' intervals and the facts of a cell.

A polynomial is rewritten in variables that are >= 0: x = l + y for x >= l, x = u - y for x <= u,
and x = (l a + u b)/(a + b) for l <= x <= u, homogenised by a power of a + b (Bernstein's basis). If
then every coefficient is positive and every unrestricted variable occurs to even powers, the
polynomial is >= 0; it is > 0 if one of its monomials is. Sufficient, quick, exact; never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import comb, prod
from typing import Any

import flint

from symopt.decide.combination import nonnegative_combination
from symopt.decide.interval import Interval
from symopt.decide.ring import Generator, Poly, PolyKey, Ring
from symopt.errors import UndecidedError

Signs = frozenset[int]
ANY: Signs = frozenset({-1, 0, 1})
POSITIVE: Signs = frozenset({1})
NONNEGATIVE: Signs = frozenset({0, 1})
NEGATIVE: Signs = frozenset({-1})
NONPOSITIVE: Signs = frozenset({-1, 0})
ZERO: Signs = frozenset({0})
MOST_BERNSTEIN_TERMS = 2_000
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


def negated(signs: Signs) -> Signs:
    """The signs of -f."""
    return frozenset(-s for s in signs)


def of_interval(interval: Interval) -> Signs:
    """The signs that the values of an interval take, at most."""
    found = set()
    low, high = interval.lower, interval.upper
    if low is None or low < 0:
        found.add(-1)
    if high is None or high > 0:
        found.add(1)
    left_out = interval.nonzero or (low == 0 and interval.lower_open)
    left_out = left_out or (high == 0 and interval.upper_open)
    if not left_out and (low is None or low <= 0) and (high is None or high >= 0):
        found.add(0)
    return frozenset(found)


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
        self.claims: list[tuple[Poly, Signs]] = []

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
        known &= _by_bernstein(self.ring, poly)
        if self.facts and len(known) > 1:
            known &= self._with_facts(poly) & negated(self._with_facts(-poly))
        return known

    def rely(self, poly: Poly) -> Signs:
        """The same; what holds on the whole domain is remembered, as a proof rests on it."""
        signs = self.possible(poly)
        shown = _by_bernstein(self.ring, poly) if self.facts else signs
        if shown <= NONPOSITIVE and shown != ZERO:
            poly, shown = -poly, negated(shown)
        if shown != ANY and not poly.is_constant() and (poly, shown) not in self.claims:
            self.claims.append((poly, shown))
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
            if (signs := _by_bernstein(self.ring, part)) <= NONNEGATIVE:
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
        raise self._needs(poly, (NONNEGATIVE, NONPOSITIVE))

    def strict(self, poly: Poly) -> int:
        """The sign of poly: -1, 0 or 1."""
        signs = self.rely(poly)
        if len(signs) == 1:
            return next(iter(signs))
        raise self._needs(poly, tuple(frozenset({s}) for s in sorted(signs, reverse=True)))

    def nonzero(self, poly: Poly) -> None:
        """Make sure that poly has no zero on the domain."""
        if 0 in self.rely(poly):
            self.strict(poly)

    def _needs(self, poly: Poly, cases: tuple[Signs, ...]) -> Exception:
        if self.splitting:
            return Split(self, poly, cases)
        return UndecidedError("the sign of a subexpression is not known")


def _vector(poly: Poly) -> Mapping[Any, Any]:
    return dict(poly.to_dict()) if poly != 0 else {}


def _ends(ring: Ring, generator: Generator) -> Iterable[tuple[Poly, bool]]:
    """x - l >= 0 and u - x >= 0 for a generator with values in [l, u]."""
    values = generator.values
    if values.lower is not None:
        yield generator.poly - ring.constant(values.lower).numerator, values.lower_open
    if values.upper is not None:
        yield ring.constant(values.upper).numerator - generator.poly, values.upper_open


def _by_bernstein(ring: Ring, poly: Poly) -> Signs:
    """The signs that the rewritten coefficients leave; see the module's head."""
    if poly == 0:
        return ZERO
    terms = list(ring.used(poly))
    degrees: dict[int, int] = {}
    for powers, _ in terms:
        for generator, exponent in powers:
            if exponent % 2 and generator.values.lower is generator.values.upper is None:
                return ANY
            degrees[generator.place] = max(degrees.get(generator.place, 0), exponent)
    axes = [(ring.generators[place], degree) for place, degree in degrees.items()]
    dense = [degree + 1 for g, degree in axes if _is_shifted(g.values)]
    if prod(dense) * len(terms) > MOST_BERNSTEIN_TERMS:
        return ANY
    rewritten: dict[tuple[int, ...], Any] = {}
    for powers, coefficient in terms:
        exponents = {generator.place: exponent for generator, exponent in powers}
        _spread(rewritten, axes, exponents, coefficient)
    return _common_sign(rewritten, axes)


def _common_sign(
    coefficients: Mapping[tuple[int, ...], Any], axes: list[tuple[Generator, int]]
) -> Signs:
    """The sign of a sum of monomials that are all >= 0, if all its coefficients have one."""
    closed = [i for i, (g, _) in enumerate(axes) if _is_closed(g.values)]
    seen: set[int] = set()
    corners: set[tuple[int, ...]] = set()
    for exponents, coefficient in coefficients.items():
        if coefficient == 0:
            continue
        seen.add(1 if coefficient > 0 else -1)
        if len(seen) > 1:
            return ANY
        if all(
            i in closed or _is_positive(generator.values, exponents[i], degree)
            for i, (generator, degree) in enumerate(axes)
        ):
            corners.add(tuple(exponents[i] for i in closed))
    # On [l, u] one of a^d and b^d is positive: with all of their products, so is the sum.
    strict = seen and all(
        corner in corners for corner in product(*((0, axes[i][1]) for i in closed))
    )
    return frozenset(seen if strict else seen | {0})


def _is_closed(values: Interval) -> bool:
    """Whether both ends exist and belong to the interval."""
    two = values.lower is not None and values.upper is not None
    return two and not values.lower_open and not values.upper_open


def _is_shifted(values: Interval) -> bool:
    """Whether a generator is replaced by other variables, which makes its powers many terms."""
    return values.upper is not None or values.lower not in (None, 0)


def _spread(
    into: dict[tuple[int, ...], Any],
    axes: list[tuple[Generator, int]],
    exponents: Mapping[int, int],
    coefficient: Any,
) -> None:
    """Add one monomial, rewritten in the variables that are >= 0."""
    partial: list[tuple[tuple[int, ...], Any]] = [((), coefficient)]
    for generator, degree in axes:
        row = _rewritten(generator.values, exponents.get(generator.place, 0), degree)
        partial = [((*done, j), c * k) for done, c in partial for j, k in row]
    for key, value in partial:
        into[key] = into.get(key, 0) + value


@lru_cache(maxsize=4096)
def _rewritten(values: Interval, k: int, degree: int) -> tuple[tuple[int, Any], ...]:
    """x^k in the new variable: pairs (exponent j, coefficient); see the module's head."""
    low, high = values.lower, values.upper
    if low is not None and high is not None:
        # (l a + u b)^k (a + b)^(degree - k), by the exponent of b.
        row = [Fraction(0)] * (degree + 1)
        for i in range(k + 1):
            for j in range(degree - k + 1):
                row[i + j] += comb(k, i) * low ** (k - i) * high**i * comb(degree - k, j)
        return _as_fmpq(enumerate(row))
    if low is not None and low != 0:
        return _as_fmpq((j, comb(k, j) * low ** (k - j)) for j in range(k + 1))
    if low is None and high is not None:
        return _as_fmpq((j, comb(k, j) * high ** (k - j) * (-1) ** j) for j in range(k + 1))
    return ((k, 1),)


def _as_fmpq(row: Iterable[tuple[int, Fraction | int]]) -> tuple[tuple[int, Any], ...]:
    return tuple((j, flint.fmpq(c.numerator, c.denominator)) for j, c in row if c != 0)


def _is_positive(values: Interval, j: int, degree: int) -> bool:
    """Whether one variable's part of a rewritten monomial is > 0, not only >= 0."""
    low, high = values.lower, values.upper
    if low is not None and high is not None:
        return (j == 0 or values.lower_open) and (j == degree or values.upper_open)
    if low is not None or high is not None:
        return j == 0 or (values.lower_open if low is not None else values.upper_open)
    return j == 0 or values.nonzero
