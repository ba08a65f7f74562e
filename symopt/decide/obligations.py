"""What a proof rests on, in words: signs that were proved, and where the sides are defined."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from symopt.decide.ring import Element, Generator, Poly, Ring
from symopt.decide.signs import (
    NEGATIVE,
    NONNEGATIVE,
    NONPOSITIVE,
    POSITIVE,
    ZERO,
    SignOracle,
    Signs,
)

WORDS: dict[Signs, str] = {
    POSITIVE: "> 0",
    NONNEGATIVE: ">= 0",
    NEGATIVE: "< 0",
    NONPOSITIVE: "<= 0",
    ZERO: "= 0",
    frozenset({-1, 1}): "!= 0",
}
MOST_LINES = 12
LARGEST_SHOWN = 60  # terms and generators of a polynomial that is written out


def obligations_of(oracles: Iterable[SignOracle]) -> tuple[str, ...]:
    """Phrases such as 'v >= 0' (proved and used) and 'x - 1 != 0' (needed to be defined)."""
    found: dict[str, None] = {}
    for oracle in oracles:
        for poly, signs in oracle.claims:
            if not poly.is_constant() and signs in WORDS:
                found.setdefault(f"{written(oracle.ring, poly)} {WORDS[signs]}")
        for divisor in oracle.ring.divisors:
            for factor, _ in oracle.ring.factors(divisor)[1]:
                if 0 in oracle.possible(factor):
                    found.setdefault(f"{written(oracle.ring, factor)} != 0")
        if len(found) > MOST_LINES:
            break
    lines = list(found)
    return (*lines[:MOST_LINES], *(["..."] if len(lines) > MOST_LINES else []))


def quotient(ring: Ring, x: Element) -> str:
    """An element as text, or nothing for a large one."""
    parts = (x.numerator, x.denominator)
    if any(_size(ring, part, LARGEST_SHOWN) > LARGEST_SHOWN for part in parts):
        return ""
    above, below = (sp.powsimp(ring.expression(part), combine="exp") for part in parts)
    return str(above / below)


def written(ring: Ring, poly: Poly) -> str:
    """A polynomial as text; a large one is only described."""
    if _size(ring, poly, LARGEST_SHOWN) > LARGEST_SHOWN:
        return f"a polynomial of {len(poly)} terms"
    return str(sp.powsimp(ring.expression(poly), combine="exp"))


def _size(ring: Ring, poly: Poly, limit: int) -> int:
    """Terms and factors, those under roots and in bases included, counted up to a limit."""
    total, pending = 0, [poly]
    while pending and total <= limit:
        for powers, _ in ring.used(pending.pop()):
            total += 1 + len(powers)
            pending += (inner for g, _ in powers for inner in _inside(g))
            if total > limit:
                break
    return total


def _inside(generator: Generator) -> list[Poly]:
    return [part for part in generator.kind[1:] if hasattr(part, "monoms")]
