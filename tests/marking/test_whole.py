"""x_1 where the variables are x and y: the coordinate or the point, as the page says."""

import pytest

from symopt.marking import check

HEAD = """---
objective: x^2 + y^2
start: {{{start}}}
rule: {rule}
lr: 1/4
steps: 3
---
"""


def verdicts(*lines, start="x: 1, y: 2", rule="sgd", objective="x^2 + y^2"):
    head = HEAD.format(start=start, rule=rule).replace("x^2 + y^2", objective)
    found = check(head + "\n\n".join(lines) + "\n").lines
    return [link.verdict for line in found for link in line.links]


@pytest.mark.parametrize(
    "line",
    [
        "x_1 = (1/2, 1)",
        "x^{(1)} = (1/2, 1)",
        "x_1 = x_0 - 0.25 (2, 4) = (1/2, 1)",
        "x_1 = x_0 - 1/4 ∇f(x_0)",
        "x_1 = x_0 - 1/4 g_1",
        "∇f(x_1) = (1, 2)",
        "f(x_1) = 5/4",
        "g_1 = 2*x_0 = (2, 4)",
        "x_1 = 1/2",
        "x_1 = x_0 - 1/4 * 2*x_0 = 1/2",
        "X_1 = (x_1, y_1) = (1/2, 1)",
    ],
)
def test_a_vector_behind_a_variable_means_the_point(line):
    assert set(verdicts(line)) == {"proved"}


def test_a_wrong_vector_is_still_wrong():
    assert verdicts("x_1 = (1/2, 2)") == ["refuted"]
    assert verdicts("x_1 = 1") == ["refuted"]
    assert verdicts("x_1 = x_0 - 1/2 (2, 4) = (0, 0)") == ["refuted", "proved"]


def test_chains_that_say_nothing_follow_the_page():
    line = "x_2 = x_1 - 1/2 x_1"
    assert verdicts("x_1 = (1/2, 1)", line) == ["proved", "proved"]
    assert verdicts("x_1 = 1/2", line) == ["proved", "proved"]
    assert verdicts("x_1 = (1/2, 1)", "x_1 = 1/2", line) == ["proved", "proved", "undecided"]


def test_what_no_page_says_stays_undecided():
    assert verdicts("x_1 = (1/2, 1, 0)") == ["undecided"]
    assert verdicts("x_1 = x_0 - 1/4 g_1 = 1/2") == ["undecided", "undecided"]
    assert verdicts("u_1 = (1/2, 1)", start="u: 1, v: 2", objective="u^2 + v^2") == ["undecided"]


NUMBERED = {"start": "x1: 1, x2: 2", "objective": "x1^2 + x2^2", "rule": "momentum"}


@pytest.mark.parametrize(
    "line",
    [
        "x^{(1)}_2 = 1",
        "x_2^{(1)} = 1",
        "x^{(1)} = (1/2, 1)",
        "v^{(1)}_2 = -1",
        "v_1^{(1)} = -1/2",
        "v_{1,1} = -1/2",
        "v_{1,2} = -1",
        "g_{1,2} = 4",
        "g_{x2}^{(1)} = 4",
        "v_{x_1}^{(1)} = -1/2",
        "v_{x}^{(1)} = (-1/2, -1)",
        "∇f(x^{(1)}) = (1, 2)",
        "x1_1 = 1/2",
        "X_1 = (x_{1,1}, x_{2,1}) = (1/2, 1)",
    ],
)
def test_a_step_above_and_a_coordinate_below(line):
    lines = [line] if "x_{1,1}" not in line else [line, "x_{2,0} = 2"]
    assert set(verdicts(*lines, **NUMBERED)) == {"proved"}


def test_the_number_that_is_no_coordinate_is_the_step():
    assert verdicts("x_{2,0} = 2", "x_{2,1} = 1", **NUMBERED) == ["proved", "proved"]
    assert verdicts("x_{0,2} = 2", "x_{1,2} = 1", **NUMBERED) == ["proved", "proved"]
    assert verdicts("x_{0,2} = 2", "x_{2,0} = 1", **NUMBERED) == ["undecided", "undecided"]
    assert verdicts("x_{1,2} = 1", **NUMBERED) == ["undecided"]


def test_wrong_values_with_two_numbers_are_refuted():
    for line in ("x^{(1)}_2 = 1/2", "v_1^{(1)} = -1", "v_{1,2} = -1/2", "∇f(x^{(1)}) = (2, 4)"):
        assert verdicts(line, **NUMBERED) == ["refuted"]
    assert verdicts("v_1^{(1)} = 1", rule="momentum") == ["undecided"]  # x and y bear no number


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("x_1 = x_0 - 0.25 g_1 = (1/2, 1)", ["proved", "proved"]),
        ("v_1 = 0.9 v_0 - 0.25 g_1 = (-1/2, -1)", ["proved", "proved"]),
        ("x_1 = 1.92 g_1 = 3.7", ["unreadable"]),
        ("x_1 = x_0 - 0.1 y_1 = y_0 - 0.2", ["unreadable"]),
        ("v_1 = v_0 - 0.1 g_2 = 3", ["unreadable"]),
    ],
)
def test_a_name_computed_before_is_a_factor(line, found):
    assert verdicts(line, rule="momentum") == found


WEIGHTS = {"start": "θ_0: 1, θ_1: 2", "objective": "θ_0^2 + θ_1^2"}


def test_weights_called_theta_are_coordinates_below_a_step():
    step = ["## Step 1", "θ_0 = 1/2", "θ_1 = 1", "θ^{(1)} = (1/2, 1)", "θ_1^{(1)} = 1"]
    assert verdicts(*step, **WEIGHTS) == ["proved"] * 4
    assert verdicts("## Step 1", "θ_1 = 3", "θ_1^{(1)} = 3", **WEIGHTS) == ["refuted"] * 2
    assert verdicts("θ_1 = (1/2, 1)", **WEIGHTS) == ["proved"]
    assert verdicts("## Step 1", "θ_1 = (1/2, 1)", "θ_1 = 1", **WEIGHTS) == ["undecided"] * 2
