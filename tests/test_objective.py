import pytest
import sympy
from sympy import Abs, Max, Rational, sqrt

from symopt.errors import InputError
from symopt.objective import GivenGradients, Objective, batches_of, real_symbols

x, y, w = real_symbols(["x", "y", "w"])


def test_gradient_and_hessian():
    f = Objective(x**2 / 20 + y**2, (x, y))
    assert f.gradient() == (x / 10, 2 * y)
    assert f.hessian == sympy.Matrix([[Rational(1, 10), 0], [0, 2]])


def test_the_cost_over_rows_is_their_mean():
    f = Objective((w * x - y) ** 2 / 2, (w,), (x, y), ((1, 2), (2, 3), (3, 7)))
    expected = sum((w * a - b) ** 2 for a, b in [(1, 2), (2, 3), (3, 7)]) / 6
    assert sympy.expand(f.value - expected) == 0


def test_each_step_follows_its_own_batch():
    rows = ((1, 2), (2, 3), (3, 7))
    f = Objective((w * x - y) ** 2 / 2, (w,), (x, y), rows, batches_of(2, 3))
    first, second = f.gradient(1)[0], f.gradient(2)[0]
    assert sympy.expand(first - ((w - 2) + 2 * (2 * w - 3)) / 2) == 0
    assert sympy.expand(second - 3 * (3 * w - 7)) == 0
    assert f.gradient(3) == f.gradient(1)


def test_the_mean_of_equal_batches_gradients_is_the_whole_gradient():
    rows = tuple((sympy.Integer(a), sympy.Integer(a * a)) for a in range(1, 7))
    f = Objective((w * x - y) ** 2 / 2, (w,), (x, y), rows, batches_of(2, 6))
    mean = sum(f.gradient(step)[0] for step in (1, 2, 3)) / 3
    assert sympy.expand(mean - f.gradient()[0]) == 0


def test_a_kink_has_no_gradient():
    (at_kink,) = Objective(Abs(x), (x,)).gradient()
    assert at_kink.subs(x, 0) is sympy.nan
    assert at_kink.subs(x, -3) == -1
    (relu,) = Objective(Max(x, 0), (x,)).gradient()
    assert relu.subs(x, 0) is sympy.nan
    assert [relu.subs(x, v) for v in (-2, 2)] == [0, 1]


def test_a_gradient_without_a_value_stays_so():
    (slope,) = Objective(sqrt(x), (x,)).gradient()
    assert slope.subs(x, 0) is sympy.zoo


def test_an_unknown_variable_is_refused_with_the_way_out():
    with pytest.raises(InputError, match="unknown variable 'y'") as caught:
        Objective(x * y, (x,))
    assert "start:" in str(caught.value)


def test_given_gradients_end():
    given = GivenGradients((x,), ((sympy.Integer(2),), (sympy.Integer(1),)))
    assert given.gradient(2) == (1,)
    with pytest.raises(InputError, match="step 3 has no gradient"):
        given.gradient(3)


def test_the_last_batch_may_be_shorter():
    assert batches_of(2, 5) == ((0, 1), (2, 3), (4,))
