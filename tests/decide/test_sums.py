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


def test_short_sums_are_written_out():
    ascending, descending = sp.Sum(x**k, (k, 0, 9)), sp.Sum(x ** (9 - k), (k, 0, 9))
    assert equal(ascending, descending).status == "proved"
    assert equal(sp.Product(x + k, (k, 0, 2)), x**3 + 3 * x**2 + 2 * x).status == "proved"


def test_sums_of_sums():
    i = sp.Symbol("i")
    double = sp.Sum(sp.Sum(b**i, (i, 0, k)), (k, 0, t))
    triangle = sp.Sum((t + 1 - i) * b**i, (i, 0, t))
    assert equal(double, triangle, assuming=ASSUMING).status == "proved"
    assert equal(sp.Sum(k * i, (i, 1, 3), (k, 1, 3)), 36).status == "proved"


def test_powers_with_growing_exponents_are_not_written_out():
    tower = sp.Sum(sp.Pow(9, 9**k, evaluate=False), (k, 1, 50))
    assert equal(tower, x, seconds=2).status in ("undecided", "refuted")


def test_a_running_average_unrolls():
    """m_t = b m_(t-1) + (1 - b) g with a constant gradient, from 0: m_t = (1 - b^t) g."""
    g = sp.Symbol("g")
    unrolled = sp.Sum((1 - b) * b ** (t - k) * g, (k, 1, t))
    assert equal(unrolled, (1 - b**t) * g, assuming=ASSUMING).status == "proved"
