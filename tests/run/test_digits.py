"""Certified points, and how much of a float path is right."""

from fractions import Fraction

import numpy as np
import pytest

from symopt import Problem, rules

QUADRATIC = {"objective": "x^2/20 + y^2", "start": {"x": -7, "y": 2}}


def fraction(value):
    return Fraction(int(value.p), int(value.q))


def test_certified_points_are_the_exact_ones_rounded():
    problem = Problem(**QUADRATIC, rule="momentum", lr="19/20")
    exact, certified = problem.solve(300), problem.certify(300, digits=12, record=100)
    assert certified.steps == (0, 100, 200, 300)
    for step, texts in zip(certified.steps, certified.texts, strict=True):
        for text, value in zip(texts, exact[step].theta, strict=True):
            true = fraction(value)
            assert abs(Fraction(text) - true) <= abs(true) * Fraction(1, 2 * 10**11)


@pytest.mark.parametrize("rule", ["momentum", "sgd", "nesterov_shifted"])
def test_the_digits_that_are_said_to_be_right_are_right(rule):
    problem = Problem(**QUADRATIC, rule=rule, lr="1/10")
    exact, path = problem.solve(400), problem.run(400, record=20)
    digits = problem.certify(400, digits=10, record=20).right_digits(path.tolist())
    assert len(digits) == 21
    assert digits[0] == 17
    assert min(digits) < 17
    for number, (step, right) in enumerate(zip(path.steps, digits, strict=True)):
        errors = [
            abs(Fraction(float(x)) - fraction(true)) / abs(fraction(true))
            for x, true in zip(path[number], exact[int(step)].theta, strict=True)
        ]
        assert max(errors) <= Fraction(1, 10**right)
        assert right == 17 or max(errors) > Fraction(1, 10 ** (right + 1))


def test_a_float_that_is_off_is_found_out():
    problem = Problem(**QUADRATIC, rule="adam", lr="3/10")
    certified, path = problem.certify(50, record=50), problem.run(50, record=50)
    assert certified.right_digits(path.tolist())[-1] >= 10
    path[-1, 0] *= 1 + 1e-6
    assert certified.right_digits(path.tolist())[-1] == 5
    path[-1, 0] = np.nan
    assert certified.right_digits(path.tolist())[-1] == 0


@pytest.mark.parametrize("rule", rules.REGISTRY)
def test_the_back_end_ball_is_near_the_floats(rule):
    problem = Problem(**QUADRATIC, rule=rule)
    balls, floats = problem.run(60, backend="ball", record=20), problem.run(60, record=20)
    assert balls.backend == "ball"
    assert balls.steps.tolist() == [0, 20, 40, 60]
    assert balls == pytest.approx(np.asarray(floats), rel=1e-9)


def test_a_step_without_a_value_ends_the_certified_points():
    found = Problem("x^2", start={"x": 0}, rule="adagrad", epsilon=0).certify(3)
    assert found.steps == (0,)
    assert "step 1 can't be certified" in found.stopped
