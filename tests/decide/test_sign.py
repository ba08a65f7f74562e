import pytest
import sympy as sp

from symopt.decide import sign
from symopt.decide.sign import ordered
from symopt.errors import InputError

x, y, b, t = sp.symbols("x y b t")


@pytest.mark.parametrize(
    ("expression", "assuming", "name"),
    [
        (x**2 + 1, {}, "positive"),
        (x**2, {}, "nonnegative"),
        ((x - y) ** 2, {}, "nonnegative"),
        (-sp.Abs(x), {}, "nonpositive"),
        (-1 - x**4, {}, "negative"),
        ((x + y) ** 2 - x**2 - 2 * x * y - y**2, {}, "zero"),
        (1 - b**t, {"b": "(0, 1)", "t": "positive integer"}, "positive"),
        (1 - b**t, {"b": "(0, 1)", "t": "integer >= 0"}, "nonnegative"),
        ((b * x + (1 - b) * y**2), {"b": "[0, 1)", "x": ">= 0"}, "nonnegative"),
        (sp.sqrt(x) + 1, {"x": ">= 0"}, "positive"),
        (sp.exp(x), {}, "positive"),
        (1 / x, {"x": "> 0"}, "positive"),
        (1 / x**2, {}, "positive"),
        (sp.Max(x, 0) + sp.Max(-x, 0), {}, "nonnegative"),
        (sp.Piecewise((1, x > 0), (2, True)), {}, "positive"),
        (x, {"x": "negative"}, "negative"),
        (sp.sqrt(2) - sp.Rational(141421, 100000), {}, "positive"),
        (sp.sqrt(3 + 2 * sp.sqrt(2)) - 1 - sp.sqrt(2), {}, "zero"),
    ],
)
def test_signs_that_hold_everywhere(expression, assuming, name):
    verdict = sign(expression, assuming=assuming)
    assert (verdict.status, verdict.sign) == ("proved", name)


@pytest.mark.parametrize("expression", [x, x * y, x**2 - 1, sp.sin(x), sp.Abs(x) - 1])
def test_an_expression_with_both_signs_is_refuted_with_two_points(expression):
    verdict = sign(expression)
    assert verdict.status == "refuted"
    assert len(verdict.evidence) == 2


@pytest.mark.parametrize("expression", [sp.sqrt(-1 - x**2), sp.zoo])
def test_what_is_defined_nowhere_has_no_sign(expression):
    assert sign(expression).status == "undecided"


def test_a_sign_that_is_not_seen_is_undecided():
    assert sign(x**4 - 4 * x**3 + 6 * x**2 - 4 * x + sp.Rational(11, 10)).status == "undecided"


def test_a_vector_has_no_sign():
    with pytest.raises(InputError, match="one expression"):
        sign((x, y))


def test_the_text_says_the_sign():
    assert str(sign("v", assuming={"v": ">= 0"})).startswith("proved: nonnegative")


@pytest.mark.parametrize(
    ("left", "relation", "right", "status"),
    [
        ("beta^(t+1)", "<", "beta^t", "proved"),
        ("beta^(t+1)", "≥", "beta^t", "refuted"),
        ("x^2", "≥", "0", "proved"),
        ("x^2", ">", "0", "refuted"),
        ("2", "≤", "sqrt(5)", "proved"),
        ("x", "<", "x + 1", "proved"),
        ("x^3", "≤", "x", "refuted"),
        ("1/e", "<", "0.367880", "proved"),
        ("1/e", "<", "0.367879", "refuted"),
    ],
)
def test_an_order_holds_everywhere_or_fails_at_a_point(left, relation, right, status):
    assuming = {"beta": "(0, 1)", "t": "positive integer"}
    assert ordered(left, relation, right, assuming=assuming).status == status


def test_numbers_that_are_not_algebraic_have_the_sign_of_their_certified_value():
    verdict = sign(sp.exp(-1) - sp.Rational(9, 10) ** 10)
    assert (verdict.status, verdict.sign) == ("proved", "positive")
    assert sign(sp.Function("f")(1)).status == "undecided"  # the value of an example is no proof


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("sqrt(v) + sqrt(epsilon) - sqrt(v + epsilon)", "nonnegative"),
        ("sqrt(v + epsilon) - sqrt(v)", "positive"),
        ("sqrt(v) + epsilon - sqrt(v + epsilon^2)", "nonnegative"),
        ("(k - 1)/(k + 1) - (sqrt(k) - 1)/(sqrt(k) + 1)", "positive"),
        ("b^t - b^(t + 1)", "positive"),
    ],
)
def test_bounds_of_steps_and_rates(expression, name):
    known = {"v": ">= 0", "epsilon": "> 0", "k": "> 1", "b": "(0, 1)", "t": "positive integer"}
    verdict = sign(expression, assuming=known)
    assert (verdict.status, verdict.sign) == ("proved", name)
