import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt.run.floats.functions import CAREFUL, power
from symopt.run.floats.schedule import _powers


@given(st.floats(-2, 2), st.integers(1, 3000), st.integers(1, 50))
def test_a_table_of_powers_holds_what_the_function_gives(base, first, count):
    exponents = np.arange(first, first + count, dtype=np.float64)
    with np.errstate(over="ignore"):
        table = _powers(np.float64(base), exponents)
    assert table.tolist() == [power(base, e) for e in exponents]


@given(st.floats(0.5, 0.9999), st.integers(0, 2000))
def test_powers_are_nearly_right(base, exponent):
    assert power(base, exponent) == pytest.approx(base**exponent, rel=1e-12, abs=1e-280)


def test_a_power_below_zero_is_the_reciprocal_and_of_zero_infinite():
    assert power(2.0, -3) == 0.125
    assert power(0.0, -1) == math.inf
    assert _powers(2.0, np.arange(-4, 3)).tolist() == [power(2.0, k) for k in range(-4, 3)]


@pytest.mark.parametrize(("rule", "beta"), [("adam", "0.9"), ("adam_lr_t", "0"), ("adamax", "0.5")])
def test_from_the_settled_step_on_nothing_changes(problem, rule, beta):
    schedule = problem(rule=rule, beta1=beta)._floats.work().schedule
    settled = schedule.settled
    late = schedule._columns(settled - 1, settled + 3000)
    assert (late == late[:, :1]).all()
    assert np.array_equal(schedule.table(settled + 5, settled + 9), late[:, :1])
    assert schedule.table(0, settled + 100).shape == (len(late), settled)


def test_a_schedule_that_never_settles_is_known(problem):
    from symopt import Problem

    page = "---\nobjective: x^2\nstart: {x: 1}\nlr: 1/8\nrule: [θ = θ - lr/√t ∇f(θ)]\n---\n"
    asked = Problem.read(page)
    assert asked._floats.work().schedule.settled is None
    x = 1.0
    for t in range(1, 9):
        x = x - 0.125 / math.sqrt(t) * (2.0 * x)
    assert asked.run(8)[-1, 0] == pytest.approx(x, rel=1e-14)


@pytest.mark.parametrize(
    ("name", "x", "expected"),
    [
        ("log", 0.0, -math.inf),
        ("log", -1.0, math.nan),
        ("exp", 1e4, math.inf),
        ("sinh", -1e4, -math.inf),
        ("sqrt", -1.0, math.nan),
        ("atanh", -1.0, -math.inf),
        ("atanh", 2.0, math.nan),
        ("sin", math.inf, math.nan),
        ("acosh", 0.5, math.nan),
    ],
)
def test_functions_have_ieee_values_where_python_raises(name, x, expected):
    with np.errstate(all="ignore"):
        numpys = getattr(np, {"atanh": "arctanh", "acosh": "arccosh"}.get(name, name))(x)
    assert CAREFUL[name](x) == pytest.approx(expected, nan_ok=True)
    assert CAREFUL[name](x) == pytest.approx(float(numpys), nan_ok=True)
