import pytest

from symopt.marking.evaluate import Evaluator
from symopt.marking.operands import operands_worked
from symopt.notation.read import read_expression
from symopt.notation.write import tree_text
from symopt.numbers import Field


def worked(text, longest=80):
    field = Field()
    evaluator = Evaluator(field, lambda _: None, lambda point: tuple(x + x for x in point))
    tree = operands_worked(read_expression(text), evaluator, longest=longest)
    return None if tree is None else tree_text(tree)


@pytest.mark.parametrize(
    ("text", "before_the_end"),
    [
        ("1/2*(0, 0) + (1 - 1/2)*(2, 1)", "(0, 0) + (1, 1/2)"),
        ("(1, 1/2)/(1 - 1/2)", "(1, 1/2)/(1/2)"),
        ("(0, 1) - (4/3, 1/3)/√(2, 1/3)", "(0, 1) - (2*sqrt(2)/3, sqrt(3)/3)"),
        ("1*2 - 3*4 + 5*6", "2 - 12 + 30"),
        ("-(1*2 + 3)", "-(2 + 3)"),
        ("∇f((1, 2) + 1/2*(2, 2))", "grad((2, 3))"),
        ("1/2*∇f((1, 2)) + (1, 1)", "(1, 2) + (1, 1)"),
        ("2*3", "2*3"),
    ],
)
def test_the_operands_of_the_last_operation_are_worked_out(text, before_the_end):
    assert worked(text) == before_the_end


@pytest.mark.parametrize("text", ["1/(1 - 1) + 2*3", "a*2 + 1", "(1, 2)*(1, 2, 3) + 1"])
def test_what_has_no_value_has_no_such_row(text):
    assert worked(text) is None


def test_an_operand_that_is_too_long_is_not_shown():
    assert worked("7^40*3 + 1", longest=20) is None
    assert worked("7^40*3 + 1") == f"{3 * 7**40} + 1"
