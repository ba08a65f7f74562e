import time

import pytest
import sympy as sp

from symopt.decide import equal
from symopt.decide.budget import Budget
from symopt.decide.numeric import equal_numbers

root = sp.sqrt


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (root(3 + 2 * root(2)), 1 + root(2)),
        (root(5 + 2 * root(6)), root(2) + root(3)),
        ((7 + 5 * root(2)) ** sp.Rational(1, 3), 1 + root(2)),
        (1 / (1 + root(2)), root(2) - 1),
        (-4 / (3 * root(2)), -2 * root(2) / 3),
        (sp.Abs(1 - root(2)), root(2) - 1),
        (sp.Max(root(2), sp.Rational(3, 2)), sp.Rational(3, 2)),
        (sp.Rational(1, 3) + sp.Rational(1, 6), sp.Rational(1, 2)),
    ],
)
def test_equal_numbers_are_proved_equal(left, right):
    verdict = equal(left, right)
    assert verdict.status == "proved"
    assert verdict.method in ("separation bound", "rational arithmetic")


@pytest.mark.parametrize("exponent", [1, 12, 30, 60, 200])
def test_near_misses_are_refuted_at_any_distance(exponent):
    verdict = equal(root(3 + 2 * root(2)), 1 + root(2) + sp.Rational(1, 10**exponent))
    assert verdict.status == "refuted"
    assert verdict.witness is not None
    assert set(verdict.witness) == {"left side", "right side"}


def test_numbers_with_transcendental_parts():
    assert equal(sp.Rational(9, 10) ** 10, sp.exp(-1)).status == "refuted"
    assert equal(sp.pi, sp.Rational(355, 113)).status == "refuted"
    assert equal(sp.exp(1) * sp.exp(root(2)), sp.exp(1 + root(2))).status == "proved"
    assert equal(sp.log(6), sp.log(2) + sp.log(3)).status == "proved"
    assert equal(sp.exp(-1) + sp.Rational(1, 10**300), sp.exp(-1)).status == "refuted"


def test_agreement_alone_is_undecided_and_counted():
    verdict = equal(sp.atan(sp.Rational(1, 2)) + sp.atan(sp.Rational(1, 3)), sp.pi / 4)
    assert verdict.status == "undecided"
    assert any("agree to" in line for line in verdict.evidence)


def test_what_is_no_real_number_is_undefined():
    for number in (sp.sqrt(-2), sp.I, sp.oo, sp.zoo):
        assert (equal(number, 1).status, equal(number, 1).method) == ("undecided", "undefined")


def test_long_numbers_are_compared_and_not_printed():
    verdict = equal(sp.Integer(10) ** 100_000 + 1, sp.Integer(10) ** 100_000)
    assert verdict.status == "refuted"
    assert len(str(verdict)) < 500


def changed_sum(terms, changed=0):
    return sp.Add(*(root(k + root(k + (k == changed))) for k in range(1, terms + 1)))


def test_long_sums_are_told_apart_by_their_first_enclosures():
    verdict = equal(changed_sum(600), changed_sum(600, 300), seconds=60)
    assert (verdict.status, verdict.method, verdict.precision_bits) == (
        "refuted",
        "enclosures",
        128,
    )
    near = changed_sum(600) + sp.Rational(1, 10**60)
    assert equal(changed_sum(600), near, seconds=60).status == "refuted"


def test_time_that_is_used_up_leaves_it_open():
    budget = Budget(seconds=5.0, began=time.monotonic() - 6.0)
    verdict = equal_numbers(root(2) + root(3), root(5 + 2 * root(6)), budget)
    assert (verdict.status, verdict.method) == ("undecided", "budget")
    assert verdict.evidence == ("the 5 seconds allowed are used up",)
