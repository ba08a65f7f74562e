from fractions import Fraction

import pytest
import sympy as sp

from symopt.decide.assumptions import of_symbol, read_assumption, without_upper_name
from symopt.decide.interval import INTEGERS, REALS, Interval, at_least, at_most
from symopt.errors import InputError

UNIT = at_least(0, strict=True) & at_most(1, strict=True)
x = sp.Symbol("x")


@pytest.mark.parametrize(
    ("given", "meaning"),
    [
        ("(0, 1)", UNIT),
        ("in (0,1)", UNIT),
        ("x ∈ (0, 1)", UNIT),
        ("[0, 1)", at_least(0) & at_most(1, strict=True)),
        ("(0, oo)", at_least(0, strict=True)),
        ("(-∞, 1/2]", at_most(Fraction(1, 2))),
        (">= 0", at_least(0)),
        ("x ≥ 0", at_least(0)),
        ("> 0.5", at_least(Fraction(1, 2), strict=True)),
        ("positive integer", INTEGERS & at_least(1)),
        ("integer and > 2", INTEGERS & at_least(3)),
        ("> 0, < 1", UNIT),
        ("real", REALS),
        ("nonzero", Interval(nonzero=True)),
        ("!= 0", Interval(nonzero=True)),
        (sp.Interval.open(0, 1), UNIT),
        (sp.S.Naturals, INTEGERS & at_least(1)),
        (sp.Intersection(sp.S.Integers, sp.Interval(2, sp.oo)), INTEGERS & at_least(2)),
        (sp.Range(1, 5), INTEGERS & at_least(1) & at_most(4)),
        (x > 0, at_least(0, strict=True)),
        (sp.And(x > 0, x < 1), UNIT),
        (sp.Lt(0, x), at_least(0, strict=True)),
    ],
)
def test_assumptions_are_read(given, meaning):
    assert read_assumption("x", given) == meaning


@pytest.mark.parametrize(
    "given",
    [
        *("wobbly", "", "(0, 1", ">= y", "0 <= ", "!= 3", "> " + "9" * 50, "real " * 60),
        *(1, 0.5, None, sp.S.Complexes, x > sp.pi, sp.Symbol("y") > 0),
        sp.Interval(0, sp.sqrt(2)),
    ],
)
def test_what_cannot_be_read_is_refused(given):
    with pytest.raises(InputError):
        read_assumption("x", given)


def test_the_symbols_own_assumptions_count():
    assert of_symbol(sp.Symbol("x", positive=True)) == at_least(0, strict=True)
    assert of_symbol(sp.Symbol("x", integer=True, nonnegative=True)) == INTEGERS & at_least(0)
    assert of_symbol(sp.Symbol("x")) == REALS


@pytest.mark.parametrize("facts", [{"imaginary": True}, {"commutative": False}, {"real": False}])
def test_a_symbol_that_is_no_real_number_is_refused(facts):
    with pytest.raises(InputError, match="must stand for a real number"):
        of_symbol(sp.Symbol("x", **facts))


def test_an_upper_bound_may_be_a_name():
    assert without_upper_name("integer in [1, n]") == ("integer in [1, oo)", "n")
    assert without_upper_name("[0, β_2]") == ("[0, oo)", "β_2")
    for whole in ("[0, 1]", "(0, oo)", "[0, inf]", "positive", 3):
        assert without_upper_name(whole) == (whole, None)
