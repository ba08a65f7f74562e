"""Sums and products between two numbers, written out."""

from __future__ import annotations

import sympy as sp
from sympy.core.function import AppliedUndef

from symopt.errors import UndecidedError

MOST_WRITTEN_OUT = 2_000
MOST_UNKNOWNS = 30  # values of an unknown function that a sum is written out with
MOST_BITS = 100_000


def is_short(term: sp.Expr, low: sp.Expr, high: sp.Expr) -> bool:
    """Whether a sum is written out: both ends are numbers, not far apart."""
    if not (low.is_Integer and high.is_Integer):
        return False
    unknown = term.has(AppliedUndef)
    return bool(high - low < (MOST_UNKNOWNS if unknown else MOST_WRITTEN_OUT))


def written_out(kind: type[sp.Expr], term: sp.Expr, k: sp.Dummy, low: int, high: int) -> sp.Expr:
    """All terms of a sum or factors of a product; UndecidedError where that is too much."""
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
