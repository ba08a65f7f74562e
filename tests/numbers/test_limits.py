"""Nothing hangs: huge, deep and long numbers get an answer or an honest refusal in seconds."""

from fractions import Fraction

import pytest

from symopt.errors import UndecidedError
from symopt.numbers import Field


@pytest.fixture
def field():
    return Field()


def test_two_hundred_nested_roots(field):
    x = y = field.rational(2)
    for i in range(200):
        x, y = field.sqrt(x + i % 3), field.sqrt(i % 3 + y)
    assert x.equals(y)
    assert x.decimal(10) == "1.540024709"
    assert ((x + 1) ** 3 - x**3 - 3 * x**2 - 3 * x - 1).sign() == 0
    left, right = field.sqrt(x + 1 + 2 * field.sqrt(x)), field.sqrt(x) + 1
    with pytest.raises(UndecidedError):
        left.equals(right)


def test_a_thousand_roots_summed(field):
    forth = back = field.rational(0)
    for n in range(1, 1001):
        forth = forth + field.sqrt(field.rational(n))
        back = back + field.sqrt(field.rational(1001 - n))
    assert forth.equals(back)
    assert not forth.equals(back + Fraction(1, 10**60))


def test_integers_of_a_hundred_thousand_digits(field):
    n = field.rational(10**100_000 + 7)
    root = field.sqrt(n)
    assert (root * root).equals(n)
    assert field.sqrt(n * n).equals(n)
    assert not root.equals(field.sqrt(n + 1))
    assert field.sqrt(n + 2 * root + 1).equals(root + 1)


def test_towers_of_powers(field):
    with pytest.raises(UndecidedError, match="387420489"):
        field.rational(9) ** (9**9)
    with pytest.raises(UndecidedError):
        field.sqrt(field.rational(2)) ** (10**12)
    assert ((field.sqrt(field.rational(2)) - 1) ** (10**9)).sign() == 1


def test_repeated_squaring(field):
    x = field.sqrt(field.rational(2)) + 1

    def square_again(x):
        for _ in range(60):
            x = x * x + 1

    with pytest.raises(UndecidedError, match="size"):
        square_again(x)


def test_deep_graphs_need_no_deep_stack(field):
    x = field.sqrt(field.sqrt(field.rational(2)) + 1)
    for _ in range(3000):
        x = 1 / (x + 1)
    assert x.decimal(5) == "0.61803"
    with pytest.raises(UndecidedError, match="too long"):
        x.to_sympy()
