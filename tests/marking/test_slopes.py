"""Names that need their page: y'(10), df_w, and quantities on a page of one step."""

import pytest

from symopt import check

ONE = """---
objective: y = (x-3)^2 + 10
start: {x: 10}
rule: momentum
lr: 0.2
momentum: 0.5
steps: 1
---
"""
TWO = """---
objective: 0.1 w_1^2 + 2 w_2^2
start: {w1: -5, w2: -2}
rule: sgd
lr: 0.6
steps: 2
---
"""


def verdicts(page):
    return [link.verdict for line in check(page).lines for link in line.links]


@pytest.mark.parametrize(
    "line", ["y'(10) = 14", "0.2 × y'(10) = 2.8", "x_1 = 10 - 0.2 × y'(10) = 7.2", "y'(x_1) = 8.4"]
)
def test_the_slope_of_a_curve_is_the_gradient(line):
    assert set(verdicts(ONE + line)) == {"proved"}


def test_a_refuted_line_with_a_slope_in_it_is_explained():
    assert verdicts(ONE + "x_1 = 10 - 0.2 × y'(10) = 7.4") == ["proved", "refuted"]


def test_the_order_of_the_lines_tells_the_step():
    assert verdicts(ONE + "v = -0.2·14 = -2.8") == ["proved", "proved"]
    assert verdicts(ONE + "v = -0.2·14 = 2.8") == ["proved", "refuted"]
    assert verdicts(ONE + "g = 14, v = -2.8, x = 7.2") == ["proved"] * 3
    assert verdicts(ONE + "1. g = 14, v = -2.8, x = 7.2\n2. g = 8.4, v = -3.08") == ["proved"] * 5
    assert verdicts(ONE + "x_new = 10 - 2.8 = 7.2") == ["proved", "proved"]


def test_a_bare_value_of_state_may_be_the_first():
    assert verdicts(ONE + "v = 2.8") == ["undecided"]
    assert "refuted" not in verdicts(ONE + "initial velocity v = 0")


def test_a_gradient_at_no_step_may_be_meant_at_another_point():
    assert "refuted" not in verdicts(ONE + "At 4: ∂f/∂x = 2(4 - 3) = 2")


def test_the_bare_point_may_be_the_start():
    assert verdicts(ONE + "x = 10") == ["proved"]
    assert verdicts(ONE + "x = 9.3") == ["undecided"]
    two = ONE.replace("steps: 1", "steps: 2")
    assert verdicts(two + "v = -2.8") == ["proved"]
    assert verdicts(two + "v = -2.9") == ["undecided"]


def test_the_point_below_a_derivative_is_the_whole_gradient():
    assert verdicts(TWO + "Epoch 1: df_w = [-1, -8]") == ["proved"]
    assert verdicts(TWO + "Epoch 1: df_w = [-1, 8]") == ["refuted"]


def test_the_cause_of_a_wrong_gradient_is_named_for_every_way_to_write_it():
    page = """---
objective: 1/2*(3*x - 6)^2
start: {x: 0}
rule: nesterov
lr: 0.1
momentum: 0.5
steps: 2
---
x_1 = 1.8
"""
    for side in ("f'(1.8)", "∇f(1.8)", "3(3·1.8 - 6)", "-1.8"):
        (link,) = check(page + f"g_2 = {side}\n").lines[1].links
        assert link.verdict == "refuted"
        assert link.diagnosis[0].code == "lookahead-missing", side


OWN = """---
objective: x*y
start: {x: 1, y: 2}
rule: [θ = θ - lr ∇f(θ)]
lr: 1
---
"""
ROWS = """---
objective: (w x + b - y)^2
data: {x: [1, 2], y: [2, 3]}
start: {w: 0, b: 1}
rule: sgd
---
"""


def test_a_partial_derivative_at_the_variables_is_the_functions():
    left = r"$\frac{\partial f}{\partial y}(x, y) = "
    assert verdicts(OWN + left + "x$") == ["proved"]
    assert verdicts(OWN + left + "y$") == ["refuted"]
    left = r"$\frac{\partial f}{\partial b}(w, b) = "
    assert verdicts(ROWS + left + "2b + 3w - 5$") == ["proved"]
    assert verdicts(ROWS + left + "2b + 3w - 4$") == ["refuted"]
