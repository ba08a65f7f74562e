"""Before a question is judged: derivatives carried out, sums closed, limits taken."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from symopt.decide.closed import Closed
from symopt.decide.derivatives import without_derivatives
from symopt.decide.guarded import guarded
from symopt.decide.limits import without_limits
from symopt.decide.normal_form import Workplace
from symopt.decide.sides import Look
from symopt.decide.sums import SUMS, without_sums

SWITCHES = (sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise, sp.floor, sp.ceiling)


def rewritten(sides: Sequence[sp.Expr], looks: Sequence[Look], place: Workplace) -> Closed:
    """A Tuple of the sides without derivatives, sums and limits, as far as they are known."""
    found = Closed(sp.Tuple(*map(_differentiated, sides, looks)))
    for kinds, rewrite in ((SUMS, without_sums), ((sp.Limit,), without_limits)):
        if any(look.has(*kinds) for look in looks):
            with guarded("a sum or a limit"):
                closed = rewrite(found.expression, place)
            found.expression = closed.expression
            found.evidence += closed.evidence
            found.methods += closed.methods
            found.obligations += closed.obligations
    return found


def _differentiated(side: sp.Expr, look: Look) -> sp.Expr:
    # A derivative of |x| is a derivative except at 0, where SymPy gives it a value.
    if not look.has(sp.Derivative) or look.has(*SWITCHES):
        return side
    with guarded("a derivative"):
        return without_derivatives(side)
