"""Whether an expression has a value for every value of its variables in their domain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from symopt.decide.budget import Budget
from symopt.decide.domain import Domain
from symopt.decide.normal_form import Workplace
from symopt.decide.scope import Scope
from symopt.decide.sides import look_over
from symopt.decide.sums import outermost
from symopt.errors import UndecidedError, UndefinedError


def defined(
    expression: sp.Expr, *, assuming: Mapping[Any, object] | None = None, seconds: float = 5.0
) -> bool:
    """Whether the expression is proved to be defined on the whole domain.

    A sum from a to b is defined for b >= a - 1, if its term is for each index from a to b.
    """
    domain = Domain(look_over(expression).symbols, assuming)
    try:
        return _defined(expression, Scope(Workplace(domain, Budget(seconds=seconds))))
    except (UndecidedError, UndefinedError):
        return False


def _defined(expression: sp.Expr, scope: Scope) -> bool:
    sums = [*outermost(expression)]
    values = {found: sp.Function("sum")(sp.Integer(i)) for i, found in enumerate(sums)}
    return scope.total(expression.xreplace(values)) and all(_sum_defined(s, scope) for s in sums)


def _sum_defined(found: sp.Expr, scope: Scope) -> bool:
    *inner, (index, low, high) = found.limits
    if not scope.nonnegative(high - low + 1):
        return False
    term = found.func(found.function, *inner) if inner else found.function
    within = scope.within(low, high)
    return _defined(term.xreplace({index: within.index}), within)
