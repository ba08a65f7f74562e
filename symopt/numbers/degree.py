"""How large a field some radicals generate: an upper bound of its degree over the rationals.

Adjoining one n-th root multiplies the degree by at most n. For roots of positive integers more is
known: Q(r_1, …, r_k) is spanned by the products of the r_i, so that its degree is at most the order
of the group that they generate modulo Q*. Over a coprime base b_1, …, b_m of the radicands (found
by gcds alone, nothing is factored) r_i = ∏ b_j^(e_ij/n_i), and with N = lcm(n_i) that order is the
index of N·Z^m in the lattice spanned by it and the vectors (N/n_i)·(e_i1, …, e_im). For square
roots it is 2^rank: √2, √3, √6 generate a field of degree 4, not 8.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from flint import fmpz, fmpz_mat

from symopt.numbers.integers import coprime_base, split_multiplicity

MOST_SURDS = 40  # above it the degree is far beyond use, and only the product of orders is taken


@dataclass(frozen=True, eq=False, slots=True)
class Radical:
    """One n-th root as the degree sees it: its order and, for a root of an integer, which."""

    order: int
    integer: fmpz | None = None


@lru_cache(maxsize=4096)
def degree(radicals: frozenset[Radical]) -> int:
    """An upper bound of the degree over Q of the field that all these radicals generate."""
    surds = [radical for radical in radicals if radical.integer is not None]
    nested = math.prod(radical.order for radical in radicals if radical.integer is None)
    if not 1 < len(surds) <= MOST_SURDS:
        return nested * math.prod(radical.order for radical in surds)
    return nested * _order_of_group(surds)


def _order_of_group(surds: list[Radical]) -> int:
    roots = [(radical.order, radical.integer) for radical in surds if radical.integer is not None]
    base = coprime_base(integer for _, integer in roots)
    exponent = math.lcm(*(order for order, _ in roots))
    rows = [
        [exponent // order * split_multiplicity(integer, b)[0] % exponent for b in base]
        for order, integer in roots
    ]
    rows += [[exponent * (i == j) for j in range(len(base))] for i in range(len(base))]
    reduced = fmpz_mat(rows).hnf()
    determinant: int = math.prod(int(reduced[i, i]) for i in range(len(base)))
    return int(exponent ** len(base) // determinant)
