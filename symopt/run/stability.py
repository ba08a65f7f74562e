"""Where the theory of a rule on a quadratic says that it stops to converge."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import sympy

from symopt.objective import Objective
from symopt.setting import Setting

Values = Mapping[str, float]
_LARGEST: dict[str, Callable[[Values], float]] = {  # of lr times the largest eigenvalue
    "sgd": lambda values: 2.0,
    "momentum": lambda values: 2 * (1 + values["momentum"]),
    "momentum_buffer": lambda values: 2 * (1 + values["momentum"]),
    "momentum_ema": lambda values: 2 * (1 + values["beta"]) / (1 - values["beta"]),
}


def largest_rate(setting: Setting) -> Callable[[Values], float] | None:
    """The bound below which lr converges, from the other parameters; None where none is known.

    On a quadratic whose Hessian has the largest eigenvalue L > 0 and no other that is not
    positive, gradient descent converges from everywhere if and only if lr < 2/L, and the heavy
    ball with 0 <= momentum < 1 if and only if lr < 2 (1 + momentum)/L. In the average form lr
    carries a factor 1 - beta.

    Source: Polyak 1964, "Some methods of speeding up the convergence of iteration methods".
    """
    objective = setting.objective
    largest = _LARGEST.get(setting.rule.name)
    if largest is None or not isinstance(objective, Objective) or objective.period > 1:
        return None
    curvature = _curvature(objective)
    return None if curvature is None else lambda values: largest(values) / curvature


def _curvature(objective: Objective) -> float | None:
    """The largest eigenvalue of a constant, positive definite Hessian; else None."""
    value = objective.value
    if not value.is_polynomial(*objective.variables):
        return None
    if sympy.Poly(value, *objective.variables).total_degree() != 2:
        return None
    hessian = np.array(sympy.expand(objective.hessian).evalf(), dtype=np.float64)
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(eigenvalues[-1]) if eigenvalues[0] > 0 else None
