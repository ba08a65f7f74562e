from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt.decide.interval import INTEGERS, REALS, Interval, at_least, at_most, exactly

fractions = st.fractions(-20, 20, max_denominator=12)
intervals = st.builds(
    lambda integer, low, high, left, right, nonzero: (
        Interval(integer=integer, nonzero=nonzero)
        & Interval(lower=low, lower_open=low is not None and left)
        & Interval(upper=high, upper_open=high is not None and right)
    ),
    st.booleans(),
    st.none() | fractions,
    st.none() | fractions,
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(intervals, intervals, fractions)
def test_an_intersection_holds_what_both_hold(a, b, x):
    assert (x in (a & b)) == (x in a and x in b)


@given(intervals, fractions)
def test_signs_hold_for_every_member(a, x):
    if x in a:
        assert not a.empty
        assert x > 0 or not a.positive
        assert x >= 0 or not a.nonnegative


@given(intervals)
def test_samples_are_members_and_differ(a):
    samples = list(islice(a.samples(), 40))
    assert all(x in a for x in samples)
    assert len(set(samples)) == len(samples)


@given(intervals)
def test_a_nonempty_interval_of_some_width_has_a_sample(a):
    if a.empty:
        assert list(a.samples()) == []
    elif not a.integer or a.lower is None or a.upper is None or a.upper - a.lower <= 20:
        assert list(islice(a.samples(), 1))


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (REALS, "x real"),
        (INTEGERS, "x integer"),
        (at_least(0), "x >= 0"),
        (at_least(0, strict=True), "x > 0"),
        (at_most(3), "x <= 3"),
        (at_least(0, strict=True) & at_most(1), "x in (0, 1]"),
        (INTEGERS & at_least(1), "x integer >= 1"),
        (exactly(Fraction(1, 2)), "x = 1/2"),
        (Interval(nonzero=True), "x real and != 0"),
    ],
)
def test_an_interval_describes_itself(interval, text):
    assert interval.describe("x") == text


def test_integers_have_closed_ends():
    between = INTEGERS & at_least(0, strict=True) & at_most(Fraction(7, 2))
    assert (between.lower, between.upper) == (1, 3)


def test_no_integer_lies_between_zero_and_one():
    assert (INTEGERS & at_least(0, strict=True) & at_most(1, strict=True)).empty
