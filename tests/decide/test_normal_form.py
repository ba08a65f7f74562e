import pytest
import sympy as sp

from symopt.decide.budget import Budget
from symopt.decide.domain import Domain
from symopt.decide.normal_form import Workplace
from symopt.decide.sides import look_over
from symopt.errors import InputError, UndecidedError, UndefinedError

x, y, t = sp.symbols("x y t")


def forms(*expressions, **assuming):
    symbols = set().union(*(look_over(e).symbols for e in expressions))
    return Workplace(Domain(symbols, assuming), Budget()).forms(*expressions)


def test_derivatives_of_a_quotient(vanishes):
    f = (x**2 + 1) / (x - y)
    assert vanishes(sp.diff(f, x), (2 * x * (x - y) - (x**2 + 1)) / (x - y) ** 2)


def test_a_thousand_terms_are_added():
    total = sp.Add(*(x**k / k for k in range(1, 1001)), evaluate=False)
    _, (form,) = forms(total)
    assert len(form.numerator) == 1000


def test_depth_is_no_matter():
    deep = x
    for _ in range(3000):
        deep = sp.Add(sp.Mul(-1, deep, evaluate=False), 1, evaluate=False)
    _, (form,) = forms(deep)
    assert str(form.numerator) == "g0"


def test_many_roots_are_given_room_or_refused():
    few = sp.Add(*(sp.sqrt(x + k) for k in range(1, 30)))
    forms(few, x="> 0")
    many = sp.Add(*(sp.sqrt(x + k) for k in range(1, 300)))
    with pytest.raises(UndecidedError, match="too many roots"):
        forms(many, x="> 0")


def test_numbers_that_are_not_real_are_undefined():
    for bad in (sp.I * x, sp.zoo + x, sp.oo * sp.Symbol("x"), sp.nan):
        with pytest.raises(UndefinedError):
            forms(sp.sympify(bad))


def test_only_expressions_have_a_form():
    with pytest.raises(InputError):
        forms(sp.Function("f")(sp.Tuple(x, y)))


def test_cases_that_depend_on_nothing_are_chosen(vanishes):
    cases = sp.Piecewise((x, sp.Gt(sp.Integer(2), 1, evaluate=False)), (y, True), evaluate=False)
    assert vanishes(cases, x)


def test_towers_are_not_evaluated():
    tower = sp.Pow(9, sp.Pow(9, sp.Pow(9, 9, evaluate=False), evaluate=False), evaluate=False)
    _, (a, b) = forms(tower * x, x)
    assert (a - b).numerator != 0


def test_real_and_imaginary_parts_are_those_of_real_numbers(vanishes):
    assert vanishes(sp.re(x) + sp.im(y) + sp.conjugate(y), x + y)
