"""What makes whole arrays quick, and changes no float."""

import numpy as np
import pytest

from symopt.run.floats.numpy_loop import LINE, aligned


@pytest.mark.parametrize("columns", [1, 7, 8, 63, 64, 512, 10_000])
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_rows_begin_at_cache_lines_an_odd_number_apart(columns, dtype):
    rows = aligned(5, columns, dtype)
    assert (rows.shape, rows.dtype) == ((5, columns), dtype)
    places = [row.ctypes.data // LINE for row in rows]
    assert all(row.ctypes.data % LINE == 0 for row in rows)
    assert all(place % 2 for place in np.diff(places))
    assert np.diff(places)[0] * LINE >= rows[0].nbytes


@pytest.mark.parametrize(
    ("objective", "divides"), [("x^2/4", False), ("x^2/20", True), ("x^2/2^1070", True)]
)
def test_only_by_powers_of_two_a_division_becomes_a_product(problem, objective, divides):
    asked = problem(objective + " + y^2", "sgd")
    assert ("divide(" in asked.source("numpy")) == divides


@pytest.mark.parametrize("divisor", ["2^1023", "2^1070"])
def test_a_quotient_that_no_product_gives_stays_one(problem, divisor):
    asked = problem(f"x^2 y/{divisor} + y^2", "sgd", lr="2^1000")
    starts = np.array([[1e300, 1.0], [1e-10, 3.0]])
    one, other = (asked.run(1, starts=starts, backend=name) for name in ("python", "numpy"))
    assert np.array_equal(one, other, equal_nan=True)
