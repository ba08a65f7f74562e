import re

import pytest

from symopt import Problem, check


def test_a_sheet_asks_for_what_the_solution_answers(exercise):
    sheet = exercise.to_markdown(answers=False)
    lefts = re.compile(r"^(\S+) &= ", re.M)
    assert lefts.findall(sheet) == lefts.findall(exercise.to_markdown())
    assert "g_{1} &= \\nabla f\\left(\\theta_{0}\\right) \\\\\n&= \\ldots" in sheet
    body = sheet.split("---\n", 2)[2]
    for answer in ("\\frac{3}{2}", "\\sqrt{2}", "Summary", "approx"):
        assert answer not in body


def test_a_sheet_states_the_same_problem(solution):
    assert Problem.read(solution.to_markdown(answers=False)).setting.front == solution.setting.front


@pytest.mark.parametrize("render", ["to_latex", "to_html", "to_notebook"])
def test_every_format_has_a_sheet_and_it_shows_no_picture(exercise, render):
    sheet, worked = (getattr(exercise, render)(answers=a) for a in (False, True))
    assert "svg" not in sheet.replace(".svg", "").replace("svg [data", "").replace("svg {", "")
    assert len(sheet) < len(worked)


def test_nothing_on_a_sheet_is_refuted(exercise):
    assert check(exercise.to_markdown(answers=False)).summary["refuted"] == 0


def test_a_notebook_shows_what_a_problem_asks(exercise):
    problem = Problem.from_setting(exercise.setting)
    assert problem._repr_markdown_().endswith("$\\epsilon = 0$.\n")
    assert "<h1>Adam by hand on xy</h1>" in problem._repr_html_()
    assert "Step" not in problem._repr_html_()


def test_a_notebook_shows_a_solution_without_its_front_matter(exercise):
    assert exercise._repr_markdown_().startswith("# Adam by hand on xy")
    shown = exercise._repr_html_()
    assert "<script" not in shown
    assert "<h1>Adam by hand on xy</h1>" in shown
