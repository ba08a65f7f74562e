"""Polynomials with rational coefficients over balls, and their real roots in balls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key
from typing import Any

import sympy as sp
from flint import arb, fmpq, fmpq_poly
from sympy import Expr, Poly, Symbol

from symopt.errors import InputError
from symopt.numbers.ball import precision
from symopt.run.exact import to_fmpq

Terms = tuple[tuple[tuple[int, ...], fmpq], ...]


def rational_poly(value: Expr, variables: Sequence[Symbol]) -> Poly:
    """The polynomial over the rationals; `InputError` for anything else."""
    if value.is_polynomial(*variables):
        poly = sp.Poly(value, *variables)
        if poly.domain.is_ZZ or poly.domain.is_QQ:
            return poly.set_domain(sp.QQ)
    raise InputError("the objective must be a polynomial with rational coefficients")


def terms_of(poly: Poly) -> Terms:
    """Exponents and coefficients."""
    return tuple((powers, to_fmpq(factor)) for powers, factor in poly.terms())


def value_in(terms: Terms, at: Sequence[arb]) -> arb:
    """A ball that holds the polynomial's value at every point of a box."""
    total = arb(0)
    for powers, factor in terms:
        product = arb(factor)
        for x, power in zip(at, powers, strict=True):
            for _ in range(power):  # Arb's own power has no value for a ball around 0
                product *= x
        total += product
    return total


def real_roots(poly: Poly, bits: int) -> list[arb]:
    """Disjoint balls, rising, one around each real root of an irreducible polynomial.

    Arb isolates the complex roots and makes the imaginary part of the real ones exactly 0
    (Johansson 2017, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic").
    """
    with precision(bits):
        integers = fmpq_poly([to_fmpq(c) for c in reversed(poly.all_coeffs())]).numer()
        found: Any = integers.complex_roots()  # pairs, which its stub does not say
        roots = [root.real for root, _ in found if root.imag == 0]
        return sorted(roots, key=cmp_to_key(_order))


def _order(one: arb, other: arb) -> int:
    return -1 if one < other else 1
