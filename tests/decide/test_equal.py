"""The judge as its users meet it."""

from fractions import Fraction

import pytest
import sympy as sp

from symopt.decide import equal
from symopt.errors import InputError

x, y, t = sp.symbols("x y t")
f = sp.Function("f")


def status(*sides, **options):
    return equal(*sides, **options).status


def test_equality_is_claimed_where_both_sides_are_defined():
    assert status(x / x, 1) == "proved"
    assert status(sp.sqrt(x) ** 2, x) == "proved"
    assert status(sp.log(x) + sp.log(y), sp.log(x * y)) == "proved"
    assert status(1 / x - 1 / x, sp.Integer(0)) == "proved"


def test_nothing_is_claimed_of_what_is_defined_nowhere_in_common():
    for left, right in [
        (sp.sqrt(-1 - x**2), 5),
        (sp.sqrt(-1 - x**2), sp.sqrt(-1 - x**2)),
        (sp.sqrt(x), sp.sqrt(-1 - x)),
        (sp.Pow(sp.Add(x, -x, evaluate=False), -1, evaluate=False), x),
    ]:
        verdict = equal(left, right)
        assert (verdict.status, verdict.method) == ("undecided", "undefined")


def test_a_side_that_is_undefined_refutes_nothing():
    square = sp.Mul(sp.sqrt(x), sp.sqrt(x), evaluate=False)
    verdict = equal(square, sp.Abs(x))
    assert verdict.status == "proved"
    assert "x >= 0" in verdict.obligations
    assert status(sp.exp(sp.log(x), evaluate=False), sp.Abs(x)) == "proved"
    assert status(square, -sp.Abs(x)) == "refuted"


def test_a_single_point_of_difference_is_found():
    verdict = equal(x ** (t - 1) * x, x**t, assuming={"t": "integer >= 0"})
    assert verdict.status == "proved"  # at t = 0, x = 0 the left side divides by 0
    verdict = equal(sp.Pow(0, t, evaluate=False), 0, assuming={"t": "integer >= 0"})
    assert verdict.status == "refuted"
    assert verdict.witness["t"] == "0"


def test_a_witness_has_exact_values():
    verdict = equal(sp.sqrt(x**2 + 1), x, assuming={"x": "> 0"})
    assert verdict.status == "refuted"
    point = sp.Rational(verdict.witness["x"])
    assert sp.sqrt(point**2 + 1) != point
    assert verdict.assumptions == ("x > 0",)


def test_the_difference_is_named_when_it_is_short():
    verdict = equal((x + y) ** 2, x**2 + y**2)
    assert "left - right = 2*x*y" in verdict.evidence


def test_vectors_are_compared_by_component():
    assert status((x, 2 * y), sp.Matrix([x, y + y])) == "proved"
    verdict = equal((x, y, x), (x, y + 1, 0))
    assert verdict.status == "refuted"
    assert verdict.evidence[0] == "component 2 of 3"
    assert equal((x, f(x).diff(x)), (x, 1)).evidence[0] == "component 2 of 2"


def test_vectors_of_different_length_are_no_question():
    with pytest.raises(InputError, match=r"same number of components \(got 2 and 1\)"):
        equal((x, y), (x,))


def test_notation_is_read():
    assert status("m + (1-β)(g-m)", "β m + (1-β) g") == "proved"
    assert status("(-2√2/3, 1-√3/3)", "(-4/(3√2), (3-√3)/3)") == "proved"
    assert status("0.1 + 0.2", Fraction(3, 10)) == "proved"
    verdict = equal("1 - β₂^t", x, assuming={"beta_2": "(0,1)", "t": "positive integer"})
    assert "beta_2 in (0, 1)" in verdict.assumptions


def test_symbols_of_one_name_are_one_variable():
    positive = sp.Symbol("x", positive=True)
    assert status(x + 1, positive + 1) == "proved"
    assert status(sp.sqrt(x**2), positive) == "proved"


def test_budgets_run_out_into_undecided():
    nested = x
    for _ in range(200):
        nested = sp.sqrt(sp.Add(nested, 1, evaluate=False), evaluate=False)
    square = sp.Pow(sp.Pow(nested, 2, evaluate=False), sp.Rational(1, 2), evaluate=False)
    verdict = equal(nested, square, assuming={"x": "> 0"}, seconds=0.2)
    assert verdict.status in ("undecided", "proved")
    for options in ({"seconds": 0}, {"max_bits": 1}):
        with pytest.raises(InputError):
            equal(x, y, **options)


def test_hostile_inputs_come_back():
    tower = sp.Pow(9, sp.Pow(9, sp.Pow(9, 9, evaluate=False), evaluate=False), evaluate=False)
    deep = x
    for _ in range(3000):
        deep = sp.Add(sp.Mul(deep, 2, evaluate=False), 1, evaluate=False)
    cases = [
        (tower, tower + 1, "undecided"),
        (tower * x, x, "undecided"),
        (deep, x, "refuted"),
        ((x + 1) ** 10**6, (x + 1) ** 10**6, "proved"),
        ((x + y + 1) ** 3000, (x + y) ** 3000, "refuted"),
        ((10**1000 + 1) * x, x * (10**1000 + 2), "refuted"),
        (sp.Sum(1 / t, (t, 1, 1000)), sp.Sum(1 / (1001 - t), (t, 1, 1000)), "proved"),
        (sp.Sum(t, (t, 1, 10**9)), sp.Rational(10**9 * (10**9 + 1), 2), "proved"),
        (sp.Integral(sp.exp(-(x**2)), x), x, "undecided"),
    ]
    for left, right, expected in cases:
        assert (left, right, status(left, right, seconds=60)) == (left, right, expected)


def test_floats_are_refused_wherever_they_hide():
    for side in (0.1, x * 0.1, (x, 0.5), f(0.5 * x)):
        with pytest.raises(InputError):
            equal(side, side)


def test_derivatives_are_carried_out():
    sigmoid = 1 / (1 + sp.exp(-x))
    assert status(sp.Derivative(sigmoid, x), sigmoid * (1 - sigmoid)) == "proved"


def test_unknown_functions_are_told_apart_by_an_example():
    assert status(f(x + y), f(y + x)) == "proved"
    verdict = equal(f(x + y), f(x) + f(y))
    assert verdict.status == "refuted"
    assert any(line.startswith("for instance with f(x1) = ") for line in verdict.evidence)


def test_no_witness_where_a_sum_is_undefined_although_its_closed_form_is_not():
    k, b = sp.symbols("k b")
    total = sp.Sum(b ** (k - 1) * b, (k, 0, t))  # at b = 0 its first term is 0^(-1) 0
    closed = sp.Piecewise(((1 - b ** (t + 1)) / (1 - b), b > 0), (7, True))
    assuming = {"b": "[0, 1)", "t": "positive integer"}
    assert status(total, closed, assuming=assuming) != "refuted"


def test_no_witness_at_a_kink_of_a_derivative():
    slope = sp.Derivative(sp.Abs(sp.Symbol("x", real=True)), sp.Symbol("x", real=True))
    assert status(slope, sp.Piecewise((1, x >= 0), (-1, True))) == "undecided"


def test_a_root_of_a_square_times_something_makes_nothing_positive():
    left = sp.sqrt(x**2 * y)
    # At x = 0, y = -1 both sides are defined and differ.
    verdict = equal(left + sp.Abs(y), left + y)
    assert verdict.status == "refuted"
    assert verdict.witness["x"] == "0"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("cbrt(-8)", "-2", "proved"),
        ("cbrt(7-5√2)", "1-√2", "proved"),
        ("cbrt(x)^3", "x", "proved"),
        ("cbrt(-x)", "-cbrt(x)", "proved"),
        ("cbrt(x^3)", "abs(x)", "refuted"),
        ("root(5, -x)", "root(5, x)", "refuted"),
    ],
)
def test_a_written_odd_root_of_a_negative_number_is_negative(left, right, expected):
    assert status(left, right) == expected


def test_sympys_power_of_a_negative_number_is_no_real_number():
    verdict = equal(sp.Pow(-8, sp.Rational(1, 3), evaluate=False), -2)
    assert (verdict.status, verdict.method) == ("undecided", "undefined")
    assert verdict.evidence == ("(-8.00000)^(1/3) is not a real number",)
    assert status(sp.cbrt(x), x, assuming={"x": "< 0"}) == "undecided"


def test_a_near_integer_is_told_from_an_integer():
    assert status("e^(π√163)", "262537412640768744") == "refuted"
    assert status("e^(π√163)", "e^(√163 π)") == "proved"


def test_no_logarithm_to_the_base_1():
    with sp.evaluate(False):
        logarithm = sp.log(2, 1)
    assert status(sp.cot(logarithm), x) == "undecided"
