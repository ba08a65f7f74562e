"""The float back ends compute the same bits, and those are the rule's."""

import math
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt import Problem, rules
from symopt.errors import InputError
from symopt.run.floats.choose import choose

OBJECTIVES = ["quadratic", "quartic", "functions", "pole"]
needs_numba = pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")


def same(a, b):
    return np.array_equal(a, b, equal_nan=True) and np.array_equal(a.diverged_at, b.diverged_at)


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("rule", rules.REGISTRY)
def test_python_and_numpy_agree_bit_for_bit(problem, starts, rule, objective):
    asked = problem(objective, rule)
    one = asked.run(250, starts=starts, record=7, backend="python")
    other = asked.run(250, starts=starts, record=7, backend="numpy")
    assert one.shape == (37, 40, 2)
    assert same(one, other)


@needs_numba
@pytest.mark.parametrize("rule", rules.REGISTRY)
def test_a_compiled_loop_agrees_bit_for_bit(problem, rule):
    asked = problem("functions" if rule in ("adam", "sgd") else "quartic", rule)
    assert same(
        asked.run(2500, record=9, backend="python"), asked.run(2500, record=9, backend="numba")
    )


@needs_numba
@pytest.mark.parametrize("rule", ["adamax"])
def test_compiled_lanes_agree_bit_for_bit(problem, starts, rule):
    asked = problem("pole", rule)
    points = np.concatenate([starts] * 7)
    one = asked.run(1100, starts=points, record=250, backend="numba")
    assert same(one, asked.run(1100, starts=points, record=250, backend="numpy"))


@needs_numba
@pytest.mark.parametrize(("objective", "rule"), [("|x|^(1/3) + max(x, y)", "sgd")])
def test_compiled_helpers_agree_bit_for_bit(problem, objective, rule):
    asked = problem(objective, rule)
    assert same(asked.run(300, backend="python"), asked.run(300, backend="numba"))


@pytest.mark.parametrize("rule", rules.REGISTRY)
def test_the_step_function_walks_the_same_path(problem, rule):
    asked = problem("quartic", rule)
    step, path = asked.compile(), asked.run(200)
    values = step.start
    for t in range(1, 201):
        values = step(t, *values)
        assert values[:2] == tuple(path[t])


def test_adam_is_what_one_writes_by_hand(problem):
    x, m, v = -7.0, 0.0, 0.0
    for t in range(1, 101):
        g = x / 10.0
        m = 0.9 * m + (1.0 - 0.9) * g
        v = 0.999 * v + (1.0 - 0.999) * (g * g)
        x = x - 0.3 * (m / (1 - 0.9**t)) / (math.sqrt(v / (1 - 0.999**t)) + 1e-8)
    end = problem(lr="0.3").run(100)[-1]
    assert end[0] == pytest.approx(x, rel=1e-12)


@settings(max_examples=30)
@given(
    st.lists(st.integers(-9, 9), min_size=6, max_size=6),
    st.sampled_from(sorted(rules.REGISTRY)),
    st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=2, max_size=5),
    st.integers(1, 60),
)
def test_any_polynomial_and_start_gives_the_same_bits(c, rule, points, steps):
    text = f"{c[0]} x^3 y + {c[1]} x y^2 + {c[2]} x^2 + {c[3]} y^4/3 + {c[4]} x + {c[5]} y"
    asked = Problem(text, start={"x": 1, "y": 1}, rule=rule)
    one = asked.run(steps, starts=points, record=1, backend="python")
    assert same(one, asked.run(steps, starts=points, record=1, backend="numpy"))
    for column, point in enumerate(points):
        bad = np.flatnonzero(~np.isfinite(one[:, column]).all(axis=1))
        assert one.diverged_at[column] == (bad[0] if len(bad) else 0)
        assert tuple(one[0, column]) == point


def test_batches_of_data_take_turns():
    page = "---\nobjective: (a x + b - y)^2\ndata: {x: [1, 2, 3], y: [2, 3, 5]}\n"
    page += "batches: 1\nstart: {a: 0, b: 0}\nrule: momentum\nlr: 1/50\n---\n"
    asked = Problem.read(page)
    exact = asked.solve(7)
    path = asked.run(7)
    assert path[-1] == pytest.approx([float(x) for x in exact[7].theta], rel=1e-13)
    points = [[0, 0], [1, 1]]
    assert same(*(asked.run(50, starts=points, backend=b, record=1) for b in ("python", "numpy")))
    step = asked.compile()
    values = step.start
    for t in range(1, 8):
        values = step(t, *values)
    assert values[:2] == tuple(path[-1])


def test_given_gradients_are_followed_and_end():
    asked = Problem.read(
        "---\ngradients: [[2, 1], [1, 0]]\nstart: {x: 1, y: 2}\nrule: adam\nlr: 1\n---\n"
    )
    assert asked.run(2)[-1] == pytest.approx([float(x) for x in asked.solve(2)[2].theta])
    with pytest.raises(InputError, match="step 3 has no gradient"):
        asked.run(3)


def test_irrational_numbers_become_the_nearest_float():
    path = Problem("x^2", start={"x": "√2"}, rule="sgd", lr="π/10").run(1)
    assert path[0, 0] == math.sqrt(2)
    assert path[1, 0] == math.sqrt(2) - math.pi / 10 * (2 * math.sqrt(2))


def test_states_that_trade_places_do_not_overwrite_each_other():
    page = "---\nobjective: x^2\nstart: {x: 1}\nlr: 1/8\n"
    page += "rule: [u = v + θ, 'v = u_{t-1} - ∇f(θ)', θ = θ - lr u]\n---\n"
    asked = Problem.read(page)
    exact = [float(x) for x in asked.solve(6)[6].theta]
    for backend in ("python", "numpy"):
        assert asked.run(6, backend=backend)[-1] == pytest.approx(exact, rel=1e-14)


def test_the_back_end_suits_the_work():
    assert choose(1, 1000) == "python"
    assert choose(1000, 100) == "numpy"
    fast = "numba" if find_spec("numba") else "python"
    assert choose(1, 10**6) == fast


def test_an_unknown_back_end_is_refused(problem):
    with pytest.raises(InputError, match="unknown back end 'fortran'"):
        problem().run(1, backend="fortran")


def test_the_source_is_readable(problem):
    assert "m_0 = beta1*m_0 + c0*g_0" in problem().source("python")
    assert "multiply(beta1, m_0, m_0)" in problem().source("numpy")
    assert "def step(t, theta_0" in problem().source("ball")


def test_names_of_a_rule_may_be_those_of_a_loop():
    page = "---\nobjective: x^2\nstart: {x: 1}\nlr: 1/8\n"
    page += "rule: [path = lr ∇f(θ), steps = path/2, θ = θ - steps]\n---\n"
    asked = Problem.read(page)
    assert asked.run(3)[-1, 0] == pytest.approx(float(asked.solve(3)[3].theta[0]))
