import time

import pytest

from symopt.decide.budget import Budget, TooLargeError
from symopt.errors import InputError, UndecidedError


def test_a_budget_that_is_used_up_says_so():
    spent = Budget(seconds=1, began=time.monotonic() - 2)
    assert spent.left == 0
    with pytest.raises(UndecidedError, match="1 seconds allowed are used up"):
        spent.check()


def test_a_large_operation_is_refused_beforehand():
    budget = Budget(max_terms=100)
    budget.product(100)
    with pytest.raises(TooLargeError):
        budget.product(101)


@pytest.mark.parametrize("options", [{"seconds": 0}, {"seconds": -1}, {"max_bits": 8}])
def test_budgets_are_positive(options):
    with pytest.raises(InputError):
        Budget(**options)
