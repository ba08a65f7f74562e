"""Shared by the tests of this floor."""

from collections.abc import Callable

import pytest
import sympy as sp

from symopt.decide.budget import Budget
from symopt.decide.domain import Domain
from symopt.decide.normal_form import Workplace
from symopt.notation.read import read_expression
from symopt.notation.to_sympy import to_sympy

NAMES = "x y z v w g m b c t n".split()


def expression(text: str) -> sp.Expr:
    """An expression in the letters above, as typed."""
    return to_sympy(read_expression(text), {n: sp.Symbol(n) for n in NAMES}, keep_order=True)


@pytest.fixture
def read() -> Callable[[str], sp.Expr]:
    return expression


@pytest.fixture
def vanishes() -> Callable[..., bool]:
    """Whether left - right is 0 in normal form."""

    def check(left: str | sp.Expr, right: str | sp.Expr, **assuming: str) -> bool:
        sides = [expression(s) if isinstance(s, str) else s for s in (left, right)]
        domain = Domain(sides[0].free_symbols | sides[1].free_symbols, assuming)
        _, (a, b) = Workplace(domain, Budget()).forms(*sides)
        return bool((a - b).numerator == 0)

    return check
