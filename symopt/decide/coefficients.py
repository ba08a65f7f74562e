"""A polynomial whose coefficients hold roots of numbers: zero if each coefficient is the number 0.

The ring knows s^2 = 2 and r^2 = 3 + 2 s, but not that r = 1 + s. The exact reals do: they prove a
coefficient to be 0 by its separation bound.
"""

from __future__ import annotations

from symopt.decide.budget import Budget
from symopt.decide.generators import Generator, Poly
from symopt.decide.ring import Ring
from symopt.errors import UndecidedError
from symopt.numbers.exact import Field, Real

MOST_BITS = 20_000
MOST_COEFFICIENTS = 200


def vanishes(ring: Ring, poly: Poly, budget: Budget) -> bool:
    """Whether `poly` is proved to be 0 by the values of the roots of numbers in it."""
    field = Field(max_bits=min(MOST_BITS, budget.max_bits), check=budget.check)
    numbers = _numbers(ring, field)
    if not numbers:
        return bool(poly == 0)
    coefficients: dict[tuple[tuple[Generator, int], ...], Real] = {}
    for powers, c in ring.used(poly):
        value, rest = field.rational(c), []
        for generator, exponent in powers:
            if generator in numbers:
                value = value * numbers[generator] ** exponent
            else:
                rest.append((generator, exponent))
        key = tuple(rest)
        coefficients[key] = coefficients[key] + value if key in coefficients else value
    if len(coefficients) > MOST_COEFFICIENTS:
        return False
    try:
        for value in coefficients.values():
            budget.check()
            if value.sign() != 0:
                return False
    except UndecidedError:
        return False
    return True


def _numbers(ring: Ring, field: Field) -> dict[Generator, Real]:
    """The generators that are roots of numbers, with their values."""
    found: dict[Generator, Real] = {}
    for generator in ring.generators:
        if generator.kind[:1] != ("root",):
            continue
        _, order, radicand = generator.kind
        terms = list(ring.used(radicand))
        if any(g not in found for powers, _ in terms for g, _ in powers):
            continue
        value = field.rational(0)
        for powers, c in terms:
            term = field.rational(c)
            for g, exponent in powers:
                term = term * found[g] ** exponent
            value = value + term
        if value.sign() >= 0:
            found[generator] = field.root(value, order)
    return found
