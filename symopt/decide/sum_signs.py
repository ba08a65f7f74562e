"""The sign of a sum from the sign of its terms."""

from __future__ import annotations

import sympy as sp

from symopt.decide.interval import Interval, at_least, at_most
from symopt.decide.scope import Scope
from symopt.decide.signs import NONNEGATIVE, NONPOSITIVE
from symopt.errors import UndecidedError, UndefinedError


def values_of_sum(term: sp.Expr, within: Scope, *, some: bool) -> Interval:
    """Where the sum of a term over a range lies; `some` when the range has a term at all."""
    try:
        oracle, (form,) = within.place.forms(term)
        signs = oracle.signs(form)
    except (UndecidedError, UndefinedError):
        within.place.budget.check()
        return Interval()
    strict = some and 0 not in signs
    if signs <= NONNEGATIVE:
        return at_least(0, strict=strict)
    return at_most(0, strict=strict) if signs <= NONPOSITIVE else Interval()


def note_values(expression: sp.Expr, scope: Scope) -> None:
    """Tell the scope's workplace where the sums of an expression, as they are written, lie."""
    walk = sp.preorder_traversal(expression)
    for node in walk:
        if not isinstance(node, sp.Sum):
            continue
        walk.skip()
        *inner, limit = node.limits
        if len(limit) == 3:
            k, low, high = limit
            within = scope.within(low, high)
            term = sp.Sum(node.function, *inner) if inner else node.function
            term = term.xreplace({k: within.index})
            note_values(term, within)
            some = scope.nonnegative(high - low)
            scope.place.values[node] = values_of_sum(term, within, some=some)
