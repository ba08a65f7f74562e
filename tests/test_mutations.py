"""A change of one number, sign, operator or operand is refuted where it stands, and only there.

The large run is `python -m benchmarks.marking_mutations`.
"""

import importlib
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from symopt import check
from symopt.rules import REGISTRY

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def bench():
    if not (ROOT / "benchmarks" / "marking_mutations.py").exists():
        pytest.skip("the benchmarks are not beside the tests")
    sys.path.insert(0, str(ROOT))
    try:
        yield importlib.import_module("benchmarks.marking_mutations")
    finally:
        sys.path.remove(str(ROOT))


@pytest.fixture(scope="module")
def sheets(bench):
    return sys.modules["benchmarks.marking_sheets"]


def test_changes_are_refuted_on_their_line_and_link(bench):
    outcomes = list(bench.survey(40, seed=7))
    wrong = [
        f"{result}: {m.sheet.side(m.row)} → {m.side}"
        for m, result in outcomes
        if result != "right" and not (result == "undecided" and has_foreign_name(m))
    ]
    assert not wrong
    assert len(Counter(mutation.kind for mutation, _ in outcomes)) == len(bench.KINDS)


def has_foreign_name(mutation):
    """f(x, y) = x² + α: what is not one of f's variables makes no statement that could be false."""
    return mutation.kind == "operand" and "f" in mutation.row.left


@pytest.mark.parametrize("form", ["exact_sheet", "rounded_sheet", "carried_sheet"])
def test_pages_that_nobody_changed_hold(sheets, form):
    chance = Random(3)
    for rule in chance.sample([*REGISTRY], 5):
        sheet = getattr(sheets, form)(rule, chance.choice([*sheets.PROBLEMS]))
        assert check(sheet.text).exit_code == 0, sheet.text


def test_the_second_opinion_tells_changed_values_from_rewritten_ones(bench, sheets):
    sheet = sheets.exact_sheet("sgd", "product")
    row = next(r for r in sheet.rows if r.left == r"\theta_{1}" and r.link == 2)
    assert sheet.side(row) == r"\left(1, 2\right) - \frac{1}{100} \cdot \left(2, 1\right)"

    def changes(side):
        return bench.Mutation(sheet, row, "sign", side).changes_the_value()

    assert not changes(r"\left(1, 2\right) + \frac{-1}{100} \cdot \left(2, 1\right)")
    assert changes(r"\left(1, 2\right) - \frac{-1}{100} \cdot \left(2, 1\right)")
    assert changes(r"\left(1, 2\right) - \frac{1}{0} \cdot \left(2, 1\right)")


def test_every_side_that_solve_wrote_has_the_value_of_its_chain(bench, sheets):
    sheet = sheets.exact_sheet("adam", "quadratic")
    sides = [row for row in sheet.rows if row.left in sheet.names]
    assert len(sides) > 40
    for row in sides:
        gaps = bench.spread(lambda a, b: abs(a - b), sheet.value(row), sheet.names[row.left])
        assert max(gaps if isinstance(gaps, tuple) else [gaps]) < 1e-5
