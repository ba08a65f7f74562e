from fractions import Fraction

import sympy as sp
from flint import arb, fmpq

from symopt.decide.budget import Budget
from symopt.decide.evaluate import compiled
from symopt.decide.witness import Comparison, text_of

x = sp.Symbol("x")
POINTS = [{"x": Fraction(v)} for v in ("-1", "0", "4")]


def compare(left, right):
    return Comparison([compiled(sp.sympify(left))], [compiled(sp.sympify(right))], Budget())


def test_the_first_point_that_tells_apart_is_the_witness():
    found = compare(sp.sqrt(x), x).refute(POINTS)
    assert found is not None
    assert found.to_text() == {"x": "4", "left side": "2", "right side": "4"}
    assert found.evidence() == "left - right = -2.00000 at x = 4"


def test_points_where_a_side_is_undefined_do_not_count():
    comparison = compare(1 / x, 1 / x)
    assert comparison.refute(POINTS) is None
    assert comparison.common == 2
    assert comparison.undefined == [
        "the left side is undefined at x = 0",
        "the right side is undefined at x = 0",
    ]


def test_a_tiny_difference_is_a_difference():
    near = sp.exp(x) + sp.Rational(1, 10**60)
    assert compare(sp.exp(x), near).refute(POINTS[:1], bits=128) is None
    found = compare(sp.exp(x), near).refute(POINTS[:1], bits=512)
    assert found is not None
    assert "-1.00000e-60" in found.evidence()


def test_agreement_is_counted_in_digits():
    comparison = compare(sp.exp(2 * x), sp.exp(x) ** 2)
    comparison.refute(POINTS, bits=128)
    assert 30 < comparison.agreeing_digits <= 38


def test_values_are_shown_exactly_or_in_certain_digits():
    assert text_of(fmpq(1, 3)) == "1/3"
    assert text_of(fmpq(1, 10**80)).startswith("about 1.000")
    assert text_of(arb(2).sqrt()).startswith("about 1.41421356")
    assert text_of(arb(0, 1)) == "below 2^2 in size"
