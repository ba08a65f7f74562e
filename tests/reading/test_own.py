"""Names that a page gives to parts of its own working."""

import pytest

from symopt import check

HEAD = """---
objective: x^2 + 3*y^2
start: {x: 1, y: 1}
rule: adam
lr: 1/10
beta1: 9/10
beta2: 999/1000
steps: 2
---
"""


def verdicts(*lines):
    """Each line's verdicts in a word: proved, rounded, refuted, follows, undecided."""
    found = check(HEAD + "\n\n".join(lines) + "\n").lines
    return [
        " ".join(
            "follows" if link.follows and link.verdict == "refuted" else link.verdict
            for link in line.links
        )
        for line in found
    ]


def test_a_definition_is_right_where_a_right_line_rests_on_it():
    assert verdicts("c = 1 - 0.9 = 0.1", "mhat_1 = (0.2, 0.6)/c = (2, 6)") == [
        "proved proved",
        "proved proved",
    ]
    chained = ["c = 1 - 0.9 = 0.1", "d = 2/c = 20", "mhat_1 = (0.1 d, 6) = (2, 6)"]
    assert verdicts(*chained)[:2] == ["proved proved", "proved proved"]


@pytest.mark.parametrize("line", ["c + 1 = 1.1", "mhat_1 = (0.2, 0.6)/c = (3, 6)"])
def test_else_what_it_should_be_is_not_said(line):
    assert verdicts("c = 1 - 0.9 = 0.1", line)[0] == "undecided proved"
    assert verdicts("u_1 = 0.3 * 2 = 0.6") == ["undecided proved"]


def test_a_wrong_value_is_refuted_though_the_name_is_the_page_s_own():
    assert verdicts("c = 1 - 0.9 = 0.2", "c + 1 = 1.2") == ["undecided refuted", "proved"]
    assert verdicts("c = 1 - 0.9 = 0.2", "mhat_1 = (0.2, 0.6)/c = (1, 3)") == [
        "undecided refuted",
        "follows proved",
    ]


def test_what_does_not_follow_from_the_definition_is_a_slip():
    assert verdicts("c = 1 - 0.9 = 0.1", "mhat_1 = (0.2, 0.6)/c = (1, 3)")[1] == "proved refuted"
    assert verdicts("c = 1 - 0.9 = 0.2", "c + 1 = 1.5")[1] == "refuted"


@pytest.mark.parametrize("value", ["1.667", "5/3"])
def test_a_rounded_definition_counts_rounded_and_exact(value):
    assert verdicts("c = 1/3 ≈ 0.333", f"2 - c = {value}")[1] == "proved"


def test_nothing_between_the_rounded_and_the_exact_value_counts():
    assert verdicts("c = 1/3 ≈ 0.333", "2 - c = 1.66")[1] == "refuted"


def test_the_last_definition_counts():
    working = ["c = 1 + 1 = 2", "c = c + 1 = 3", "2*c = 6"]
    assert [line.split()[-1] for line in verdicts(*working)] == ["proved"] * 3


def test_a_definition_may_be_a_formula():
    assert verdicts("d = 2x", "∂f/∂x = d")[1] == "proved"
    assert verdicts("d = 3x", "∂f/∂x = d")[1] == "refuted"


def test_a_definition_for_every_step():
    working = ["d_t = lr m̂_t/(√v̂_t + eps)", "θ_t = θ_{t-1} - d_t"]
    assert verdicts(*working) == ["proved", "proved"]
    working[1] = "θ_t = θ_{t-1} + d_t"
    assert verdicts(*working) == ["undecided", "refuted"]


@pytest.mark.parametrize("name", ["m_1", "beta1", "lr", "x_1", "g", "e", "pi", "f", "(new)m"])
def test_names_with_a_meaning_are_never_the_page_s_own(name):
    assert verdicts(f"{name} = 77", f"{name} + 1 = 78")[0] != "proved"


def test_the_point_ahead_is_computed_from_what_the_step_begins_with():
    page = """---
objective: x^2 + 3*y^2
start: {x: 1, y: 1}
rule: nesterov
lr: 1/10
momentum: 1/2
steps: 2
---
## Step 1
v = (-1/5, -3/5)

## Step 2
p = θ + μ v = (4/5, 2/5) + 1/2 (-1/5, -3/5) = (7/10, %s)
g = ∇f(p) = (7/5, 3/5)
"""
    ahead, gradient = check(page % "1/10").lines[1:]
    assert {link.verdict for line in (ahead, gradient) for link in line.links} == {"proved"}
    ahead, gradient = check(page % "1/5").lines[1:]
    assert [link.verdict for link in ahead.links] == ["undecided", "proved", "refuted"]


@pytest.mark.parametrize(
    ("rule", "line", "wrong"),
    [
        ("sgd", "d_0 = -g_0 = (-2, -4)", "d_0 = -g_0 = (-2, -5)"),
        ("sgd", "d_1 = -g_1 = (-2, -4)", "d_1 = -g_1 = (-2, 4)"),
        ("momentum", "d_1 = α∇f(X_0) = (0.2, 0.4)", "d_1 = α∇f(X_0) = (0.2, 0.5)"),
        ("adam", "r_1 = m̂_1/(√v̂_1 + ε) ≈ (1, 1)", "r_1 = m̂_1/(√v̂_1 + ε) ≈ (1.1, 1)"),
        ("adam", "d_2 = β_1 m_1 = (0.18, 0.36)", "d_2 = β_1 m_2 = (0.18, 0.36)"),
    ],
)
def test_what_follows_a_definition_is_judged(rule, line, wrong):
    head = f"---\nobjective: x^2 + y^2\nstart: {{x: 1, y: 2}}\nrule: {rule}\nlr: 1/10\nsteps: 2\n"
    (found,) = check(f"{head}---\n{line}\n").lines
    assert found.quantity is None
    assert found.links[0].verdict == "undecided"
    assert found.links[1].verdict in ("proved", "rounded")
    (refuted,) = check(f"{head}---\n{wrong}\n").lines
    assert refuted.links[1].verdict in ("refuted", "undecided")
    assert refuted.links[0].verdict == "undecided"


def test_another_word_for_a_quantity_is_still_judged_as_that():
    head = "---\nobjective: x^2\nstart: {x: 1}\nrule: rmsprop\nlr: 1/10\nsteps: 2\n---\n"
    assert [k.verdict for k in check(head + "r_1 = 4/10\n").lines[0].links] != ["undecided"]
