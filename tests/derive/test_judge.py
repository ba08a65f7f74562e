import pytest
from sympy import Abs, Function, Integer, Rational, Sum, Symbol, exp, sign

from symopt.derive.judge import judge
from symopt.notation.read import read_expression

x = Symbol("x", real=True)
k, m = Symbol("k", integer=True), Symbol("m", integer=True)
g = Function("g")


@pytest.mark.parametrize(
    ("left", "relation", "right", "status"),
    [
        (x * (x + 1), "=", x**2 + x, "proved"),
        (x * (x + 1), "≠", x**2 + x, "refuted"),
        (x * (x + 1), "≠", x**2, "proved"),
        (x**2, "≥", Integer(0), "proved"),
        (x**2, "≥", Integer(1), "refuted"),
    ],
)
def test_a_relation_is_claimed_of_all_values(left, relation, right, status):
    assert judge(left, relation, right, assuming={}).status == status


@pytest.mark.parametrize(
    ("left", "relation", "right"),
    [
        (g(1) / Abs(g(1)), "=", sign(g(2))),
        (Sum(g(k) ** 2, (k, 1, m)) / m, "≥", Integer(1)),
        (g(1) ** 2, ">", Integer(0)),
    ],
)
def test_a_claim_about_all_sequences_fails_for_one(left, relation, right):
    verdict = judge(left, relation, right, assuming={"m": "positive integer"})
    assert verdict.status == "refuted"
    assert "for sequences whose terms are" in verdict.evidence[0]


def test_a_claim_about_all_sequences_that_holds_is_never_refuted():
    verdict = judge(Sum(g(k) ** 2, (k, 1, m)), "≥", Integer(0), assuming={"m": "positive integer"})
    assert verdict.status == "proved"


@pytest.mark.parametrize(
    ("number", "digits", "status"),
    [
        (Rational(9, 10) ** 10, "0.348678", "proved"),
        (Rational(9, 10) ** 10, "0.348679", "refuted"),
        (exp(-1), "0.37", "proved"),
        (exp(-1), "0.36", "refuted"),
        (exp(-1), "x", "undecided"),
    ],
)
def test_about_equal_means_rounded_to_the_digits_written(number, digits, status):
    written = read_expression(digits)
    right = x if digits == "x" else Rational(digits)
    assert judge(number, "≈", right, assuming={}, written=written).status == status


def test_rounding_is_judged_on_the_domain_and_with_its_sign():
    near = {"x": "(0.99, 1)"}
    verdict = judge(x, "≈", Integer(1), assuming=near, written=read_expression("1.0"))
    assert verdict.status == "proved"
    third = read_expression("-0.33")
    for number, holds in ((Rational(-1, 3), True), (Rational(-1, 2), False)):
        verdict = judge(number, "≈", Rational(-33, 100), assuming={}, written=third)
        assert verdict.status == ("proved" if holds else "refuted")
