"""Derivatives carried out, by variables and by the members of a sequence.

The members w(1), w(2), ... of an unknown sequence are independent variables: the derivative of w(k)
by w(j) is 1 for k = j and 0 otherwise, Kronecker's delta. It is found as the derivative at e = 0 of
the expression with w(k) + e delta(k, j) for every w(k), also for those under a sum.
"""

from __future__ import annotations

import sympy as sp
from sympy.core.function import AppliedUndef


def without_derivatives(expression: sp.Expr) -> sp.Expr:
    """Carry out every derivative that SymPy's rules know."""
    return expression.replace(sp.Derivative, _carried_out)


def _carried_out(body: sp.Expr, *by: sp.Tuple) -> sp.Expr:
    for variable, times in by:
        if not isinstance(variable, AppliedUndef):
            body = sp.diff(body, (variable, times))
        else:
            for _ in range(int(times)):
                body = _by_member(body, variable)
    return body


def _by_member(body: sp.Expr, member: AppliedUndef) -> sp.Expr:
    """The derivative by w(j), or w(i, j), ..."""
    body = with_own_indices(body)
    step = sp.Dummy("e", real=True)

    def moved(*place: sp.Expr) -> sp.Expr:
        at = (sp.KroneckerDelta(a, b) for a, b in zip(place, member.args, strict=True))
        return member.func(*place) + step * sp.Mul(*at)

    moving = body.replace(
        lambda node: node.func == member.func and len(node.args) == len(member.args),
        lambda node: moved(*node.args),
    )
    return sp.diff(moving, step).xreplace({step: sp.Integer(0)})


def with_own_indices(expression: sp.Basic) -> sp.Basic:
    """The same with indices of sums that are equal to no variable and to no other index."""
    return expression.replace(sp.Sum, _with_own_indices)


def _with_own_indices(term: sp.Expr, *limits: sp.Tuple) -> sp.Sum:
    renamed: list[tuple[sp.Basic, ...]] = []
    for k, *ends in limits:  # an end sees the indices of the sums further out, which come later
        own = sp.Dummy(k.name, integer=True)
        term = term.xreplace({k: own})
        renamed = [(index, *(end.xreplace({k: own}) for end in known)) for index, *known in renamed]
        renamed.append((own, *ends))
    return sp.Sum(term, *renamed)
