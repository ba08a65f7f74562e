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
