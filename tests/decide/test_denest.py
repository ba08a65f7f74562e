import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.decide.budget import Budget
from symopt.decide.denest import as_square
from symopt.decide.generators import Names
from symopt.decide.interval import Interval
from symopt.decide.ring import Ring


def tower():
    """x, s = sqrt(2), r = sqrt(x + s)."""
    ring = Ring(6, Budget(), Names())
    x = ring.adjoin("x", Interval(), lambda: None).poly
    two = ring.context.constant(2)
    s = ring.adjoin("s", Interval(), lambda: None, kind=("root", 2, two), order=2, power=two).poly
    below = x + s
    r = ring.adjoin(
        "r", Interval(), lambda: None, kind=("root", 2, below), order=2, power=below
    ).poly
    return ring, x, s, r


@settings(deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=4, max_size=4), st.sampled_from([1, 2, 3, -2]))
def test_squares_are_found_again(c, scale):
    ring, x, s, r = tower()
    root = c[0] + c[1] * s + c[2] * x + c[3] * r
    square = ring.reduce(root * root * scale)
    if square == 0:
        return
    found = as_square(ring, square)
    if c[3] == 0:
        assert found is not None
    if found is not None:
        factor, w = found
        assert ring.reduce(w * w * factor) == square


def test_roots_in_roots_are_found():
    ring, x, s, r = tower()
    for root in (1 + s + r, x + r, s - 2 * r + x):
        factor, w = as_square(ring, ring.reduce(root * root))
        assert ring.reduce(w * w) * factor == ring.reduce(root * root)


@pytest.mark.parametrize("make", [lambda x, s, r: 1 + s, lambda x, s, r: x, lambda x, s, r: x + r])
def test_what_is_no_square_is_not_found(make):
    ring, *generators = tower()
    assert as_square(ring, make(*generators)) is None


def test_three_plus_two_root_two():
    ring, _, s, _ = tower()
    assert as_square(ring, 3 + 2 * s) in [(1, 1 + s), (1, -1 - s)]
