"""The working of the source documents, as it was typed."""

import re
from pathlib import Path

import pytest

from symopt import check

SEEDS = Path(__file__).parents[2] / ".." / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.exists(), reason="the documents lie elsewhere")

ADAM = """---
objective: {objective}
start: {{x: 1, y: {y}}}
rule: adam
lr: 1
beta1: 1/2
beta2: 1/2
epsilon: 0
steps: 2
---
"""
SURFACE = """---
objective: 0.4*x^2*y^2 + 0.3*x^2*y + 0.3*x^2 + 0.3*y^2 - 0.25*x*y^2 + 0.31*x*y - 0.2*x + 2.1*y
start: {x: 0.5, y: 5.8}
rule: sgd
lr: 0.01
---
"""


def lines(number):
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8").split("\n")


def working(objective, y, first, last):
    """The exercise's lines from the gradient to the second point."""
    text = lines("004")
    begin = next(i for i, line in enumerate(text) if line.startswith(first))
    end = next(i for i, line in enumerate(text) if i > begin and line.startswith(last))
    return check(ADAM.format(objective=objective, y=y) + "\n".join(text[begin : end + 1]))


EXERCISES = {
    "first": ("x*y", 2, "df(x, y) = (y, x)", "X2 ="),
    "second": ("x^2 + x*y", 1, "df(x, y) = (2x + y, x)", "X2 ="),
}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_all_quantities_are_right_and_false_links_are_slips_of_precedence(exercise):
    verdict = working(*EXERCISES[exercise])
    assert len(verdict.lines) >= 13
    assert verdict.summary["undecided"] == verdict.summary["unreadable"] == 0
    refuted = [link for line in verdict.lines for link in line.links if link.verdict == "refuted"]
    assert refuted
    for link in refuted:
        typed = link.left + link.right
        assert re.search(r"/1/2|/1- ?1/4|/3/4", typed.replace(") /", ")/")), typed
        assert link.diagnosis[0].code.startswith("precedence"), typed
        assert "with brackets" in link.diagnosis[0].message


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_quantity_of_the_exercises_is_reached(exercise):
    verdict = working(*EXERCISES[exercise])
    last = {}
    for line in verdict.lines:
        if line.quantity:
            last[line.quantity, line.step] = line
    names = {"m", "v", "m_hat", "v_hat", "theta"}
    assert names <= {name for name, _ in last}
    assert ("theta", 2) in last
    assert "m_0" in verdict.notes[0]


def test_the_hand_gradient_of_the_surface_is_wrong_in_both_parts():
    parts = [line.strip() for line in lines("000") if re.match(r"\s*d[xy] = 0\.8", line)]
    verdict = check(SURFACE + "\n\n".join(parts).replace("**", "^"))
    first, second = (line.links[0] for line in verdict.lines)
    assert (first.verdict, second.verdict) == ("refuted", "refuted")
    assert first.difference == "-3*x*y/5 + y**2/4 + y/10"
    assert second.difference == "3*x**2/10"
    assert "3/5 x*y expected, 0 written" in first.reason
    assert "not the gradient of any function" in second.reason
    assert "-6*x/5 + y/2 + 1/10" in second.reason
