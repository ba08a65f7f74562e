import math

import pytest

from symopt.run.level_sets import level_sets


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


def test_no_line_runs_where_the_function_has_no_value():
    xs = ys = [float(i) for i in range(5)]
    grid = [[math.nan if x < 2 else x + y for x in xs] for y in ys]
    lines = level_sets(grid, xs, ys, [3.5])
    assert lines
    assert all(x >= 2 for line in lines for x, _ in line)
