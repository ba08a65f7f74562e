"""The function under its own name, and its derivatives by subscript."""

import pytest

from symopt.marking import check


def verdicts(objective, start, *lines):
    head = f"---\nobjective: {objective}\nstart: {{{start}}}\nrule: sgd\nlr: 1/4\nsteps: 3\n---\n"
    found = check(head + "\n\n".join(lines) + "\n").lines
    return [link.verdict for line in found for link in line.links]


def test_the_objectives_own_name_is_a_function():
    lines = ["y(10) = 60", "y(6) = 12", "y(x_1) = 12", "y'(10) = 16"]
    assert verdicts("y = x^2 - 4*x", "x: 10", *lines) == ["proved"] * 4
    assert verdicts("y(x) = x^2 - 4*x", "x: 10", "y(10) = 59") == ["refuted"]
    assert verdicts("x^2 - 4*x", "x: 10", "y(10) = 59") == ["undecided"]
    assert verdicts("x^2 + y^2", "x: 10, y: 2", "y(10) = 59") != ["proved"]


@pytest.mark.parametrize("name", ["f", "L", "loss", "y"])
def test_values_counted_from_0_are_those_of_the_points(name):
    lines = [f"{name}_0 = 60", f"{name}_1 = 12"]
    assert verdicts("y = x^2 - 4*x", "x: 10", *lines) == ["proved", "proved"]
    assert verdicts("y = x^2 - 4*x", "x: 10", lines[0], f"{name}_1 = 60") == ["proved", "refuted"]
    assert verdicts("y = x^2 - 4*x", "x: 10", lines[1]) == ["undecided"]  # before step 1 or behind


@pytest.mark.parametrize("name", ["f_x", "f'_x", "∂_x f", "D_x f", r"\partial_x f", "∂f/∂x"])
def test_derivatives_by_subscript(name):
    of = name.replace("x", "y") if "x" in name else name
    right, wrong = (f"${name} = {factor}x$" for factor in (2, 3))
    assert verdicts("x^2 + y^2", "x: 1, y: 2", right, f"${of} = 2y$") == ["proved", "proved"]
    assert verdicts("x^2 + y^2", "x: 1, y: 2", wrong) == ["refuted"]
    numbers = ["## Step 1", f"${name} = 2$", f"${of} = 5$"]
    assert verdicts("x^2 + y^2", "x: 1, y: 2", *numbers) == ["proved", "refuted"]


def test_subscripts_that_are_no_variables():
    assert verdicts("x^2 + y^2", "x: 1, y: 2", "f_z = 2", "D_x = 3") == ["undecided"] * 2


@pytest.mark.parametrize("name", ["C", "E", "Q", "Total"])
def test_a_loss_is_what_it_is_first_said_to_be(name):
    said = f"{name}(x) = (x-2)^2 - 4"
    assert (
        verdicts("x^2 - 4*x", "x: 10", said, f"{name}(10) = 60", f"3·{name}(10) = 180")
        == ["proved"] * 3
    )
    assert verdicts("x^2 - 4*x", "x: 10", said, f"{name}(10) = 61")[1] == "refuted"
    assert verdicts("x^2 - 4*x", "x: 10", said, f"{name}(x) = x^2")[1] == "refuted"
    other = f"{name}(x) = x^2"
    assert set(verdicts("x^2 - 4*x", "x: 10", other, f"{name}(10) = 60")) == {"undecided"}
    assert verdicts("x^2 - 4*x", "x: 10", other, said)[1] == "undecided"
