import pytest

from symopt import rules
from symopt.equations import rule_from_equations
from symopt.errors import NotationError, Place, RuleError
from symopt.objective import Objective, real_symbols
from symopt.run.generate import generate

x, y = real_symbols(["x", "y"])


def own(*equations, parameters=("lr", "momentum")):
    placed = [(text, Place("p.md", 3 + i, 5)) for i, text in enumerate(equations)]
    return rule_from_equations(placed, parameters=parameters, place=Place("p.md", 2))


def code(rule):
    return generate(rule, Objective(x**2 / 20 + y**2, (x, y)).gradient(), (x, y)).source


def updates(rule):
    """The right sides of the generated step's updates, the gradient under one name."""
    lines = [line.split(" = ") for line in code(rule).splitlines() if line.startswith("    new_")]
    return [right.replace("grad_", "g_") for _, right in lines]


@pytest.mark.parametrize(
    "equations",
    [
        ("g = ∇f(θ)", "v = momentum*v - lr*g", "θ = θ + v"),
        ("v_t = ρ v_{t-1} - η g_t", "θ_t = θ_{t-1} + v_t"),
        (r"v_{t+1} = \rho v_t - \alpha \nabla f(\theta_t)", r"\theta_{t+1} = \theta_t + v_{t+1}"),
        ("v ← ρ v - lr grad(x)", "x ← x + v"),
        ("v := ρ v - lr g", "w := w + v"),
    ],
)
def test_momentum_in_the_wild_is_momentum(equations):
    rule = own(*equations)
    assert rule.state.keys() == {"v"}
    names = {name: name for name in rule.parameters}
    assert set(names) == {"lr", "momentum"}
    assert updates(rule) == updates(rules.momentum)


def test_an_unknown_name_is_refused_with_its_line():
    with pytest.raises(RuleError, match=r"unknown name 'q'.*p.md, line 3"):
        own("θ = θ - q*g")


def test_a_rule_without_a_point_is_refused():
    with pytest.raises(RuleError, match="no equation updates the point"):
        own("v = momentum*v + lr*g")


def test_an_index_of_two_steps_back_is_refused():
    with pytest.raises(RuleError, match="this step or the last one only"):
        own("v_t = ρ v_{t-2} + lr g", "θ_t = θ_{t-1} - v_t")


@pytest.mark.parametrize("text", ["θ - lr*g", "2θ = 3", "θ = 1 = 2", "θ = θ - lr*"])
def test_what_is_no_equation_is_refused_with_its_place(text):
    with pytest.raises(NotationError, match="p.md, line 3"):
        own(text)


def test_a_step_counter_beside_shifted_indices_is_refused():
    with pytest.raises(RuleError, match="'t' itself is used"):
        own("θ_{t+1} = θ_t - lr/(t+1) ∇f(θ_t)")


def test_two_names_of_the_point_are_refused():
    with pytest.raises(RuleError, match="names of the point"):
        own("θ = θ - lr*g", "x = x - lr*g")


def test_g_of_a_point_is_the_gradient_there():
    rule = own("v = ρ v - η g(θ)", "θ = θ + v")
    assert updates(rule) == updates(rules.momentum)


def test_a_name_of_the_rule_may_stand_in_a_product():
    texts = ["da = g", "s = beta s + 1", "dz = da s", "x = x - lr dz"]
    lines = rule_from_equations(
        [(text, Place()) for text in texts],
        parameters=["lr", "beta"],
        place=Place(),
        variables=["x"],
    ).lines
    assert [line.left for line in lines] == ["g", "da", "s", "dz", "theta"]
