"""Lines that say no step: the value tells, or what stands before them."""

import pytest

from symopt import check

BOWL = """---
objective: x^2 + 10*y^2
start: {x: 10, y: 1}
rule: adam
lr: 0.1
steps: 2
---
"""
LINE = """---
objective: mean((w*x + b - y)^2)
data: {x: [1, 2, 3], y: [2, 3, 5]}
start: {w: 0, b: 0}
rule: sgd
lr: 0.1
steps: 2
---
"""


def verdicts(head, working):
    return [" ".join(link.verdict for link in line.links) for line in check(head + working).lines]


def test_a_gradient_at_a_point_leads_to_what_comes_next():
    assert (
        verdicts(BOWL, "∇f(10, 1) = (20, 20)\n\nm = (2, 2)\n\nv = (0.4, 0.4)\n") == ["proved"] * 3
    )


def test_a_bare_value_that_does_not_come_next_is_left_alone():
    assert verdicts(BOWL, "m = (3, 3)\n") == ["undecided"]
    assert verdicts(BOWL, "x_1 = 9.9, y_1 = 0.9\n\nm = (2, 2)\n")[-1] == "undecided"


def test_the_start_stated_first():
    assert verdicts(BOWL, "x = 10, y = 1\n") == ["proved", "proved"]
    assert verdicts(BOWL, "x = 11\n") == ["undecided"]


def test_one_number_for_equal_coordinates():
    assert verdicts(BOWL, "m_1 = 2 = (2, 2)\n") == ["proved proved"]
    assert verdicts(BOWL, "g_1 = 21\n") == ["refuted"]


@pytest.mark.parametrize("name", ["dL/dw", "∂L/∂w", "dw"])
def test_a_derivative_is_the_whole_batch_s_where_its_value_says_so(name):
    working = f"{name} = 2/3 (-2·1 + -3·2 + -5·3) = 2/3·(-23) = -15.33\n\nw_1 = 1.533\n"
    assert verdicts(LINE, working) == ["proved proved rounded", "rounded"]


def test_else_it_may_be_one_row_s():
    assert verdicts(LINE, "dL/dw = 2·(-2)·1 = -4\n") == ["undecided proved"]
