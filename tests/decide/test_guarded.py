import pytest
import sympy as sp

from symopt.decide import equal
from symopt.decide.guarded import guarded
from symopt.errors import UndecidedError

n, x = sp.symbols("n x")


def test_what_sympy_raises_becomes_undecided():
    with pytest.raises(UndecidedError, match="SymPy fails at a sum"), guarded("a sum"):
        sp.Max(sp.I, 1)


def test_other_errors_pass():
    with pytest.raises(KeyboardInterrupt), guarded("a sum"):
        raise KeyboardInterrupt


def test_a_sum_that_sympy_cannot_write_out_is_undecided():
    root = sp.Pow(sp.Add(-1, sp.Mul(0, n, evaluate=False), evaluate=False), sp.Rational(1, 3))
    total = sp.Sum(sp.Max(n * root, sp.Function("f")(2), evaluate=False), (n, 0, 3))
    assert equal(total, total + 1).status == "undecided"
