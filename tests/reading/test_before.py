"""Which names on a line still have the last step's value."""

import pytest

from symopt.notation.tree import show
from symopt.page import read_page
from symopt.reading.before import old_names
from symopt.reading.working import read_working
from tests.conftest import make_setting

X = make_setting("x^2", "{x: 1}", "momentum")
XY = make_setting("x*y", "{x: 1, y: 2}", "momentum")
WEIGHTS = make_setting("w_1^2 + w_2^2", "{w_1: 5, w_2: 2}", "momentum")
ADAM = make_setting("x^2", "{x: 1}", "adam")


def readings(text, setting, step=1):
    (statement,) = read_working(read_page(text), setting)
    return [{show(name) for name in names} for names in old_names(statement, setting, step)]


@pytest.mark.parametrize(
    ("setting", "line", "names"),
    [
        (X, "g = 2x = 2", {"g", "x"}),
        (X, "v_1 = 0.9v - 0.1g", {"v"}),
        (X, "v = 0.9v - 0.1g", {"v"}),
        (X, "x = x + v", {"x"}),
        (XY, "(x, y) = (x, y) + v", {"x", "y"}),
        (WEIGHTS, "w_1 = w_1 - 0.1·5", {"w_1"}),
        (XY, "∇f(x, y) = (y, x)", {"x", "y"}),
        (ADAM, "m̂ = m/(1 - β_1)", {"m_hat"}),
        (ADAM, "v = β_2 v_0 + (1 - β_2) g^2", {"v"}),
    ],
)
def test_the_point_and_the_quantity_itself_are_old(setting, line, names):
    assert readings(line, setting) == [names]


@pytest.mark.parametrize(("line", "step"), [("x = x + v", None), ("x = x + v", 0), ("d = 1", 1)])
def test_without_a_step_or_a_quantity_nothing_is_old(line, step):
    assert readings(line, X, step) == [set()]


def test_a_line_about_no_quantity_may_mean_either_value_of_each():
    assert readings("f(x) = x", X) == [set(), {"x"}]
    assert readings("p = x + y + v", XY) == [set(), {"x", "y"}, {"v"}, {"x", "y", "v"}]
    assert readings("p = x_1 + v_1", X) == [set()]
