"""Finite and geometric sums in closed form, each proved by its own telescoping difference.

A term that is a combination of k^j r^k has a closed form: if r Q(k+1) - Q(k) = P(k), then
G(k) = Q(k) r^k satisfies G(k+1) - G(k) = P(k) r^k, and the sum from a to b >= a - 1 is
G(b+1) - G(a), by induction over b. Q is found degree by degree; the difference G(k+1) - G(k) is
then compared with the term in normal form, so a mistake in finding it could prove nothing. With b
infinite the sum is -G(a), where -1 < r < 1 for every r (k^j r^k tends to 0).

Sums with other terms stay as they are. A sum is taken to be defined for b >= a - 1 only: below,
conventions differ; what does not depend on k in its term must be defined even if the sum is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import comb

import sympy as sp

from symopt.decide.interval import INTEGERS, at_least
from symopt.decide.normal_form import Workplace
from symopt.decide.signs import NONNEGATIVE, POSITIVE
from symopt.errors import UndecidedError

SUMS = (sp.Sum, sp.Product)
MOST_NESTED = 20
MOST_WRITTEN_OUT = 2_000
MOST_OPERATIONS = 300
MOST_BITS = 100_000
HIGHEST_DEGREE = 12


@dataclass
class Closed:
    """An expression without the sums that have a closed form, and how each was found."""

    expression: sp.Expr
    method: str
    evidence: list[str] = field(default_factory=list)
    obligations: list[str] = field(default_factory=list)


def without_sums(expression: sp.Expr, place: Workplace) -> Closed:
    """Replace sums: short ones written out, geometric and polynomial ones by their closed form."""
    found = Closed(expression, "geometric series")
    for _ in range(MOST_NESTED):
        sums = [s for s in found.expression.atoms(*SUMS) if not s.function.has(*SUMS)]
        replaced: dict[sp.Expr, sp.Expr] = {}
        for total in sorted(sums, key=sp.default_sort_key):
            place.budget.check()
            try:
                replaced[total] = _value(total, place, found)
            except UndecidedError:
                place.budget.check()
        if not replaced:
            return found
        found.expression = found.expression.xreplace(replaced)
    return found


def _value(total: sp.Sum | sp.Product, place: Workplace, found: Closed) -> sp.Expr:
    """The value of a sum whose term has no sums; UndecidedError when there is none."""
    if any(len(limit) != 3 for limit in total.limits):
        raise UndecidedError("a sum without both ends")
    # Fresh indices: one that shares its name with a variable must not share its domain.
    fresh = {limit[0]: sp.Dummy(limit[0].name, integer=True) for limit in total.limits}
    if len(fresh) != len(total.limits):
        raise UndecidedError("a sum with the same index twice")
    limits = [
        (fresh[k], low.xreplace(fresh), high.xreplace(fresh)) for k, low, high in total.limits
    ]
    indices = {
        k: INTEGERS & at_least(int(low)) if low.is_Integer else INTEGERS for k, low, _ in limits
    }
    symbols = total.free_symbols.union(fresh.values())
    inside = Workplace(place.domain.extended(symbols, indices), place.budget)
    term = total.function.xreplace(fresh)
    for k, low, high in limits:
        if low.is_Integer and high.is_Integer and int(high - low) < MOST_WRITTEN_OUT:
            term = _written_out(total.func, term, k, int(low), int(high))
        elif isinstance(total, sp.Sum):
            term = _telescoped(term, k, low, high, inside, found)
        else:
            raise UndecidedError("a product of unknown length")
    return term


def _written_out(kind: type[sp.Expr], term: sp.Expr, k: sp.Dummy, low: int, high: int) -> sp.Expr:
    if high < low - 1:
        raise UndecidedError("a sum with its ends reversed")
    # Substituting makes SymPy evaluate powers of numbers: their size is bounded before.
    reach = max(abs(low), abs(high))
    for power in term.atoms(sp.Pow):
        slope = power.exp.coeff(k, 1)
        if power.exp.free_symbols == {k} and not (
            slope.is_Integer
            and not (power.exp - slope * k).has(k)
            and abs(int(slope)) * reach * _bits(power.base) <= MOST_BITS
        ):
            raise UndecidedError("a sum with powers that grow too fast")
    whole = sp.Add if kind is sp.Sum else sp.Mul
    return whole(*(term.xreplace({k: sp.Integer(i)}) for i in range(low, high + 1)))


def _bits(base: sp.Expr) -> int:
    """The bits of the longest number in an expression."""
    numbers = base.atoms(sp.Rational)
    return max((max(abs(n.p), n.q).bit_length() for n in numbers), default=1)


def _telescoped(
    term: sp.Expr, k: sp.Dummy, low: sp.Expr, high: sp.Expr, place: Workplace, found: Closed
) -> sp.Expr:
    infinite = high is sp.oo
    _integers(place, low, *([] if infinite else [high]))
    parts = _geometric_parts(term, k)
    for ratio in parts:
        if ratio != 1:  # at r = 1 the closed form, which divides by r - 1, says nothing
            oracle, (divisor,) = place.forms(ratio - 1)
            oracle.nonzero(divisor.numerator)
    antidifference = sp.Add(*(_polynomial(p, ratio, k) * ratio**k for ratio, p in parts.items()))
    _verify(antidifference, term, k, place)
    start = antidifference.xreplace({k: low})
    name = sp.Symbol(k.name)
    line = (
        f"G({name}) = {antidifference.xreplace({k: name})}: "
        f"G({name} + 1) - G({name}) is the term of the sum (normal form)"
    )
    if infinite:
        for ratio in parts:
            _inside_unit(place, ratio)
        found.evidence.append(f"{line}; G tends to 0, so the sum from {low} on is -G({low})")
        return -start
    _note_range(place, low, high, found)
    found.evidence.append(
        f"{line}; so the sum from {low} to {high} is G({high + 1}) - G({low}), by induction"
    )
    return antidifference.xreplace({k: high + 1}) - start


def _integers(place: Workplace, *ends: sp.Expr) -> None:
    """Both ends must be polynomials with integer coefficients in integer variables."""
    oracle, forms = place.forms(*ends)
    for form in forms:
        if not form.denominator.is_constant() or not all(
            c.q == 1 and all(generator.values.integer for generator, _ in powers)
            for powers, c in oracle.ring.used(form.numerator)
        ):
            raise UndecidedError("an end of a sum is not known to be an integer")


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


def _note_range(place: Workplace, low: sp.Expr, high: sp.Expr, found: Closed) -> None:
    oracle, (length,) = place.forms(high - low + 1)
    if not oracle.possible(length.numerator) <= NONNEGATIVE:
        found.obligations.append(f"{high} >= {low} - 1")
