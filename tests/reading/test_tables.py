import pytest

from symopt import check
from symopt.notation.tree import show
from symopt.page import read_page
from symopt.reading.statement import Statement
from symopt.reading.working import read_working


def read(page, *rows):
    text = "\n".join(rows)
    return [
        (item.line, item.column(item.chain.sides[1]), show(item.chain))
        if isinstance(item, Statement)
        else (item.line, item.column, "unreadable")
        for item in read_working(read_page(text), page)
    ]


def test_each_cell_is_a_claim_about_its_rows_step(setting):
    found = read(
        setting("x^2", "{x: 1}", "momentum"),
        "| t | x_t | $g$ | v | note |",
        "|---|-----|-----|---|------|",
        "| 0 | 1   | 2   | 0 | start |",
        "| 1 | 0.8 |     | — | fine |",
        "| 2 | $1 - 0.2 = 0.8$ | ≈ 1.28 | `-1/10` | |",
    )
    assert found == [
        (3, 7, "x_0 = 1"),
        (3, 13, "g_1 = 2"),
        (3, 19, "v_0 = 0"),
        (4, 7, "x_1 = 0.8"),
        (5, 8, "x_2 = (- 1 0.2) = 0.8"),
        (5, 27, "g_3 ≈ 1.28"),
        (5, 35, "v_2 = (neg (/ 1 10))"),
    ]


def test_vectors_coordinates_and_corrected_moments(setting):
    found = read(
        setting(),
        "| 단계 | X | m̂ | v_x | ∂f/∂y | f(X) |",
        "|:---:|---|----|-----|-------|------|",
        "| 1단계 | (0, 1) | (2, 1) | 2 | 1 | 0 |",
    )
    assert [tree for _, _, tree in found] == [
        "X_1 = [0 1]",
        "m_hat_1 = [2 1]",
        "v_x_1 = 2",
        "df/dy_1 = 1",
        "(f X_1) = 0",
    ]


def test_steps_may_stand_in_the_header(setting):
    found = read(
        setting("x^2", "{x: 1}", "momentum"),
        "|   | t=0 | t=1 |",
        "|---|-----|-----|",
        "| x | 1   | 0.8 |",
        "| v_t | 0 | -0.2 |",
    )
    assert [tree for _, _, tree in found] == ["x_0 = 1", "x_1 = 0.8", "v_0 = 0", "v_1 = (neg 0.2)"]


def test_the_next_point_is_one_step_on(setting):
    rows = ("| t | x_{t+1} | x_new |", "|---|---|---|")
    page = setting("x^2", "{x: 1}", "sgd")
    assert [tree for *_, tree in read(page, *rows, "| 0 | 0.8 | 0.8 |")] == ["x_1 = 0.8"] * 2
    assert [tree for *_, tree in read(page, *rows, "| 1 | 0.6 | 0.8 |")] == [
        "x_2 = 0.6",
        "x_1 = 0.8",
    ]


def test_numbers_below_an_unknown_header_and_broken_cells_are_unreadable(setting):
    found = read(
        setting("x^2", "{x: 1}", "sgd"),
        "| t | x | accuracy |",
        "|---|---|----------|",
        "| 1 | 0.8) | 12 |",
    )
    assert found == [(1, 11, "unreadable"), (3, 10, "unreadable")]


def test_a_table_of_anything_else_is_read_cell_by_cell(setting):
    page = setting("x^2", "{x: 1}", "sgd")
    rows = ("| name | value |", "|---|---|", "| first | x_1 = 0.8 |", "| second | 12 |")
    assert [tree for *_, tree in read(page, *rows)] == ["x_1 = 0.8"]


def test_quantities_against_coordinates_are_about_the_step_reached():
    page = (
        "---\nobjective: x*y\nstart: {x: 1, y: 2}\nrule: adam\nlr: 0.1\nsteps: 2\n---\n%s"
        "| quantity | x | y |\n|---|---|---|\n| g | 2 | 1 |\n| m | 0.2 | 0.2 |\n"
    )
    from symopt import check

    found = [k.verdict for line in check(page % "## Step 1\n\n").lines for k in line.links]
    assert found == ["proved", "proved", "proved", "refuted"]
    assert check(page % "").exit_code == 4


SQUARE = "---\nobjective: x^2\nstart: {x: 10}\nrule: sgd\nlr: 0.1\nsteps: 3\n---\n"
MOVES = [
    ("x (old)", "f'(x)", "x (new)"),
    ("Current x", "gradient", "New x"),
    ("x_old", "f'(x_old)", "x_new = x_old - 0.1 f'(x_old)"),
    ("x", "Gradient f'(x)", "x_new"),
    ("이전 x", "기울기", "새 x"),
]


@pytest.mark.parametrize("header", MOVES)
def test_rows_may_show_the_point_before_and_after_their_step(header):
    rows = [header, ("10", "20", "8"), ("8", "16", "8 - 1.6 = 6.4")]
    wrong = [header, ("10", "20", "9"), ("8", "16", "6.4")]
    assert [v for line in judged(rows) for v in line] == ["proved"] * 7
    assert judged(wrong)[0][-1] == "refuted"


def judged(rows):
    header, *others = rows
    lines = [("Iteration", *header), ("---",) * (len(header) + 1)]
    lines += [(str(number), *row) for number, row in enumerate(others, 1)]
    page = SQUARE + "\n".join("|" + "|".join(line) + "|" for line in lines)
    by_line = {}
    for line in check(page).lines:
        by_line.setdefault(line.line, []).extend(link.verdict for link in line.links)
    return list(by_line.values())


def test_rows_from_1_may_begin_with_the_start():
    assert judged([("x", "f'(x)"), ("10", "20"), ("8", "16")]) == [["proved"] * 2] * 2
    assert judged([("x", "f'(x)"), ("8", "16"), ("6.4", "12.8")]) == [["proved"] * 2] * 2
    assert judged([("x", "f'(x)"), ("10", "20"), ("8", "15")])[1] == ["proved", "refuted"]


@pytest.mark.parametrize("header", ["Loss f(x)", "loss", "Cost", "f(x) = x²", "Value of f(x)"])
def test_words_before_a_header_are_none_of_it(header):
    assert judged([("x", header), ("8", "64")]) == [["proved"] * 2]
    assert judged([("x", header), ("8", "65")]) == [["proved", "refuted"]]


def test_numbered_variables_before_and_after_and_a_row_of_dots():
    page = (
        "---\nobjective: x1^2 + 3x2\nstart: {x1: 0, x2: 0}\nrule: sgd\nlr: 1\nsteps: 9\n---\n"
        "| Iteration | x1 | x2 | ∂f/∂x1 | ∂f/∂x2 | x1_new | x2_new |\n"
        "|---|---|---|---|---|---|---|\n"
        "| 1 | 0 | 0 | 0 | 3 | 0 | -3 |\n| ... | ... | ... | ... | ... | ... | ... |\n"
        "| 9 | 0 | -24 | 0 | 3 | 0 | LAST |\n"
    )
    found = [
        link.verdict for line in check(page.replace("LAST", "-27")).lines for link in line.links
    ]
    assert found == ["proved"] * 12
    assert check(page.replace("LAST", "-28")).exit_code == 1
