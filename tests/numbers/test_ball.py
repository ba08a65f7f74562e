"""Balls: precision is restored, and no digit is printed that is not certain."""

import threading
from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx, fmpq
from hypothesis import given
from hypothesis import strategies as st

from symopt.numbers.ball import (
    decimal,
    decimal_of_rational,
    endpoints,
    magnitude,
    precision,
    short_rational,
    simplest_rational,
    to_fmpq,
)

fractions = st.fractions(max_denominator=10**6)


def test_precision_is_set_inside_and_restored_outside():
    before = ctx.prec
    with precision(777):
        assert ctx.prec == 777
        with precision(99):
            assert ctx.prec == 99
        assert ctx.prec == 777
    assert ctx.prec == before


def test_precision_is_restored_after_an_error():
    before = ctx.prec
    with pytest.raises(ZeroDivisionError), precision(500):
        raise ZeroDivisionError
    assert ctx.prec == before


def test_threads_never_see_each_others_precision():
    wrong = []

    def work(bits):
        for _ in range(300):
            with precision(bits):
                root = arb(2).sqrt()
                if ctx.prec != bits or not bits - 4 <= root.rel_accuracy_bits() <= bits + 4:
                    wrong.append(bits)

    threads = [threading.Thread(target=work, args=(bits,)) for bits in (64, 200, 1000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_endpoints_do_not_depend_on_the_present_precision():
    with precision(300):
        root = arb(2).sqrt()
        exact = endpoints(root)
    with precision(10):
        assert endpoints(root) == exact
    low, high = exact
    assert low**2 < 2 < high**2


def test_endpoints_of_what_has_no_end():
    assert endpoints(arb("nan")) is None
    assert endpoints(arb("inf")) is None
    assert endpoints(arb(2) ** (10**9)) is None


@given(fractions, st.integers(-200, 200))
def test_magnitude_bounds_the_ball(value, shift):
    scaled = to_fmpq(value) * fmpq(2) ** shift
    with precision(64):
        top = magnitude(arb(scaled))
    assert abs(scaled) < fmpq(2) ** top
    if scaled != 0:
        assert fmpq(2) ** (top - 3) <= abs(scaled)


@given(fractions, fractions)
def test_the_simplest_rational_has_the_least_denominator(a, b):
    low, high = sorted((to_fmpq(a), to_fmpq(b)))
    simple = simplest_rational(low, high)
    assert low <= simple <= high
    if simple.q > 1 and simple.q < 2000:
        for q in range(1, int(simple.q)):
            assert (high * q).floor() < low * q, "a smaller denominator would have done"


@given(st.fractions(-(10**8), 10**8, max_denominator=10**8))
def test_a_short_rational_is_found_again_from_its_ball(value):
    with precision(192):
        assert short_rational(arb(to_fmpq(value))) == to_fmpq(value)


def test_an_irrational_number_is_no_short_rational():
    with precision(192):
        assert short_rational(arb(2).sqrt()) is None
        assert short_rational(arb.pi()) is None


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction(1, 3), 5, "0.33333"),
        (Fraction(2, 3), 3, "0.667"),
        (Fraction(-2, 3), 3, "-0.667"),
        (Fraction(5), 3, "5.00"),
        (Fraction(123456), 6, "123456"),
        (Fraction(123456), 3, "1.23e5"),
        (Fraction(1, 10**6), 2, "0.0000010"),
        (Fraction(1, 10**7), 2, "1.0e-7"),
        (Fraction(10**21), 25, "1.000000000000000000000000e21"),
        (Fraction(999999, 1000), 3, "1.00e3"),
        (Fraction(99999, 10000), 3, "10.0"),
        (Fraction(1, 8), 2, "0.12"),
        (Fraction(3, 8), 2, "0.38"),
        (Fraction(7), 1, "7"),
        (Fraction(0), 4, "0"),
    ],
)
def test_decimal_text(value, digits, text):
    assert decimal_of_rational(to_fmpq(value), digits) == text


@given(st.fractions(max_denominator=10**9).filter(bool), st.integers(-40, 40), st.integers(1, 30))
def test_decimals_are_correctly_rounded(value, shift, digits):
    value *= Fraction(10) ** shift
    text = decimal_of_rational(to_fmpq(value), digits)
    printed = Fraction(text)
    with mpmath.workdps(60):
        exponent = int(
            mpmath.floor(mpmath.log10(abs(mpmath.mpf(value.numerator) / value.denominator)))
        )
    assert abs(printed - value) <= Fraction(10) ** (exponent + 1 - digits) / 2


@given(st.fractions(max_denominator=10**6).filter(bool), st.integers(30, 120), st.integers(1, 40))
def test_a_ball_prints_only_digits_that_hold_in_all_of_it(value, bits, digits):
    with precision(bits):
        enclosed = arb(to_fmpq(value))
    text = decimal(enclosed, digits)
    low, high = endpoints(enclosed)
    ends = {decimal_of_rational(end, digits) for end in (low, high)}
    assert ends == {text} if text is not None else len(ends) == 2


def test_a_wide_ball_prints_nothing():
    assert decimal(arb(0, 1), 1) is None
    assert decimal(arb("nan"), 5) is None
    assert decimal(arb(1, 1e-3), 4) is None
    assert decimal(arb(1.0001, 1e-6), 4) == "1.000"


def test_a_long_integer_is_printed_in_full():
    assert decimal_of_rational(fmpq(10**20 + 7), 21) == "100000000000000000007"
    assert len(decimal_of_rational(fmpq(1, 3), 9000)) == 9002
