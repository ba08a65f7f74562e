"""Integers without factoring."""

import math

import pytest
from flint import fmpz
from hypothesis import given
from hypothesis import strategies as st

from symopt.numbers.integers import (
    coprime_base,
    exact_root,
    primitive_power,
    split_multiplicity,
    split_power,
)

positive = st.integers(1, 10**12)


@given(st.integers(2, 50), st.integers(0, 40), positive)
def test_multiplicity(base, power, rest):
    e, m = split_multiplicity(fmpz(base) ** power * rest, fmpz(base))
    assert fmpz(base) ** e * m == fmpz(base) ** power * rest
    assert m % base != 0
    assert e >= power


def test_multiplicity_of_a_huge_power_is_quick():
    assert split_multiplicity(fmpz(10) ** 100_000 * 7, fmpz(2)) == (100_000, fmpz(5) ** 100_000 * 7)


@given(positive, st.integers(2, 7))
def test_exact_roots(n, order):
    assert exact_root(fmpz(n) ** order, order) == n
    root = exact_root(fmpz(n), order)
    assert root is None or root**order == n
    assert exact_root(fmpz(n) ** order + 1, order) is None


@given(st.integers(2, 10**6), st.integers(1, 12))
def test_primitive_powers(n, k):
    base, power = primitive_power(fmpz(n) ** k)
    assert base**power == n**k
    assert not base.is_perfect_power()
    assert power % k == 0


@given(positive, positive, st.integers(2, 5))
def test_powers_are_drawn_out(s, t, order):
    number = fmpz(s) ** order * t
    root, rest = split_power(number, order)
    assert root**order * rest == number
    assert all(rest % p**order != 0 for p in (2, 3, 5, 7, 11, 13))


@given(st.lists(st.integers(2, 10**9), min_size=1, max_size=8))
def test_coprime_bases(numbers):
    base = [int(b) for b in coprime_base(map(fmpz, numbers))]
    assert all(math.gcd(a, b) == 1 for i, a in enumerate(base) for b in base[:i])
    assert not any(fmpz(b).is_perfect_power() for b in base)
    for number in numbers:
        for b in base:
            number = int(split_multiplicity(fmpz(number), fmpz(b))[1])
        assert number == 1


@pytest.mark.parametrize(
    ("numbers", "base"), [([6, 10, 15], {2, 3, 5}), ([12, 18], {2, 3}), ([36], {6}), ([1], set())]
)
def test_small_coprime_bases(numbers, base):
    assert {int(b) for b in coprime_base(map(fmpz, numbers))} == base
