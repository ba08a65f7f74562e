"""Objectives and starts that the float tests share."""

import os

import numpy as np
import pytest

from symopt import Problem
from symopt.run.floats.cache import VARIABLE

OBJECTIVES = {
    "quadratic": "x^2/20 + y^2",
    "quartic": "2/5 x^2 y^2 + 3/10 (x^2 y + x^2 + y^2) - x y^2/4 + 31/100 x y - x/5",
    "functions": "exp(x/3) + ln(1 + y^2) + |x| + sin(y) x",
    "pole": "x^4/4 + 1/y",
}


@pytest.fixture(scope="session", autouse=True)
def cache_of_its_own(tmp_path_factory):
    """Compiled code of the tests goes away with them."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ[VARIABLE]
    else:
        os.environ[VARIABLE] = before


@pytest.fixture(scope="session")
def starts():
    """Forty points, ones at which something is undefined among them."""
    points = np.random.default_rng(7).normal(size=(40, 2)) * 4
    points[0] = 0.0
    points[1] = 1.0, 0.0
    points[2] = 1e200, -1e-200
    return points


def problem(objective="quadratic", rule="adam", **parameters):
    """A problem in x and y on one of the objectives, or on any text."""
    text = OBJECTIVES.get(objective, objective)
    return Problem(text, start={"x": -7, "y": 2}, rule=rule, **parameters)


@pytest.fixture(scope="session", name="problem")
def problem_maker():
    """Builds problems."""
    return problem
