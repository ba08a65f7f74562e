"""What becomes of a sweep's cells."""

import numpy as np
import pytest

from symopt import Problem
from symopt.errors import InputError
from symopt.run.floats.grid import read_axis
from symopt.run.outcome import CLIMBED, CONVERGED, DIVERGED, SLOW, sweep

QUADRATIC = "3x^2/2 + xy + y^2"  # the Hessian [[3, 1], [1, 2]]


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
