"""Rows of a display."""

import pytest

from symopt import check

PAGE = """---
objective: x^2 + y^2
start: {x: 1, y: 2}
rule: sgd
lr: 1/4
---
"""


def verdicts(working):
    return [
        (line.line, link.verdict) for line in check(PAGE + working).lines for link in line.links
    ]


@pytest.mark.parametrize(
    "matrix",
    [
        r"\begin{pmatrix} 1/2 \\ 1 \end{pmatrix}",
        r"\begin{bmatrix}1/2\\[2pt]1\end{bmatrix}",
        r"\left(\begin{array}{c} 1/2 \\ 1 \end{array}\right)",
        "\\begin{pmatrix}\n1/2 \\\\\n1\n\\end{pmatrix}",
    ],
)
def test_a_matrix_keeps_its_rows(matrix):
    assert verdicts(f"$$X_1 = {matrix}$$\n") == [(7, "proved")]
    assert verdicts(
        f"$$\n\\begin{{aligned}}\nX_1 &= {matrix} \\\\\n2 &= 2\n\\end{{aligned}}\n$$\n"
    )[0] == (9, "proved")


def test_rows_end_behind_a_matrix():
    rows = (
        r"X_0 = \begin{pmatrix} 1 \\ 2 \end{pmatrix} \\ X_1 = \begin{pmatrix} 1 \\ 1 \end{pmatrix}"
    )
    assert verdicts(f"$$\n{rows}\n$$\n") == [(8, "proved"), (8, "refuted")]


def test_a_matrix_never_closed_is_unreadable():
    assert verdicts("$$\nX_1 = \\begin{pmatrix} 1 \\\\ 2\n$$\n") == [(8, "unreadable")]


BROKEN = r"""
$$
\begin{aligned}
f(x, y) &= x^2 \\
&\quad + y^2 \\
X_1 &= \left(1 - \frac{1}{4} \cdot 2,\right. \\
&\quad \left.2 - \frac{1}{4}\right. \\
&\quad \left.{} \cdot 4\right) \\
&= \left(\frac{1}{2}, 1\right)
\end{aligned}
$$
"""


def test_a_row_that_goes_on_belongs_to_the_row_before():
    assert verdicts(BROKEN) == [(10, "proved"), (12, "proved"), (12, "proved")]


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [("+ y^2", "- y^2", 10), (r"\cdot 4", r"\cdot 5", 12), ("+ y^2", "+ 2 y^2", 10)],
)
def test_a_slip_in_a_row_that_goes_on_is_refuted(right, wrong, line):
    assert (line, "refuted") in verdicts(BROKEN.replace(right, wrong))


def test_a_row_with_a_relation_of_its_own_begins_anew():
    rows = "$$\n\\begin{aligned}\nX_1 &= (1/2, 1) \\\\\n-X_1 &= (-1/2, -1)\n\\end{aligned}\n$$\n"
    assert [line for line, _ in verdicts(rows)] == [9, 10]
