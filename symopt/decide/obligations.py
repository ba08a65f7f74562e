"""What a proof rests on, in words: signs that were proved, and where the sides are defined."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from symopt.decide.generators import Generator, Poly
from symopt.decide.oracle import SignOracle
from symopt.decide.ring import Element, Ring
from symopt.decide.signs import NEGATIVE, NONNEGATIVE, NONPOSITIVE, POSITIVE, ZERO, Signs
from symopt.errors import UndecidedError

WORDS: dict[Signs, str] = {
    POSITIVE: "> 0",
    NONNEGATIVE: ">= 0",
    NEGATIVE: "< 0",
    NONPOSITIVE: "<= 0",
    ZERO: "= 0",
    frozenset({-1, 1}): "!= 0",
}
MOST_LINES = 12
MOST_NAMED = 4
MOST_BITS = 32  # of a coefficient that counts for nothing
LARGEST_SHOWN = 60  # terms and generators of a polynomial that is written out


def obligations_of(oracles: Iterable[SignOracle]) -> tuple[str, ...]:
    """Phrases such as 'v >= 0' (proved and used) and 'x - 1 != 0' (needed to be defined)."""
    found: dict[str, None] = {}
    for oracle in oracles:
        for poly, signs in oracle.claims:
            if not poly.is_constant() and signs in WORDS:
                found.setdefault(f"{written(oracle.ring, poly)} {WORDS[signs]}")
        for key, signs in oracle.implied.items():
            needed = oracle.ring.from_key(key)
            if needed is not None and signs in WORDS:
                found.setdefault(f"{written(oracle.ring, needed)} {WORDS[signs]}")
        for divisor in oracle.ring.divisors:
            for factor, _ in oracle.ring.factors(divisor)[1]:
                if 0 in oracle.possible(factor):
                    found.setdefault(f"{written(oracle.ring, factor)} != 0")
        if len(found) > MOST_LINES:
            break
    lines = list(found)
    return (*lines[:MOST_LINES], *(["..."] if len(lines) > MOST_LINES else []))


def new_variables(ring: Ring) -> str:
    """', with sqrt(v) and b**(t - 1) as variables': what the normal form introduced."""
    new = [g for g in ring.generators if g.kind[:1] != ("variable",) or g.kind[2] > 1]
    if not new:
        return ""
    names = [written(ring, g.poly) for g in new[:MOST_NAMED]]
    names += [f"{len(new) - MOST_NAMED} more"] if len(new) > MOST_NAMED else []
    *most, last = names
    return f", with {' and '.join([', '.join(most), last] if most else [last])} as variables"


def quotient(ring: Ring, x: Element) -> str:
    """An element as text, or nothing for a large one."""
    above, below = _expression(ring, x.numerator), _expression(ring, x.denominator)
    return "" if above is None or below is None else text_of(above / below)


def written(ring: Ring, poly: Poly) -> str:
    """A polynomial as text; a large one is only described."""
    expression = _expression(ring, poly)
    return f"a polynomial of {len(poly)} terms" if expression is None else text_of(expression)


def text_of(expression: sp.Expr) -> str:
    """SymPy's text; without its sorting of terms where that would evaluate a sum or an integral."""
    taken = {symbol.name for symbol in expression.atoms(sp.Symbol) - expression.atoms(sp.Dummy)}
    plain = {d: sp.Symbol(d.name) for d in expression.atoms(sp.Dummy) if d.name not in taken}
    order = "none" if expression.has(*_EVALUATED) else None
    return str(sp.sstr(expression.xreplace(plain), order=order))


_EVALUATED = (sp.Sum, sp.Product, sp.Integral, sp.Limit)


def _expression(ring: Ring, poly: Poly) -> sp.Expr | None:
    if _size(ring, poly, LARGEST_SHOWN) > LARGEST_SHOWN:
        return None
    try:
        expression = ring.expression(poly)
        powers = any(g.kind[:1] == ("power",) for powers, _ in ring.used(poly) for g, _ in powers)
        return sp.powsimp(expression, combine="exp") if powers else expression
    except UndecidedError:
        return None


def _size(ring: Ring, poly: Poly, limit: int) -> int:
    """Terms and factors, those under roots and in bases included, counted up to a limit."""
    total, pending = 0, [poly]
    while pending and total <= limit:
        for powers, c in ring.used(pending.pop()):
            total += 1 + len(powers) + c.height_bits() // MOST_BITS
            pending += (inner for g, _ in powers for inner in _inside(g))
            if total > limit:
                break
    return total


def _inside(generator: Generator) -> list[Poly]:
    return [part for part in generator.kind[1:] if hasattr(part, "monoms")]
