import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt.report.breaking import broken, fits, pieces, width

TERMS = st.lists(
    st.sampled_from(
        ["x_{12}^{2}", r"\frac{1}{2}", r"\sqrt{2 + y}", r"\left(1, \frac{a}{b}\right)", "1" * 60]
    ),
    min_size=1,
    max_size=30,
)


def bare(latex):
    """Without what a break adds, and without blanks."""
    return re.sub(r"\\left\.|\\right\.|\{\}|\s", "", latex)


@given(TERMS, st.sampled_from([" + ", " - ", r" \cdot ", ", "]), st.integers(8, 60))
def test_rows_hold_everything_in_order_and_nothing_wider_than_a_piece(terms, sign, room):
    latex = r"\left(" + sign.join(terms) + r"\right)"
    rows = broken(latex, room)
    assert "".join(map(bare, rows)) == bare(latex)
    widest = max(piece.width for piece in pieces(latex))
    for row in rows:
        assert width(row) <= max(room, 2 * widest) + 4
        assert row.count(r"\left") == row.count(r"\right")


def test_a_short_line_stays_as_it_is():
    assert broken(r"\left(1, 2\right) - 3", 40) == [r"\left(1, 2\right) - 3"]


def test_operators_outside_brackets_break_first():
    rows = broken(r"\left(a + b\right) + \left(c + d\right)", 6)
    assert rows == [r"\left(a + b\right)", r"{} + \left(c + d\right)"]


def test_a_break_within_brackets_closes_them_invisibly():
    assert broken(r"\left(aaaaaaaaa, bbbbbbbbb\right)", 7) == [
        r"\left(aaaaaaaaa,\right.",
        r"\left.bbbbbbbbb\right)",
    ]


def test_a_leading_sign_is_no_place_to_break():
    assert broken("-a", 0.1) == ["-a"]
    assert broken("(-a, -b)", 1) == ["(-a,", "-b)"]


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("x", "x + y"),
        (r"\frac{1}{2}", "1 + 2"),
        ("x^{2}", "x 2 2"),
        (r"\hat{m}_{1}", "m + 1"),
        ("12", "1200"),
    ],
)
def test_widths_are_in_order(narrow, wide):
    assert width(narrow) < width(wide)


@given(TERMS, st.sampled_from([" + ", r" \cdot ", ", "]), st.integers(1, 90))
def test_what_fits_is_not_wider(terms, sign, room):
    latex = r"\hat{m}_{t-1} = \left(" + sign.join(terms) + r"\right)^{2}"
    assert fits(latex, room) == (width(latex) <= room)
