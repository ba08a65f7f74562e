from fractions import Fraction

import pytest
import sympy
from sympy.abc import x, y

import symopt
from symopt import Problem, Solution, rules
from symopt.errors import InputError

BY_HAND = {"lr": 1, "beta1": "1/2", "beta2": "1/2", "epsilon": 0}


@pytest.fixture
def exercise():
    return Problem(x * y, start={x: 1, y: 2}, rule=rules.adam, **BY_HAND)


def test_the_promise_of_the_interface(exercise):
    solution = exercise.solve(2)
    assert isinstance(solution, Solution)
    assert str(solution[2].theta) == "(-2*sqrt(2)/3, 1 - sqrt(3)/3)"
    assert solution[2].m_hat == (sympy.Rational(4, 3), sympy.Rational(1, 3))
    assert len(solution) == 3
    assert [step.number for step in solution] == [0, 1, 2]


def test_numbers_may_be_ints_fractions_sympy_numbers_or_text():
    problem = Problem(x**2, start={x: "√2"}, rule="sgd", lr=Fraction(1, 4))
    assert problem.solve(1)[1].theta == (sympy.sqrt(2) / 2,)
    assert Problem("x^2", start={"x": sympy.pi}, rule="sgd", lr="1/4").solve(1)[1].theta == (
        sympy.pi / 2,
    )


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"lr": 0.1}, "'lr' must be exact (got the float 0.1)"),
        ({"start": {x: 0.5}}, "'x' must be exact (got the float 0.5)"),
        ({"lr": sympy.Float("0.1")}, "'lr' must be exact"),
        ({"lr": None}, "'lr' must be a number"),
        ({"lr": x}, "'lr' must be a number (got 'x')"),
        ({"lr": float("nan")}, "'lr' must be an exact number"),
        ({"learning": 1}, "rule 'sgd' has no parameter 'learning'"),
        ({"objective": 0.5 * x}, "the objective must be exact"),
        ({"objective": x * y}, "unknown variable 'y'"),
        ({"start": {}}, "the start is missing"),
        ({"rule": "sgdd"}, "unknown rule 'sgdd'"),
    ],
)
def test_what_is_not_exact_or_not_known_is_refused(keywords, message):
    arguments = {"objective": x**2, "start": {x: 1}, "rule": "sgd"} | keywords
    with pytest.raises(InputError) as caught:
        Problem(arguments.pop("objective"), **arguments)
    assert message in str(caught.value)


def test_a_refused_float_comes_with_the_way_out():
    with pytest.raises(InputError) as caught:
        Problem(x**2, start={x: 1}, rule="sgd", lr=0.1)
    assert caught.value.hint == "write '0.1' or Rational(1, 10)"


def test_a_value_known_in_decimals_is_a_float_with_those_digits():
    problem = Problem(sympy.exp(x), start={x: 0}, rule="sgd", lr=1, digits=20)
    value = problem.solve(4)[4].theta[0]
    assert isinstance(value, sympy.Float)
    reference = sympy.Integer(0)
    for _ in range(4):
        reference = reference - sympy.exp(reference)
    assert abs(value - reference.evalf(40)) < sympy.Rational(1, 10**19)


def test_an_unknown_quantity_is_an_attribute_error(exercise):
    with pytest.raises(AttributeError, match="step 1 has no quantity 'q'"):
        _ = exercise.solve(1)[1].q


def test_a_solution_is_a_page_that_checks(exercise):
    assert symopt.check(exercise.solve(2).to_markdown()).exit_code == 0


def test_the_judge_is_at_hand():
    assert symopt.equal("√(3 + 2√2)", "1 + √2").status == "proved"
    assert symopt.equal("β m + (1 - β) g", "m + (1 - β)(g - m)").status == "proved"
    with pytest.raises(TypeError):
        bool(symopt.equal("1", "2"))
