import pytest
import sympy as sp

from symopt.decide.budget import Budget
from symopt.decide.domain import Domain
from symopt.decide.normal_form import Workplace
from symopt.decide.scope import Scope
from symopt.decide.sum_index import chosen_argument

s, t, x = sp.symbols("s t x")
f, g = map(sp.Function, "fg")
KNOWN = {"t": "positive integer", "s": "integer"}
INNER = Scope(Workplace(Domain([s, t, x], KNOWN), Budget(seconds=3600))).within(sp.Integer(1), t)
k = INNER.index


@pytest.mark.parametrize(
    ("body", "argument"),
    [
        (f(k), k),
        (f(k + 1), k + 1),
        (f(s + k - 2), s + k - 2),
        (f(t - k), t - k),
        (f(k + 1) * f(k + 3), k + 1),  # the smaller shift
        (f(t - k) * f(k), k),  # forwards before backwards
        (g(k) * f(t - k), t - k),  # f before g
        (k * g(k + 1), k + 1),  # a factor k is multiplied out again
        (f(2 * k + 3), k + 1),
        (f(2 * t - 2 * k), t - k),
        (1 / (k + 2), k + 2),
        (1 / (k - t), t - k),  # -1/(t - k)
        (sp.sqrt(k + 1), k + 1),
        (f(k + x), k),  # x is no integer
        (f(k**2), k),
        (sp.Integer(2) ** k, k),
    ],
)
def test_the_argument_that_becomes_the_index(body, argument):
    assert chosen_argument(body, INNER) == argument


def test_ends_never_come_to_depend_on_another_index():
    nested = INNER.within(sp.Integer(1), s)
    assert chosen_argument(f(k + nested.index + 2), nested) == nested.index + 2
    assert chosen_argument(f(k - nested.index), nested) == nested.index
