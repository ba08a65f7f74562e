"""What the numbers of labels count: the rule's steps, the parts of one, or points."""

import pytest

from symopt.marking import check
from symopt.notation.tree import show
from symopt.page import read_page
from symopt.reading.working import read_working
from tests.conftest import make_setting

X = make_setting("x^2", "{x: 10}", "momentum")
FRONT = (
    "---\nobjective: x^2\nstart: {x: 10}\nrule: [v = β v + g, x = x - α v]\n"
    "alpha: 1/10\nbeta: 9/10\nsteps: 3\n---\n"
)


def steps(text):
    return [(item.step, show(item.chain)) for item in read_working(read_page(text), X)]


def verdicts(body):
    return [[k.verdict for k in line.links] for line in check(FRONT + body).lines]


PARTS = "{0} 1{1}: g = 2·10 = 20\n{0} 2{1}: v = 0.9·0 + 20 = 20\n{0} 3{1}: x = 10 - 0.1·20 = 8\n"


@pytest.mark.parametrize(("before", "behind"), [("Step", ""), ("", "단계"), ("Schritt", "")])
def test_labels_may_count_the_parts_of_one_step(before, behind):
    assert verdicts(PARTS.format(before, behind)) == [["proved"] * 2] * 3


def test_a_wrong_part_is_still_refuted():
    assert "refuted" in verdicts(PARTS.format("Step", "").replace("= 8", "= 9"))[2]


def test_below_an_iteration_a_step_is_a_part():
    page = "**Iteration 1**\nStep 1: g = 20\nStep 2: x = 8\n**Iteration 2**\nStep 1: g = 16\n"
    assert [step for step, _ in steps(page)] == [1, 1, 2]
    assert steps("Iteration 2, step 1: g = 16") == [(2, "g = 16")]


def test_steps_that_each_move_the_point_are_the_rules_own():
    page = "Step 1: g = 20, x = 8\nStep 2: g = 16\nStep 3: g = 1, x = 6\n"
    assert [step for step, _ in steps(page)] == [1, 1, 2, 3, 3]
    assert [step for step, _ in steps("Step 2: v = 3, x = 4\nStep 3: x = 5")] == [2, 2, 3]


def test_the_point_that_a_step_begins_with_is_the_one_before_it():
    page = "Iteration 1: x = 10, g = 20, x_new = 8\nIteration 2: x = 8, g = 16, x_new = 6\n"
    old = [shown for _, shown in steps(page) if "old" in shown]
    assert old == ["x_old = 10", "x_old = 8"]


def test_a_value_that_nothing_follows_is_the_steps_result():
    assert steps("Iteration 1: g = 20, x = 8\nIteration 2: g = 0, x = 8")[-1] == (2, "x = 8")


def test_points_may_be_counted_from_1():
    assert verdicts("Step 1: x = 10\nStep 2: x = 8\n") == [["proved"]] * 2
    assert verdicts("Step 1: x = 10\nStep 2: x = 9\n") == [["proved"], ["refuted"]]
    assert verdicts("Step 1: x = 8\nStep 2: x = 8\n")[0] == ["proved"]


def test_a_later_label_whose_working_leaves_the_start_counts_parts():
    working = "Step 2: v = 0.9·0 + 20 = 20\nStep 3: x = 10 - 0.1·20 = 8\n"
    assert verdicts(working) == [["proved"] * 2] * 2
    assert [step for step, _ in steps("Step 2: x = 8 - 4 = 4")] == [2]
