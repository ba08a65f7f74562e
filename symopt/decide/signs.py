"""Which signs a polynomial can take, given the intervals of its generators.

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

from symopt.decide.generators import Generator, Poly
from symopt.decide.interval import Interval
from symopt.decide.ring import Ring

Signs = frozenset[int]
ANY: Signs = frozenset({-1, 0, 1})
POSITIVE: Signs = frozenset({1})
NONNEGATIVE: Signs = frozenset({0, 1})
NEGATIVE: Signs = frozenset({-1})
NONPOSITIVE: Signs = frozenset({-1, 0})
ZERO: Signs = frozenset({0})
MOST_BERNSTEIN_TERMS = 2_000


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


def signs_of(ring: Ring, poly: Poly) -> Signs:
    """The signs that the rewritten coefficients leave; see the module's head."""
    if poly == 0:
        return ZERO
    terms = list(ring.used(poly))
    if len(terms) == 1:
        return _signs_of_term(*terms[0])
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


def _signs_of_term(powers: Iterable[tuple[Generator, int]], coefficient: Any) -> Signs:
    """The product of the signs of the generators."""
    signs = frozenset({1 if coefficient > 0 else -1})
    for generator, exponent in powers:
        own = of_interval(generator.values)
        own = own if exponent % 2 else frozenset(abs(s) for s in own)
        signs = frozenset(a * b for a in signs for b in own)
    return signs


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
