"""The separation bound: it holds on numbers that come as close to zero as numbers can."""

import math
from fractions import Fraction

import mpmath
import pytest
from flint import fmpq, fmpz, fmpz_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.numbers import Field
from symopt.numbers.bound import UNKNOWN, Bound, of_product, of_rational, of_root, of_sum
from symopt.numbers.degree import Radical
from symopt.numbers.graph import separation

DIGITS = 400


F = Bound(10.0, fmpz(1), {}, frozenset())  # a divisor: log2 of its conjugates is at most 10
G = Bound(7.0, fmpz(1), {}, frozenset())
SQRT2, SQRT3 = Radical(2, fmpz(2)), Radical(2, fmpz(3))


def node(numerator, denominator=1, symbols=None, radicals=()):
    return Bound(float(numerator), fmpz(denominator), symbols or {}, frozenset(radicals))


def close(bound, numerator, denominator, symbols):
    """The bound is the expected one, its numerator rounded upward by very little."""
    assert numerator <= bound.numerator <= numerator + 1e-6
    assert bound.denominator == denominator
    assert bound.symbols == symbols
    return True


class TestRules:
    """Each rule of the module's text on numbers small enough to check by hand."""

    def test_rational(self):
        assert close(of_rational(fmpq(-8, 3)), 3, 3, {})

    def test_sum_over_a_common_denominator(self):
        """2^3/6 · 5/2 + 2^4/4: numerators 5·2^3 and 3·2^4 over 12."""
        total = of_sum([(fmpq(5, 2), node(3, 6)), (fmpq(1), node(4, 4))])
        assert close(total, math.log2(40 + 48), 12, {})

    def test_sum_cancels_a_factor_with_the_denominator(self):
        assert close(of_sum([(fmpq(6), node(3, 4)), (fmpq(1), node(0))]), math.log2(24 + 2), 2, {})

    @pytest.mark.parametrize("order", [1, -1])
    def test_sum_takes_the_larger_power_of_each_symbol(self, order):
        terms = [(fmpq(1), node(3, 1, {F: 2})), (fmpq(1), node(4, 1, {F: 1, G: 1}))]
        total = of_sum(terms[::order])
        assert close(total, math.log2(2 ** (3 + 7) + 2 ** (4 + 10)), 1, {F: 2, G: 1})

    def test_product(self):
        product = of_product([(node(3, 6, {F: 1}), 2), (node(4, 5, {F: 1, G: 1}), 1)])
        assert close(product, 3 * 2 + 4, 36 * 5, {F: 3, G: 1})

    def test_quotient_by_a_symbol(self):
        """(2^3/6)/(F/10): numerator 2^3·5, denominator 3·F."""
        divisor = Bound(10.0, fmpz(10), {}, frozenset())
        quotient = of_product([(node(3, 6), 1), (divisor, -1)])
        assert close(quotient, 3 + math.log2(5), 3, {divisor: 1})

    def test_quotient_turns_the_divisors_symbols_over(self):
        divisor = node(5, 1, {F: 2, G: 1})
        quotient = of_product([(node(3, 1, {F: 1}), 1), (divisor, -1)])
        assert close(quotient, 3 + 10 + 7, 1, {divisor: 1})

    def test_square_root(self):
        """√(2^5/(12·F³)) = √(2^5·3·F)/(6·F²)."""
        root = of_root(node(5, 12, {F: 3}), 2, SQRT2)
        assert close(root, (5 + math.log2(3) + 10) / 2, 6, {F: 2})
        assert root.radicals == {SQRT2}

    def test_cube_root(self):
        """∛(2^5/(54·F⁴)) = ∛(2^5·4·F²)/(6·F²)."""
        root = of_root(node(5, 54, {F: 4}), 3, Radical(3))
        assert close(root, (5 + 2 + 2 * 10) / 3, 6, {F: 2})

    def test_root_of_a_large_denominator(self):
        p = 10**9 + 7
        assert close(of_root(node(5, p), 3, Radical(3)), (5 + 2 * math.log2(p)) / 3, p, {})
        assert close(of_root(node(5, p**3), 3, Radical(3)), 5 / 3, p, {})

    def test_radicals_are_collected(self):
        a, b = node(1, radicals=[SQRT2]), node(1, radicals=[SQRT3])
        assert of_sum([(fmpq(1), a), (fmpq(1), b)]).radicals == {SQRT2, SQRT3}
        assert of_product([(a, 1), (b, -1)]).radicals == {SQRT2, SQRT3}

    def test_separation(self):
        bound = node(5, 12, {F: 3, G: 1}, [SQRT2, SQRT3])
        expected = (4 - 1) * 5 + math.log2(12) + 3 * 10 + 7
        assert expected <= bound.separation() <= expected + 1e-6

    def test_unknown_stays_unknown(self):
        assert of_sum([(fmpq(1), UNKNOWN), (fmpq(1), node(1))]) is UNKNOWN
        assert of_product([(node(1), 1), (UNKNOWN, -1)]) is UNKNOWN
        assert of_root(UNKNOWN, 2, SQRT2) is UNKNOWN
        assert UNKNOWN.separation() == math.inf


@given(st.lists(st.integers(0, 10**5), min_size=1, max_size=1000))
@settings(max_examples=40)
def test_logarithms_are_rounded_upward(sizes):
    """Σ 2^size for integers is exact, and never above the sum's bound."""
    terms = [(fmpq(1), node(size)) for size in sizes]
    exact = sum(fmpz(1) << size for size in sizes)
    numerator = of_sum(terms).numerator
    with mpmath.workdps(40):
        assert mpmath.log(mpmath.mpf(int(exact)), 2) <= numerator
    assert numerator <= max(sizes) + math.log2(len(sizes)) + 1e-5


def combination(field, radicals, coefficients):
    """Σ c·∏ of the radicals, each given as a node."""
    total = field.rational(0)
    for c, radical in zip(coefficients, radicals, strict=True):
        total = total + c * radical
    return total


def smallest(values, size):
    """Integers c, about `size` bits long, for which Σ c·v is extremely small: lattice reduction."""
    with mpmath.workdps(DIGITS):
        scale = mpmath.mpf(2) ** (size * len(values))
        rows = [
            [fmpz(i == j) for j in range(len(values))] + [fmpz(int(mpmath.nint(v * scale)))]
            for i, v in enumerate(values)
        ]
    reduced = fmpz_mat(rows).lll()
    return [int(reduced[0, j]) for j in range(len(values))]


def log2_of(coefficients, values):
    with mpmath.workdps(DIGITS):
        total = sum(c * v for c, v in zip(coefficients, values, strict=True))
        return float(mpmath.log(abs(total), 2))


def powers(x, order):
    result = [x.field.rational(1)]
    for _ in range(order - 1):
        result.append(result[-1] * x)
    return result


def bases(field):
    """(name, basis of a field of the given degree as nodes, the same as numbers)."""
    r2, r3 = (field.sqrt(field.rational(n)) for n in (2, 3))
    nested = field.sqrt(1 + r2)
    yield "Q(√2)", [field.rational(1), r2], [1, mpmath.sqrt(2)]
    yield (
        "Q(√2, √3)",
        [field.rational(1), r2, r3, r2 * r3],
        [1, mpmath.sqrt(2), mpmath.sqrt(3), mpmath.sqrt(6)],
    )
    for n, order in ((2, 3), (5, 3), (2, 4), (3, 5)):
        root = mpmath.root(n, order)
        yield (
            f"{n}^(1/{order})",
            powers(field.root(field.rational(n), order), order),
            [root**k for k in range(order)],
        )
    number = mpmath.sqrt(1 + mpmath.sqrt(2))
    yield (
        "Q(√(1+√2))",
        [field.rational(1), r2, nested, r2 * nested],
        [1, mpmath.sqrt(2), number, mpmath.sqrt(2) * number],
    )


with mpmath.workdps(DIGITS):
    NAMES = [name for name, _, _ in bases(Field())]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [10, 40, 100])
def test_it_holds_and_is_tight_on_the_smallest_combinations(name, size):
    """Among combinations with coefficients up to H the least is about H^(1−D): within a few bits
    of the bound, which must still be beyond it. With half the degree it would not be."""
    field = Field()
    with mpmath.workdps(DIGITS):
        _, nodes, values = next(basis for basis in bases(field) if basis[0] == name)
    coefficients = smallest(values, size)
    x = combination(field, nodes, coefficients)
    bound, actual = separation(x), -log2_of(coefficients, values)
    assert actual <= bound
    assert bound <= 1.2 * actual + 12 * len(values)
    with mpmath.workdps(DIGITS):
        total = sum(c * v for c, v in zip(coefficients, values, strict=True))
    assert x.sign() == mpmath.sign(total)


@pytest.mark.parametrize("denominator", [3**50, 10**40, 2**200])
def test_rational_denominators_count_once(denominator):
    field = Field()
    x = combination(field, [field.rational(1), field.sqrt(field.rational(2))], [-99, 70])
    assert separation(x / denominator) <= separation(x) + math.log2(denominator) + 1e-3
    assert separation(x / denominator) >= -float(
        mpmath.log(abs(70 * mpmath.sqrt(2) - 99) / denominator, 2)
    )


@pytest.mark.parametrize("order", [2, 3, 5, 7])
@pytest.mark.parametrize("a", [10, 10**6, 10**20])
def test_it_holds_for_roots_just_off_an_integer(order, a):
    """ⁿ√(aⁿ + 1) − a is about 1/(n·a^(n−1)), the least that its degree and size allow."""
    field = Field()
    x = field.root(field.rational(a**order + 1), order) - a
    with mpmath.workdps(DIGITS):
        actual = -float(mpmath.log(mpmath.root(a**order + 1, order) - a, 2))
    assert actual <= separation(x) <= actual + 4 * order
    assert x.sign() == 1


@pytest.mark.parametrize("a", [10, 10**6, 10**20])
def test_it_holds_for_differences_over_irrational_denominators(a):
    field = Field()
    w = field.sqrt(1 + field.sqrt(field.rational(2)))
    x = (field.sqrt(field.rational(a * a + 1)) * w - a * w) / (a + w)
    y = field.sqrt(field.rational(a * a + 1)) / (a + w) - field.rational(a) / (a + w)
    with mpmath.workdps(DIGITS):
        number = mpmath.sqrt(1 + mpmath.sqrt(2))
        gap = mpmath.sqrt(a * a + 1) - a
        assert -mpmath.log(gap * number / (a + number), 2) <= separation(x)
        assert -mpmath.log(gap / (a + number), 2) <= separation(y)


@pytest.mark.parametrize("k", [1, 5, 50, 300])
def test_powers_of_units_come_as_close_as_the_bound_allows(k):
    """(√2 − 1)^k has the conjugate (1 + √2)^k and norm ±1: the bound has nothing to spare."""
    field = Field()
    x = (field.sqrt(field.rational(2)) - 1) ** k
    actual = k * math.log2(1 + math.sqrt(2))
    assert actual - 1e-6 <= separation(x)
    if k <= 16:
        assert separation(x) <= actual + 1


def test_it_holds_for_reciprocals():
    field = Field()
    x = 1 / (10**30 + field.root(field.rational(2), 3))
    assert 30 * math.log2(10) <= separation(x) <= 30 * math.log2(10) + 1


def test_a_cubic_unit():
    field = Field()
    root = field.root(field.rational(2), 3)
    x = root * root - 3 * root + 3 - root * root + 2 * root - 2  # 1 − ∛2
    x = x * x * x * x * x * x * x * x
    assert separation(x) >= -8 * math.log2(2 ** (1 / 3) - 1)


def test_functions_have_no_bound():
    field = Field()
    e = field.function("exp", field.rational(1))
    assert separation(e + field.sqrt(field.rational(2))) == math.inf


fractions = st.fractions(max_denominator=30, min_value=-30, max_value=30)


@given(st.lists(fractions, min_size=6, max_size=6), st.sampled_from((2, 3, 4)))
@settings(max_examples=60)
def test_it_holds_on_nested_expressions(numbers, order):
    """|x| >= 2^−B for ⁿ√(a² + b√2) over (c + d√3) against the difference with its own value."""
    a, b, c, d, e, f = numbers
    field = Field()
    r2, r3 = (field.sqrt(field.rational(n)) for n in (2, 3))
    divisor = field.rational(c) + field.rational(d) * r3
    if divisor.sign() == 0:
        return
    x = field.root(field.rational(a * a + 9) + field.rational(abs(b)) * r2, order) / divisor
    x = x + field.rational(e) * r3 + field.rational(f)
    with mpmath.workdps(DIGITS):
        value = _number(a * a + 9) + _number(abs(b)) * mpmath.sqrt(2)
        value = mpmath.root(value, order) / (_number(c) + _number(d) * mpmath.sqrt(3))
        value += _number(e) * mpmath.sqrt(3) + _number(f)
        if x.sign() == 0:
            assert abs(value) < mpmath.mpf(10) ** (20 - DIGITS)
        else:
            assert -mpmath.log(abs(value), 2) <= separation(x)
            assert x.sign() == mpmath.sign(value)


def _number(value: Fraction) -> mpmath.mpf:
    return mpmath.mpf(value.numerator) / value.denominator
