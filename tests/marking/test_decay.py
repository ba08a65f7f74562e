"""AdamW in two lines: the decay alone, then the step from the decayed point."""

import pytest

from symopt import check

HEAD = """---
objective: x^2
start: {x: 10}
rule: adamw
lr: 1/10
weight_decay: 1/100
epsilon: 0
steps: 2
---
"""


def lines(*working):
    return check(HEAD + "\n\n".join(working) + "\n").lines


def verdicts(*working):
    return [link.verdict for line in lines(*working) for link in line.links]


MOMENTS = ("g_1 = 20", "m_1 = 2", "v_1 = 0.4")


@pytest.mark.parametrize("decay", ["θ ← θ(1 − ηλ)", "θ = 10·(1 − 0.1·0.01)", "θ = 10·0.999"])
def test_the_decay_alone_and_the_step_from_there(decay):
    update = "θ ← θ − η m̂/(√v̂+ε) = 9.89"
    found = lines("## Step 1", f"{decay} = 9.99", *MOMENTS, update)
    assert {link.verdict for line in found for link in line.links} == {"proved"}
    assert "decay alone" in found[0].links[0].reason
    assert [found[0].quantity, found[-1].quantity] == ["decayed", "theta"]
    last = lines("## Step 1", *MOMENTS, f"{decay} = 9.99", update)
    assert {link.verdict for line in last for link in line.links} == {"proved"}


def test_names_without_a_step_go_on_to_the_next_one():
    first = ["g = 20", "θ = 10·0.999 = 9.99", "m = 2", "v = 0.4", "θ = 9.99 − 0.1 = 9.89"]
    second = ["g = 19.78", "θ = 9.89·0.999 = 9.88011", "m = 3.778", "θ ≈ 9.78014"]
    assert set(verdicts(*first, *second)) == {"proved", "rounded"}
    assert verdicts(*first, *second[:3], "θ ≈ 9.5")[-1] == "refuted"


@pytest.mark.parametrize("rate", ["η", "γ", "α"])
@pytest.mark.parametrize("ahead", [False, True])
def test_lines_about_every_step(rate, ahead):
    new, old = ("{t+1}", "t") if ahead else ("t", "{t-1}")
    decay = f"θ_{new} ← θ_{old} − {rate}λθ_{old}"
    update = f"θ_{new} ← θ_{new} − {rate} m̂_t/(√v̂_t+ε)"
    assert verdicts(decay, update) == ["proved"] * 2
    assert verdicts(decay.replace("−", "+"), update) == ["refuted", "proved"]
    assert verdicts(decay, update.replace("−", "+")) == ["proved", "refuted"]


@pytest.mark.parametrize(
    "decay",
    ["10·(1 − 0.01) = 9.9", "10·(1 − 0.1·0.1) = 9.9", "θ(1 + ηλ) = 10.01", "10·0.999 = 9.9"],
)
def test_a_wrong_decay_is_refuted(decay):
    for head, heading in (("θ", ""), ("θ", "## Step 1"), ("θ_1", "")):
        value = decay.rpartition(" ")[2]
        update = f"{head} = {value} − 0.1 = {float(value) - 0.1:.2f}"
        assert "refuted" in verdicts(heading, *MOMENTS, f"{head} = {decay}", update)


def test_the_rest_of_the_step_is_missed():
    decay = "θ_1 = θ_0(1 − ηλ) = 9.99"
    assert "refuted" in verdicts(*MOMENTS, decay)
    assert "refuted" in verdicts(*MOMENTS, decay, decay, "θ_2 = 9.88")
    assert "refuted" in verdicts(*MOMENTS, decay, "θ_1 = θ_0 − 0.1 − ηλθ_0 = 9.89")


def test_a_wrong_step_after_a_right_decay():
    decay = "θ_1 = θ_0(1 − ηλ) = 9.99"
    assert verdicts(*MOMENTS, decay, "θ_1 = θ_1 + 0.1 = 10.09")[-2] == "refuted"
    assert "refuted" in verdicts(*MOMENTS, decay, "θ_1 = θ_1 − 0.1 = 9.8")


def test_coordinate_by_coordinate():
    head = HEAD.replace("x^2", "x^2 + 3*y^2").replace("{x: 10}", "{x: 1, y: 1}")
    decays = ["## Step 1", "x ← x(1 − ηλ) = 0.999", "y ← y(1 − ηλ) = 0.999"]
    updates = ["x ← x − 0.1 = 0.899", "y ← 0.999 − 0.1 = 0.899"]
    found = check(head + "\n\n".join([*decays, *updates]) + "\n").lines
    assert {link.verdict for line in found for link in line.links} == {"proved"}
    wrong = check(head + "\n\n".join([*decays, updates[0], "y ← 0.999 + 0.1 = 1.099"]) + "\n")
    assert wrong.lines[-1].links[0].verdict == "refuted"


def test_a_rate_that_is_the_decay_too():
    head = HEAD.replace("weight_decay: 1/100", "weight_decay: 1/10")
    working = [
        "g = 20",
        "θ = 10·(1 − 0.1·0.1) = 9.9",
        "m = 2",
        "v = 0.4",
        "θ = 9.9 − 0.1·2/2 = 9.8",
    ]
    found = check(head + "\n\n".join(working) + "\n").lines
    assert {link.verdict for line in found for link in line.links} == {"proved"}
    working[-1] = "θ = 9.9 + 0.1·2 = 10.1"
    assert "refuted" in [
        link.verdict
        for line in check(head + "\n\n".join(working) + "\n").lines
        for link in line.links
    ]
