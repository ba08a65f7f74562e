import pytest
import sympy as sp

from symopt.decide import equal

b, t, x, n = sp.symbols("b t x n")


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        (sp.Limit(b ** (1 / (1 - b)), b, 1), sp.exp(-1)),
        (sp.Limit(b ** (1 / (1 - b)), b, 1, "-"), 1 / sp.E),
        (sp.Limit((1 - b**3) / (1 - b), b, 1), sp.Integer(3)),
        (sp.Limit(x / (1 - b**t), t, sp.oo), x),
        (sp.Limit((1 + x / n) ** n, n, sp.oo), sp.exp(x)),
        (sp.Limit(sp.sin(x * n) / n, n, 0), x),
    ],
)
def test_limits_are_taken(limit, value):
    verdict = equal(limit, value, assuming={"b": "(0, 1)", "x": "> 0"})
    assert verdict.status == "proved"
    assert "limit" in verdict.method
    assert any("certified values" in line for line in verdict.evidence)


def test_a_wrong_limit_is_refuted():
    verdict = equal(sp.Limit(b ** (1 / (1 - b)), b, 1), sp.Rational(9, 10) ** 10)
    assert verdict.status == "refuted"


def test_a_value_of_sympys_that_the_numbers_do_not_confirm_is_not_taken(monkeypatch):
    limit = sp.Limit((1 - b**3) / (1 - b), b, 1)
    monkeypatch.setattr(sp, "limit", lambda *_: sp.Rational(30001, 10000))
    verdict = equal(limit, sp.Rational(30001, 10000))
    assert verdict.status == "undecided"
    assert any("do not confirm" in line for line in verdict.evidence)


@pytest.mark.parametrize(
    "limit",
    [
        sp.Limit(1 / b, b, 0),
        sp.Limit(sp.sin(1 / b), b, 0),
        sp.Limit(sp.Abs(b) / b, b, 0, "+-"),
        sp.Limit(sp.Add(*(sp.sin(b * k) for k in range(60))) / b, b, 0),
    ],
)
def test_what_has_no_limit_or_is_too_large_is_undecided(limit):
    assert equal(limit, 1).status == "undecided"


A = {"x": "real", "b": "(0, 1)", "n": "positive"}


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (x * n / (x * n + 1), 1),  # but 0 for x = 0
        ((x - 5) * sp.sqrt(n) / (x * sp.sqrt(n) - 5 * sp.sqrt(n) + 1), 1),
        (b**n / (b**n + x), 0),  # but 1 for x = 0
        (sp.Abs(x - 3) * n / (sp.Abs(x - 3) * n + 1), 1),
    ],
)
def test_a_limit_with_exceptions_is_not_taken(body, value):
    assert equal(sp.Limit(body, n, sp.oo, "-"), value, assuming=A).status == "undecided"


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ((x * n + 1) / (n + x), x),
        (x / sp.sqrt(n), 0),
        (x / (1 - b**n), x),
        ((1 + x / n) ** n, sp.exp(x)),
    ],
)
def test_a_limit_without_exceptions_is_taken(body, value):
    assert equal(sp.Limit(body, n, sp.oo, "-"), value, assuming=A).status == "proved"
