import math

import pytest
from sympy import Symbol, exp, log

from symopt.objective import Objective
from symopt.run.arrays import values
from symopt.run.level_sets import level_sets
from symopt.run.surface import stationary_points, surface, window_of

X, Y = Symbol("x", real=True), Symbol("y", real=True)
WINDOW = (-2.0, 2.0, -2.0, 2.0)


def objective(expression):
    return Objective(expression, (X, Y))


def test_level_sets_lie_on_the_level():
    xs = ys = [i / 20 - 2 for i in range(81)]
    grid = [[x * x / 2 + y * y for x in xs] for y in ys]
    (line,) = level_sets(grid, xs, ys, [1.0])
    assert line[0] == line[-1]
    assert all(abs(x * x / 2 + y * y - 1) < 0.002 for x, y in line)
    assert max(x for x, _ in line) == pytest.approx(math.sqrt(2), abs=0.01)


def test_the_level_of_a_saddle_on_either_side_is_two_lines():
    xs = ys = [i / 10 - 1.05 for i in range(22)]
    grid = [[x * y for x in xs] for y in ys]
    for height in (0.1, -0.1):
        lines = level_sets(grid, xs, ys, [height])
        assert len(lines) == 2
        assert all(abs(x * y - height) < 0.01 for line in lines for x, y in line)


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


def test_values_outside_the_domain_are_not_numbers():
    first, second = values(objective(log(X) + Y), [(1.0, 2.0), (-1.0, 2.0)])
    assert first == 2.0
    assert math.isnan(second)


def test_a_window_holds_the_path_and_the_stationary_point_nearby():
    path = [(-7.0, 2.0), (-6.0, -1.0)]
    seen = surface(objective((X + 5) ** 2 + Y**2), path)
    left, right, bottom, top = seen.window
    assert all(left < x < right and bottom < y < top for x, y in (*path, *seen.stationary))
    assert seen.stationary[0] == pytest.approx((-5.0, 0.0), abs=1e-4)
    assert window_of([(1.0, 1.0)]) == pytest.approx((0.2, 1.8, 0.5, 1.5), abs=0.5)
