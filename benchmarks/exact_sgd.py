"""Exact SGD on x²/20 + y² from (−7, 2): symopt beside a hand-written loop and SymPy's subs."""

from __future__ import annotations

import sys

import sympy
from flint import fmpq

from benchmarks.timing import interleaved, report
from symopt import Problem, rules

STEPS = 1000
STEPS_BY_SUBS = 100


def by_symopt() -> tuple[object, ...]:
    """From the problem's statement to the last point, every step kept."""
    x, y = sympy.symbols("x y")
    problem = Problem(x**2 / 20 + y**2, start={x: -7, y: 2}, rule=rules.sgd, lr="0.95")
    trajectory = problem.solve(STEPS).trajectory
    return trajectory.steps[-1].values["theta"]


def by_hand() -> tuple[object, ...]:
    """The loop that one would write with python-flint, every step kept as well."""
    lr, tenth, two = fmpq(95, 100), fmpq(1, 10), fmpq(2)
    x, y = fmpq(-7), fmpq(2)
    steps = [(x, y)]
    for _ in range(STEPS):
        x, y = x - lr * (tenth * x), y - lr * (two * y)
        steps.append((x, y))
    return steps[-1]


def by_subs() -> tuple[object, ...]:
    """SymPy alone, substituting step by step; a tenth of the steps, as it is slow."""
    x, y = sympy.symbols("x y")
    f = x**2 / 20 + y**2
    gradient = [sympy.diff(f, v) for v in (x, y)]
    lr, point = sympy.Rational(95, 100), {x: sympy.Integer(-7), y: sympy.Integer(2)}
    for _ in range(STEPS_BY_SUBS):
        point = {v: point[v] - lr * g.subs(point) for v, g in zip((x, y), gradient, strict=True)}
    return tuple(point.values())


def main() -> int:
    """Print the table; 1 if symopt's last point is not the loop's."""
    if by_symopt() != by_hand():
        print("symopt and the loop disagree")
        return 1
    medians = interleaved(
        {
            f"fmpq loop by hand, {STEPS} steps": by_hand,
            f"symopt, {STEPS} steps": by_symopt,
            f"SymPy subs, {STEPS_BY_SUBS} steps": by_subs,
        },
        rounds=15,
    )
    baseline = next(iter(medians))
    print(report("Exact SGD on x²/20 + y²", medians, baseline=baseline))
    return 0


if __name__ == "__main__":
    sys.exit(main())
