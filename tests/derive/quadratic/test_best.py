"""Best values and critical damping, proved for all curvatures."""

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt import rules
from symopt.derive.link import link
from symopt.derive.quadratic.best import LARGEST, SMALLEST, best_values, critical_damping
from symopt.derive.quadratic.linear import CURVATURE
from symopt.errors import InputError, RuleError
from symopt.rule import parameter

LR, RHO, BETA = map(parameter, ("lr", "momentum", "beta"))
KAPPA = sp.sqrt(LARGEST / SMALLEST)
KINDS = "sgd momentum momentum_buffer momentum_ema nesterov nesterov_shifted".split()


def same(one, other):
    return sp.simplify(one - other) == 0


@pytest.mark.parametrize("name", KINDS)
def test_every_link_is_proved(name):
    found = best_values(rules.get(name))
    assert [part.name for part in found.links if not part.proved] == []
    assert found.optimal == (not name.startswith("nesterov"))


def test_the_values_of_the_literature():
    descent = best_values(rules.sgd)
    assert same(descent.values[LR], 2 / (SMALLEST + LARGEST))
    assert same(descent.rate, (LARGEST - SMALLEST) / (LARGEST + SMALLEST))
    ball = best_values(rules.momentum)
    assert same(ball.values[LR], 4 / (sp.sqrt(LARGEST) + sp.sqrt(SMALLEST)) ** 2)
    assert same(ball.values[RHO], ((KAPPA - 1) / (KAPPA + 1)) ** 2)
    assert same(ball.rate, (KAPPA - 1) / (KAPPA + 1))
    assert same(best_values(rules.momentum_ema).values[LR], 1 / sp.sqrt(SMALLEST * LARGEST))
    assert same(best_values(rules.nesterov).rate, 1 - 1 / KAPPA)


def test_numbers():
    assert best_values(rules.sgd).at(1, 9) == ({"lr": sp.Rational(1, 5)}, sp.Rational(4, 5))
    quarter = sp.Rational(1, 4)
    values, rate = best_values(rules.momentum).at(1, 9)
    assert values == {"momentum": quarter, "lr": quarter}
    assert rate == sp.Rational(1, 2)
    with pytest.raises(InputError, match="0 < μ < L"):
        best_values(rules.sgd).at(9, 1)


ROOTS = st.integers(1, 12)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(KINDS), ROOTS, ROOTS, st.integers(0, 6))
def test_the_rate_is_the_largest_radius_over_the_curvatures(name, p, more, sixths):
    found = best_values(rules.get(name))
    low, high = sp.Integer(p) ** 2, sp.Integer(p + more) ** 2
    values, rate = found.at(low, high)
    numbers = {parameter(key): value for key, value in values.items()}

    def radius(curvature):
        return found.spectrum.radius_at({**numbers, CURVATURE: curvature})

    assert radius(low + (high - low) * sp.Rational(sixths, 6)) <= rate
    assert max(radius(low), radius(high)) == rate


@settings(max_examples=25, deadline=None)
@given(ROOTS, ROOTS, st.fractions(0, 3, max_denominator=50), st.fractions(0, 1, max_denominator=50))
def test_no_other_values_do_better(p, more, lr, momentum):
    found = best_values(rules.momentum)
    low, high = p**2, (p + more) ** 2
    numbers = {LR: sp.Rational(lr), RHO: sp.Rational(momentum)}
    ends = [found.spectrum.radius_at({**numbers, CURVATURE: end}) for end in (low, high)]
    assert max(map(float, ends)) >= float(found.at(low, high)[1]) - 1e-12


def test_a_better_rate_is_refuted():
    found = best_values(rules.momentum)
    part = next(part for part in found.links if part.name == "no smaller radius")
    claimed = link(
        part.name,
        part.left,
        ">",
        0,
        assuming={"p": "> 0", "u": "> 0", "w": "[0, 1]", "s": "(0, 1)"},
        where=part.where,
    )
    assert claimed.verdict.status == "refuted"


def test_critical_damping():
    x = sp.sqrt(LR * CURVATURE)
    found = critical_damping(rules.momentum)
    assert all(part.proved for part in found.links)
    assert same(found.momentum, (1 - x) ** 2)
    assert found.reach == 4
    found = critical_damping(rules.nesterov)
    assert all(part.proved for part in found.links)
    assert same(found.momentum, (1 - x) / (1 + x))
    assert found.reach == 1
    found = critical_damping(rules.momentum_ema)
    assert all(part.proved for part in found.links)


def test_what_has_no_best_values():
    with pytest.raises(RuleError, match="no best values are known for 'nesterov_ema'"):
        best_values(rules.nesterov_ema)
    with pytest.raises(RuleError, match="not just one parameter beside lr"):
        critical_damping(rules.sgd)
    with pytest.raises(RuleError, match="not linear"):
        best_values(rules.adam)
