"""Values at a point, and the variables beside them."""

import pytest

from symopt.marking import check

XY = "---\nobjective: x^2 + 3y\nstart: {x: 1, y: -2}\nrule: sgd\nlr: 0.1\nsteps: 2\n---\n"
X = "---\nobjective: x^2\nstart: {x: 10}\nrule: sgd\nlr: 0.1\nsteps: 3\n---\n"


def verdicts(page):
    return [link.verdict for line in check(page).lines for link in line.links]


@pytest.mark.parametrize(
    "line",
    [
        "∇f(1,-2) = (2x, 3) = (2, 3)",
        "∇f(x_0) = (2x, 3) = (2, 3)",
        "f(1, -2) = x² + 3y = -5",
        "f(x_0, y_0) = x^2 + 3y = 1 - 6",
        "f(-1, 2) = x² + 3y = 7",
        "∂f/∂x (4, 5) = 2x = 8",
    ],
)
def test_variables_beside_a_value_are_those_of_its_point(line):
    assert verdicts(XY + line) == ["proved", "proved"]
    assert "refuted" in verdicts(
        XY + line.replace("2x", "4x").replace("x²", "7x").replace("x^2", "3")
    )


def test_a_formula_keeps_its_variables():
    assert verdicts(X + "f'(x) = 2x") == ["proved"]
    assert verdicts(X + "f'(x) = 3x") == ["refuted"]
    assert verdicts(X + "f'(10) = 2x = 20, f(x) = x²") == ["proved"] * 3


def test_a_bare_point_is_the_start_or_the_one_that_was_reached():
    assert verdicts(X + "At x = 10, f'(10) = 20") == ["proved"] * 2
    assert verdicts(X + "x_1 = 8. At x = 8 we have f'(8) = 16.") == ["proved"] * 3
    assert verdicts(X + "x = 9, f(x) = x²")[0] == "undecided"
    assert verdicts(X + "g = 20, x = 10")[-1] == "undecided"


def test_each_line_that_begins_with_the_last_point_is_a_step_on():
    page = X + "x = 10 - 0.1·20 = 8\nx = 8 - 0.1·16 = 6.4\nx = 6.4 - 0.1·12.8 = 5.12\n"
    assert verdicts(page) == ["proved"] * 6
    assert "refuted" in verdicts(page.replace("5.12", "5.21"))
    assert verdicts(page.replace("x =", "x_new =")) == ["proved"] * 6
