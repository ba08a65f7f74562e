import pytest
import sympy as sp

from symopt.decide.budget import Budget
from symopt.decide.domain import Domain
from symopt.decide.interval import Interval
from symopt.decide.normal_form import Workplace
from symopt.decide.scope import Scope

n, t, x = sp.symbols("n t x")
f, g = map(sp.Function, "fg")


@pytest.fixture
def scope() -> Scope:
    known = {"t": "positive integer", "n": "integer >= 0"}
    return Scope(Workplace(Domain([n, t, x], known), Budget()))


def test_an_index_lies_between_the_ends(scope):
    inner = scope.within(t + 1, n + t)
    k = inner.index
    assert inner.place.domain.interval(k) == Interval(integer=True, lower=2)
    assert inner.nonnegative(k - t - 1)
    assert inner.nonnegative(n + t - k)
    assert not inner.nonnegative(k - n)


def test_an_empty_range_has_an_index_of_which_nothing_is_known(scope):
    index = scope.within(sp.Integer(2), sp.Integer(1)).index
    assert str(index).startswith("_k")
    assert not scope.within(sp.Integer(2), sp.Integer(1)).place.domain.interval(index).empty


def test_what_is_known_of_ends_is_used(scope):
    assert not scope.nonnegative(n - t)
    assert Scope(scope.place, facts=(n - t,)).nonnegative(2 * n - 2 * t + 1)
    assert not scope.nonnegative(1 / x)


def test_integers_and_zeros(scope):
    assert scope.integers(2 * t + n * t - 1)
    assert not scope.integers(t / 2)
    assert not scope.integers(x)
    assert scope.nonzero(t + n)
    assert not scope.nonzero(n)


@pytest.mark.parametrize("expression", [f(t) * g(n + 1), 1 / t, 1 / (1 + x**2), x**t])
def test_what_is_defined_everywhere(scope, expression):
    assert scope.total(expression)


@pytest.mark.parametrize(
    "expression", [1 / x, sp.sqrt(f(t)), x ** (-t), sp.asin(x), x**x, f(1 / n)]
)
def test_what_may_be_undefined(scope, expression):
    assert not scope.total(expression)
