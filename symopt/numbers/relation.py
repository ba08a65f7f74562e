"""Integer relations: coefficients guessed from digits by lattice reduction; guesses, not proofs."""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, fmpq, fmpz, fmpz_mat

from symopt.numbers import ball

GUARD_BITS = 24
CONVINCING = 0.8  # part of the digits that a relation may use up and still be no coincidence


def rational_combination(value: arb, basis: Sequence[arb], bits: int) -> list[fmpq] | None:
    """Rationals c with value ≈ Σ c·basis to `bits` bits, if there are convincingly short ones.

    The rows (e_i, ⌊2^bits·x_i⌉) for x = value and the basis span a lattice whose short vectors are
    the integer relations between the x_i (LLL reduction; Lenstra, Lenstra, Lovász 1982). A relation
    is believed when its coefficients are far smaller than those that exist by chance, which have
    about bits/len(x) bits.
    """
    scaled = [_scaled(x, bits - GUARD_BITS) for x in (value, *basis)]
    size = len(scaled)
    rows = []
    for i, number in enumerate(scaled):
        if number is None:
            return None
        rows.append([fmpz(i == j) for j in range(size)] + [number])
    reduced = fmpz_mat(rows).lll()
    shortest = [reduced[0, j] for j in range(size + 1)]
    longest = max(abs(c).bit_length() for c in shortest)
    if shortest[0] == 0 or longest * size > CONVINCING * bits:
        return None
    return [fmpq(-c, shortest[0]) for c in shortest[1:size]]


def _scaled(x: arb, bits: int) -> fmpz | None:
    """The integer nearest to 2^bits·x; None for a ball too wide to tell it within 1."""
    ends = ball.endpoints(x)
    if ends is None:
        return None
    low, high = (fmpz((end * (fmpz(1) << bits)).floor()) for end in ends)
    return low if high - low <= 1 else None
