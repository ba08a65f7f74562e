import math

import numpy as np
import pytest
from sympy import Abs, Max, Rational, Symbol, cbrt, erf, exp, log, pi, sign, sin, sqrt

from symopt.objective import Objective
from symopt.run.arrays import evaluated, values

X, Y = Symbol("x", real=True), Symbol("y", real=True)
POINTS = np.array([[0.5, 1.5, 2.0], [-1.0, 0.25, 3.0]])


@pytest.mark.parametrize(
    "expression",
    [
        X**7 / 3 - Rational(2, 5) * X * Y**2 + 1,
        exp(-X) * sin(Y) + pi,
        sqrt(X) + log(X) / Y,
        Abs(Y) + Max(X, Y) + sign(Y) + cbrt(X),
        erf(X * Y),
        Rational(1, 3),
    ],
)
def test_arrays_hold_what_sympy_computes_at_each_point(expression):
    (found,) = evaluated((expression,), (X, Y))(POINTS)
    expected = [float(expression.subs({X: x, Y: y})) for x, y in POINTS.T.tolist()]
    assert found == pytest.approx(expected, rel=1e-14)


def test_points_may_stand_in_any_shape():
    first, second = evaluated((X + Y, X * Y), (X, Y))(np.ones((2, 4, 3)))
    assert first.shape == second.shape == (4, 3)
    assert (first == 2).all()


def test_values_outside_the_domain_are_not_numbers():
    first, second = values(Objective(log(X) + Y, (X, Y)), [(1.0, 2.0), (-1.0, 2.0)])
    assert first == 2.0
    assert math.isnan(second)
