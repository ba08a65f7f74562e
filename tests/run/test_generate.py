import operator
from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symopt import rules
from symopt.errors import InputError
from symopt.objective import Objective, real_symbols
from symopt.rule import GRADIENT, POINT, Line, Rule, before
from symopt.run.emit import Operations
from symopt.run.generate import generate

x, y = real_symbols(["x", "y"])
QUADRATIC = Objective(x**2 / 20 + y**2, (x, y))
FRACTIONS = Operations(lambda r: Fraction(int(r.p), int(r.q)), Fraction, {"power": operator.pow})


def step(rule, objective=QUADRATIC):
    program = generate(rule, objective.gradient(), objective.variables)
    return program, program.compile(FRACTIONS)


def test_sgd_is_two_lines_a_coordinate():
    program, function = step(rules.sgd)
    assert "new_theta_0 = theta_0 - lr*g_0" in program.source
    g0, g1, x1, y1 = function(1, Fraction(-7), Fraction(2), Fraction(19, 20))
    assert (g0, g1) == (Fraction(-7, 10), 4)
    assert (x1, y1) == (Fraction(-7) * Fraction(905, 1000), Fraction(2) * Fraction(-9, 10))


def test_the_authors_order_of_operations_is_kept():
    program, _ = step(rules.adamax)
    assert "theta_0 - lr/(1 - power(beta1, t))*new_m_0/new_u_0" in program.source


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "nesterov_ema"])
def test_rational_rules_are_known_to_be_rational(name):
    assert step(rules.get(name))[0].is_rational


@pytest.mark.parametrize("name", ["adam", "adagrad", "normalized_gd", "adamax", "adadelta"])
def test_rules_with_roots_are_known_not_to_be(name):
    program = generate(rules.get(name), QUADRATIC.gradient(), (x, y))
    assert not program.is_rational


def test_nesterov_takes_the_gradient_at_the_lookahead_point():
    _, function = step(rules.nesterov, Objective(x**2, (x,)))
    g, v, theta = function(1, Fraction(3), Fraction(1), Fraction(1, 10), Fraction(1, 2))
    assert g == 2 * (3 + Fraction(1, 2))
    assert v == Fraction(1, 2) - Fraction(1, 10) * g
    assert theta == 3 + v


def test_names_of_a_page_never_reach_the_code():
    hostile = "__import__('os').getcwd()"
    theta = before(POINT)
    parameter = sympy.Symbol(hostile, real=True)
    rule = Rule(
        hostile,
        {hostile: None},
        {},
        (Line("theta", theta - parameter * GRADIENT(theta)),),
    )
    program = generate(rule, QUADRATIC.gradient(), (x, y))
    assert "import" not in program.source


def test_whole_numbers_never_divide_in_floats():
    _, function = step(rules.sgd, Objective(x * sympy.Rational(1, 3) + 2 * x / 7, (x,)))
    g, _ = function(1, Fraction(1), Fraction(1))
    assert g == Fraction(13, 21)


def test_an_unknown_function_is_refused_with_the_way_out():
    with pytest.raises(InputError, match="'gamma' can't be computed exactly"):
        step(rules.sgd, Objective(sympy.gamma(x) + x, (x,)))


@given(
    st.fractions(max_denominator=50),
    st.fractions(max_denominator=50),
    st.lists(st.integers(-9, 9), min_size=6, max_size=6),
)
def test_a_generated_gradient_equals_sympys(a, b, c):
    expression = c[0] * x**3 * y + c[1] * x * y**2 + c[2] * x**2 + c[3] * y**3 + c[4] * x + c[5] * y
    objective = Objective(sympy.sympify(expression), (x, y))
    _, function = step(rules.sgd, objective)
    computed = function(1, a, b, Fraction(1))[:2]
    point = {x: sympy.Rational(a), y: sympy.Rational(b)}
    expected = [part.subs(point) for part in objective.gradient()]
    assert [sympy.Rational(part) for part in computed] == expected


def test_an_error_is_traced_to_its_line_and_coordinate():
    rule = rules.adagrad
    program = generate(rule, QUADRATIC.gradient(), (x, y))
    function = program.compile(
        Operations(
            lambda r: Fraction(int(r.p), int(r.q)),
            Fraction,
            {"sqrt": lambda v: v, "power": operator.pow},
        )
    )
    try:
        function(1, Fraction(1), Fraction(0), Fraction(0), Fraction(0), Fraction(1), Fraction(0))
    except ZeroDivisionError as error:
        where = program.where(error.__traceback__)
    assert (where.quantity, where.component) == ("theta", 1)
