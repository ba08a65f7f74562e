import flint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.decide.budget import Budget, TooLargeError
from symopt.decide.generators import FullError, Names
from symopt.decide.interval import Interval, at_least
from symopt.decide.ring import Ring
from symopt.errors import UndefinedError


def ring_with_root(capacity=6, names=None):
    """x, y and s = sqrt(x), with s^2 = x."""
    ring = Ring(capacity, Budget(), names or Names())
    x, y = (ring.adjoin(n, Interval(), lambda: None).poly for n in "xy")
    s = ring.adjoin("s", at_least(0), lambda: None, order=2, power=x).poly
    return ring, *map(ring.of, (x, y, s))


@st.composite
def elements(draw, depth=3):
    """A function that builds an element from x, y and s, and its value from numbers."""
    if depth == 0:
        pick = draw(st.integers(0, 3))
        return (lambda *g: g[pick]) if pick < 3 else (lambda *g: g[0] * g[1] + g[2])
    left, right = draw(elements(depth=depth - 1)), draw(elements(depth=depth - 1))
    operation = draw(st.sampled_from("+-*/"))
    return {
        "+": lambda *g: left(*g) + right(*g),
        "-": lambda *g: left(*g) - right(*g),
        "*": lambda *g: left(*g) * right(*g),
        "/": lambda *g: left(*g) / right(*g),
    }[operation]


def evaluate(poly, ring, values):
    return sum(
        (
            c * flint.fmpq(1) * product(values[g.place] ** e for g, e in powers)
            for powers, c in ring.used(poly)
        ),
        start=flint.fmpq(0),
    )


def product(factors):
    result = flint.fmpq(1)
    for factor in factors:
        result *= factor
    return result


@settings(max_examples=60, deadline=None)
@given(elements(), st.integers(2, 9), st.fractions(-5, 5, max_denominator=4))
def test_an_element_has_the_value_of_what_it_was_made_from(make, root, y):
    ring, *generators = ring_with_root()
    numbers = [flint.fmpq(root) ** 2, flint.fmpq(y.numerator, y.denominator), flint.fmpq(root)]
    try:
        value, element = make(*numbers), make(*generators)
    except (ZeroDivisionError, UndefinedError):
        return
    below = evaluate(element.denominator, ring, numbers)
    assert below != 0
    assert evaluate(element.numerator, ring, numbers) / below == value


def test_relations_are_applied():
    _, x, y, s = ring_with_root()
    assert ((s**2 - x) * y).numerator == 0
    assert (s**3 / s - x).numerator == 0


def test_dividing_by_zero_is_undefined():
    _, x, _, s = ring_with_root()
    with pytest.raises(UndefinedError):
        (s**2 - x).inverse()


def test_divisors_are_remembered():
    ring, x, y, _ = ring_with_root()
    _ = y / (x - ring.constant(1))
    assert [str(d) for d in ring.divisors] == ["g0 - 1"]


def test_a_full_ring_says_so():
    ring, *_ = ring_with_root(capacity=3)
    with pytest.raises(FullError):
        ring.adjoin("another", Interval(), lambda: None)


def test_large_powers_are_refused_before_they_start():
    ring, x, y, _ = ring_with_root()
    for base, exponent in [(x + y, 10**6), (x, 10**30), (ring.constant(2), 10**9)]:
        with pytest.raises(TooLargeError):
            base**exponent


def test_keys_are_the_same_in_every_ring_of_a_judgement():
    names = Names()
    first, x, y, _ = ring_with_root(names=names)
    second = Ring(8, Budget(), names)
    for n in "yx":
        second.adjoin(n, Interval(), lambda: None)
    key = first.key((x * y - y).numerator)
    assert second.key(second.from_key(key)) == key
    assert Ring(4, Budget(), names).from_key(key) is None
