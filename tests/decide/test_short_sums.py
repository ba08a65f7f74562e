import pytest
import sympy as sp

from symopt.decide import equal
from symopt.decide.short_sums import is_short, written_out
from symopt.errors import UndecidedError

k = sp.Dummy("k", integer=True)
n, x = sp.symbols("n x")
f = sp.Function("f")


def test_sums_and_products_between_numbers_are_written_out():
    assert written_out(sp.Sum, k * x, k, 2, 4) == 9 * x
    assert written_out(sp.Product, k + x, k, 0, 1) == x * (x + 1)
    assert written_out(sp.Sum, f(k), k, 1, 0) == 0
    ascending, descending = sp.Sum(x**k, (k, 0, 9)), sp.Sum(x ** (9 - k), (k, 0, 9))
    assert equal(ascending, descending).status == "proved"
    assert equal(sp.Product(x + k, (k, 0, 2)), x**3 + 3 * x**2 + 2 * x).status == "proved"


def test_ends_that_are_reversed_have_no_sum():
    with pytest.raises(UndecidedError, match="reversed"):
        written_out(sp.Sum, k, k, 3, 1)


def test_long_sums_of_unknown_terms_are_not_short():
    ends = sp.Integer(1), sp.Integer(100)
    assert is_short(x**k, *ends)
    assert not is_short(f(k), *ends)
    assert not is_short(k, sp.Integer(1), n)


def test_powers_with_growing_exponents_are_not_written_out():
    tower = sp.Sum(sp.Pow(9, 9**k, evaluate=False), (k, 1, 50))
    assert equal(tower, x, seconds=2).status in ("undecided", "refuted")
