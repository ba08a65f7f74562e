from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.decide.budget import Budget
from symopt.decide.generators import Names
from symopt.decide.interval import Interval, at_least, at_most
from symopt.decide.oracle import SignOracle, Split
from symopt.decide.ring import Ring
from symopt.decide.signs import ANY, NONNEGATIVE, POSITIVE
from symopt.errors import UndecidedError

INTERVALS = [
    Interval(),
    at_least(0),
    at_least(0, strict=True),
    at_least(1),
    at_most(2, strict=True),
    at_least(0) & at_most(1),
    at_least(0, strict=True) & at_most(1, strict=True),
    at_least(-1) & at_most(Fraction(1, 2), strict=True),
]
polynomials = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 2)), st.integers(-5, 5), min_size=1, max_size=5
)


def ring_over(*intervals):
    ring = Ring(4, Budget(), Names())
    for place, interval in enumerate(intervals):
        ring.adjoin(place, interval, lambda: None)
    return ring


def polynomial(ring, terms):
    x, y = (g.poly for g in ring.generators)
    return sum((c * x**i * y**j for (i, j), c in terms.items()), start=0 * x)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(INTERVALS), st.sampled_from(INTERVALS), polynomials)
def test_no_value_has_a_sign_that_was_excluded(a, b, terms):
    ring = ring_over(a, b)
    possible = SignOracle(ring).possible(polynomial(ring, terms))
    for x in list(a.samples())[:7]:
        for y in list(b.samples())[:7]:
            value = sum(c * x**i * y**j for (i, j), c in terms.items())
            assert (value > 0) - (value < 0) in possible


@settings(max_examples=60, deadline=None)
@given(polynomials, polynomials, polynomials)
def test_no_value_in_a_cell_has_a_sign_that_was_excluded(f, g, target):
    ring = ring_over(Interval(), at_least(0))
    facts = {
        ring.key(polynomial(ring, terms)): NONNEGATIVE
        for terms in (f, g)
        if not polynomial(ring, terms).is_constant()
    }
    possible = SignOracle(ring, facts).possible(polynomial(ring, target))
    for x in map(Fraction, range(-4, 5)):
        for y in map(Fraction, (0, 1, 3, Fraction(1, 2))):
            values = [sum(c * x**i * y**j for (i, j), c in t.items()) for t in (f, g, target)]
            if values[0] >= 0 and values[1] >= 0 and len(facts) == 2:
                assert (values[2] > 0) - (values[2] < 0) in possible


def test_one_minus_beta_to_the_t_is_positive():
    ring = ring_over(
        at_least(0, strict=True) & at_most(1, strict=True),  # beta
        at_least(0, strict=True) & at_most(1),  # beta^(t-1)
    )
    beta, power = (g.poly for g in ring.generators)
    assert SignOracle(ring).possible(1 - beta * power) == POSITIVE


def test_a_closed_interval_away_from_zero_is_positive():
    ring = ring_over(at_least(Fraction(1, 10)) & at_most(Fraction(9, 10)))
    assert SignOracle(ring).possible(ring.generators[0].poly) == POSITIVE


def test_facts_add_up_and_divide():
    ring = ring_over(Interval(), Interval(), at_least(0, strict=True))
    x, y, z = (g.poly for g in ring.generators)
    facts = {ring.key(x - y): NONNEGATIVE, ring.key(y - z): NONNEGATIVE}
    assert SignOracle(ring, facts).possible(x) == POSITIVE
    facts = {ring.key(x * z - 1): NONNEGATIVE}
    assert SignOracle(ring, facts).possible(x) == POSITIVE
    assert SignOracle(ring, facts).possible(y) == ANY


def test_a_missing_sign_splits_or_is_undecided():
    ring = ring_over(Interval())
    x = ring.generators[0].poly
    with pytest.raises(UndecidedError):
        SignOracle(ring).weak(x)
    with pytest.raises(Split) as weak:
        SignOracle(ring, splitting=True).weak(x)
    with pytest.raises(Split) as strict:
        SignOracle(ring, splitting=True).strict(x)
    assert len(weak.value.cases) == 2
    assert len(strict.value.cases) == 3
    assert SignOracle(ring, {ring.key(-x * fmpq(1)): POSITIVE}).strict(x) == -1
