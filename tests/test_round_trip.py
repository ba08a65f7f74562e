"""`check` accepts whatever `solve` wrote, and nothing that was changed in it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt import Problem, check
from symopt.rules import REGISTRY

QUARTIC = "0.4x²y² + 0.3x²y + 0.3x² + 0.3y² - 0.25xy² + 0.31xy - 0.2x + 2.1y"
PROBLEMS = {
    "quadratic": {"objective": "x^2/20 + y^2", "start": "{x: -7, y: 2}"},
    "quartic": {"objective": QUARTIC, "start": "{x: 0.5, y: 5.8}"},
    "one variable": {"objective": "(w - 3)^4 + w", "start": "{w: 1}"},
    "radical start": {"objective": "x^2 y + y^3", "start": "{x: √2, y: 1/√3}"},
    "transcendental": {"objective": "exp(-x/2) + ln(2 + y^2)", "start": "{x: 1, y: 1}"},
    "rows": {
        "objective": "(w x + b - y)^2",
        "data": "{x: [1, 2, 3], y: [2, 3, 7]}",
        "batches": "2",
        "start": "{w: 0, b: 1}",
    },
}


def page(rule, problem, **more):
    head = PROBLEMS[problem] | {"rule": rule, "steps": "3"} | more
    return "\n".join(["---", *(f"{k}: {v}" for k, v in head.items()), "---", ""])


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("rule", REGISTRY)
def test_check_accepts_what_solve_wrote(rule, problem):
    written = Problem.read(page(rule, problem)).solve().to_markdown()
    verdict = check(written)
    bad = [
        (line.text, k.reason)
        for line in verdict.lines
        for k in line.links
        if k.verdict not in ("proved", "rounded")
    ]
    assert verdict.exit_code == 0, bad


SHOWN = ["numbers", "result", "{theta: result, g: numbers}"]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("display", [{"digits": "3"}, *({"show": show} for show in SHOWN)], ids=str)
@pytest.mark.parametrize("rule", ["sgd", "adam", "nesterov_shifted"])
def test_check_accepts_every_display_in_every_language(rule, display, lang):
    for problem in ("quartic", "radical start", "transcendental", "rows"):
        written = Problem.read(page(rule, problem, **display)).solve().to_markdown(lang=lang)
        verdict = check(written)
        assert verdict.exit_code == 0, verdict.first_error
        assert len(verdict.lines) >= 6


def test_given_gradients_are_accepted_too():
    text = "---\ngradients: [[2, 1], [1, 0]]\nstart: {x: 1, y: 2}\nrule: adam\nsteps: 2\n---\n"
    assert check(Problem.read(text).solve().to_markdown()).exit_code == 0


def test_a_front_matter_written_anew_states_the_same():
    solution = Problem.read(
        page("momentum", "rows", initial="{v: [1, 1/2]}", show="{v: result}")
    ).solve()
    anew = Problem.read(solution.to_markdown())
    solution.setting.__dict__["front"] = None
    again = Problem.read(solution.to_markdown())
    assert anew.setting == again.setting == solution.setting


def filled_in(sheet, answers):
    """The sheet with each blank's coordinates written in."""
    texts = (f"({', '.join(values)})" if len(values) > 1 else values[0] for values in answers)
    return re.sub(r"\\ldots", lambda _: next(texts), sheet)


@pytest.mark.parametrize(("problem", "lang"), [("quadratic", "en"), ("rows", "ko")])
@pytest.mark.parametrize("rule", REGISTRY)
def test_an_exercise_sheet_is_read_and_holds_once_it_is_filled_in(rule, problem, lang):
    solution = Problem.read(page(rule, problem, steps="2")).solve()
    sheet = solution.to_markdown(lang=lang, answers=False)
    assert {k.verdict for line in check(sheet).lines for k in line.links if not k.blank} <= {
        "proved"
    }
    steps = solution.json["steps"]
    answers = [values for step in steps for values in step["quantities"].values()]
    assert sheet.count(r"\ldots") == len(answers)
    verdict = check(filled_in(sheet, answers))
    assert verdict.exit_code == 0, verdict.first_error
    wrong = ["12345"] * len(answers[-1])
    assert check(filled_in(sheet, [*answers[:-1], wrong])).exit_code == 1


@pytest.mark.parametrize("rule", ["sgd", "nesterov", "adagrad", "adam", "amsgrad", "adamax"])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_one_changed_digit_of_a_result_is_refuted_where_it_stands(rule, data):
    lines = Problem.read(page(rule, "quadratic", steps="2")).solve().to_markdown().split("\n")
    ends = [i - 1 for i, line in enumerate(lines) if line == r"\end{aligned}"]
    row = data.draw(st.sampled_from(ends))
    result = lines[row].index("&")
    digits = [m.start() for m in re.finditer(r"\d", lines[row]) if m.start() > result]
    at = data.draw(st.sampled_from(digits))
    new = data.draw(st.sampled_from([d for d in "123456789" if d != lines[row][at]]))
    lines[row] = lines[row][:at] + new + lines[row][at + 1 :]
    verdict = check("\n".join(lines))
    assert verdict.exit_code == 1
    assert sum(verdict.summary[status] for status in ("refuted", "undecided")) == 1
    (line,) = (v for v in verdict.lines if any(k.verdict == "refuted" for k in v.links))
    assert line.links[-1].verdict == "refuted"
    assert lines[line.line - 1].split("&")[0] in "\n".join(lines[: row + 1])


@pytest.mark.parametrize("problem", ["quartic", "rows"])
def test_a_changed_partial_derivative_is_refuted(problem):
    written = Problem.read(page("nesterov", problem)).solve().to_markdown()
    head, line, rest = re.split(r"(\\frac\{\\partial f\}\{\\partial \w\}.*\n)", written, maxsplit=1)
    changed = line.replace("2", "3", 1)
    assert changed != line
    assert check(head + changed + rest).exit_code == 1
