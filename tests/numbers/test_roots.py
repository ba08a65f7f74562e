"""Roots in simplest form."""

from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import assume, given
from hypothesis import strategies as st

from symopt.errors import UndecidedError, UndefinedError
from symopt.numbers import Field, ball

small = st.fractions(max_denominator=12, min_value=-12, max_value=12)


@pytest.fixture
def field():
    return Field()


@given(st.fractions(max_denominator=1000, min_value=-1000, max_value=1000), st.integers(2, 7))
def test_roots_of_powers_of_rationals_are_rational(value, order):
    field = Field()
    root = field.root(field.rational(value**order), order)
    assert root.equals(abs(value) if order % 2 == 0 else value)
    assert root.rational is not None


@given(st.fractions(max_denominator=500, min_value=0, max_value=500), st.integers(2, 6))
def test_a_root_to_its_power_is_the_radicand(value, order):
    field = Field()
    x = field.rational(value)
    assert field.root(x, order) ** order is x


@given(st.integers(1, 10**9), st.integers(1, 1000))
def test_square_classes_share_one_root(n, k):
    field = Field()
    x = field.sqrt(field.rational(n))
    assert field.sqrt(field.rational(n * k * k)) is k * x
    assert field.sqrt(field.rational(Fraction(n, k * k))) is x / k
    assert field.sqrt(field.rational(Fraction(1, n))) is x / n


def test_large_squares_are_recognised_through_known_roots(field):
    p, q = 10**9 + 7, 10**9 + 9
    x = field.sqrt(field.rational(q))
    assert field.sqrt(field.rational(p * p * q)) is p * x


@given(small, small, st.integers(2, 30))
def test_squares_in_a_quadratic_field_are_denested(p, q, d):
    field = Field()
    x = p + q * field.sqrt(field.rational(d))
    assert field.sqrt(x * x) is field.absolute(x)


@given(small, small, st.integers(2, 30), st.sampled_from((3, 5, 6, 7, 9)))
def test_higher_powers_in_a_quadratic_field_are_denested(p, q, d, order):
    field = Field()
    x = p + q * field.sqrt(field.rational(d))
    expected = x if order % 2 else field.absolute(x)
    assert field.root(x**order, order).equals(expected)


@given(st.integers(1, 60), st.integers(1, 60), st.booleans())
def test_sums_of_two_roots_are_denested(a, b, minus):
    field = Field()
    x, y = field.sqrt(field.rational(a)), field.sqrt(field.rational(b))
    total = x - y if minus else x + y
    assert field.sqrt(total * total) is field.absolute(total)


@pytest.mark.parametrize(
    ("radicand", "order", "root"),
    [
        ((3, 2, 2), 2, [(1, 1), (1, 2)]),
        ((5, 2, 6), 2, [(1, 2), (1, 3)]),
        ((5, -2, 6), 2, [(-1, 2), (1, 3)]),
        ((7, 5, 2), 3, [(1, 1), (1, 2)]),
        ((-7, 5, 2), 3, [(-1, 1), (1, 2)]),
        ((17, 12, 2), 4, [(1, 1), (1, 2)]),
        ((98, 40, 6), 2, [(5, 2), (4, 3)]),
    ],
)
def test_textbook_denestings(field, radicand, order, root):
    p, q, d = radicand
    value = field.root(p + q * field.sqrt(field.rational(d)), order)
    expected = sum((c * field.sqrt(field.rational(n)) for c, n in root), field.rational(0))
    assert value is expected


def test_a_wrong_guess_of_a_denesting_is_not_used(field, monkeypatch):
    x = 7 + 5 * field.sqrt(field.rational(2))
    monkeypatch.setattr(ball, "short_rational", lambda _: fmpq(1, 3))
    root = field.root(x, 3)
    assert root.equals(1 + field.sqrt(field.rational(2)))


def test_a_wrong_guess_of_a_known_multiple_is_not_used(field, monkeypatch):
    a, b = field.root(field.rational(2), 3), field.root(field.rational(3), 3)
    known = field.sqrt(1 + a + b)
    monkeypatch.setattr(ball, "short_rational", lambda _: fmpq(4))
    assert field.sqrt(2 + a + b).decimal(10) == "2.168448897"
    assert not field.sqrt(3 + a + b).equals(2 * known)


def test_cube_roots_of_negatives_are_negative(field):
    two = field.rational(2)
    assert field.root(-two, 3) is -field.root(two, 3)
    x = field.sqrt(two) - 2
    assert field.root(x, 3).sign() == -1
    assert (field.root(x, 3) ** 3).equals(x)


def test_even_roots_of_negatives_are_undefined(field):
    with pytest.raises(UndefinedError, match="even root of a negative number"):
        field.sqrt(field.rational(-1))
    with pytest.raises(UndefinedError, match="even root of a negative number"):
        field.root(field.sqrt(field.rational(2)) - 2, 4)


def test_the_root_of_a_hidden_zero_is_zero(field):
    a, b = field.root(field.rational(2), 3), field.root(field.rational(3), 3)
    zero = (a + b) ** 3 - 5 - 3 * a * b * (a + b)
    assert field.sqrt(zero).rational == 0
    assert field.root(zero, 3).rational == 0


def test_orders_out_of_range(field):
    with pytest.raises(UndefinedError, match="positive integer"):
        field.root(field.rational(2), 0)
    with pytest.raises(UndecidedError, match="order above"):
        field.root(field.rational(2), 10**6)
    assert field.root(field.rational(2), 1).rational == 2


def test_a_rational_multiple_of_a_known_radicand_reuses_its_root(field):
    a, b = field.sqrt(field.rational(2)), field.sqrt(field.rational(3))
    known = field.sqrt(1 + a + b)
    assert field.sqrt(Fraction(4, 9) * (1 + a + b)) is Fraction(2, 3) * known
    assert field.sqrt(2 + 2 * a + 2 * b).equals(a * known)


def test_a_multiple_hidden_in_another_form_is_found_and_proved(field):
    a, b = field.root(field.rational(2), 3), field.root(field.rational(3), 3)
    known = field.sqrt(6 + 3 * a * b * (a + b))
    assert field.sqrt(4 * (a + b) ** 3 + 4) is 2 * known


def test_a_near_multiple_is_not_taken_for_one(field):
    a, b = field.root(field.rational(2), 3), field.root(field.rational(3), 3)
    known = field.sqrt(5 + 3 * a * b * (a + b))
    near = field.sqrt(4 * (a + b) ** 3 + Fraction(1, 10**70))
    assert not near.equals(2 * known)


def test_squares_are_drawn_out_with_their_sign(field):
    a, b = field.root(field.rational(2), 3), field.root(field.rational(3), 3)
    assert field.sqrt((a - b) ** 2 * 3) is field.sqrt(field.rational(3)) * (b - a)
    assert field.root((a - b) ** 3 * 5, 3) is field.root(field.rational(5), 3) * (a - b)


@given(small, small, small, st.sampled_from((2, 3, 4, 5)))
def test_mixed_orders_agree(p, q, r, order):
    field = Field()
    x = p + q * field.sqrt(field.rational(2)) + r * field.root(field.rational(3), 3)
    assume(x.sign() > 0)
    root = field.root(x, order)
    assert (root**order).equals(x)
    assert field.sqrt(root).equals(field.root(x, 2 * order))
