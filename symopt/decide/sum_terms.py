"""The term of a sum taken apart: coefficients without the index times products with it.

The term is brought to normal form, so that powers split as b^(t-k) = b^t b^(-k) only where that is
proved to be allowed. Each monomial of its numerator is one part; factors with the index make up its
body, all others its coefficient.
"""

from __future__ import annotations

import sympy as sp

from symopt.decide.scope import Scope
from symopt.errors import UndecidedError

MOST_PARTS = 60
MOST_OPERATIONS = 400


def parts_of(term: sp.Expr, scope: Scope) -> dict[sp.Expr, sp.Expr]:
    """{body: coefficient} with the term as the sum of coefficient * body, for the scope's index."""
    if sp.count_ops(term) > MOST_OPERATIONS:
        raise UndecidedError("a sum of so large a term is not taken apart")
    oracle, (form,) = scope.place.forms(term)
    ring, k = oracle.ring, scope.index
    if len(form.numerator) > MOST_PARTS:
        raise UndecidedError("a sum of so many terms is not taken apart")
    below = _with_and_without(
        [(ring.expression(f), e) for f, e in ring.factors(form.denominator)[1]], k
    )
    scale = ring.factors(form.denominator)[0]
    found: dict[sp.Expr, sp.Expr] = {}
    for powers, c in ring.used(form.numerator):
        above = _with_and_without([(g.expression(), e) for g, e in powers], k)
        number = sp.Rational(int(c.p), int(c.q)) / sp.Rational(int(scale.p), int(scale.q))
        body, moved = _plain_powers(above[0] / below[0], scope)
        coefficient = number * above[1] / below[1] * moved
        found[body] = found.get(body, sp.Integer(0)) + coefficient
    return {body: coefficient for body, coefficient in found.items() if coefficient != 0}


def _with_and_without(factors: list[tuple[sp.Expr, int]], k: sp.Dummy) -> tuple[sp.Expr, sp.Expr]:
    """The product of the factors that depend on k, and that of the others."""
    groups: tuple[list[sp.Expr], list[sp.Expr]] = [], []
    for base, exponent in factors:
        groups[k not in base.free_symbols].append(base**exponent)
    return sp.Mul(*groups[0]), sp.Mul(*groups[1])


def _plain_powers(body: sp.Expr, scope: Scope) -> tuple[sp.Expr, sp.Expr]:
    """The body with b^(c k) for b^(c k + d), where b is not 0, and the product of the b^d."""
    k, moved, factors = scope.index, sp.Integer(1), []
    for factor in sp.Mul.make_args(body):
        base, exponent = factor.as_base_exp()
        slope = exponent.coeff(k, 1)
        rest = sp.expand(exponent - slope * k)
        if (
            slope.is_Integer
            and slope != 0
            and rest != 0
            and not rest.has(k)
            and not base.has(k)
            and scope.nonzero(base)
        ):
            factor, moved = base ** (slope * k), moved * base**rest
        factors.append(factor)
    return sp.Mul(*factors), moved
