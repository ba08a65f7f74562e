"""One way to write a sum of sums: products of sums multiplied out, independent sums in one order.

Sum_k c(k) (Sum_i a(i, k))^2 is the sum over k, i and j of c(k) a(i, k) a(j, k). Sums over ranges
that do not depend on one another may be interchanged; of all orders the first in SymPy's notation
is taken, with indices named by their place. Finite sums only: this is the distributive law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import permutations

import sympy as sp

MOST_PERMUTED = 4
HIGHEST_POWER = 3

Range = tuple[sp.Symbol, sp.Expr, sp.Expr]


@lru_cache(maxsize=64)
def bound_index(level: int) -> sp.Dummy:
    """The index of a sum that stands at this level above the innermost."""
    return sp.Dummy("ijklpqrs"[level % 8], integer=True)


def in_one_order(body: sp.Expr, k: sp.Dummy, low: sp.Expr, high: sp.Expr) -> sp.Sum:
    """The sum of `body` over k in the one order and with the indices that equal sums share."""
    ranges: list[Range] = [(k, low, high)]
    factors = []
    for factor in sp.Mul.make_args(body):
        base, exponent = factor.as_base_exp()
        times = int(exponent) if exponent.is_Integer and 0 < exponent <= HIGHEST_POWER else 0
        if not isinstance(base, sp.Sum) or not times:
            factors.append(factor)
            continue
        for _ in range(times):
            inner, term = _with_fresh_indices(base)
            ranges[:0] = inner
            factors.append(term)
    term = sp.Mul(*factors)
    start = _first_free_level(term)
    return min((_written(term, order, start) for order in _orders(ranges)), key=sp.srepr)


def _with_fresh_indices(total: sp.Sum) -> tuple[list[Range], sp.Expr]:
    fresh = {limit[0]: sp.Dummy(limit[0].name, integer=True) for limit in total.limits}
    ranges = [tuple(part.xreplace(fresh) for part in limit) for limit in total.limits]
    return ranges, total.function.xreplace(fresh)


def _orders(ranges: list[Range]) -> Iterator[tuple[Range, ...]]:
    """The orders, innermost sum first, in which the ends of every range are known outside it."""
    if len(ranges) > MOST_PERMUTED:
        yield tuple(ranges)
        return
    for order in permutations(ranges):
        known: list[set[sp.Basic]] = [
            low.free_symbols | high.free_symbols for _, low, high in order
        ]
        if not any(
            order[inner][0] in known[outer]
            for outer in range(len(order))
            for inner in range(outer + 1)
        ):
            yield order


def _written(term: sp.Expr, order: Iterable[Range], start: int) -> sp.Sum:
    order = list(order)
    names = {k: bound_index(start + place) for place, (k, _, _) in enumerate(order)}
    limits = [(names[k], low.xreplace(names), high.xreplace(names)) for k, low, high in order]
    return sp.Sum(term.xreplace(names), *limits)


def _first_free_level(term: sp.Expr) -> int:
    """The lowest level whose index no sum inside the term uses."""
    used = term.atoms(sp.Dummy)
    level = 0
    while bound_index(level) in used:
        level += 1
    return level
