"""The degree of a field of radicals, against SymPy's primitive elements."""

import pytest
import sympy
from flint import fmpz

from symopt.numbers.degree import Radical, degree


def bound(*radicals):
    return degree(
        frozenset(Radical(order, None if n is None else fmpz(n)) for order, n in radicals)
    )


@pytest.mark.parametrize(
    ("radicals", "expected"),
    [
        ([], 1),
        ([(2, 2)], 2),
        ([(2, 2), (2, 3)], 4),
        ([(2, 2), (2, 3), (2, 6)], 4),
        ([(2, 6), (2, 10), (2, 15)], 4),
        ([(2, 2), (2, 8)], 2),
        ([(2, 6), (2, 10), (2, 14), (2, 210)], 8),
        ([(3, 2), (3, 4)], 3),
        ([(2, 2), (4, 2)], 4),
        ([(2, 2), (3, 2)], 6),
        ([(2, 2), (3, 2), (6, 2)], 6),
        ([(4, 4)], 2),
        ([(2, None)], 2),
        ([(2, None), (3, None), (2, 2)], 12),
    ],
)
def test_degrees(radicals, expected):
    if len(radicals) > 1:
        assert bound(*radicals) == expected
    else:
        assert bound(*radicals) >= expected


@pytest.mark.parametrize(
    "radicals",
    [
        [(2, 2), (2, 3)],
        [(2, 6), (2, 10), (2, 15)],
        [(2, 12), (2, 18), (2, 2)],
        [(3, 2), (2, 3)],
        [(3, 4), (3, 2)],
        [(3, 12), (3, 18)],
        [(4, 2), (2, 6)],
    ],
)
def test_the_bound_is_the_degree_of_a_primitive_element(radicals):
    x = sympy.Symbol("x")
    element = sum(
        k * sympy.root(sympy.Integer(n), order) for k, (order, n) in enumerate(radicals, start=1)
    )
    assert bound(*radicals) == sympy.degree(sympy.minimal_polynomial(element, x), x)


def test_many_radicals_are_bounded_by_the_product():
    assert bound(*((2, n) for n in range(2, 60))) == 2**58
