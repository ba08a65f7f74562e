"""A step on a quadratic is a matrix, read off the rule's own lines."""

from fractions import Fraction
from itertools import islice

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt import Problem, rules
from symopt.derive.link import all_proved, link
from symopt.derive.quadratic.linear import CURVATURE, linear_map, terminal
from symopt.errors import RuleError
from symopt.rule import parameter, rule
from symopt.run.exact import exact_steps

LR, RHO, BETA, G = map(parameter, ("lr", "momentum", "beta", "g"))
LINEAR = "sgd momentum momentum_buffer momentum_ema nesterov nesterov_ema nesterov_shifted".split()


def test_the_matrix_of_heavy_ball():
    found = linear_map(rules.momentum)
    assert found.matrix == sp.Matrix([[1 - LR * CURVATURE, RHO], [-LR * CURVATURE, RHO]])
    assert found.offset == sp.zeros(2, 1)


@pytest.mark.parametrize("name", LINEAR)
def test_every_row_is_proved_to_be_the_rules_line(name):
    assert all_proved(linear_map(rules.get(name)).links)


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(LINEAR),
    *(st.fractions(Fraction(1, 9), Fraction(8, 9), max_denominator=30) for _ in range(2)),
    st.integers(1, 20),
)
def test_the_matrix_does_what_the_rule_does(name, lr, rho, curvature):
    found = linear_map(rules.get(name))
    other = {p: rho for p in found.rule.parameters if p != "lr"}
    problem = Problem(f"{curvature}x^2/2", start={"x": 3}, rule=name, lr=lr, **other)
    points = [step.values["theta"][0] for step in islice(exact_steps(problem.setting), 4)]
    numbers = {parameter(k): sp.Rational(v) for k, v in {"lr": lr, **other}.items()}
    matrix = found.matrix.subs({CURVATURE: curvature, **numbers})
    state = sp.Matrix([3, *found.rule.state.values()])
    for point in points:
        assert state[0] == sp.Rational(int(point.p), int(point.q))
        state = matrix * state


@pytest.mark.parametrize("name", sorted(rules.REGISTRY.keys() - set(LINEAR)))
def test_the_others_are_not_linear(name):
    with pytest.raises(RuleError, match=f"'{name}' is not linear in its state"):
        linear_map(rules.get(name))


def test_a_step_that_depends_on_its_number_is_no_matrix():
    @rule(lr="1/100")
    def fading(s):
        s.theta = s.theta - s.lr / s.t * s.grad(s.theta)

    with pytest.raises(RuleError, match="the step of 'fading' depends on its number"):
        linear_map(fading)


def test_terminal_velocity():
    found = terminal(rules.momentum)
    assert sp.simplify(found.velocity + LR * G / (1 - RHO)) == 0
    assert found.state == {"v": found.velocity}
    assert all_proved(found.links)
    assert terminal(rules.momentum_ema).state == {"m": G}
    with pytest.raises(RuleError, match="carries no velocity"):
        terminal(rules.sgd)


def test_a_wrong_terminal_velocity_is_refuted():
    wrong = -LR * G / RHO
    fixed = link("fixed", RHO * wrong - LR * G, "=", wrong, assuming={"momentum": "(0, 1)"})
    assert fixed.verdict.status == "refuted"
    assert fixed.verdict.witness


@pytest.mark.parametrize(
    ("left", "relation", "right", "status"),
    [
        (RHO, "<", 1, "proved"),
        (RHO, ">", 1, "refuted"),
        (RHO**2, "≥", RHO, "refuted"),
        (2 * RHO, "<", 1, "refuted"),
        (RHO * (1 - RHO), ">", 0, "refuted"),
        (RHO * (1 - RHO), "≥", 0, "proved"),
        (RHO, "=", RHO**2 / RHO, "proved"),
    ],
)
def test_links(left, relation, right, status):
    found = link("", left, relation, right, assuming={"momentum": "[0, 1)"})
    assert found.verdict.status == status
