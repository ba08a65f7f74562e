"""Exact reals: field laws proved, near misses refuted, honest where nothing can be decided."""

import threading
from fractions import Fraction

import pytest
from flint import ctx, fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symopt.errors import UndecidedError, UndefinedError
from symopt.numbers import Field

small = st.fractions(max_denominator=12, min_value=-12, max_value=12)
positive = small.map(abs).filter(bool)


@pytest.fixture
def field():
    return Field()


def roots(field, *numbers):
    return [field.sqrt(field.rational(n)) for n in numbers]


@st.composite
def triples(draw):
    """Three numbers of one field: quadratic, nested, of mixed orders."""
    field = Field()

    def number():
        a, b, c = (field.rational(draw(small)) for _ in range(3))
        surd = field.sqrt(field.rational(draw(st.integers(2, 12))))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            return a + b * surd
        if kind == 1:
            return a + b * field.sqrt(c * c + surd)
        if kind == 2:
            return a + b * field.root(c * c + surd, 3)
        return (a + surd) / (1 + c * c + field.sqrt(surd))

    return number(), number(), number()


@given(triples())
@settings(max_examples=50)
def test_field_laws_are_proved(numbers):
    a, b, c = numbers
    assert (a + b).equals(b + a)
    assert ((a + b) + c).equals(a + (b + c))
    assert (a * b).equals(b * a)
    assert (a * (b + c)).equals(a * b + a * c)
    assert (a - a).sign() == 0
    assert ((a + b) * (a - b)).equals(a**2 - b**2)


@given(triples())
@settings(max_examples=50)
def test_division_undoes_multiplication(numbers):
    a, b, c = numbers
    assume(b.sign() != 0)
    assert (a * b / b).equals(a)
    assert (a / b + c).equals((a + b * c) / b)
    assert (b / b).rational == 1


@given(triples(), st.integers(12, 60), st.sampled_from((-1, 1)))
@settings(max_examples=50)
def test_near_misses_are_refuted(numbers, digits, side):
    a, b, _ = numbers
    miss = Fraction(side, 10**digits)
    left, right = (a + b) ** 2, a**2 + 2 * a * b + b**2
    assert left.equals(right)
    assert not left.equals(right + miss)
    assert (left + miss - right).sign() == side


@given(triples())
@settings(max_examples=50)
def test_signs_are_antisymmetric_and_multiplicative(numbers):
    a, b, _ = numbers
    assert (a - b).sign() == -(b - a).sign()
    assert (a * b).sign() == a.sign() * b.sign()


@given(small, small)
def test_rationals_stay_rationals(a, b):
    field = Field()
    x, y = field.rational(a), field.rational(b)
    assert (x + y).rational == fmpq((a + b).numerator, (a + b).denominator)
    assert (x * y).sign() == (a * b > 0) - (a * b < 0)
    assert x.equals(b) == (a == b)
    if b:
        assert (x / y).equals(a / b)


@given(small, small, small, small, st.integers(2, 50))
def test_one_quadratic_field_has_a_normal_form(p, q, r, s, d):
    field = Field()
    root = field.sqrt(field.rational(d))
    x, y = p + q * root, r + s * root
    assert x * y is (p * r + q * s * d) + (p * s + q * r) * root
    assert (x + y) - y is x
    if y.sign():
        assert x / y * y is x


def test_equal_expressions_are_one_node(field):
    a, b = roots(field, 2, 3)
    nested = field.sqrt(1 + a + b)
    assert a + b is b + a
    assert a * nested is nested * a
    assert a + nested + b is b + (nested + a)
    assert 2 * nested - nested is nested
    assert nested * nested is 1 + a + b
    assert nested / (1 + a + b) is 1 / nested
    assert 1 / (a * nested + 3 * a) is (1 / a) / (nested + 3)
    assert a * b is field.sqrt(field.rational(6))
    assert (1 / a) * 2 is a


def test_what_all_terms_share_cancels(field):
    (a,) = roots(field, 2)
    c, d = field.root(1 + a, 3), field.root(a + 5, 5)
    assert (c * c + c * d) / c is c + d
    assert (c * d - d * d) * c is -((d * d - c * d) * c)
    assert (c / d + 1 / d) * d is c + 1
    assert 1 / (2 * c - 2 * d) is -(1 / (d - c)) / 2


def test_a_shared_factor_that_is_the_quotient_too_counts_twice(field):
    """(c + d)·c + (c + d)·d is the square of c + d."""
    (a,) = roots(field, 2)
    c, d = field.root(1 + a, 3), field.root(a + 5, 5)
    total = c + d
    assert (total * c + total * d) * a is total**2 * a
    assert field.sqrt(total * c + total * d) is total


def test_exponents_of_roots_stay_below_their_order(field):
    radicand = 1 + field.root(field.rational(2), 3)
    x = field.sqrt(radicand)
    product = (x + 1) ** 3 * x**-7 * radicand**2
    assert dict(product.factors) == {x: -1, x + 1: 3, radicand: -1}
    assert x**-3 is 1 / (x * radicand)


def test_proved_equal_nodes_are_merged(field):
    a, b = field.root(field.rational(2), 3), field.root(field.rational(3), 3)
    left, right = (a + b) ** 3, 5 + 3 * a * b * (a + b)
    assert left is not right
    assert left.equals(right)
    assert left.same is right.same
    assert left + 1 is right + 1
    assert field.sqrt(left) is field.sqrt(right)


def test_proved_zero_becomes_the_rational_zero(field):
    a, b = field.root(field.rational(2), 3), field.root(field.rational(3), 3)
    zero = (a + b) ** 3 - 5 - 3 * a * b * (a + b)
    assert zero.rational is None
    assert zero.sign() == 0
    assert zero.rational == 0
    with pytest.raises(UndefinedError, match="division by zero"):
        1 / zero


def test_division_by_zero_is_undefined(field):
    (a,) = roots(field, 2)
    for zero in (field.rational(0), a * a - 2, field.sqrt(3 + 2 * a) - 1 - a):
        with pytest.raises(UndefinedError, match="division by zero"):
            a / zero
        with pytest.raises(UndefinedError, match="division by zero"):
            zero**-1


def test_integer_powers(field):
    a, b = roots(field, 2, 3)
    x = field.root(a + b, 5)
    assert x**5 is a + b
    assert x**7 is (a + b) * x * x
    assert (x**-2).equals(1 / (x * x))
    assert (x**0).rational == 1
    assert (field.rational(0) ** 0).rational == 1
    assert (a + b) ** 2 is 5 + 2 * a * b
    assert ((1 + a) ** 100).equals((3 + 2 * a) ** 50)


def test_mixed_operands(field):
    (a,) = roots(field, 2)
    assert 1 + a is a + 1
    assert 2 - a is -(a - 2)
    assert 3 * a is a * 3
    assert (1 / a).equals(a / 2)
    assert (a + Fraction(1, 3)).equals(a + fmpq(1, 3))


def test_fields_do_not_mix(field):
    with pytest.raises(ValueError, match="different fields"):
        field.rational(1) + Field().rational(1)


def test_a_number_is_no_truth_value(field):
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(field.rational(0))


def test_case_distinctions(field):
    a, b = roots(field, 2, 3)
    assert field.absolute(a - b) is b - a
    assert field.maximum(a, b) is b
    assert field.minimum(a, b) is a
    assert field.signum(a - b).rational == -1
    assert field.signum(a * b - field.sqrt(field.rational(6))).rational == 0


@pytest.mark.parametrize("digits", [12, 30, 60, 200, 1000])
def test_close_numbers_are_told_apart(field, digits):
    a, b, c = roots(field, 2, 3, 5)
    x = field.sqrt(a + field.sqrt(b + c))
    near = x + Fraction(1, 10**digits)
    assert not x.equals(near)
    assert (near - x).sign() == 1
    assert not (x * b).equals(near * b)


def test_a_famous_near_identity_is_refuted(field):
    """√75025 + √121393 + √196418 + √317811 and its sum differ after 10 digits only."""
    left = sum(roots(field, 75025, 121393, 196418, 317811), field.rational(0))
    right = sum(roots(field, 514229, 832040), field.rational(0))
    assert not left.equals(right)
    assert left.decimal(8) == right.decimal(8)


def hidden_zero(field):
    """sin² 1 + cos² 1 − 1, which nothing here proves to be zero."""
    sine, cosine = (field.function(name, field.rational(1)) for name in ("sin", "cos"))
    return sine * sine + cosine * cosine - 1


def test_undecided_names_the_precision_reached(field):
    with pytest.raises(UndecidedError, match=r"4096 bits: it is smaller than 2\^-40\d\d,"):
        hidden_zero(field).sign()
    with pytest.raises(UndecidedError):
        1 / hidden_zero(field)
    with pytest.raises(UndecidedError):
        field.sqrt(hidden_zero(field))


def square_of_sum(field, x):
    """√(x + 1 + 2√x) and √x + 1: equal, and multiplying out does not show it."""
    return field.sqrt(x + 1 + 2 * field.sqrt(x)), field.sqrt(x) + 1


def nested_cubes(field, depth):
    x = field.rational(2)
    for n in (3, 5, 7, 11, 13)[:depth]:
        x = field.rational(n) + field.root(x, 3)
    return x


def test_a_budget_of_bits_is_kept():
    field = Field()
    left, right = square_of_sum(field, nested_cubes(field, 5))
    with pytest.raises(UndecidedError, match="with 1000 bits"):
        (left - right).sign(max_bits=1000)
    poor = Field(max_bits=600)
    left, right = square_of_sum(poor, nested_cubes(poor, 4))
    with pytest.raises(UndecidedError, match="with 600 bits"):
        left.equals(right)
    assert not left.equals(right + Fraction(1, 10**100))


def test_a_larger_budget_proves_what_a_smaller_one_left_open():
    field = Field()
    left, right = square_of_sum(field, nested_cubes(field, 3))
    with pytest.raises(UndecidedError):
        left.equals(right, max_bits=200)
    assert left.equals(right)


def test_a_function_difference_is_refuted(field):
    e = field.function("exp", field.rational(1))
    assert (e - Fraction("2.718281828459045235360287471352662497757247093699")).sign() == 1
    assert not (e * e).equals(field.function("exp", field.rational(2)) + Fraction(1, 10**300))


def test_enclosures_are_as_accurate_as_asked(field):
    a, b = roots(field, 2, 3)
    x = field.sqrt(a + b) - field.sqrt(b + a - Fraction(1, 10**40))
    for bits in (20, 100, 1000):
        ball = x.enclose(bits)
        assert ball.rel_accuracy_bits() >= bits
        assert ball > 0


def test_decimals_are_certified(field):
    a, b = roots(field, 2, 3)
    assert a.decimal(50) == "1.4142135623730950488016887242096980785696718753769"
    assert (field.sqrt(3 + 2 * a) - 1 - a).decimal(10) == "0"
    assert ((a + b) ** 40).decimal(10) == "8.162223539e19"
    assert (a - Fraction("1.41421356237309504880168872420969807856967")).decimal(3) == "1.88e-42"


def test_decimals_of_a_hidden_tie_are_settled(field):
    a, b = field.root(field.rational(2), 3), field.root(field.rational(3), 3)
    hidden = (a + b) ** 3 - 3 * a * b * (a + b) - 5 + Fraction(1, 8)
    assert hidden.decimal(2) == "0.12"
    assert hidden.rational == fmpq(1, 8)


def test_decimals_that_cannot_be_settled_are_undecided(field):
    with pytest.raises(UndecidedError):
        hidden_zero(field).decimal(3)
    x = hidden_zero(field) + Fraction(3, 2)
    assert x.rational is None
    with pytest.raises(UndecidedError):
        x.decimal(1)


def test_size_is_what_governs_cost(field):
    (a,) = roots(field, 2)
    assert field.rational(Fraction(1, 1024)).size == 12
    assert (a + 1).size < (a + 10**50).size
    assert field.function("exp", a).size < 1000
    assert field.rational(10**100_000).size > 300_000


def test_threads_with_fields_of_their_own_agree():
    answers, before = [], ctx.prec

    def work(seed):
        field = Field()
        a, b = roots(field, 2 + seed % 3, 3)
        x = field.sqrt(a + b)
        answers.append((x**4).equals(a * a + 2 * a * b + 3))
        answers.append(not (x**4).equals(a * a + 2 * a * b + 3 + Fraction(1, 10**50)))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 16
    assert all(answers)
    assert ctx.prec == before


def tower(field, levels):
    x = field.rational(2)
    for _ in range(levels):
        x = field.sqrt(x + 1)
    return x


def test_a_check_that_fails_stops_the_work():
    asked = []

    def check():
        asked.append(None)
        if len(asked) > 20:
            raise UndecidedError("enough")

    field = Field(check=check)
    with pytest.raises(UndecidedError, match="enough"):
        tower(field, 50)
    assert len(asked) == 21
