from fractions import Fraction

import pytest
import sympy as sp

from symopt.decide.sides import components, known_names, look_over
from symopt.errors import InputError, NotationError

x, y = sp.symbols("x y")
f = sp.Function("f")


def test_vectors_come_in_many_dresses():
    for side in ((x, y), [x, y], sp.Matrix([x, y]), sp.Tuple(x, y), "(x, y)", "[x; y]"):
        assert [str(c) for c in components(side, {})] == ["x", "y"]
    assert components(3, {}) == [sp.Integer(3)]
    assert components(Fraction(1, 3), {}) == [sp.Rational(1, 3)]


def test_text_means_the_symbols_of_the_other_side_and_of_the_assumptions():
    beta2 = sp.Symbol("beta2", positive=True)
    names = known_names(("β_2 + m_hat", beta2), {"m_hat": "real"})
    (sum_,) = components("β_2 + m_hat", names)
    assert sum_.free_symbols == {beta2, sp.Symbol("m_hat")}


@pytest.mark.parametrize("side", [0.5, True, None, x > 0, {x}, object()])
def test_what_is_no_exact_expression_is_refused(side):
    with pytest.raises(InputError):
        components(side, {})


def test_a_float_is_refused_with_the_way_out():
    for refuse in (lambda: components(0.1, {}), lambda: look_over(x + 0.1)):
        with pytest.raises(InputError) as error:
            refuse()
        assert "Rational(1, 10)" in str(error.value)


def test_text_that_cannot_be_read_says_where():
    with pytest.raises(NotationError):
        components("x +* y", {})


def test_a_look_tells_numbers_from_functions():
    assert look_over(sp.sqrt(2) + sp.Abs(sp.Rational(-1, 3))).algebraic
    assert not look_over(sp.sqrt(2) + sp.pi).algebraic
    assert not look_over(sp.sqrt(2) + x).algebraic
    assert not look_over(sp.Pow(2, sp.sqrt(2))).algebraic


def test_a_look_tells_towers_from_tame_powers():
    tower = sp.Pow(9, sp.Pow(9, 9, evaluate=False), evaluate=False)
    assert not look_over(tower + x).tame
    assert not look_over(sp.Pow(7, 10**9, evaluate=False)).tame
    assert look_over(sp.Pow(2, x) + 3**20).tame


def test_bound_variables_are_not_free():
    k = sp.Symbol("k")
    assert look_over(sp.Sum(k * x, (k, 1, y))).symbols == {x, y}


def test_floats_are_found_inside_sums():
    k = sp.Symbol("k")
    with pytest.raises(InputError):
        look_over(sp.Sum(sp.Mul(k, sp.Float("0.1")), (k, 1, x)))


@pytest.mark.parametrize(
    "side",
    [
        sp.Lambda(x, x),
        f(sp.Lambda(x, x)),
        sp.Piecewise((x > 0, x > 1), (x, True)),
        f(x, sp.S.true),
        sp.Sum(sp.Tuple(1, 2), (x, 0, y)),
        sp.Sum(sp.MatrixSymbol("M", 2, 2)[0, 0], (x, 0, y)),
    ],
)
def test_what_is_calculated_with_must_be_a_scalar(side):
    with pytest.raises(InputError):
        look_over(side)


def test_conditions_are_no_operands():
    kink = sp.Piecewise((x, (x > 0) | sp.Eq(y, 1)), (-x, True))
    assert look_over(kink).symbols == {x, y}


def test_a_written_odd_root_is_the_real_one():
    (root,) = components("cbrt(x)", {})
    (number,) = components("cbrt(-8)", {})
    assert root.subs(x, -8).doit() == number.doit() == -2
    assert components("root(4, x)", {}) == [sp.root(x, 4)]


def test_an_index_of_another_symbols_name_is_refused():
    bound = sp.Symbol("k", integer=True)
    with pytest.raises(InputError, match="shares its name"):
        look_over(sp.Sum(f(sp.Symbol("k")), (bound, 1, x)))
    assert look_over(sp.Sum(f(bound), (bound, 1, x))).unknown == {("f", 1)}


def test_a_derivative_by_a_member_depends_on_its_index():
    k, j = sp.symbols("k j")
    total = sp.Derivative(sp.Sum(f(k), (k, 1, x)), f(j))
    assert look_over(total).symbols == {x, j}
