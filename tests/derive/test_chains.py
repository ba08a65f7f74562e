"""Chains: links, what holds from end to end, rows, and formulas within prose."""

import pytest

from symopt.errors import InputError, SymoptError

X = "assume: {x: real}"


@pytest.mark.parametrize(
    ("chain", "status"),
    [
        ("abs(x) = √(x³)/√x = x", "refuted"),
        ("abs(x) = √(x³)/√x\n= x", "refuted"),
        ("x² = √(x³)/√x*x = x²", "proved"),
        ("abs(x) ≥ √(x³)/√x > x - 1", "proved"),
        ("x - 1 < √(x³)/√x ≤ abs(x) + 1", "proved"),
        ("abs(x) < √(x³)/√x + 1 < x + 2", "refuted"),
        ("1 < 2 > 0 = 0", "proved"),
    ],
)
def test_a_chain_holds_from_end_to_end(page, chain, status):
    """√(x³)/√x has a value for x > 0 alone: there the links hold."""
    assert page(chain, X).status == status


@pytest.mark.parametrize(
    ("chain", "status"),
    [
        ("x < x", "refuted"),
        ("x ≤ x", "proved"),
        ("1/x > 0", "refuted"),
        ("x² > 0", "refuted"),
        ("1/x ≠ 1/x", "refuted"),
        ("(x - 1)/(x² - 1) ≠ 1/(x + 1)", "refuted"),
        ("√x ≠ √(-x)", "refuted"),
        ("abs(x) ≠ x", "proved"),
    ],
)
def test_a_relation_is_claimed_where_both_sides_have_values(page, chain, status):
    assert page(chain, X).status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("It holds that $x² ≥ 0$.", "proved"),
        ("It holds that $x² > 0$.", "refuted"),
        ("It holds that $$x² > 0$$.", "refuted"),
        ("Of $x$ and $x²$ nothing is claimed.", "proved"),
    ],
)
def test_formulas_within_prose_are_judged(page, text, status):
    assert page(f"en: {text}", X).status == status


@pytest.mark.parametrize(
    "chain", ["(1, 2) < (3, 4)", "x = ", "x + 1", "= x", "x = y", "x ∈ (0, 1)"]
)
def test_what_is_no_chain_is_refused_with_its_place(page, chain):
    with pytest.raises(SymoptError) as refused:
        page(chain, X)
    assert refused.value.place.line == 6


def test_a_result_begins_with_a_name(page):
    with pytest.raises(InputError, match="can't be a result"):
        page("result: 1 + 1 = 2", X)
