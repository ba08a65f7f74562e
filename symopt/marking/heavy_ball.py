"""Polyak's heavy ball: x_{t+1} = x_t - lr g_t + beta (x_t - x_{t-1}), by a rule with a velocity.

Where the point moves by a multiple of the velocity alone, x_t - x_{t-1} is that multiple of v_t.
The velocity starts at zero, so the point before the start is the start (Polyak 1964, equation 9).
"""

from __future__ import annotations

from functools import lru_cache

from sympy import Expr

from symopt.rule import GRADIENT, POINT, STEP, Rule, before, now, parameter
from symopt.setting import Setting


def point_before_last(setting: Setting) -> Expr | None:
    """θ_{t-2} by what a step begins with; None where that does not determine it."""
    if any(value != 0 for values in setting.initial.values() for value in values):
        return None
    return _point_before_last(setting.rule)


@lru_cache(maxsize=64)
def _point_before_last(rule: Rule) -> Expr | None:
    right = next(line.right for line in rule.lines if line.left == POINT)
    moved = (right.doit() - before(POINT)).expand()
    state = {now(name): before(name) for name in rule.state}
    known = {*state, *map(parameter, rule.parameters)}
    if not state or moved.has(GRADIENT, STEP) or moved.free_symbols - known:
        return None
    at_rest = moved.subs(dict.fromkeys(state, 0))
    return before(POINT) - moved.subs(state) if at_rest == 0 else None
