import pytest
import sympy as sp

from symopt.decide.budget import Budget
from symopt.decide.domain import Domain
from symopt.decide.normal_form import Workplace
from symopt.decide.scope import Scope
from symopt.decide.sum_terms import parts_of
from symopt.errors import UndecidedError

b, c, t = sp.symbols("b c t")
f, g = map(sp.Function, "fg")


def scope(**known: str) -> Scope:
    domain = Domain([b, c, t], {"t": "positive integer", **known})
    return Scope(Workplace(domain, Budget())).within(sp.Integer(1), t)


def test_a_term_is_expanded_and_its_constants_are_coefficients():
    inner = scope()
    k = inner.index
    assert parts_of((f(k) + c) ** 2 / t, inner) == {f(k) ** 2: 1 / t, f(k): 2 * c / t, 1: c**2 / t}
    assert parts_of(f(k) - f(k), inner) == {}


def test_powers_are_split_where_their_base_is_not_zero():
    inner = scope(b="(0, 1)")
    k = inner.index
    ((body, coefficient),) = parts_of(b ** (t - k) * g(k), inner).items()
    assert (body, sp.powsimp(coefficient)) == (g(k) / b**k, b**t)
    with pytest.raises(UndecidedError):
        parts_of(b ** (t - k) * g(k), scope(b="[0, 1)"))


def test_denominators_with_the_index_stay_in_the_body():
    inner = scope()
    k = inner.index
    assert parts_of(1 / (c * (k + 1)), inner) == {1 / (k + 1): 1 / c}


def test_large_terms_are_refused():
    inner = scope()
    with pytest.raises(UndecidedError, match="large"):
        parts_of(sp.Add(*(f(inner.index + i) * c**i for i in range(300))), inner)
