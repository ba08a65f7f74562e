"""Several rules on one page."""

from pathlib import Path

import numpy as np
import pytest

from symopt import Problem
from symopt.errors import InputError
from symopt.page import read_page
from symopt.run.compare import compare, read_comparison

PAGE = """---
objective: x^2/20 + y^2
start: {x: -7, y: 2}
rule: adam
lr: 0.3
steps: 30
compare:
  sgd: {lr: 0.95}
  momentum: {lr: 0.1, steps: 12}
  uphill: {rule: [v = gamma v + lr ∇f(θ - gamma v), θ = θ - v], lr: 0.3, gamma: 0.9}
---
"""


def alone(rule, steps, **parameters):
    start = {"x": -7, "y": 2}
    return Problem("x^2/20 + y^2", start=start, rule=rule, **parameters).run(steps)


def test_every_entry_runs_as_it_would_alone():
    found = compare(read_comparison(read_page(PAGE)))
    assert list(found) == ["sgd", "momentum", "uphill"]
    assert np.array_equal(found["sgd"].path, alone("sgd", 30, lr="0.95"))
    assert np.array_equal(found["momentum"].path, alone("momentum", 12, lr="0.1"))
    assert found["uphill"].end == pytest.approx(alone("nesterov", 30, lr="0.3")[-1])
    x, y = found["sgd"].end
    assert found["sgd"].loss == x**2 / 20 + y**2
    assert x == pytest.approx(-7 * 0.905**30)


def test_rules_that_are_named_have_the_page_s_parameters_or_their_defaults():
    found = compare(read_comparison(read_page(PAGE), ["adam", "Nesterov", "sgd"]), steps=5)
    assert list(found) == ["adam", "nesterov", "sgd"]
    assert np.array_equal(found["adam"].path, alone("adam", 5, lr="0.3"))
    assert np.array_equal(found["nesterov"].path, alone("nesterov", 5))
    assert np.array_equal(found["sgd"].path, alone("sgd", 5, lr="0.95"))


def test_divergence_is_seen_and_the_finite_points_are_kept():
    page = PAGE.replace("0.95", "1000").replace("steps: 30", "steps: 500")
    found = compare(read_comparison(read_page(page)))["sgd"]
    assert found.path.diverged_at == len(found.points())
    assert np.isfinite(found.points()).all()
    assert not np.isfinite(found.loss)


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("sgd: {lr: 0.95}", "sgd: {lr: -1}", "'lr' must be a positive number", 8),
        ("sgd: {lr: 0.95}", "sgd: {beta1: 1/2}", "no parameter 'beta1'", 8),
        ("sgd: {lr: 0.95}", "sgd: 3", "names and values", 8),
        ("sgd: {lr: 0.95}", "sgd: {start: {x: 1, y: 1}}", "the same for all", 8),
        ("sgd: {lr: 0.95}", "sgs: {lr: 0.95}", "unknown rule 'sgs'", 8),
        ("lr: 0.1, steps: 12", "lr: 0.1, steps: 1/2", "'steps' must be a whole number", 9),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old, new, message, line):
    with pytest.raises(InputError, match=message) as caught:
        read_comparison(read_page(PAGE.replace(old, new)))
    assert caught.value.place.line == line


def test_without_names_the_way_out_is_said():
    page = PAGE[: PAGE.index("compare")] + "---\n"
    with pytest.raises(InputError, match="no rule is named"):
        read_comparison(read_page(page))
    with pytest.raises(InputError, match="unknown rule 'sdg'"):
        read_comparison(read_page(page), ["sdg"])


def test_from_python():
    problem = Problem.read(PAGE)
    paths = problem.compare({"sgd": {"lr": "0.95"}, "adagrad": {}}, steps=7)
    assert np.array_equal(paths["sgd"], alone("sgd", 7, lr="0.95"))
    assert np.array_equal(paths["adagrad"], alone("adagrad", 7))


def test_the_watcher_hears_of_all_rules_together():
    seen = []
    head = "objective: x^2\nstart: {x: 1}\nsteps: 5\ncompare: {sgd: {lr: 1}, adam: {}}"
    compare(read_comparison(read_page(f"---\n{head}\n---\n")), watch=seen.append)
    assert seen == [5, 10]


def test_float64_loses_digits_that_sgd_keeps():
    page = (Path(__file__).parents[2] / "derivations" / "digits-quartic.md").read_text("utf-8")
    found = compare(read_comparison(read_page(page), ["sgd", "rmsprop"]), 200, digits=10)
    assert min(found["sgd"].right) >= 12
    assert found["rmsprop"].right[50] >= 15
    assert min(found["rmsprop"].right) <= 1
