"""The fences about two rules, as pages say them."""

import pytest

from symopt.derive.book import Book

MOMENTUM = ["rules: [momentum, momentum_ema]"]
WRONG_RATE = [*MOMENTUM, "where: {beta: momentum, lr: lr}"]


@pytest.fixture(name="proof")
def proof_of(tmp_path):
    """The proof of a page that holds one fence."""

    def judged(kind, lines, *head):
        page = ["---", "title: {en: A page}", *head, "---", "", "```" + kind, *lines, "```", ""]
        (tmp_path / "page.md").write_text("\n".join(page), encoding="utf-8")
        return Book(tmp_path).proof("page")

    return judged


@pytest.mark.parametrize(
    ("kind", "lines", "status"),
    [
        ("same", MOMENTUM, "proved"),
        ("different", MOMENTUM, "refuted"),
        ("same", WRONG_RATE, "refuted"),
        ("different", WRONG_RATE, "proved"),
    ],
)
def test_two_rules_are_the_same_or_different(proof, kind, lines, status):
    assert proof(kind, lines).status == status


def test_the_pages_own_rule_may_be_one_of_them(proof):
    head = ('assume: {lr: positive, beta: "[0, 1)"}', "rule:")
    own = [*head, "  - m = m + (1 - beta)*(g - m)", "  - theta = theta - lr*m"]
    assert proof("same", ["rules: [momentum_ema, this]"], *own).status == "proved"


def test_a_state_that_no_run_reaches_refutes_nothing(proof):
    """u, which begins at 0, divides: the rule never takes a step, and so nothing parts."""
    head = ("assume: {lr: positive, c: positive}", "rule:")
    stuck = [*head, "  - u = 1/u + g", "  - theta = theta - lr*u"]
    fence = ["rules: [this, this]", "gradient: c", "where: {lr: lr}", "map: {theta: theta, u: u}"]
    found = proof("same", fence, *stuck)
    assert found.status == "undecided"
    assert "refuted" not in {link.verdict.status for link in found.links}
