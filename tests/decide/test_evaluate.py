from fractions import Fraction

import mpmath
import pytest
import sympy as sp
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.decide.budget import Budget
from symopt.decide.evaluate import compiled
from symopt.decide.operations import UNDEFINED, UNSETTLED
from symopt.numbers.ball import precision

x, y, k, n = sp.symbols("x y k n")
FUNCTIONS = [sp.exp, sp.sin, sp.cos, sp.atan, sp.tanh, sp.sinh, sp.cosh, sp.erf, sp.Abs]


def value(expression, bits=128, **point):
    exact = {name: Fraction(v) for name, v in point.items()}
    return compiled(sp.sympify(expression)).run(exact, bits, Budget())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(FUNCTIONS), min_size=1, max_size=2), st.fractions(-3, 3))
def test_enclosures_hold_what_mpmath_computes(functions, point):
    expression = x
    for function in functions:
        expression = function(expression)
    found = value(expression, x=point)
    with mpmath.workdps(60):
        near = mpmath.mpf(point.numerator) / point.denominator
        for function in functions:
            near = getattr(mpmath, {"Abs": "fabs"}.get(function.__name__, function.__name__))(near)
        text = mpmath.nstr(near, 45)
    with precision(200):
        assert abs(arb(found) - arb(text)) < arb(10) ** -30


def test_rational_values_are_exact():
    assert value((x + y) ** 3 / (x - y), x=1, y="1/3") == fmpq(32, 9)
    assert value(sp.sqrt(x), x="16/9") == fmpq(4, 3)
    assert value(x ** sp.Rational(2, 3), x=8) == fmpq(4)
    assert value(sp.Max(x, y) - sp.sign(x), x=2, y=-1) == fmpq(1)
    assert value(sp.floor(x) + sp.ceiling(x), x="5/2") == fmpq(5)
    assert value(0 ** sp.Symbol("x"), x=0) == fmpq(1)


@pytest.mark.parametrize(
    ("expression", "point"),
    [
        (1 / x, 0),
        (sp.sqrt(x), -1),
        (sp.log(x), 0),
        (sp.log(x), -2),
        (x ** sp.Rational(1, 3), -8),
        (1 / x**2 + sp.sqrt(x), 0),
        (sp.Piecewise((x, x > 0)), -1),
        (sp.zoo + 0 * x, 1),
    ],
)
def test_what_is_not_defined_is_said_to_be(expression, point):
    assert value(expression, x=point) is UNDEFINED


def test_what_is_not_seen_is_unsettled():
    zero = sp.exp(x) - sp.exp(y)
    for hidden in (1 / zero, sp.sqrt(zero), sp.sign(zero), sp.log(zero)):
        assert value(hidden, x=1, y=1) is UNSETTLED
    assert value(sp.Integral(x, x), x=1) is UNSETTLED
    assert value(y, x=1) is UNSETTLED


def test_the_branch_that_is_not_taken_need_not_be_defined():
    cases = sp.Piecewise((1 / x, x > 0), (5, True))
    assert value(cases, x=0) == 5


def test_sums_run_over_their_own_index():
    total = sp.Sum(k * x, (k, 1, n)) + k
    assert value(total, x=2, n=4, k=100) == 120
    assert value(sp.Sum(k, (k, 1, n)), n=0) == 0
    assert value(sp.Sum(k, (k, 1, n)), n=-1) is UNDEFINED
    assert value(sp.Sum(k, (k, 1, n)), n="1/2") is UNSETTLED
    assert value(sp.Product(k, (k, 1, n)), n=5) == 120
    assert value(sp.Sum(k * n, (n, 1, k), (k, 1, 3))) == 1 + 2 * 3 + 3 * 6


def test_the_global_precision_is_left_alone():
    before = ctx.prec
    value(sp.exp(x), bits=777, x=1)
    assert ctx.prec == before


def test_an_unknown_function_is_one_and_the_same_function():
    f = sp.Function("f")
    assert value(f(x), x=2) == value(f(y + 1), y=1)
    assert value(f(x), x=2) != value(f(x), x=3)
    assert value(sp.Function("f", integer=True)(x), x=2) is UNSETTLED


def test_the_example_of_an_unknown_function_has_no_symmetry():
    f = sp.Function("f")
    assert value(f(x), x=0) != value(f(x), x=-1)
    assert value(f(x, y), x=1, y=2) != value(f(y, x), x=1, y=2)
    mixed = f(x, y) - f(x, 0) - f(0, y) + f(0, 0)
    assert value(mixed, x=1, y=1) != 0


def test_kronecker_deltas():
    delta = sp.KroneckerDelta(k, n)
    assert [value(delta, k=i, n=2) for i in (1, 2, 3)] == [0, 1, 0]
