"""Squares among polynomials in square roots: 3 + 2 sqrt(2) = (1 + sqrt(2))^2.

With s^2 = f, a polynomial A + B s is c (u + v s)^2 exactly when c (u^2 + v^2 f) = A and
2 c u v = B; then c u^2 = (A + D)/2 with D^2 = A^2 - B^2 f, for one of the two square roots D. That
asks for two squares without s, so the question descends from root to root, down to polynomials
without any. What is found is multiplied out before it is used.
"""

from __future__ import annotations

import flint
from flint.utils.flint_exceptions import DomainError

from symopt.decide.generators import Generator, Poly
from symopt.decide.ring import Ring

MOST_TERMS = 40


def as_square(ring: Ring, p: Poly) -> tuple[flint.fmpq, Poly] | None:
    """(c, w) with p = c w^2 and a rational c, or None when none is found."""
    if p == 0 or len(p) > MOST_TERMS:
        return None
    ring.budget.check()
    s = _newest_square_root(ring, p)
    if s is None:
        return _plain_square(p)
    b = ring.derivative(p, s)
    a = p - b * s.poly
    square = as_square(ring, ring.reduce(a * a - b * b * s.kind[2]))
    if square is None or (d := _rational_root(square[0])) is None:
        return None
    found = [
        candidate
        for sign in (1, -1)
        if (candidate := _with_half(ring, p, s, (a + square[1] * (d * sign)) / 2)) is not None
    ]
    # Of 3 + 2 sqrt(2) = 2 (1 + sqrt(2)/2)^2 = (1 + sqrt(2))^2 the second form goes on better.
    return min(found, key=lambda pair: _rational_root(pair[0]) is None, default=None)


def _with_half(ring: Ring, p: Poly, s: Generator, half: Poly) -> tuple[flint.fmpq, Poly] | None:
    """p = c (u + v s)^2 with c u^2 = half and v = B / (2 c u), if that is a polynomial."""
    inner = as_square(ring, half)
    if inner is None:
        return None
    c, u = inner
    v, rest = divmod(ring.derivative(p, s) / (2 * c), u)
    w = u + v * s.poly
    return (c, w) if rest == 0 and ring.reduce(w * w * c) == p else None


def _newest_square_root(ring: Ring, p: Poly) -> Generator | None:
    """The newest generator in p that is a square root; p is linear in it."""
    for generator in reversed(ring.generators):
        if generator.kind[:2] == ("root", 2) and ring.degree(p, generator) == 1:
            return generator
    return None


def _plain_square(p: Poly) -> tuple[flint.fmpq, Poly] | None:
    lead = flint.fmpq(p.leading_coefficient())
    try:
        return lead, (p / lead).sqrt()
    except DomainError:
        return None


def _rational_root(c: flint.fmpq) -> flint.fmpq | None:
    """The square root of a rational number that is a square."""
    if c < 0:
        return None
    top, bottom = c.p.isqrt(), c.q.isqrt()
    return flint.fmpq(top, bottom) if top**2 == c.p and bottom**2 == c.q else None
