"""State maps and parameters are found, not given."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Rational, Symbol, simplify, sqrt, symbols

from symopt import rules
from symopt.decide.budget import Budget
from symopt.derive.same.equivalence import equivalent
from symopt.derive.same.maps import solve_one_by_one, tidy
from symopt.rule import POINT, STEP, before, parameter

LR, MOMENTUM, BETA, BETA2, EPSILON = map(parameter, "lr momentum beta beta2 epsilon".split())
THETA, M, V = map(before, (POINT, "m", "v"))
# first, second, the parameters that must be found, the images that must be found
FOUND = [
    ("momentum", "momentum_ema", {"lr": LR / (1 - MOMENTUM)}, {"m": -(1 - MOMENTUM) * V / LR}),
    ("momentum_ema", "momentum", {"lr": LR * (1 - BETA)}, {"v": -LR * M}),
    ("momentum", "momentum_buffer", {"lr": LR}, {"v": -V / LR}),
    ("momentum_buffer", "momentum", {"lr": LR}, {"v": -LR * V}),
    ("momentum_ema", "momentum_buffer", {"lr": LR * (1 - BETA)}, {"v": M / (1 - BETA)}),
    ("nesterov", "nesterov_shifted", {"lr": LR}, {POINT: THETA + MOMENTUM * V, "v": V}),
    ("nesterov_shifted", "nesterov", {"lr": LR}, {POINT: THETA - MOMENTUM * V, "v": V}),
    ("adam", "adam_lr_t", {"epsilon": EPSILON * sqrt(1 - BETA2**STEP)}, {"v": V}),
    ("adam_lr_t", "adam", {"epsilon": EPSILON / sqrt(1 - BETA2**STEP)}, {"v": V}),
]
# what a loss multiplied by c does to a rule: the powers of c that its parameters take up
SCALED = {
    "sgd": {"lr": -1},
    "normalized_gd": {},
    "momentum": {"lr": -1},
    "adagrad": {"epsilon": 1},
    "rmsprop": {"epsilon": 1},
    "adam": {"epsilon": 1},
    "adam_eps_inside": {"epsilon": 2},
    "adamw": {"epsilon": 1},
    "adamax": {},
    "amsgrad": {"epsilon": 1},
}


@pytest.mark.parametrize(("first", "second", "where", "images"), FOUND)
def test_maps_and_parameters_are_found(first, second, where, images):
    found = equivalent(rules.get(first), rules.get(second))
    assert found.status == "proved"
    for wanted, got in ((where, found.where), (images, found.state_map)):
        for name, value in wanted.items():
            assert simplify(got[name] - value) == 0


@pytest.mark.parametrize(("name", "powers"), SCALED.items(), ids=SCALED)
def test_what_a_scaled_loss_does_to_the_parameters_is_found(name, powers):
    rule, c = rules.get(name), Symbol("c", real=True)
    found = equivalent(rule, rule, gradient="c", assuming={"c": "positive"})
    assert found.status == "proved"
    assert found.where == {n: parameter(n) * c ** powers.get(n, 0) for n in rule.parameters}


def test_a_loss_of_the_other_sign_is_another_problem():
    found = equivalent(rules.adam, rules.adam, gradient="c", assuming={"c": "negative"})
    assert found.status == "refuted"


def test_the_increment_form_is_the_average_form(own):
    increments = own(
        "m = m + (1 - beta1)*(g - m)",
        "v = v + (1 - beta2)*(g^2 - v)",
        "theta = theta - lr*(m/(1 - beta1^t))/(sqrt(v/(1 - beta2^t)) + epsilon)",
        parameters="lr beta1 beta2 epsilon",
    )
    assert equivalent(rules.adam, increments).status == "proved"
    assert equivalent(increments, rules.adam).status == "proved"


def test_the_average_form_of_nesterov_looks_ahead_by_beta_times_its_step(own):
    ahead = own(
        "g = grad(theta - lr*beta*m)",
        "m = beta*m + (1 - beta)*g",
        "theta = theta - lr*m",
        parameters="lr beta",
    )
    assert equivalent(rules.nesterov, ahead).status == "proved"
    assert equivalent(rules.nesterov_shifted, ahead).status == "proved"
    assert equivalent(rules.nesterov_ema, ahead).status == "refuted"


def test_quantities_under_other_names_and_signs_are_matched(own):
    other = own("x_1 = rho*x_1 + lr*grad(w - rho*x_1)", "w = w - x_1", parameters="lr rho")
    found = equivalent(rules.nesterov, other)
    assert found.status == "proved"
    assert found.state_map["x_1"] == -V


def test_the_scale_of_a_state_whose_norm_is_taken_is_found(own):
    lines = "v = momentum*v + g", "theta = theta - lr*v/(norm(v) + norm(g))"
    buffer = own(*lines, parameters="lr momentum")
    lines = "v = momentum*v - lr*g", "theta = theta + lr*v/(norm(v) + lr*norm(g))"
    velocity = own(*lines, parameters="lr momentum")
    assert equivalent(buffer, velocity).status == "proved"
    without = own(lines[0], "theta = theta + lr*v/(norm(v) + norm(g))", parameters="lr momentum")
    assert equivalent(buffer, without).status == "refuted"


def test_gradients_at_several_points_of_a_step_are_matched(own):
    heun = own(
        "p = grad(theta)",
        "q = grad(theta - lr*p)",
        "theta = theta - lr/2*(p + q)",
        parameters="lr",
    )
    same = own("q = grad(theta - lr*g)", "theta = theta - lr*g/2 - lr*q/2", parameters="lr")
    other = own("q = grad(theta - lr*g)", "theta = theta - lr*q", parameters="lr")
    assert equivalent(heun, same).status == "proved"
    assert equivalent(heun, other).status == "refuted"


def test_a_rule_with_many_quantities_takes_no_longer_than_allowed(own):
    averages = "a b d e k".split()
    lines = ["a = beta*a + (1 - beta)*g"]
    lines += [f"{new} = beta*{new} + (1 - beta)*{old}" for old, new in pairwise(averages)]
    lines += ["h = beta*h + (1 - beta)*k^2", "theta = theta - lr*k/sqrt(h)"]
    rule = own(*lines, parameters="lr beta")
    assert equivalent(rule, rule, where={}).status == "proved"
    growing = own(*["v = (v + g)^9", "u = (v + u)^9"], "theta = theta - u", parameters="")
    assert equivalent(growing, growing).status in ("proved", "undecided")


def test_the_units_of_adadelta_are_found(own):
    adadelta = own(
        "v = decay*v + (1 - decay)*g^2",
        "d = -sqrt(u + a)/sqrt(v + b)*g",
        "u = decay*u + (1 - decay)*d^2",
        "theta = theta + d",
        parameters="decay a b",
    )
    found = equivalent(
        adadelta,
        adadelta,
        where={"a": "c^2*a", "b": "b/c^2"},
        gradient="1/c",
        assuming={"c": "positive", "a": "positive", "b": "positive"},
    )
    assert found.status == "proved"
    assert found.state_map[POINT] == Symbol("c", real=True) * THETA


NUMBERS = st.fractions(-9, 9, max_denominator=9).filter(bool)


@settings(max_examples=10)
@given(scale=NUMBERS, shift=NUMBERS)
def test_any_linear_change_of_the_state_is_found(own, scale, shift):
    scaled = own(
        f"u = momentum*u - ({scale})*lr*g",
        f"theta = theta + u/({scale})",
        parameters="lr momentum",
    )
    found = equivalent(rules.momentum, scaled)
    assert found.status == "proved"
    assert found.state_map["u"] == Rational(scale) * V
    shifted = own(
        f"v = momentum*v - lr*grad(w - ({shift})*v)",
        f"w = w + (1 + ({shift}))*v - ({shift})*v_{{t-1}}",
        parameters="lr momentum",
    )
    found = equivalent(rules.momentum, shifted)
    assert found.status == "proved"
    assert found.state_map[POINT] == THETA + Rational(shift) * V


@settings(max_examples=20)
@given(st.lists(st.fractions(max_denominator=20).filter(bool), min_size=3, max_size=3))
def test_a_triangular_system_is_solved(numbers):
    x, y, z = symbols("x y z")
    a, b, c = map(Rational, numbers)
    system = [a * x - b, x * y - c, z + y - x]
    found = solve_one_by_one(system, [x, y, z], Budget())
    assert all(simplify(equation.subs(found)) == 0 for equation in system)


def test_a_contradiction_has_no_solution():
    x = symbols("x")
    assert solve_one_by_one([x - 1, x - 2], [x], Budget()) is None


def test_what_is_not_determined_stays_open():
    x, y = symbols("x y")
    assert solve_one_by_one([x**2 + y**2 - 1], [x, y], Budget()) == {}


def test_factors_are_written_as_people_do():
    assert str(tidy(-LR / (BETA - 1))) == "lr/(1 - beta)"
    assert str(tidy(LR - BETA * LR)) == "lr*(1 - beta)"
