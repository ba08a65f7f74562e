"""What a page can say: vectors, values at a point, rules on a given gradient."""

import pytest

from symopt.derive.book import Book
from symopt.errors import SymoptError


@pytest.fixture(name="status")
def status_of(tmp_path):
    """The status of a page with these claims; a head's lines stand in its front matter."""

    def judged(body, *head, name="page"):
        lines = ["---", "title: {en: A page}", *head, "---", "", body, ""]
        (tmp_path / f"{name}.md").write_text("\n".join(lines), encoding="utf-8")
        return Book(tmp_path).proof(name).status

    return judged


REALS = "assume: {x: real, y: real}"


@pytest.mark.parametrize(
    ("chain", "status_wanted"),
    [
        ("(diff(x*y, x), diff(x*y, y)) = (y, x)", "proved"),
        ("(diff(x*y, x), diff(x*y, y)) = (x, y)", "refuted"),
        ("(2, 1/2)/1/2 = (4, 1)", "refuted"),
        ("(2, 1/2)/(1/2) = (4, 1)", "proved"),
        ("norm((3, 4)) = 5", "proved"),
        ("norm((x, y)) = x + y", "refuted"),
        ("value(diff(x^3, x), x, 2) = 12", "proved"),
        ("diff(value(x^3, x, 2), x) = 0", "proved"),
        ("value(value((x, x y), x, 2), y, 3) = (2, 6)", "proved"),
        ("(x + y)²\n= x² + 2 x*y + y²\n≥ 0", "proved"),
        ("(x + y)²\n= x² + x*y + y²", "refuted"),
    ],
)
def test_vectors_and_values(status, chain, status_wanted):
    assert status(chain, REALS) == status_wanted


@pytest.mark.parametrize(
    "chain",
    [
        "(x, y) + (1, 2, 3) = (x, y)",
        "limit(m_t, t, oo) = 0",
        "value(m_t, t, 2) = 0",
        "diff(m_t, t) = 0",
    ],
)
def test_what_has_no_meaning_is_refused(status, chain):
    """m_t holds m_{t-1}, of which it is not known how it depends on t."""
    with pytest.raises(SymoptError):
        status(chain, REALS, "rule: momentum_ema")


def test_a_given_gradient_makes_a_rule_a_recursion(status):
    head = ("assume: {a: positive}", "rule: sgd", "gradient: a theta")
    assert status("theta_2 = (1 - a lr)^2 theta_0", *head) == "proved"
    assert status("g_t = a theta_{t-1}", *head) == "proved"
    assert status("theta_2 = (1 - a lr)^3 theta_0", *head) == "refuted"


def test_what_an_induction_has_shown_is_known_below_it(status):
    fence = "```induction\nname: path\nclaim: theta_t = (1 - a lr)^t theta_0\n```\n\n"
    head = ("assume: {a: positive}", "rule: sgd", "gradient: a theta")
    assert status(fence + "value(theta_t, a, 1/lr) = 0", *head) == "proved"
    assert status(fence + "theta_t = theta_0", *head) == "refuted"


def test_a_result_is_used_only_where_it_was_proved(status):
    fence = "```induction\nname: path\nclaim: theta_t = theta_0 - lr c*t\n```"
    head = ("assume: {c: positive}", "rule: sgd", "gradient: c")
    assert status(fence, *head, name="walk") == "proved"
    uses = "uses: walk.path"
    assert status("theta_t < theta_0", *head, uses) == "proved"
    with pytest.raises(SymoptError, match="was proved for c positive alone"):
        status("theta_t < theta_0", "assume: {c: real}", *head[1:], uses)
    with pytest.raises(SymoptError, match="was proved for rule 'sgd'"):
        status("theta_t < theta_0", *head[:2], "gradient: 2c", uses)
