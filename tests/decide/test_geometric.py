import pytest
import sympy as sp

from symopt.decide import equal

b, c, k, t, s, x = sp.symbols("b c k t s x")
ASSUMING = {"b": "(0, 1)", "c": "(0, 1)", "t": "positive integer", "s": "positive integer"}


@pytest.mark.parametrize(
    ("term", "ends", "closed"),
    [
        ((1 - b) * b**k, (0, t - 1), 1 - b**t),
        ((1 - b) * b ** (t - k), (1, t), 1 - b**t),
        (k, (1, t), t * (t + 1) / 2),
        (k**3, (1, t), (t * (t + 1) / 2) ** 2),
        (k * b**k, (0, t), b * (1 - (t + 1) * b**t + t * b ** (t + 1)) / (1 - b) ** 2),
        (
            (b**k + x) ** 2,
            (0, t - 1),
            (1 - b ** (2 * t)) / (1 - b**2) + 2 * x * (1 - b**t) / (1 - b) + t * x**2,
        ),
        (sp.Rational(1, 2) ** k, (1, t), 1 - sp.Rational(1, 2) ** t),
        (x, (1, t), t * x),
        (b**k, (s, s + t - 1), b**s * (1 - b**t) / (1 - b)),
        ((1 - b) * b**k, (0, sp.oo), sp.Integer(1)),
        (k * b**k, (0, sp.oo), b / (1 - b) ** 2),
    ],
)
def test_closed_forms_are_proved(term, ends, closed):
    verdict = equal(sp.Sum(term, (k, *ends)), closed, assuming=ASSUMING)
    assert verdict.status == "proved"
    assert "geometric series" in verdict.method
    assert any("G(k + 1) - G(k)" in line for line in verdict.evidence)


@pytest.mark.parametrize(
    ("term", "ends", "claimed"),
    [
        ((1 - b) * b**k, (0, t), 1 - b**t),
        ((1 - b) * b**k, (1, t), 1 - b**t),
        (k, (1, t), t**2 / 2),
        (b**k, (0, t - 1), 1 / (1 - b)),
    ],
)
def test_wrong_closed_forms_are_refuted(term, ends, claimed):
    verdict = equal(sp.Sum(term, (k, *ends)), claimed, assuming=ASSUMING)
    assert verdict.status == "refuted"


def test_nothing_is_said_where_the_ratio_may_be_one():
    total = sp.Sum(b**k, (k, 0, t - 1))
    verdict = equal(total, (1 - b**t) / (1 - b), assuming={"b": "[0, 1]", "t": "positive integer"})
    assert verdict.status == "undecided"


def test_an_end_must_be_an_integer():
    total = sp.Sum(k, (k, 1, x))
    assert equal(total, x * (x + 1) / 2).status == "undecided"
    verdict = equal(total, x * (x + 1) / 2, assuming={"x": "integer"})
    assert verdict.status == "proved"
    assert "x >= 0" in verdict.obligations


def test_an_infinite_sum_must_be_known_to_converge():
    total = sp.Sum(b**k, (k, 0, sp.oo))
    assert equal(total, 1 / (1 - b), assuming={"b": "> 0"}).status == "undecided"


def test_a_running_average_unrolls():
    """m_t = b m_(t-1) + (1 - b) g with a constant gradient, from 0: m_t = (1 - b^t) g."""
    g = sp.Symbol("g")
    unrolled = sp.Sum((1 - b) * b ** (t - k) * g, (k, 1, t))
    assert equal(unrolled, (1 - b**t) * g, assuming=ASSUMING).status == "proved"
