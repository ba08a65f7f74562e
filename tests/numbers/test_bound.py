"""The separation bound: it holds on numbers that come as close to zero as numbers can."""

import math
from fractions import Fraction

import mpmath
import pytest
from flint import fmpz, fmpz_mat
from hypothesis import given
from hypothesis import strategies as st

from symopt.numbers import Field
from symopt.numbers.graph import separation

DIGITS = 400


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
