import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Heaviside, Integer, KroneckerDelta, Max, Sum, exp

from symopt.network.indices import (
    I,
    J,
    N,
    array,
    component,
    contracted,
    i,
    j,
    k,
    n,
    places,
    pulled_back,
    spelled_out,
    total,
)

x, y, G, W = map(array, "xyGW")
SIZES = {N: 2, I: 3, J: 2}


def test_a_sum_over_a_delta_is_the_one_term_that_is_left():
    assert contracted(total(KroneckerDelta(j, k) * x[n, j], j)) == x[n, k]
    assert contracted(total(KroneckerDelta(n, i) * KroneckerDelta(j, k) * y[n, j], n, j)) == y[i, k]


def test_factors_without_the_index_stand_before_the_sum():
    assert contracted(total(x[n, i] * W[i, j] * y[n, k], i)) == y[n, k] * total(
        x[n, i] * W[i, j], i
    )
    assert contracted(total(x[n, k], j)) == J * x[n, k]


def test_the_gradient_of_a_product_of_matrices_is_a_product_with_the_other_one():
    value = total(x[n, i] * W[i, j], i)
    assert pulled_back(G[n, j], value, x[n, i]) == total(G[n, j] * W[i, j], j)
    assert pulled_back(G[n, j], value, W[i, j]) == total(G[n, j] * x[n, i], n)


def test_the_corner_of_a_maximum_has_slope_0():
    found = pulled_back(G[n, j], Max(x[n, j], 0), x[n, j])
    assert found == Heaviside(x[n, j], 0) * G[n, j]
    assert found.xreplace({x[n, j]: Integer(0)}) == 0


def test_a_bound_index_never_meets_a_free_one():
    found = pulled_back(G[n, j], total(exp(x[n, k]), k) * x[n, j], x[n, j])
    for sum_ in found.atoms(Sum):
        assert {limit[0] for limit in sum_.limits} == {k}
    assert found.free_symbols >= {n, j}


def test_places_are_all_of_them_and_components_have_names():
    assert [component(W[i, j].xreplace(at)).name for at in places(W[i, j], SIZES)] == [
        f"W_{row}{column}" for row, column in itertools.product("123", "12")
    ]


@pytest.mark.parametrize(
    "value", [total(x[n, i] * W[i, j], i) ** 2, exp(total(x[n, i], i)) * W[1, j]]
)
@given(row=st.integers(1, 2), column=st.integers(1, 3))
def test_pulling_back_agrees_with_components(value, row, column):
    whole = total(G[n, j] * value, j, n)
    derived = pulled_back(G[n, j], value, x[n, i]).xreplace({n: Integer(row), i: Integer(column)})
    entry = component(x[row, column])
    difference = spelled_out(derived, SIZES) - spelled_out(whole, SIZES).diff(entry)
    assert difference.expand() == 0
