"""Zero by algebra: what cancels when multiplied out, and nothing else."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.numbers import Field
from symopt.numbers.expand import vanishes

small = st.integers(-5, 5)


def leaves(field):
    """Numbers without a separation bound between them: algebra alone can prove anything."""
    x = field.function("sin", field.rational(1))
    y = field.function("atan", field.rational(Fraction(1, 3)))
    return x, y, field.sqrt(x + y)


@pytest.fixture
def field():
    return Field()


def test_identities_vanish(field):
    x, y, r = leaves(field)
    for zero in (
        (x + y) ** 2 - x**2 - 2 * x * y - y**2,
        (r + 1) * (r - 1) - x - y + 1,
        1 / (r - 1) - (r + 1) / (x + y - 1),
        (x + y) ** 5 - r**10,
        1 / (1 + 1 / (1 + x)) - (1 + x) / (2 + x),
        (x * (y + r) + 1) / (y + r) - x - 1 / (y + r),
    ):
        assert zero.sign() == 0


def test_what_does_not_cancel_does_not_vanish(field):
    x, y, r = leaves(field)
    for number in (
        (x + y) ** 2 - x**2 - 2 * x * y - y**2 + Fraction(1, 10**40),
        (r + 1) * (r - 1) - x - y + 1 - x / 10**50,
        1 / (r - 1) - (r + 1) / (x + y - 1) + r / 10**30,
    ):
        assert not vanishes(field, number)
        assert number.sign() != 0


@given(st.lists(small, min_size=4, max_size=4), st.integers(2, 4))
@settings(max_examples=40)
def test_powers_of_sums_are_multiplied_out(numbers, exponent):
    field = Field()
    a, b, c, d = numbers
    x, y, r = leaves(field)
    base = a * x + b * y + c * r + d
    product = field.rational(1)
    for _ in range(exponent):
        product = product * a * x + product * b * y + product * c * r + product * d
    assert (base**exponent - product).sign() == 0


def test_it_gives_up_on_what_is_too_long(field):
    x, y, r = leaves(field)
    terms = sum((x**k * r + y**k for k in range(1, 60)), field.rational(0))
    assert not vanishes(field, terms**3 - terms**2 * terms - terms * x + y)
    assert not vanishes(field, (terms + 1) ** 9 - (terms - 1) ** 9)


def test_a_huge_power_is_not_multiplied_out(field):
    x, y, _ = leaves(field)
    power = (x + y) ** (10**9)
    assert not vanishes(field, power * (x + 1) - power * x - power + power * x / 10**400)
    assert vanishes(field, power * (x + 1) - power * x - power)
    assert not vanishes(field, power * y + x)
