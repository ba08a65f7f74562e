"""The proved bound on lr, and float runs on both sides of it."""

import pytest

from symopt import Problem, rules
from symopt.derive.quadratic.boundary import both_sides, largest_rate
from symopt.errors import InputError
from symopt.objective import real_symbols

X, Y = real_symbols("xy")
LARGEST = (5 + 5**0.5) / 2  # of the Hessian [[3, 1], [1, 2]]
QUADRATIC = 3 * X**2 / 2 + X * Y + Y**2
LINEAR = "sgd momentum momentum_buffer momentum_ema nesterov nesterov_ema nesterov_shifted".split()


def bound_of(rule, objective=QUADRATIC, **values):
    largest = largest_rate(Problem(objective, start={"x": -7, "y": 2}, rule=rule).setting)
    return largest and largest(values)


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9])
def test_the_bounds_of_the_literature(rho):
    assert bound_of("sgd") == pytest.approx(2 / LARGEST)
    assert bound_of("momentum", momentum=rho) == pytest.approx(2 * (1 + rho) / LARGEST)
    assert bound_of("momentum_ema", beta=rho) == pytest.approx(2 * (1 + rho) / (1 - rho) / LARGEST)
    assert bound_of("nesterov", momentum=rho) == pytest.approx(
        (2 + 2 * rho) / (1 + 2 * rho) / LARGEST
    )


@pytest.mark.parametrize("rule", LINEAR)
def test_floats_converge_inside_and_diverge_outside(rule):
    sides = both_sides(rules.get(rule), QUADRATIC, start={"x": -7, "y": 2})
    assert all(side.agree for side in sides)
    assert len(sides) == (1 if rule == "sgd" else 3)


def test_a_run_that_is_cut_short_does_not_agree():
    (side,) = both_sides(rules.get("sgd"), X**2 / 20 + Y**2, start={"x": -7, "y": 2}, steps=50)
    assert (side.inside, side.outside) == ("slow", "climbed")
    assert not side.agree


@pytest.mark.parametrize(
    ("rule", "objective"),
    [
        ("adam", "x^2/20 + y^2"),
        ("normalized_gd", "x^2/20 + y^2"),
        ("sgd", "x^4 + y^2"),
        ("sgd", "x*y"),
        ("sgd", "x^2"),
        ("sgd", "x + y"),
        ("sgd", "x^2 + y^2 + exp(x)"),
    ],
)
def test_no_boundary_is_claimed_where_none_is_proved(rule, objective):
    assert bound_of(rule, objective) is None


def test_a_rule_without_a_bound_has_no_sides():
    with pytest.raises(InputError, match="no bound is proved for 'adam'"):
        both_sides(rules.get("adam"), QUADRATIC, start={"x": 1, "y": 1})


def test_a_picture_may_ask_at_the_end_of_a_domain():
    assert bound_of("momentum_ema", beta=1.0) == float("inf")
