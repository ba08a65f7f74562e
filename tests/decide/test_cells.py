import pytest
import sympy as sp

from symopt.decide import equal
from symopt.decide.budget import Budget
from symopt.decide.cells import leaves
from symopt.decide.domain import Domain
from symopt.decide.normal_form import Workplace
from symopt.errors import UndecidedError

x, y, z, t = sp.symbols("x y z t", real=True)


def number_of_cells(*expressions, **assuming):
    domain = Domain(set().union(*(e.free_symbols for e in expressions)), assuming)
    return len(list(leaves(Workplace(domain, Budget(seconds=60)), *expressions)))


def unevaluated_max(a, b):
    return sp.Max(a, b, evaluate=False)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (unevaluated_max(unevaluated_max(x, y), z), unevaluated_max(x, unevaluated_max(y, z))),
        (sp.sqrt(sp.Max(x**2, y**2)), sp.Max(sp.Abs(x), sp.Abs(y))),
        (sp.Max(x, y) * sp.Min(x, y), x * y),
        (sp.Abs(x) + x, 2 * sp.Max(x, 0)),
        (sp.sign(x) * x, sp.Abs(x)),
        (sp.sign(x) ** 3, sp.sign(x)),
        (sp.Abs(sp.sign(x)) * x, x),
        (sp.Piecewise((1, x > 0), (-1, x < 0), (0, True)), sp.sign(x)),
        (sp.Piecewise((x, sp.And(x > 0, x > y)), (y, y > 0), (0, True)), sp.Max(x, y, 0)),
        (sp.Piecewise((x**2, sp.Eq(x, y)), (x * y, True)), x * y),
        (sp.Piecewise((0, sp.Ne(x, y)), (x - y, True)), sp.Integer(0)),
        (sp.Max(0, x) - sp.Max(0, -x), x),
        (sp.Min(sp.Max(x, -1), 1), sp.Piecewise((-1, x < -1), (1, x > 1), (x, True))),
    ],
)
def test_equalities_that_need_cases_are_proved(left, right):
    assert equal(left, right).status == "proved"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (sp.sign(x) ** 2, sp.Integer(1)),  # wrong at 0 alone
        (sp.Piecewise((x, x >= 0), (0, True)), sp.Abs(x)),
        (sp.Piecewise((x, sp.Eq(x, y)), (0, True)), sp.Integer(0)),
        (sp.Piecewise((1, sp.Eq(x, 7 * y + sp.Rational(1, 3))), (0, True)), sp.Integer(0)),
        (sp.Max(x, y), sp.Max(x, y, z)),
        (sp.Abs(x + y), sp.Abs(x) + sp.Abs(y)),
    ],
)
def test_equalities_that_fail_in_one_cell_are_refuted(left, right):
    verdict = equal(left, right)
    assert verdict.status == "refuted"
    assert verdict.witness is not None


def test_a_case_for_one_integer_is_split_off():
    first = sp.Piecewise((x, sp.Eq(t, 1)), (x * y ** (t - 1), True))
    assert equal(first, x * y ** (t - 1), assuming={"t": "positive integer"}).status == "proved"


def test_an_expression_without_switches_is_one_cell():
    assert number_of_cells(x + y) == 1
    assert number_of_cells(sp.Abs(x)) == 2
    assert number_of_cells(sp.sign(x)) == 3
    assert number_of_cells(sp.Abs(x), x=">= 0") == 1


def test_cells_that_follow_from_others_are_not_split():
    assert number_of_cells(sp.Max(x, y) + sp.Max(y, x + 1) + sp.Max(x, y + 1)) <= 5


def test_too_many_cells_are_undecided():
    many = sum(sp.sign(x + k * y + k**2 * z) for k in range(9))
    with pytest.raises(UndecidedError, match="sign cells"):
        number_of_cells(many)


def test_roots_and_logarithms_leave_the_cells_where_they_are_undefined():
    assert equal(sp.exp(sp.log(x), evaluate=False) + sp.sign(x), x + sp.sign(x)).status == "proved"
    below = sp.Mul(sp.sqrt(x), sp.sqrt(x), evaluate=False)
    assert equal(below + sp.sign(x), sp.Abs(x) + sp.sign(x)).status == "proved"
    q = sp.Symbol("q")
    assert equal(sp.sqrt(-(q**2)) + 1, q + 1).status == "proved"  # q = 0 alone is left
    assert equal(sp.sqrt(-(q**2)) + 1, q + 2).status == "refuted"


def test_where_two_roots_leave_one_point_the_point_is_judged():
    left, right = x + sp.sqrt(-y), 2 * x - sp.sqrt(y)  # defined for y = 0 alone
    assert equal(left, right).status == "refuted"
    assert equal(left, x - sp.sqrt(y)).status == "proved"
