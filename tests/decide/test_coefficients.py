import sympy as sp

from symopt.decide import equal
from symopt.decide.budget import Budget
from symopt.decide.coefficients import vanishes
from symopt.decide.domain import Domain
from symopt.decide.normal_form import Workplace

x = sp.Symbol("x")


def difference(left, right):
    oracle, (a, b) = Workplace(Domain([x]), Budget()).forms(left, right)
    return oracle.ring, (a - b).numerator


def test_roots_of_numbers_that_depend_on_each_other():
    nested = (7 + 5 * sp.sqrt(2)) ** sp.Rational(1, 3)
    ring, poly = difference(nested * x, (1 + sp.sqrt(2)) * x)
    assert poly != 0
    assert vanishes(ring, poly, Budget())


def test_coefficients_that_differ_by_little_do_not_vanish():
    nested = (7 + 5 * sp.sqrt(2)) ** sp.Rational(1, 3)
    ring, poly = difference(nested * x, (1 + sp.sqrt(2) + sp.Rational(1, 10**40)) * x)
    assert not vanishes(ring, poly, Budget())
    assert equal(nested * x, (1 + sp.sqrt(2) + sp.Rational(1, 10**40)) * x).status == "refuted"


def test_the_verdict_says_so():
    nested = sp.Pow(7 + 5 * sp.sqrt(2), sp.Rational(1, 3))
    verdict = equal(nested * (x + 1), (1 + sp.sqrt(2)) * (x + 1))
    assert verdict.status == "proved"
    assert any("separation bound" in line for line in verdict.evidence)
