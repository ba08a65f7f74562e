"""SymPy's exact numbers there and back, and a clear refusal of everything else."""

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symopt.errors import InputError, UndecidedError, UndefinedError
from symopt.numbers import Field, from_sympy

x, y = sympy.symbols("x y")
TWO, THREE = sympy.Integer(2), sympy.Integer(3)


@pytest.fixture
def field():
    return Field()


EXACT = [
    sympy.Rational(-7, 3),
    sympy.sqrt(2) / 3 - sympy.sqrt(3),
    sympy.sqrt(5 + 2 * sympy.sqrt(6)),
    sympy.root(7 + 5 * sympy.sqrt(2), 3),
    TWO ** sympy.Rational(-5, 7),
    1 / (sympy.sqrt(2) + sympy.cbrt(3)),
    sympy.pi**2 / 6,
    sympy.exp(sympy.sqrt(2)) - sympy.E,
    sympy.log(5) * sympy.sin(1) + sympy.atan(sympy.Rational(1, 3)),
    sympy.Abs(1 - sympy.sqrt(2)) + sympy.sign(sympy.sqrt(3) - 2),
    sympy.Max(sympy.sqrt(2), sympy.Rational(7, 5), 1),
    sympy.Min(sympy.sqrt(2), sympy.Rational(7, 5), 1),
    TWO ** sympy.sqrt(2),
    sympy.GoldenRatio.rewrite(sympy.sqrt),
    sympy.tanh(1) / sympy.cosh(2) + sympy.erf(1),
]


@pytest.mark.parametrize("expr", EXACT, ids=str)
def test_values_agree_with_sympys_own_evaluation(field, expr):
    value = from_sympy(expr, field)
    assert abs(sympy.Float(value.decimal(30), 35) - sympy.N(expr, 35)) < 1e-28


@pytest.mark.parametrize("expr", EXACT, ids=str)
def test_what_goes_out_comes_back_as_the_same_number(field, expr):
    value = from_sympy(expr, field)
    assert from_sympy(value.to_sympy(), field).equals(value)


def test_symbols_take_the_values_given(field):
    values = {x: field.sqrt(field.rational(2)), y: field.rational(3)}
    assert from_sympy(x**2 + y * x, field, values) is 2 + 3 * values[x]


def test_unevaluated_expressions_are_read_as_written(field):
    with sympy.evaluate(False):
        expr = sympy.Add(sympy.sqrt(8), sympy.Mul(-2, sympy.sqrt(2)))
    assert from_sympy(expr, field).rational == 0


@pytest.mark.parametrize(
    ("expr", "named"),
    [
        (sympy.Float("0.5"), "0.5"),
        (x + 1, "'x'"),
        (sympy.gamma(sympy.Rational(1, 3)), "'gamma'"),
        (sympy.I + 1, "complex"),
        (sympy.sqrt(-3), "complex"),
        (sympy.Function("f")(1), "'f'"),
        (sympy.Piecewise((1, x > 0), (2, True)), "'Piecewise'"),
        (sympy.Integral(x, (x, 0, 1)), "'Integral'"),
        (sympy.true, "BooleanTrue"),
    ],
    ids=str,
)
def test_anything_else_is_refused_by_name(field, expr, named):
    with pytest.raises(InputError, match=named):
        from_sympy(expr, field)


@pytest.mark.parametrize(
    "expr",
    [
        sympy.zoo,
        sympy.nan,
        sympy.oo,
        sympy.Pow(0, -1, evaluate=False),
        sympy.Pow(-2, sympy.Rational(1, 2), evaluate=False),
        sympy.Pow(-8, sympy.Rational(1, 3), evaluate=False),
        sympy.log(0, evaluate=False),
        sympy.Mul(1, sympy.Pow(sympy.sqrt(8) - 2 * sympy.sqrt(2), -1, evaluate=False)),
    ],
    ids=str,
)
def test_what_does_not_exist_is_undefined(field, expr):
    with pytest.raises(UndefinedError):
        from_sympy(expr, field)


def test_a_power_that_is_too_large_is_undecided(field):
    tower = sympy.Pow(9, sympy.Pow(9, 9, evaluate=False), evaluate=False)
    with pytest.raises(UndecidedError):
        from_sympy(tower, field)


def test_a_deep_expression_needs_no_deep_stack(field):
    expr = TWO
    with sympy.evaluate(False):
        for _ in range(3000):
            expr = sympy.Add(expr, sympy.sqrt(THREE))
    assert from_sympy(expr, field) is 2 + 3000 * field.sqrt(field.rational(3))


def test_shared_parts_are_converted_once(field):
    expr = x
    for _ in range(60):
        expr = sympy.Mul(expr, expr, evaluate=False)
    assert from_sympy(expr, field, {x: field.rational(-1)}).rational == 1


def test_a_long_number_is_not_unfolded(field):
    value = field.rational(1)
    for _ in range(40):
        value = value + field.sqrt(value)
    with pytest.raises(UndecidedError, match="too long"):
        value.to_sympy()


numbers = st.recursive(
    st.fractions(max_denominator=9, min_value=-9, max_value=9).map(
        lambda q: sympy.Rational(q.numerator, q.denominator)
    ),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: a * b, inner, inner),
        st.builds(lambda a: sympy.sqrt(a**2 + 1), inner),
        st.builds(lambda a, b: a / (b**2 + 2), inner, inner),
    ),
    max_leaves=6,
)


@given(numbers)
def test_random_numbers_agree_with_sympy(expr):
    value = from_sympy(expr, Field())
    expected = sympy.N(expr, 40, maxn=400)
    if value.sign() == 0:
        assert abs(expected) < 1e-30
    else:
        assert abs(sympy.Float(value.decimal(30), 40) / expected - 1) < 1e-28
