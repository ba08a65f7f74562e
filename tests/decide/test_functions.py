import pytest
import sympy as sp

from symopt.decide import equal
from symopt.decide.budget import Budget
from symopt.decide.domain import Domain
from symopt.decide.normal_form import Workplace


@pytest.mark.parametrize(
    ("left", "right", "assuming"),
    [
        ("exp(x + y)", "exp(x)*exp(y)", {}),
        ("exp(-x)", "1/exp(x)", {}),
        ("exp(2*x)", "exp(x)^2", {}),
        ("exp(x/2)^2", "exp(x)", {}),
        ("exp(x)", "exp(x/3)^3", {}),
        ("exp(x + 1/2)", "exp(x)*sqrt(exp(1))", {}),
        ("1/(1 + exp(-x))", "exp(x)/(1 + exp(x))", {}),
        ("tanh(x)", "2/(1 + exp(-2*x)) - 1", {}),
        ("cosh(x)^2 - sinh(x)^2", "1", {}),
        ("log(x*y)", "log(x) + log(y)", {"x": "> 0", "y": "> 0"}),
        ("log(x/y)", "log(x) - log(y)", {"x": "> 0", "y": "> 0"}),
        ("log(8*x)", "3*log(2) + log(x)", {"x": "> 0"}),
        ("log(sqrt(x))", "log(x)/2", {"x": "> 0"}),
        ("log(exp(x*y))", "x*y", {}),
        ("log(x^t)", "t*log(x)", {"x": "> 0", "t": "integer"}),
        ("exp(log(x)*y)", "x^y", {"x": "> 0"}),
        ("log(1 + exp(x))", "x + log(1 + exp(-x))", {}),
        ("sin(x)^2 + cos(x)^2", "1", {}),
        ("sin(x - y)", "-sin(y - x)", {}),
        ("tan(x)", "sin(x)/cos(x)", {}),
        ("sin(2*x)", "2*sin(x)*cos(x)", {}),
        ("cos(x)^2", "(1 + cos(2*x))/2", {}),
        ("cos(x + y)", "cos(x)*cos(y) - sin(x)*sin(y)", {}),
        ("sin(3*x)", "3*sin(x) - 4*sin(x)^3", {}),
        ("sin(x + 1)^2 + cos(1 + x)^2", "1", {}),
        ("atan((x^2 - 1)/(x - 1))", "atan(x + 1)", {}),
    ],
)
def test_identities_that_the_normal_form_knows(vanishes, left, right, assuming):
    assert vanishes(left, right, **assuming)


@pytest.mark.parametrize(
    ("left", "right", "assuming"),
    [
        ("exp(x*y)", "exp(x)*exp(y)", {}),
        ("log(x + y)", "log(x) + log(y)", {"x": "> 0", "y": "> 0"}),
        ("log(x^2)", "2*log(y)", {}),
        ("sin(x)", "cos(x)", {}),
        ("sin(2*x)", "2*sin(x)", {}),
        ("atan(x)", "atan(y)", {}),
    ],
)
def test_what_is_no_identity_stays_apart(vanishes, left, right, assuming):
    assert not vanishes(left, right, **assuming)


def test_unknown_functions_of_equal_arguments_are_equal(vanishes):
    f, g, x, y = sp.Function("f"), sp.Function("g"), sp.Symbol("x"), sp.Symbol("y")
    product = sp.Mul(sp.Integer(2), sp.Add(x, y), evaluate=False)
    assert vanishes(f(product), f(2 * x + 2 * y))
    assert not vanishes(f(x), f(y))
    assert not vanishes(f(x), g(x))
    assert not vanishes(f(x, y), f(y, x))


def test_the_logarithm_of_an_even_power_does_not_make_its_base_positive():
    x, t = sp.symbols("x t")
    place = Workplace(Domain([x, t], {"t": "positive integer", "x": "nonzero"}), Budget())
    oracle, _ = place.forms(sp.log(x**t))
    assert oracle.ring.key(oracle.ring.generators[0].poly) not in oracle.implied
    verdict = equal(sp.log(x**t) + sp.Abs(x), sp.log(x**t) + x, assuming={"t": "positive integer"})
    assert verdict.status == "refuted"


def test_exp_and_log_at_the_edge_of_their_definition():
    b, t = sp.symbols("b t")
    left = sp.exp(sp.log(b ** (t - 1)), evaluate=False)
    verdict = equal(left, b ** (t - 1), assuming={"b": "[0, 1)", "t": "positive integer"})
    assert (
        verdict.status == "proved"
    )  # at b = 0 both are 1 for t = 1, and the left is undefined else
