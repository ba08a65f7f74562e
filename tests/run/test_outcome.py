"""What becomes of a sweep's cells, and where the theory draws the line."""

import numpy as np
import pytest

from symopt import Problem
from symopt.errors import InputError
from symopt.run.floats.grid import read_axis
from symopt.run.outcome import CLIMBED, CONVERGED, DIVERGED, SLOW, sweep
from symopt.run.stability import largest_rate

QUADRATIC = "3x^2/2 + xy + y^2"  # the Hessian [[3, 1], [1, 2]]
LARGEST = (5 + 5**0.5) / 2


def problem(rule, objective=QUADRATIC, **parameters):
    return Problem(objective, start={"x": -7, "y": 2}, rule=rule, **parameters).setting


def swept(setting, *texts, **options):
    return sweep(setting, [read_axis(text, setting) for text in texts], **options)


def test_the_four_words():
    found = swept(problem("sgd", "x^2/20 + y^2"), "lr=0.0001:0.0001:1", steps=100)
    assert found.status.tolist() == [SLOW]
    found = swept(problem("sgd", "x^2/20 + y^2"), "lr=0.5:1.001:2", steps=500)
    assert found.status.tolist() == [CONVERGED, CLIMBED]
    found = swept(problem("sgd", "x^2/20 + y^2"), "lr=0.9:2:2", steps=1000)
    assert found.status.tolist() == [CONVERGED, DIVERGED]
    assert found.diverged_at[1] > 1
    assert not np.isfinite(found.loss[1])
    assert found.best == (0,)
    assert found.at(found.best) == {"lr": 0.9}


def test_loss_and_slope_are_those_of_the_last_point():
    found = swept(problem("adam", "exp(x/3) + y^4"), "lr=0.1:0.5:3", "y=-1:1:2", steps=20)
    x, y = np.moveaxis(found.theta, -1, 0)
    assert found.loss == pytest.approx(np.exp(x / 3) + y**4)
    assert found.slope == pytest.approx(np.hypot(np.exp(x / 3) / 3, 4 * y**3))
    assert found.first == pytest.approx(np.full((3, 2), np.exp(-7 / 3) + 1))


def test_where_the_loss_has_no_value():
    found = swept(problem("sgd", "ln x + x^2/8 + y^2"), "x=-1:1:2", steps=3)
    assert found.status.tolist() == [DIVERGED, SLOW]


@pytest.mark.parametrize(
    ("rule", "bound"),
    [
        ("sgd", lambda beta: 2 / LARGEST),
        ("momentum", lambda beta: 2 * (1 + beta) / LARGEST),
        ("momentum_buffer", lambda beta: 2 * (1 + beta) / LARGEST),
        ("momentum_ema", lambda beta: 2 * (1 + beta) / (1 - beta) / LARGEST),
    ],
)
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_the_numbers_agree_with_the_boundary_on_both_sides(rule, bound, beta):
    setting = problem(rule)
    name = "beta" if rule == "momentum_ema" else "momentum"
    largest = largest_rate(setting)({name: beta})
    assert largest == pytest.approx(bound(beta))
    texts = [f"lr={0.98 * largest!r}:{1.02 * largest!r}:2"]
    texts += [] if rule == "sgd" else [f"{name}={beta}:{beta}:1"]
    found = swept(setting, *texts, steps=60_000)
    assert found.status.ravel().tolist() == [CONVERGED, DIVERGED]


@pytest.mark.parametrize(
    ("rule", "objective"),
    [
        ("adam", QUADRATIC),
        ("nesterov", QUADRATIC),
        ("sgd", "x^4 + y^2"),
        ("sgd", "x*y"),
        ("sgd", "x^2"),
        ("sgd", "x + y"),
        ("sgd", "x^2 + y^2 + exp(x)"),
    ],
)
def test_no_boundary_is_claimed_where_none_is_known(rule, objective):
    assert largest_rate(problem(rule, objective)) is None


def test_arrays_by_name():
    found = swept(problem("sgd"), "lr=0.1:0.3:3", steps=5)
    arrays = found.arrays()
    assert arrays["lr"].tolist() == [0.1, 0.2, 0.3]
    assert arrays["theta"].shape == (3, 2)
    assert {"status", "diverged_at", "loss", "slope"} < arrays.keys()


def test_what_makes_no_sense():
    given = Problem.read("---\ngradients: [[1, 2]]\nstart: {x: 1, y: 1}\nrule: sgd\n---\n").setting
    with pytest.raises(InputError, match="needs an objective"):
        swept(given, "lr=1:2:2")
    with pytest.raises(InputError, match="'tolerance' must be a number from 0 on"):
        swept(problem("sgd"), "lr=1:2:2", tolerance=float("nan"))


def test_from_python():
    asked = Problem(QUADRATIC, start={"x": -7, "y": 2}, rule="sgd")
    found = asked.sweep({"lr": ("0.1", "0.5", 3), "x": (1, 4, 3, "log")}, steps=40)
    same = swept(asked.setting, "lr=0.1:0.5:3", "x=1:4:3:log", steps=40)
    assert np.array_equal(found.theta, same.theta)
    with pytest.raises(InputError, match="'lr' needs"):
        asked.sweep({"lr": (1, 2)})
