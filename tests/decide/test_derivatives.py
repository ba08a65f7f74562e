import pytest
import sympy as sp

from symopt.decide import equal
from symopt.decide.derivatives import with_own_indices, without_derivatives

i, j, k, n = sp.symbols("i j k n", integer=True)
v = sp.Symbol("v")
f, w, x = map(sp.Function, "fwx")


def test_members_of_a_sequence_are_independent_variables():
    assert without_derivatives(sp.Derivative(w(1) ** 2 + w(2), w(1))) == 2 * w(1)
    assert without_derivatives(sp.Derivative(w(k), w(j))) == sp.KroneckerDelta(j, k)
    assert without_derivatives(sp.Derivative(w(j) ** 3, w(j), w(j))) == 6 * w(j)
    by_two = without_derivatives(sp.Derivative(w(i, k) * v, w(i, j)))
    assert by_two == v * sp.KroneckerDelta(j, k)


def test_under_a_sum_the_bound_index_is_not_the_free_one():
    derivative = without_derivatives(sp.Derivative(sp.Sum(w(j) * x(j), (j, 1, n)), w(j)))
    assert derivative.has(sp.KroneckerDelta)
    verdict = equal(derivative, x(j), assuming={"j": "integer in [1, n]", "n": "positive integer"})
    assert verdict.status == "proved"


def test_derivatives_by_variables_leave_sums_open():
    total = sp.Sum(f(k) * v**2, (k, 1, n))
    assert without_derivatives(sp.Derivative(total, v)) == sp.Sum(2 * f(k) * v, (k, 1, n))


@pytest.mark.parametrize("claimed", [sp.Integer(0), w(j), 2 * w(j) + 1])
def test_wrong_derivatives_are_refuted(claimed):
    left = sp.Derivative(sp.Sum(w(k) ** 2, (k, 1, n)), w(j))
    verdict = equal(left, claimed, assuming={"j": "integer in [1, n]", "n": "positive integer"})
    assert verdict.status == "refuted"


def test_own_indices_equal_nothing_else():
    nested = sp.Sum(f(k) * sp.Sum(f(k), (k, 1, k)), (k, 1, k))
    renamed = with_own_indices(nested)
    assert renamed.free_symbols == {k}
    assert len(renamed.atoms(sp.Dummy)) == 2
    assert renamed.subs(k, 3).doit() == nested.subs(k, 3).doit()
