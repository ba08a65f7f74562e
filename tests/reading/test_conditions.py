"""Conditions on the line of a claim, and where a page says where it begins."""

import pytest

from symopt.marking import check


def lines(front, *working):
    return check(f"---\n{front}\nlr: 1/10\nsteps: 2\n---\n" + "\n\n".join(working) + "\n").lines


def verdicts(front, *working):
    return [link.verdict for line in lines(front, *working) for link in line.links]


LINE = "objective: x^2\nstart: {x: 10}\nrule: sgd"
PLANE = "objective: x^2 + y^2\nstart: {x: 1, y: 2}\nrule: sgd"


@pytest.mark.parametrize(
    "line",
    [
        "At $x = 10$: $f'(x) = 20$",
        "Bei x = 10: ∇f = 20",
        "x=10일 때 f'(x) = 20",
        "When x = 9, df/dx = 18.",
        "Für x = 9 gilt f(x) = 81 und f'(x) = 2x = 18",
    ],
)
def test_a_condition_gives_the_point(line):
    found = verdicts(LINE, line)
    assert set(found) == {"proved"}
    *front, _, last = line.rpartition("8" if "18" in line else "20")
    assert verdicts(LINE, "".join(front) + "7" + last)[-1] == "refuted"


def test_a_condition_about_all_coordinates():
    assert verdicts(PLANE, "At (x, y) = (3, 1): ∇f(x, y) = (6, 2)") == ["proved"]
    assert verdicts(PLANE, "At x = 3 and y = 1 we get ∇f = (2x, 2y) = (6, 2)") == ["proved"] * 2
    assert verdicts(PLANE, "At x = 3, y = 1: ∇f = (6, 3), ∂f/∂x = 6") == ["refuted", "proved"]
    assert "proved" not in verdicts(PLANE, "With x = 3, f(x, y) = 5")


def test_a_point_with_a_step_stays_a_claim():
    assert verdicts(PLANE, "At X_0 = (1, 3): ∇f = (2, 6)")[0] == "refuted"
    assert verdicts(LINE, "## Step 1", "At x = 7: f'(x) = 14")[0] == "refuted"


@pytest.mark.parametrize("line", ["Initial point: (x, y) = (1, 2)", "(x,y) = (1,2)", "X = (1,2)"])
def test_a_point_at_the_beginning_is_the_start(line):
    (found,) = lines(PLANE, line)
    assert (found.quantity, found.step, found.links[0].verdict) == ("theta", 0, "proved")
    assert verdicts(PLANE, line.replace("2)", "3)")) == ["undecided"]


def test_a_vector_of_coordinates_goes_on_step_by_step():
    found = [
        "(x, y) = (1, 2)",
        "(x, y) = (1, 2) - 0.1 (2, 4) = (0.8, 1.6)",
        "(x, y) = (0.8, 1.6) - 0.1 (1.6, 3.2) = (0.64, 1.28)",
    ]
    assert set(verdicts(PLANE, *found)) == {"proved"}
    assert verdicts(PLANE, "(x_1, y_1) = (0.8, 1.6)", "(x_1, y_1) = (0.8, 1.7)") == [
        "proved",
        "refuted",
    ]
