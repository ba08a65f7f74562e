import pytest

from symopt import check

HEAD = """---
objective: (w*x - y)^2/2
data: {{x: [1, 2], y: [2, 3]}}
{batches}start: {{w: 1}}
rule: sgd
lr: 1/10
steps: 2
---
"""


def verdict(line, batches="batches: 1\n"):
    (found,) = check(HEAD.format(batches=batches) + line + "\n").lines
    return found.links[0].verdict


@pytest.mark.parametrize("line", ["∂L/∂w(1) = -1", "∇L(1) = -2", "∂J/∂w(1.1) = -1.6"])
def test_a_gradient_over_one_row_is_not_called_wrong(line):
    assert verdict(line) == "undecided"


@pytest.mark.parametrize("batches", ["batches: 1\n", ""])
def test_the_mean_over_all_rows_holds_and_what_is_over_no_rows_is_wrong(batches):
    assert verdict("∂L/∂w(1) = -3/2", batches) == "proved"
    assert verdict("∂L/∂w(1) = -7/5", batches) == "refuted"
    assert verdict("∂L/∂w(1) = -2", batches) == "undecided"


def test_without_data_there_is_one_gradient():
    page = "---\nobjective: x^2\nstart: {x: 1}\nrule: sgd\nlr: 1/10\nsteps: 1\n---\n∇f(1) = 1\n"
    assert check(page).lines[0].links[0].verdict == "refuted"
