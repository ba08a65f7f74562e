"""A gradient that is written as a constant: at a point, or nowhere."""

import pytest

from symopt.marking import check


def verdict(line, rule="sgd", *before):
    head = f"---\nobjective: (w-3)^4 + w\nstart: {{w: 1}}\nrule: {rule}\nlr: 1/10\nsteps: 2\n---\n"
    found = check(head + "\n\n".join([*before, line]) + "\n").lines[-1]
    return found.links[-1].verdict


@pytest.mark.parametrize("rule", ["sgd", "momentum", "adam", "nesterov"])
def test_names_that_are_no_point_of_the_page(rule):
    assert verdict("∇f(w) = 4(w − 3)³ + 1", rule) == "proved"
    assert verdict("∇f(w) = 4(α − 3)³ + 1", rule) == "refuted"
    assert verdict("f'(w) = 4(w_1 − 4)³ + 1", rule) == "refuted"
    assert verdict("∇f(w) = 4(w − 3)³ + 1 = 4(α − 3)³ + 1", rule) == "refuted"
    assert verdict("∇f(w) = 4(w − 3)³ + 1 = 4(w_1 − 3)³ + 1", rule) == "undecided"


@pytest.mark.parametrize("right", ["4(w_1 − 3)³ + 1", "4(w_0 − 3)³ + 1", "4(5 − 3)³ + 1", "33"])
def test_a_value_at_some_point_stays_open(right):
    assert verdict(f"∇f(w) = {right}") == "undecided"


def test_whose_numbers_are_wrong_has_other_points():
    assert verdict("∇f(w) = 4(α − 3)³ + 1", "sgd", "w_1 = 1/10") == "undecided"
