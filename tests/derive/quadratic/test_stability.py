"""The stable range of lr is derived, and proved on both sides."""

import cmath
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt import rules
from symopt.derive.link import all_proved
from symopt.derive.quadratic.linear import CURVATURE, linear_map
from symopt.derive.quadratic.spectrum import Z, spectrum
from symopt.derive.quadratic.stability import bound_links, stable_on, stable_range
from symopt.errors import InputError, RuleError
from symopt.objective import Objective, real_symbols
from symopt.rule import parameter, rule

LR, RHO, BETA = map(parameter, ("lr", "momentum", "beta"))
LINEAR = "sgd momentum momentum_buffer momentum_ema nesterov nesterov_ema nesterov_shifted".split()
SHARES = st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=40)


def numeric_radius(matrix):
    """The largest modulus of the roots, by the quadratic formula in floats."""
    if matrix.rows == 1:
        return abs(float(matrix[0]))
    trace, determinant = float(matrix.trace()), float(matrix.det())
    root = cmath.sqrt(trace**2 - 4 * determinant)
    return max(abs(trace + root), abs(trace - root)) / 2


@pytest.mark.parametrize("name", LINEAR)
def test_every_link_is_proved(name):
    found = stable_range(rules.get(name))
    assert [link.name for link in found.links if not link.proved] == []
    assert len(found.links) >= 6


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("sgd", 2 / CURVATURE),
        ("momentum", 2 * (1 + RHO) / CURVATURE),
        ("momentum_buffer", 2 * (1 + RHO) / CURVATURE),
        ("momentum_ema", 2 * (1 + BETA) / ((1 - BETA) * CURVATURE)),
        ("nesterov", (2 + 2 * RHO) / ((1 + 2 * RHO) * CURVATURE)),
        ("nesterov_shifted", (2 + 2 * RHO) / ((1 + 2 * RHO) * CURVATURE)),
    ],
)
def test_the_bounds_of_the_literature(name, bound):
    assert sp.simplify(stable_range(rules.get(name)).upper - bound) == 0


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("sgd", 1 / CURVATURE),
        ("sgd", 3 / CURVATURE),
        ("momentum", 2 / CURVATURE),
        ("momentum", 2 * (1 - RHO) / CURVATURE),
        ("momentum", (2 + 3 * RHO) / CURVATURE),
        ("momentum_ema", 2 * (1 + BETA) / CURVATURE),
        ("nesterov", 2 * (1 + RHO) / CURVATURE),
        ("nesterov", (2 + 2 * RHO) / ((2 + RHO) * CURVATURE)),
    ],
)
def test_a_wrong_bound_is_refuted(name, wrong):
    found = stable_range(rules.get(name))
    links = bound_links(found.spectrum, wrong, found.binding)
    refuted = [link for link in links if link.verdict.status == "refuted"]
    assert any(link.verdict.witness for link in refuted)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(LINEAR), SHARES, SHARES, st.integers(1, 50))
def test_the_radius_passes_1_at_the_bound(name, share, momentum, curvature):
    found = stable_range(rules.get(name))
    numbers = {CURVATURE: sp.Integer(curvature)}
    numbers |= {parameter(p): sp.Rational(momentum) for p in found.map.rule.parameters if p != "lr"}
    bound = found.upper.subs(numbers)
    for factor in (share, 1 / share):
        at = {**numbers, LR: sp.Rational(factor) * bound}
        exact = found.spectrum.radius_at(at)
        assert (exact < 1) == (factor < 1)
        assert float(exact) == pytest.approx(numeric_radius(found.map.matrix.subs(at)))
        assert found.spectrum.radius.subs(at) == exact


def test_the_characteristic_polynomial():
    found = spectrum(linear_map(rules.momentum))
    assert sp.expand(found.polynomial - (Z**2 - (1 + RHO - LR * CURVATURE) * Z + RHO)) == 0
    assert found.complex_radius == sp.sqrt(RHO)


def test_what_has_no_such_range():
    @rule(state="v w", lr="1/100", momentum="9/10")
    def heavier(s):
        s.v = s.momentum * s.v - s.lr * s.grad(s.theta)
        s.w = s.momentum * s.w + s.v
        s.theta = s.theta + s.w

    with pytest.raises(RuleError, match="carries more than two numbers"):
        stable_range(heavier)
    with pytest.raises(RuleError, match="'adam' is not linear"):
        stable_range(rules.adam)


def test_a_sign_that_is_flipped_is_noticed():
    @rule(lr="1/100")
    def ascent(s):
        s.theta = s.theta + s.lr * s.grad(s.theta)

    with pytest.raises(RuleError, match="'ascent' is not shown to converge for any"):
        stable_range(ascent)


def test_a_factor_that_is_changed_changes_the_bound():
    @rule(state="v", lr="1/100", momentum="9/10")
    def half(s):
        s.v = s.momentum * s.v - s.lr * s.grad(s.theta) / 2
        s.theta = s.theta + s.v

    assert sp.simplify(stable_range(half).upper - 2 * stable_range(rules.momentum).upper) == 0


def test_all_proved_is_not_some_proved():
    found = stable_range(rules.sgd)
    wrong = bound_links(found.spectrum, 3 / CURVATURE, found.binding)
    assert any(link.proved for link in wrong)
    assert not all_proved(wrong)


X, Y = real_symbols("xy")


def test_on_a_quadratic_the_largest_eigenvalue_counts():
    found = stable_on(rules.sgd, Objective(X**2 / 20 + Y**2, (X, Y)))
    assert found.upper == 1
    found = stable_on(rules.momentum, Objective(3 * X**2 / 2 + X * Y + Y**2, (X, Y)))
    assert all_proved(found.links)
    assert sp.simplify(found.upper - 4 * (1 + RHO) / (5 + sp.sqrt(5))) == 0
    assert len([part for part in found.links if "at eigenvalue 1" in part.name]) == 3


@pytest.mark.parametrize("expression", [X * Y, X**2, X**2 - Y**2])
def test_a_hessian_that_is_not_positive_definite_has_no_bound(expression):
    with pytest.raises(InputError, match="must be positive definite"):
        stable_on(rules.sgd, Objective(expression, (X, Y)))
