"""Fences of every kind: what is missing or misspelled is said, with the place and the way out."""

import pytest

from symopt.derive.claims import CLAIMS
from symopt.errors import SymoptError

HEAD = ("assume: {c: real}", "rule: sgd", "gradient: c")


def test_an_unknown_kind_is_refused_with_the_nearest_one(page):
    with pytest.raises(SymoptError, match="unknown kind of claim 'sam'") as refused:
        page("```sam\nrules: [sgd, sgd]\n```")
    assert "'same'" in refused.value.hint
    assert refused.value.place.line == 5


@pytest.mark.parametrize("kind", CLAIMS)
def test_what_a_claim_must_say_is_asked_for(page, kind):
    with pytest.raises(SymoptError, match="is missing in this claim") as refused:
        page(f"```{kind}\n```", *HEAD)
    assert "add a line" in refused.value.hint


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("induction", ["claim: theta_t = theta_0 - lr c*t"]),
        ("same", ["rules: [sgd, sgd]"]),
        ("different", ["rules: [sgd, sgd]"]),
        ("stable", ["rule: sgd", "bound: 2/λ"]),
        ("best", ["rule: sgd", "lr: 2/(μ + L)", "rate: (L - μ)/(L + μ)"]),
        ("damping", ["rule: momentum", "momentum: (1 - √(α λ))^2"]),
        ("terminal", ["rule: momentum", "velocity: -α g/(1 - ρ)"]),
        ("landscape", ["objective: x*y", "lipschitz: 1"]),
    ],
)
def test_a_name_that_a_claim_does_not_know_is_refused(page, kind, lines):
    with pytest.raises(SymoptError, match="unknown name 'colour'") as refused:
        page("\n".join([f"```{kind}", *lines, "colour: red", "```"]), *HEAD)
    assert refused.value.place.line == 9 + len(lines)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["rules: sgd"], "must name two rules"),
        (["rules: [sgd, nobody]"], "unknown rule 'nobody'"),
        (["rules: [sgd, sgd]", "map: [theta]"], "must name its parts"),
        (["rules: [sgd, sgd]", "map: {theta: 0}"], "a fixed multiple of theta"),
        (["rules: [sgd, sgd]", "fixed: {lr: -1}"], "positive"),
        (["rules: [sgd, sgd]", "gradient: theta"], "nothing is known of 'theta'"),
    ],
)
def test_a_comparison_that_would_say_nothing_is_refused(page, lines, message):
    with pytest.raises(SymoptError, match=message) as refused:
        page("\n".join(["```same", *lines, "```"]), *HEAD)
    assert refused.value.place.line is not None
