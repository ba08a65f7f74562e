import pytest
import sympy as sp

from symopt.errors import UndefinedError


@pytest.mark.parametrize(
    ("left", "right", "assuming"),
    [
        ("sqrt(x*y)", "sqrt(x)*sqrt(y)", {"x": ">= 0", "y": ">= 0"}),
        ("sqrt(x/y)", "sqrt(x)/sqrt(y)", {"x": ">= 0", "y": "> 0"}),
        ("sqrt(x^2)", "x", {"x": ">= 0"}),
        ("sqrt(x^2)", "-x", {"x": "<= 0"}),
        ("sqrt(x^2)", "abs(x)", {}),
        ("sqrt(x^2*y)", "abs(x)*sqrt(y)", {"y": ">= 0"}),
        ("sqrt(x^2 - 2*x*y + y^2)", "abs(y - x)", {}),
        ("abs(x)*abs(y)", "abs(x*y)", {}),
        ("abs(x)^2", "x^2", {}),
        ("sqrt(8)*x", "2*sqrt(2)*x", {}),
        ("sqrt(2)*sqrt(3)*x", "sqrt(6)*x", {}),
        ("sqrt(x + 1 + 2*sqrt(x))", "1 + sqrt(x)", {"x": ">= 0"}),
        ("sqrt((x + sqrt(y))^2)", "x + sqrt(y)", {"x": ">= 0", "y": ">= 0"}),
        ("sqrt(3 + 2*sqrt(2))*x", "(1 + sqrt(2))*x", {}),
        ("root(3, x*y)", "root(3, x)*root(3, y)", {"x": "> 0", "y": "> 0"}),
        ("root(4, x)^2", "sqrt(x)", {"x": ">= 0"}),
        ("root(6, x)^3", "sqrt(x)", {"x": ">= 0"}),
        ("1/(sqrt(x) + sqrt(y))", "(sqrt(x) - sqrt(y))/(x - y)", {"x": "> 0", "y": "> 0"}),
        ("max(x, y) + min(x, y)", "x + y", {}),
        ("max(x, y)", "(x + y + abs(x - y))/2", {}),
        ("max(x, -x)", "abs(x)", {}),
    ],
)
def test_roots_and_absolute_values_combine(vanishes, left, right, assuming):
    assert vanishes(left, right, **assuming)


@pytest.mark.parametrize(
    ("left", "right", "assuming"),
    [
        ("sqrt(x^2)", "x", {}),
        ("sqrt(x + y)", "sqrt(x) + sqrt(y)", {"x": ">= 0", "y": ">= 0"}),
        ("sqrt(x)", "x", {"x": ">= 0"}),
        ("abs(x + y)", "abs(x) + abs(y)", {}),
        ("sqrt(2)*x", "sqrt(3)*x", {}),
    ],
)
def test_what_is_not_equal_stays_apart(vanishes, left, right, assuming):
    assert not vanishes(left, right, **assuming)


def test_the_root_of_a_certainly_negative_number_is_undefined(vanishes):
    with pytest.raises(UndefinedError):
        vanishes("sqrt(-1 - x^2)", "x")


def test_zero_has_the_roots_of_zero(vanishes):
    zero = sp.Add(sp.Symbol("x"), -sp.Symbol("x"), evaluate=False)
    for exponent in ("1/2", "1/3", "3/2", "1/6"):
        assert vanishes(sp.Pow(zero, sp.Rational(exponent), evaluate=False), sp.Integer(0))
    for function in (sp.Abs, sp.sign):
        assert vanishes(function(zero, evaluate=False), sp.Integer(0))
    assert vanishes(sp.Max(zero, -1, evaluate=False), sp.Integer(0))
