"""Separation bounds: how close to zero an expression with radicals can come without being zero.

Every node x of an expression over the rationals with + − × ÷ and roots is given a numerator and
a denominator, x = U / V with V = r · ∏ U_F^L[F], where r is a positive integer and each F a node
that was divided by (its numerator U_F ≠ 0 stands there as a formal symbol, so that common
denominators are seen by name). A `Bound` keeps r, L, the radicals below the node, and u with

    (1)  U is an algebraic integer       (2)  log2 |σ(U)| <= u for every embedding σ.

The rules, each of which keeps (1) and (2); an embedding of the field below a node extends to its
roots, and σ(ⁿ√a) is some n-th root of σ(a), of absolute value |σ(a)|^(1/n), whatever a's sign:

    p/q           U = p, r = q
    Σ c_i·x_i     r = lcm of r_i·q_i/gcd(r_i, p_i) for c_i = p_i/q_i, L the maximum of the L_i;
                  U = Σ U_i · c_i · V/V_i, so u = log2 Σ 2^(u_i + log2 |c_i·r/r_i| + Σ (L−L_i)·u_F)
    ∏ x_i^e_i     positive powers multiply U_i into U and V_i into V; negative ones V_i into U and
                  U_i, as a symbol, into V; gcds and symbols on both sides cancel
    ⁿ√a           with any positive integer r' for which r_a divides r'^n (a small one is sought):
                  V = r' · ∏ U_F^⌈L[F]/n⌉ and U = ⁿ√a · V, for which
                  U^n = U_a · r'^n/r_a · ∏ U_F^(n·⌈L[F]/n⌉ − L[F]) is an algebraic integer, hence U;
                  u = (u_a + log2(r'^n/r_a) + Σ (n·⌈L[F]/n⌉ − L[F])·u_F) / n

Theorem. Let D bound the degree of the field that the radicals below x generate. Then x = 0 or

    |x| >= 2^−[(D − 1)·u + log2 r + Σ L[F]·u_F].

Proof. U lies in that field. If U ≠ 0, its norm is a nonzero integer and a product of at most D
conjugates, each at most 2^u (u >= 0), so |U| >= 2^−(D−1)u; and |V| <= r · ∏ 2^(L[F]·u_F). ∎

Source: C. Burnikel, R. Fleischer, K. Mehlhorn, S. Schirra, "A strong and easily computable
separation bound for arithmetic expressions involving radicals", Algorithmica 27 (2000) 87–99, and
with division C. Burnikel, S. Funke, K. Mehlhorn, S. Schirra, S. Schmitt, "A separation bound for
real algebraic expressions", Algorithmica 55 (2009) 14–28. Keeping the integer r apart (so that it
is not raised to the power D) and the symbols L are additions, proved above.

Logarithms are floats. All are nonnegative, sums are exactly rounded (`math.fsum`), and each result
is raised by more than the rounding of the few operations before it: see `_up`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from flint import fmpq, fmpz

from symopt.numbers.degree import Radical, degree
from symopt.numbers.integers import small_primes_of, split_multiplicity, split_power

LARGEST_DENOMINATOR = 2**25  # bits; beyond it a bound would be of no use
MOST_SYMBOLS = 5_000
MOST_RADICALS = 400


class Bound:
    """(u, r, L) of the module's text with the radicals below; as a symbol it stands for U."""

    __slots__ = ("denominator", "numerator", "radicals", "symbols")

    def __init__(
        self,
        numerator: float,
        denominator: fmpz,
        symbols: dict[Bound, int],
        radicals: frozenset[Radical],
    ):
        self.numerator = numerator
        self.denominator = denominator
        self.symbols = symbols
        self.radicals = radicals

    def separation(self) -> float:
        """B such that the value is 0 or at least 2^−B in absolute value; infinity: unknown."""
        if self.numerator == math.inf:
            return math.inf
        fields = degree(self.radicals)
        if fields.bit_length() > 64:
            return math.inf
        parts = [(fields - 1) * self.numerator, _log2(self.denominator)]
        return _up(math.fsum(parts + [e * f.numerator for f, e in self.symbols.items()]))


UNKNOWN: Final = Bound(math.inf, fmpz(1), {}, frozenset())


def of_rational(value: fmpq) -> Bound:
    """p/q in lowest terms."""
    return Bound(_log2(abs(value.p)), value.q, {}, frozenset()) if value != 0 else _ZERO


def of_sum(terms: Sequence[tuple[fmpq, Bound]]) -> Bound:
    """Σ c·x over (c, bound of x) with c ≠ 0."""
    if any(bound is UNKNOWN for _, bound in terms):
        return UNKNOWN
    parts = []
    denominator, symbols = fmpz(1), dict[Bound, int]()
    for c, bound in terms:
        common = bound.denominator.gcd(c.p)
        own = bound.denominator // common * c.q
        parts.append((abs(c.p) // common, own, bound))
        denominator = denominator.lcm(own)
        for symbol, power in bound.symbols.items():
            symbols[symbol] = max(power, symbols.get(symbol, 0))
    sizes = [
        math.fsum(
            [bound.numerator, _log2(factor * (denominator // own))]
            + [(e - bound.symbols.get(f, 0)) * f.numerator for f, e in symbols.items()]
        )
        for factor, own, bound in parts
    ]
    return _checked(_log2_of_sum(sizes), denominator, symbols, _union(b for _, b in terms))


def of_product(factors: Sequence[tuple[Bound, int]]) -> Bound:
    """∏ x^e over (bound of x, e) with e ≠ 0, and x ≠ 0 where e < 0."""
    if any(bound is UNKNOWN for bound, _ in factors):
        return UNKNOWN
    if any(b.denominator.bit_length() * abs(e) > LARGEST_DENOMINATOR for b, e in factors):
        return UNKNOWN
    above, below, sizes = fmpz(1), fmpz(1), []
    symbols = dict[Bound, int]()
    for bound, power in factors:
        if power > 0:
            below *= bound.denominator**power
            sizes.append(power * bound.numerator)
        else:
            above *= bound.denominator**-power
            symbols[bound] = symbols.get(bound, 0) - power
        for symbol, e in bound.symbols.items():
            symbols[symbol] = symbols.get(symbol, 0) + e * power
    common = above.gcd(below)
    sizes.append(_log2(above // common))
    sizes += [-e * f.numerator for f, e in symbols.items() if e < 0]
    kept = {f: e for f, e in symbols.items() if e > 0}
    return _checked(math.fsum(sizes), below // common, kept, _union(b for b, _ in factors))


def of_root(bound: Bound, order: int, radical: Radical) -> Bound:
    """ⁿ√x for n = order; `radical` is this root's own entry among the radicals."""
    if bound is UNKNOWN or bound.denominator.bit_length() * order > LARGEST_DENOMINATOR:
        return UNKNOWN
    denominator, excess = _root_of_denominator(bound.denominator, order)
    sizes, symbols = [bound.numerator, _log2(excess)], {}
    for symbol, power in bound.symbols.items():
        symbols[symbol] = -(-power // order)
        sizes.append((symbols[symbol] * order - power) * symbol.numerator)
    return _checked(
        math.fsum(sizes) / order, denominator, symbols, bound.radicals | frozenset((radical,))
    )


def _root_of_denominator(denominator: fmpz, order: int) -> tuple[fmpz, fmpz]:
    """(r', r'^n/r) for a small r' whose n-th power r divides; only small primes are split off."""
    root, rest = split_power(denominator, order)
    excess = fmpz(1)
    for prime in small_primes_of(rest):
        power, rest = split_multiplicity(rest, prime)
        root *= prime
        excess *= prime ** (order - power)
    return root * rest, excess * rest ** (order - 1)


def _checked(
    numerator: float, denominator: fmpz, symbols: dict[Bound, int], radicals: frozenset[Radical]
) -> Bound:
    if (
        denominator.bit_length() > LARGEST_DENOMINATOR
        or len(symbols) > MOST_SYMBOLS
        or len(radicals) > MOST_RADICALS
        or not math.isfinite(numerator)
    ):
        return UNKNOWN
    return Bound(_up(numerator), denominator, symbols, radicals)


def _union(bounds: Iterable[Bound]) -> frozenset[Radical]:
    return frozenset[Radical]().union(*(bound.radicals for bound in bounds))


def _up(x: float) -> float:
    """Above x by a relative 1e-13 (some 900 roundings of a double) and an absolute 1e-9."""
    return x * (1 + 1e-13) + 1e-9


def _log2(n: fmpz) -> float:
    """An upper bound of log2 n for n >= 1."""
    return _up(math.log2(int(n)))


def _log2_of_sum(sizes: Sequence[float]) -> float:
    """An upper bound of log2 Σ 2^size."""
    top = max(sizes)
    if top == math.inf:
        return math.inf
    return _up(top + math.log2(math.fsum(2.0 ** max(size - top, -1000.0) for size in sizes)))


_ZERO: Final = Bound(0.0, fmpz(1), {}, frozenset())
