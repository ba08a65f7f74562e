"""Exact values in textbook form: guessed by an integer relation, proved before they are shown.

Below a number stand some radicals r_1, …, r_k. In the field that they generate it is a rational
combination of products of their powers, and that form, with square roots of integers drawn
together and no root in a denominator, is what a textbook prints: -2√2/3, 1 − √3/3. The radicals'
own radicands are brought into this form first, innermost first, and a radical that turns out to be
a combination of the others (√(5 + 2√6) = √2 + √3) is not counted again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import sympy
from flint import arb, fmpq, fmpz

from symopt.errors import SymoptError
from symopt.numbers import ball
from symopt.numbers.convert import from_sympy
from symopt.numbers.graph import below
from symopt.numbers.integers import coprime_base, exact_root, split_multiplicity, split_power
from symopt.numbers.kinds import Function, Rational, Root, Sum
from symopt.numbers.real import Real
from symopt.numbers.relation import rational_combination

BITS = (192, 1024)  # precisions at which relations are looked for; the last allows 200 characters
SLACK_BITS = 96  # for rounding in products of powers, and numbers well above 1
PROOF_BITS = 50_000
MOST_NODES = 2_000
_SMALL = fmpz.primorial_ui(fmpz(2**15))  # the primes whose squares SymPy takes out of a root


@dataclass(frozen=True)
class _Generator:
    """A radical of the basis: its node, its order and how it is written."""

    node: Real
    order: int
    text: sympy.Expr
    integer: bool  # the root of an integer, as against a nested one


def readable(x: Real, *, max_degree: int = 16, max_characters: int = 200) -> sympy.Expr | None:
    """The number in textbook form, proved equal to it; None where no such form is in the limits.

    The form is a rational combination of products of radicals that generate a field of degree at
    most `max_degree`, written with at most `max_characters` characters. Numbers that involve exp,
    log and the like have none.
    """
    x = x.same
    if isinstance(x, Rational):
        text = _rational(x.value)
        return text if len(written(text)) <= max_characters else None
    try:
        text = _of_surd(x) if x.surd else _combination(x, max_degree)
        if text is None or len(written(text)) > max_characters:
            return None
        proved = from_sympy(text, x.field).equals(x, max_bits=PROOF_BITS)
    except SymoptError:
        return None
    return text if proved else None


def _of_surd(x: Real) -> sympy.Expr:
    """A rational combination of roots of integers, as SymPy would build it.

    SymPy takes the squares of small primes out of a root by trial division, again at each step.
    """
    terms = x.terms if isinstance(x, Sum) else [(x, fmpq(1))]
    parts = [_rational(x.constant)] if isinstance(x, Sum) else []
    for node, coefficient in terms:
        number = node.radical.integer if isinstance(node, Root) else None
        if number is None:
            return x.to_sympy()
        root, rest = _without_squares(number)
        factor = _rational(coefficient * root)
        radical = sympy.Pow(int(rest), sympy.Rational(1, 2), evaluate=False)
        parts.append(radical if factor == 1 else sympy.Mul._from_args((factor, radical)))
    return sympy.Add(*parts)


def _without_squares(number: fmpz) -> tuple[fmpz, fmpz]:
    """(s, t) with number = s²·t, where t is no square and has no small prime's square."""
    root, rest, common = fmpz(1), fmpz(1), number.gcd(_SMALL)
    for prime, _ in common.factor():
        multiplicity, number = split_multiplicity(number, prime)
        root, rest = root * prime ** (multiplicity // 2), rest * prime ** (multiplicity % 2)
    exact = exact_root(number, 2)
    return (root * exact, rest) if exact is not None else (root, rest * number)


@lru_cache(maxsize=1024)
def written(expression: sympy.Expr) -> str:
    """The expression as SymPy's own printer writes it."""
    return str(sympy.sstr(expression))


def _combination(x: Real, max_degree: int) -> sympy.Expr | None:
    nodes = below(x, lambda _: True)
    if len(nodes) > MOST_NODES or any(isinstance(node, Function) for node in nodes):
        return None
    radicals = [node for node in nodes if isinstance(node, Root)]
    nested = [node for node in radicals if not isinstance(node.radicand, Rational)]
    if 2 ** len(nested) > max_degree:
        return None
    generators = _integer_generators([r for r in radicals if r not in nested])
    for radical in nested:
        if _degree(generators) > max_degree:
            return None
        if _expressed(radical, generators) is None:
            radicand = _expressed(radical.radicand, generators)
            if radicand is None:
                return None
            text = _root(radicand, radical.order)
            generators.append(_Generator(radical, radical.order, text, integer=False))
    return _expressed(x, generators) if _degree(generators) <= max_degree else None


def _integer_generators(radicals: Sequence[Root]) -> list[_Generator]:
    """√b for a coprime base b of the square roots' radicands, and the other roots as they are."""
    squares = [r.content.p for r in radicals if r.order == 2]
    generators = [
        _Generator(r.field.sqrt(r.field.rational(fmpq(b))), 2, sympy.sqrt(int(b)), integer=True)
        for r in radicals[:1]
        for b in coprime_base(squares)
    ]
    return generators + [
        _Generator(r, r.order, sympy.root(int(r.content.p), r.order), integer=True)
        for r in radicals
        if r.order > 2
    ]


def _degree(generators: Sequence[_Generator]) -> int:
    return math.prod(generator.order for generator in generators)


def _expressed(x: Real, generators: Sequence[_Generator]) -> sympy.Expr | None:
    """x as a rational combination of products of the generators' powers, if digits suggest one."""
    exponents = list(product(*(range(generator.order) for generator in generators)))
    for bits in BITS:
        working = bits + SLACK_BITS
        value, balls = x.enclose(working), [g.node.enclose(working) for g in generators]
        with ball.precision(working):
            basis = [
                math.prod((b**e for b, e in zip(balls, powers, strict=True)), start=arb(1))
                for powers in exponents
            ]
        found = rational_combination(value, basis, bits)
        if found is not None:
            return _written(found, exponents, generators)
    return None


def _written(
    coefficients: Sequence[fmpq],
    exponents: Sequence[tuple[int, ...]],
    generators: Sequence[_Generator],
) -> sympy.Expr:
    """The sum, grouped by products of nested radicals, each group written as briefly as it can."""
    groups: dict[sympy.Expr, sympy.Expr] = {}
    for c, powers in zip(coefficients, exponents, strict=True):
        inner, outer = sympy.Integer(1), _rational(c)
        for generator, e in zip(generators, powers, strict=True):
            if generator.integer:
                outer *= generator.text**e
            else:
                inner *= generator.text**e
        if c != 0:
            groups[inner] = groups.get(inner, sympy.Integer(0)) + outer
    return sympy.Add(*(_briefest(inner, outer) for inner, outer in groups.items()))


def _briefest(radical: sympy.Expr, factor: sympy.Expr) -> sympy.Expr:
    """factor·√e, or the factor drawn under the root, whichever is shorter to read."""
    plain = sympy.expand(factor * radical)
    rational, root = radical.as_coeff_Mul()
    if not (isinstance(root, sympy.Pow) and root.exp == sympy.Rational(1, 2)):
        return plain
    drawn = _root(sympy.expand((factor * rational) ** 2 * root.base), 2)
    drawn = drawn if (factor * rational).is_positive else -drawn
    return min(plain, drawn, key=lambda text: len(written(text)))


def _root(radicand: sympy.Expr, order: int) -> sympy.Expr:
    """The root with no fraction under it, and rational powers drawn out."""
    content, primitive = radicand.as_content_primitive()
    outside, inside = split_power(fmpz(int(content.p * content.q ** (order - 1))), order)
    factor = sympy.Rational(int(outside), int(content.q))
    return factor * sympy.root(sympy.expand(int(inside) * primitive), order)


def _rational(value: fmpq) -> sympy.Expr:
    return sympy.Rational(int(value.p), int(value.q))
