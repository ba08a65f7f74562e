import pytest
import sympy as sp

from symopt.decide.defined import defined

g = sp.Function("g")
k, i, t = sp.symbols("k i t", integer=True)
y = sp.Symbol("y", real=True)
FROM_ZERO = {"t": "integer >= 0"}


@pytest.mark.parametrize(
    "expression",
    [
        1 / (t + 1),
        sp.sqrt(t),
        y**t,
        sp.Sum(g(k), (k, 1, t)),
        sp.Sum(g(k) / k, (k, 1, t)),
        sp.Sum(sp.Sum(g(i) * g(k), (i, 1, k)), (k, 1, t)),
    ],
)
def test_what_has_a_value_everywhere(expression):
    assert defined(expression, assuming=FROM_ZERO)


@pytest.mark.parametrize(
    "expression",
    [
        1 / (t - 2),
        sp.Abs(t - 2) / (t - 2),
        sp.sqrt(t - 1),
        sp.log(t),
        y ** (t - 1),
        sp.Sum(g(k), (k, 2, t)),
        sp.Sum(g(k) / (k - 1), (k, 1, t)),
        sp.Sum(sp.Sum(g(i), (i, 3, k)), (k, 1, t)),
        sp.Sum(g(k), (k, 1, t)) / (t - 1),
        sp.Sum(g(k) * g(i), (i, 3, k), (k, 1, t)),
    ],
)
def test_what_has_none_somewhere_is_not_called_defined(expression):
    assert not defined(expression, assuming=FROM_ZERO)


def test_what_is_assumed_counts():
    assert defined(1 / y, assuming={"y": "nonzero"})
    assert not defined(1 / y)
