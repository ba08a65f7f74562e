"""The proved bound on lr for the objective of a setting, and float runs on both sides of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import sympy as sp
from sympy import Expr, Rational

from symopt.derive.link import all_proved
from symopt.derive.quadratic.linear import CURVATURE
from symopt.derive.quadratic.stability import RATE, stable_range
from symopt.errors import InputError, RuleError, UndecidedError
from symopt.objective import Objective
from symopt.rule import Rule, parameter
from symopt.run.floats.grid import Axis
from symopt.run.floats.work import nearest
from symopt.run.outcome import CONVERGED, DIVERGED, STATUS, sweep
from symopt.setting import Setting, build

Values = Mapping[str, float]
INSIDE, OUTSIDE = 0.98, 1.02  # of the bound
STEPS = 60_000


def largest_rate(setting: Setting) -> Callable[[Values], float] | None:
    """The bound below which lr converges, from the other parameters; None where none is proved.

    It is that of `stable_range` at the largest eigenvalue of the Hessian, for a quadratic whose
    Hessian has no eigenvalue that is not positive.
    """
    if not isinstance(setting.objective, Objective) or setting.objective.period > 1:
        return None
    curvature = _curvature(setting.objective)
    bound = _proved_bound(setting.rule)
    if curvature is None or bound is None:
        return None
    names = [name for name in setting.rule.parameters if name != RATE.name]
    compiled = sp.lambdify([CURVATURE, *map(parameter, names)], bound, modules="numpy")

    def largest(values: Values) -> float:
        with np.errstate(all="ignore"):  # a picture asks a little beyond a parameter's domain
            return float(compiled(curvature, *(np.float64(values[name]) for name in names)))

    return largest


def _proved_bound(rule: Rule) -> Expr | None:
    try:
        found = stable_range(rule)
    except (RuleError, UndecidedError):
        return None
    return found.upper if all_proved(found.links) else None


def _curvature(objective: Objective) -> float | None:
    """The largest eigenvalue of a constant, positive definite Hessian; else None."""
    value = objective.value
    if not value.is_polynomial(*objective.variables):
        return None
    if sp.Poly(value, *objective.variables).total_degree() != 2:
        return None
    hessian = np.array(sp.expand(objective.hessian).evalf(), dtype=np.float64)
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(eigenvalues[-1]) if eigenvalues[0] > 0 else None


@dataclass(frozen=True)
class Sides:
    """What became of float runs with lr just inside and just outside the bound."""

    values: Mapping[str, Expr]
    bound: float
    inside: str
    outside: str

    @property
    def agree(self) -> bool:
        """Whether they converged inside and diverged outside, as the proof says."""
        return (self.inside, self.outside) == (STATUS[CONVERGED], STATUS[DIVERGED])


def both_sides(
    rule: Rule,
    objective: Expr | Objective,
    *,
    start: Mapping[str, object],
    momenta: Sequence[Expr] = (sp.S.Zero, Rational(1, 2), Rational(9, 10)),
    steps: int = STEPS,
) -> tuple[Sides, ...]:
    """Runs at 0.98 and 1.02 of the bound, for each value of the rule's other parameter.

    Raises:
        InputError: no bound is proved for the rule on this objective.
    """
    others = [name for name in rule.parameters if name != RATE.name]
    found = []
    for momentum in momenta if others else momenta[:1]:
        given = dict.fromkeys(others, momentum)
        setting = build(objective, start=start, rule=rule, parameters=given)
        largest = largest_rate(setting)
        if largest is None:
            raise InputError(f"no bound is proved for '{rule.name}' on this objective")
        bound = largest({name: nearest(value) for name, value in given.items()})
        axis = Axis(RATE.name, (INSIDE * bound, OUTSIDE * bound))
        words = [STATUS[status] for status in sweep(setting, [axis], steps=steps).status]
        found.append(Sides(given, bound, *words))
    return tuple(found)
