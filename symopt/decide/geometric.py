"""Sums of combinations of k^j r^k in closed form, each proved by its own telescoping difference.

If r Q(k+1) - Q(k) = P(k), then G(k) = Q(k) r^k satisfies G(k+1) - G(k) = P(k) r^k, and the sum from
a to b >= a - 1 is G(b+1) - G(a), by induction over b. Q is found degree by degree; the difference
G(k+1) - G(k) is then compared with the term in normal form, so a mistake in finding it could prove
nothing. With b infinite the sum is -G(a), where -1 < r < 1 for every r (k^j r^k tends to 0).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import comb

import sympy as sp

from symopt.decide.closed import Closed
from symopt.decide.normal_form import Workplace
from symopt.decide.obligations import text_of
from symopt.decide.scope import Scope
from symopt.decide.signs import POSITIVE
from symopt.errors import UndecidedError

MOST_OPERATIONS = 300
HIGHEST_DEGREE = 12


def telescoped(
    term: sp.Expr,
    low: sp.Expr,
    high: sp.Expr,
    scope: Scope,
    names: Mapping[sp.Symbol, sp.Symbol],
    found: Closed,
) -> sp.Expr:
    """The sum of a term over the index of its scope; UndecidedError when this is no such sum.

    What was done is noted with the `names` that the indices were written with.
    """
    place, k = scope.place, scope.index
    parts = _geometric_parts(term, k)
    for ratio in parts:
        if ratio != 1:  # at r = 1 the closed form, which divides by r - 1, says nothing
            oracle, (divisor,) = place.forms(ratio - 1)
            oracle.nonzero(divisor.numerator)
    antidifference = sp.Add(*(_polynomial(p, ratio, k) * ratio**k for ratio, p in parts.items()))
    _verify(antidifference, term, k, place)
    start = antidifference.xreplace({k: low})
    name, shown, first, last, after = (
        text_of(part.xreplace(names)) for part in (k, antidifference, low, high, high + 1)
    )
    line = f"G({name}) = {shown}: G({name} + 1) - G({name}) is the term of the sum (normal form)"
    if high is sp.oo:
        for ratio in parts:
            _inside_unit(place, ratio)
        line += f"; G tends to 0, so the sum from {first} on is -G({first})"
        found.note("geometric series", line)
        return -start
    line += f"; so the sum from {first} to {last} is G({after}) - G({first}), by induction"
    found.note("geometric series", line)
    return antidifference.xreplace({k: high + 1}) - start


def _geometric_parts(term: sp.Expr, k: sp.Symbol) -> Mapping[sp.Expr, dict[int, sp.Expr]]:
    """The term as a sum of c k^j r^k: {r: {j: c}}."""
    if sp.count_ops(term) > MOST_OPERATIONS:
        raise UndecidedError("a sum of so large a term is not attempted")
    parts: dict[sp.Expr, dict[int, sp.Expr]] = {}
    for summand in sp.Add.make_args(sp.expand(term)):
        coefficient, ratio, degree = sp.Integer(1), sp.Integer(1), 0
        for factor in sp.Mul.make_args(summand):
            if not factor.has(k):
                coefficient *= factor
                continue
            base, exponent = factor.as_base_exp()
            slope = exponent.coeff(k, 1)
            if base == k and exponent.is_Integer and 0 < exponent <= HIGHEST_DEGREE:
                degree += int(exponent)
            elif (
                not base.has(k)
                and not slope.has(k)
                and (not (rest := sp.expand(exponent - slope * k)).has(k))
            ):
                ratio *= base**slope
                coefficient *= base**rest
            else:
                raise UndecidedError("a sum whose term is no polynomial times powers")
        by_degree = parts.setdefault(ratio, {})
        by_degree[degree] = by_degree.get(degree, sp.Integer(0)) + coefficient
    return parts


def _polynomial(p: Mapping[int, sp.Expr], r: sp.Expr, k: sp.Symbol) -> sp.Expr:
    """Q with r Q(k+1) - Q(k) = sum of p[j] k^j."""
    # For r = 1 the highest coefficient cancels and Q has one degree more.
    lift = 1 if r == 1 else 0
    top = max(p)
    q: dict[int, sp.Expr] = {}
    for j in range(top, -1, -1):
        known = sum((comb(i, j) * q[i] for i in q if i > j + lift), start=sp.Integer(0))
        right = p.get(j, sp.Integer(0)) - r * known
        q[j + lift] = sp.cancel(right / (j + 1) if lift else right / (r - 1))
    return sp.Add(*(c * k**j for j, c in q.items()))


def _verify(antidifference: sp.Expr, term: sp.Expr, k: sp.Dummy, place: Workplace) -> None:
    """Prove G(k+1) - G(k) = term for all values of k."""
    shifted = antidifference.xreplace({k: k + 1})
    _, (difference,) = place.forms(shifted - antidifference - term)
    if difference.numerator != 0:
        raise UndecidedError("a closed form of a sum was not confirmed")


def _inside_unit(place: Workplace, ratio: sp.Expr) -> None:
    oracle, forms = place.forms(1 - ratio, 1 + ratio)
    for form in forms:
        for part in (form.numerator, form.denominator):
            if oracle.possible(part) != POSITIVE:
                raise UndecidedError("an infinite sum is not known to converge")
