"""Exact values in textbook form, proved before they are shown."""

from fractions import Fraction

import pytest
import sympy
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.numbers import Field, from_sympy
from symopt.numbers import readable as readable_module
from symopt.numbers.readable import readable


@pytest.fixture
def field():
    return Field()


def adam(field, gradient, start, steps):
    """Adam with learning rate 1, β1 = β2 = 1/2 and no ε."""
    half = Fraction(1, 2)
    point = [field.rational(c) for c in start]
    m, v = ([field.rational(0)] * 2 for _ in range(2))
    for t in range(1, steps + 1):
        g = gradient(*point)
        m = [half * a + half * b for a, b in zip(m, g, strict=True)]
        v = [half * a + half * b * b for a, b in zip(v, g, strict=True)]
        scale = 1 - half**t
        point = [x - a / scale / field.sqrt(b / scale) for x, a, b in zip(point, m, v, strict=True)]
    return point


def test_the_second_point_of_the_first_exercise(field):
    point = adam(field, lambda x, y: (y, x), (1, 2), 2)
    assert [str(readable(c)) for c in point] == ["-2*sqrt(2)/3", "1 - sqrt(3)/3"]


def test_the_second_point_of_the_second_exercise(field):
    point = adam(field, lambda x, y: (2 * x + y, x), (1, 1), 2)
    assert [str(readable(c)) for c in point] == ["-sqrt(3)/3", "-sqrt(3)/3"]


def test_the_third_point_of_the_first_exercise(field):
    point = adam(field, lambda x, y: (y, x), (1, 2), 3)
    first, second = (readable(c) for c in point)
    assert str(second) == "-sqrt(3)/3 - 3*sqrt(287)/287 + 8*sqrt(574)/287 + 1"
    assert from_sympy(first, field).equals(point[0])
    assert len(str(first)) < 60


def test_the_fourth_point_is_beyond_the_degree(field):
    point = adam(field, lambda x, y: (y, x), (1, 2), 4)
    assert readable(point[0]) is None


S = sympy.sqrt


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (sympy.Rational(-3, 7), "-3/7"),
        (4 / (3 * S(2)), "2*sqrt(2)/3"),
        (1 + S(2), "1 + sqrt(2)"),
        (S(3 + 2 * S(2)), "1 + sqrt(2)"),
        (S(5 + 2 * S(6)), "sqrt(2) + sqrt(3)"),
        (S(98 + 40 * S(6)), "4*sqrt(3) + 5*sqrt(2)"),
        (S(10 + 2 * S(6) + 2 * S(10) + 2 * S(15)), "sqrt(2) + sqrt(3) + sqrt(5)"),
        (1 / (1 + S(2) + S(3)), "-sqrt(6)/4 + sqrt(2)/4 + 1/2"),
        (S(sympy.Rational(5, 7) + 2 * S(2) / 7), "sqrt(14*sqrt(2) + 35)/7"),
        (3 * S(5 + 2 * S(2)) / S(7), "3*sqrt(14*sqrt(2) + 35)/7"),
        (1 / sympy.root(2, 3), "2**(2/3)/2"),
        (1 / (1 + sympy.root(2, 3)), "-2**(1/3)/3 + 1/3 + 2**(2/3)/3"),
        (sympy.root(7 + 5 * S(2), 3), "1 + sqrt(2)"),
        (S(2 + S(2 + S(2))), "sqrt(sqrt(sqrt(2) + 2) + 2)"),
        (S(1 + S(2)) / (2 + S(2)), "sqrt(-2 + 2*sqrt(2))/2"),
        (S(6 + S(20)) - S(5), "1"),
    ],
)
def test_textbook_forms(field, value, text):
    assert str(readable(from_sympy(value, field))) == text


def test_limits_are_kept(field):
    roots = [S(n) for n in (2, 3, 5, 7)]
    value = from_sympy(1 / (1 + sum(roots)), field)
    assert readable(value) is None
    long = readable(value, max_characters=2000)
    assert from_sympy(long, field).equals(value)
    assert readable(value, max_degree=8, max_characters=2000) is None
    assert readable(from_sympy(S(2) + S(3), field), max_characters=10) is None
    assert readable(field.rational(10**300)) is None


def test_transcendental_numbers_have_no_such_form(field):
    assert readable(field.function("exp", field.rational(1))) is None
    assert readable(field.constant("pi") + 1) is None


def test_a_wrong_guess_is_not_shown(field, monkeypatch):
    """What the integer relation suggests is worth nothing without the proof."""
    guess = readable_module.rational_combination
    value = from_sympy(1 / (1 + S(2) + S(3)), field)

    def wrong(value, basis, bits):
        found = guess(value, basis, bits)
        return found and [found[0] + fmpq(1, 10**40), *found[1:]]

    assert readable(value, max_characters=1000) is not None
    monkeypatch.setattr(readable_module, "rational_combination", wrong)
    assert readable(value, max_characters=1000) is None


small = st.fractions(max_denominator=7, min_value=-9, max_value=9)


@given(small, small, small, st.integers(2, 20), st.integers(2, 20))
@settings(max_examples=40)
def test_quotients_in_a_biquadratic_field_are_read(a, b, c, m, n):
    field = Field()
    u, w = field.sqrt(field.rational(m)), field.sqrt(field.rational(n))
    divisor = 1 + c * c + u + w
    value = (a + b * u) / divisor
    shown = readable(value)
    assert shown is not None
    assert from_sympy(shown, field).equals(value)
    assert sympy.fraction(sympy.together(shown))[1].is_Integer
