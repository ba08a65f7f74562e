"""Decimal commas: what a page has to show before its commas are read so."""

import pytest

from symopt.marking import check
from symopt.marking.commas import writes_decimal_commas

HEAD = "---\nobjective: x^2 + y^2\nstart: {x: 1, y: 2}\nrule: sgd\nlr: 1/4\nsteps: 3\n---\n"


@pytest.mark.parametrize(
    "text",
    [
        "x_1 = 0,5",
        "X_1 = (0,5; 1)",
        "X_1 = [0,5; 1,0]",
        "w = 1 - 0,25·2 = 0,5",
        "(0,5; 1) und (0,5)",
    ],
)
def test_a_page_with_decimal_commas(text):
    assert writes_decimal_commas(text)


@pytest.mark.parametrize(
    "text",
    ["x = 5", "X_1 = (0,5)", "f(0,1) = 1\nx_1 = 0,5", "x_{1,2} = 3", "x = 0.5, y = 0,5",
     "X = (1,2,3); x = 0,5", "1{,}000 = 1000"],
)  # fmt: skip
def test_a_page_that_may_write_lists(text):
    assert not writes_decimal_commas(text)


def test_values_on_such_a_page():
    page = check(HEAD + "X_1 = (0,5; 1,0)\n\nx_2 = 0,25\n\ny_2 = 0,55\n")
    assert [link.verdict for line in page.lines for link in line.links] == [
        "proved",
        "proved",
        "refuted",
    ]


def test_a_comma_beside_a_semicolon_on_a_page_with_points():
    page = check(HEAD + "X_1 = [0,5 ; 1.0]\n\nX_1 = [0,5 ; 1.5]\n\nA = [1,2;3,4]\n")
    found = [link.verdict for line in page.lines for link in line.links]
    assert found == ["proved", "refuted", "undecided"]
