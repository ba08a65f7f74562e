"""What is said of the minimum is no claim about a step."""

import pytest

from symopt.marking import check


def verdicts(front, *working):
    page = f"---\n{front}\nrule: sgd\nlr: 1/10\nsteps: 2\n---\n" + "\n\n".join(working) + "\n"
    return [link.verdict for line in check(page).lines for link in line.links]


LINE = "objective: (x-3)^2\nstart: {x: 1}"
PLANE = "objective: (x-3)^2 + y^2\nstart: {x: 1, y: 2}"


def test_the_minimum_behind_a_gradient():
    assert verdicts(LINE, "∇f = 2(x-3)", "The minimum is at x = 3.") == ["proved", "undecided"]
    found = verdicts(PLANE, "∇f = (2(x-3), 2y)", "The minimum is at (x, y) = (3, 0).")
    assert found == ["proved", "undecided"]


@pytest.mark.parametrize("wrong", ["x = 4", "x = 1 + 2 = 3", "x = 1 - 0.1·(-20) = 3"])
def test_other_points_and_working_are_judged(wrong):
    assert verdicts(LINE, "∇f = 2(x-3)", wrong)[1] == "refuted"
    assert verdicts(LINE, "x_1 = 3") == ["refuted"]


def test_an_identity_of_one_number_with_a_vector_is_open():
    assert "refuted" not in verdicts(PLANE, "At the minimum (x, y) = (3, 0): ∇f(x, y) = (0, 0)")
    assert verdicts(PLANE, "∇f(x, y) = (2x, 2y, 0)") == ["refuted"]
