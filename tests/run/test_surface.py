import pytest
from sympy import Symbol, exp

from symopt.objective import Objective
from symopt.run.surface import stationary_points, surface, window_of

X, Y = Symbol("x", real=True), Symbol("y", real=True)
WINDOW = (-2.0, 2.0, -2.0, 2.0)


def objective(expression):
    return Objective(expression, (X, Y))


@pytest.mark.parametrize(
    ("expression", "points"),
    [
        (X * Y, [(0, 0)]),
        (X**2 / 20 + Y**2, [(0, 0)]),
        ((X**2 - 1) ** 2 + Y**2, [(-1, 0), (0, 0), (1, 0)]),
        (exp(X) + Y, []),
        (X + Y, []),
        (X**2 + (Y - 5) ** 2, []),
    ],
)
def test_stationary_points_are_found_inside_the_window(expression, points):
    found = stationary_points(objective(expression), WINDOW)
    assert len(found) == len(points)
    for point, expected in zip(found, points, strict=True):
        assert point == pytest.approx(expected, abs=1e-6)


def test_a_window_holds_the_path_and_the_stationary_point_nearby():
    path = [(-7.0, 2.0), (-6.0, -1.0)]
    seen = surface(objective((X + 5) ** 2 + Y**2), path)
    left, right, bottom, top = seen.window
    assert all(left < x < right and bottom < y < top for x, y in (*path, *seen.stationary))
    assert seen.stationary[0] == pytest.approx((-5.0, 0.0), abs=1e-4)
    assert window_of([(1.0, 1.0)]) == pytest.approx((0.2, 1.8, 0.5, 1.5), abs=0.5)
