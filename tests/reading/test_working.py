import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.errors import InputError, SymoptError
from symopt.marking import check
from symopt.notation.tree import Name, show
from symopt.page import read_page
from symopt.reading.names import meaning
from symopt.reading.pieces import programs
from symopt.reading.working import Statement, Unreadable, read_working
from symopt.report.markdown import escaped
from tests.conftest import make_setting

XY = make_setting()
X = make_setting("x^2", "{x: 1}", "momentum")
WEIGHTS = make_setting("w_1^2 + w_2^2", "{w_1: -5, w_2: -2}", "momentum_ema")
SHEETS = sorted((Path(__file__).parents[2] / "derivations").glob("*.md"))


def read(text, setting=XY):
    return read_working(read_page(text), setting)


def shown(text, setting=XY):
    return [
        (item.step, show(item.chain)) if isinstance(item, Statement) else "unreadable"
        for item in read(text, setting)
    ]


def claims(text, setting=XY):
    """What each statement is about."""
    return [meaning(i.chain.sides[0], setting, i.step) for i in read(text, setting)]


def test_a_heading_holds_until_the_next_of_its_level():
    page = "## Step 2\nx = 1\n\n### Update\nx = 2\n\n## Result\nx = 3\n"
    assert shown(page) == [(2, "x = 1"), (2, "x = 2"), (None, "x = 3")]


@pytest.mark.parametrize(
    "title", ["x_1 = 7, by hand", "손으로 푼 x_1 = 7", "a_b* = <7> & $x = 7$ | #7"]
)
def test_the_heading_that_repeats_the_title_is_no_working(title):
    setting = replace(XY, title={"en": "another", "ko": title})
    assert shown(f"# {escaped(title)}\nx = 3", setting) == [(None, "x = 3")]
    assert len(read(f"# {title}!\nx = 3", setting)) > 1
    assert len(read(f"## {title}\nx = 3", setting)) > 1


def test_a_step_mentioned_in_a_sentence_holds_for_its_line():
    page = "Step 2: x = 1\nas in step 1, x = 3\nx = 4\n"
    assert shown(page) == [(2, "x = 1"), (1, "x = 3"), (2, "x = 4")]


def test_one_line_may_hold_two_steps():
    assert shown("Step 1: x = 3; step 2: x = 4") == [(1, "x = 3"), (2, "x = 4")]


@pytest.mark.parametrize(
    "label", ["After 2 iterations, ", "t = 2: ", "2단계: ", "Iteration 2 - ", "Update (t = 2): "]
)
def test_labels_of_a_step(label):
    assert shown(f"{label}x = 4")[-1] == (2, "x = 4")


def test_a_colon_claims_a_quantity_but_not_a_parameter():
    assert shown("X_2: (9, 9)") == [(None, "X_2 = [9 9]")]
    assert shown("α: 0.1\nx: 3\nnote: 4") == []
    assert shown("Step 1\n- **x**: 3") == [(1, "x = 3")]
    (item,) = read("X_2: (9, 9)")
    assert item.column(item.chain.sides[1]) == 6


@pytest.mark.parametrize("info", ["", "text", "plain", "txt", "내 풀이"])
def test_a_fence_of_no_language_is_text(info):
    assert shown(f"```{info}\nx_1 = 3\n```\n") == [(None, "x_1 = 3")]
    assert shown(f"```{info}\nx_1 = 3") == [(None, "x_1 = 3")]


@pytest.mark.parametrize("info", ["python", "Python3", "{.julia}", "c++ linenos"])
def test_a_fence_of_a_programming_language_may_hold_working(info):
    assert shown(f"```{info}\nx_1 = 3\nx_2 = 0.9*x_1 + 0.1*3**2\n```\n") == [
        (None, "x_1 = 3"),
        (None, "x_2 = (+ (* 0.9 x_1) (* 0.1 (^ 3 2)))"),
    ]


PROGRAMS = [
    "def f(x):\n    return x\nx_1 = 3",
    "import numpy as np\nx_1 = 3",
    "for t in range(3):\n    x_1 = 3",
    "x_1 = 3\nprint(x_1)",
    "for (int i = 0; i < 3; i++) {\n  x_1 = 3;\n}",
    "function y = f(x)\n  x_1 = 3;\nend",
]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("info", ["", "python", "matlab"])
def test_a_program_in_a_fence_is_passed_over(info, program):
    page = f"\n```{info}\n{program}\n```\nx_2 = 4\n"
    assert shown(page) == [(None, "x_2 = 4")]
    assert programs(read_page(page)) == (2,)


@pytest.mark.parametrize(
    "line", ["for t = 1: x_1 = 3", "with η = 0.1: x_1 = 3", "let x_0 = 1; x_1 = 3"]
)
def test_words_that_programs_use_too_make_no_program(line):
    assert (None, "x_1 = 3") in [(None, chain) for _, chain in shown(f"```\n{line}\n```")]
    assert programs(read_page(f"```\n{line}\n```")) == ()


@pytest.mark.parametrize("info", ["json", "yaml", "diff"])
def test_a_fence_of_data_is_none(info):
    assert shown(f"```{info}\nx_1 = 3\n```\n") == []


def test_a_link_definition_is_not_swallowed():
    assert shown("[X_1]: = (9, 9)") == ["unreadable"]


def test_numbers_of_coordinates():
    page = "## Epoch 2\nv_1 = 0.5*v_1 + 0.5*dw_1 = -0.72\nv_2 = -1.2\ndw_1 = 1.6\nw_1 = -4\n"
    found = [(c.name, c.step, c.component) for c in claims(page, WEIGHTS)]
    assert found == [("m", 2, 0), ("m", 2, 1), ("g", 2, 0), ("theta", 2, 0)]


def test_numbers_of_steps():
    page = "v_1 = (-0.5, -4)\nv_2 = (1, 2)\ndw_1 = (1, 2)\nw_1 = (-4.7, 0.4)\n"
    found = [(c.name, c.step, c.component) for c in claims(page, WEIGHTS)]
    assert found == [("m", 1, None), ("m", 2, None), ("g", 1, None), ("theta", 1, None)]


def test_numbers_that_count_both_mean_nothing():
    assert claims("v_1 = (-0.5, -4)\nv_2 = 3", WEIGHTS) == [None, None]


def test_headings_that_count_from_0_give_no_step_to_bare_names():
    page = "Step 0\ng = 2\nx = 0.8\n\nStep 1\nx = 0.64\nx_2 = 0.64\n"
    assert [step for step, _ in shown(page, X)] == [None, None, None, 1]
    assert shown("t = 0\nx = 1\n\nt = 1\nx = 0.8", X)[1::2] == [(0, "x = 1"), (1, "x = 0.8")]


def test_coordinates_beside_each_other_stay_coordinates():
    page = "w_1 = (1, 2)\n∇f(w_1, w_2) = (2w_1, 2w_2)\n∇f(w_1) = (2, 4)\n"
    assert [tree for _, tree in shown(page, WEIGHTS)] == [
        "theta_1 = [1 2]",
        "(grad w_1 w_2) = [(* 2 w_1) (* 2 w_2)]",
        "(grad theta_1) = [2 4]",
    ]


def test_a_matrix_in_a_display_keeps_its_rows():
    page = r"$$X_1 = \begin{pmatrix} 0.7 \\ 0.9 \end{pmatrix} \\ X_2 = (1, 2)$$"
    assert [tree for _, tree in shown(page)] == ["X_1 = ⟨0.7 0.9⟩", "X_2 = [1 2]"]


COMMANDS = (
    r"\frac \sqrt \left( \right) \begin{pmatrix} \end{pmatrix} \begin{aligned} \end{aligned} \\ & "
    r"\hat{m} \hat \nabla \partial \text{new} \, | _ ^ { } ( ) [ ] = ≈ ← := √ ∂ ² ₁ x y m g t 1 "
    r"0.5 1e-8 , ; : . ' * / + - $ $$ ``` # \( \) Step 단계 |---| E[g^2] df( f( x_1 m̂ …"
).split()
TEXTS = st.one_of(
    st.text(max_size=200),
    st.binary(max_size=200).map(lambda data: data.decode("latin-1")),
    st.lists(st.sampled_from([*COMMANDS, "\n"]), max_size=60).map("".join),
    st.lists(st.sampled_from([*COMMANDS, "\n"]), max_size=60).map(" ".join),
    st.randoms(use_true_random=False).map(lambda source: piece_of_a_sheet(source)),
)


def piece_of_a_sheet(source: random.Random) -> str:
    """A stretch of a real sheet, with a few signs changed."""
    text = list(source.choice(SHEETS).read_text("utf-8"))
    begin = source.randrange(len(text))
    text = text[begin : begin + source.randrange(600)]
    for _ in range(source.randrange(4)):
        if text:
            text[source.randrange(len(text))] = source.choice(COMMANDS)
    return "".join(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([XY, X, WEIGHTS]))
def test_any_text_gives_statements_with_places_or_a_complaint(text, setting):
    try:
        page = read_page("\n" + text)
    except SymoptError:
        return
    for item in read_working(page, setting):
        line = page.lines[item.line - 1]
        if isinstance(item, Unreadable):
            assert 1 <= item.column <= len(line) + 1
            continue
        assert len(item.chain.sides) > 1
        for side in item.chain.sides:
            assert item.typed(side) == item.typed(side).strip()
            assert item.column(side) >= 1
            if isinstance(side, Name):
                meaning(side, setting, item.step)


@pytest.mark.parametrize(
    "unit", ["$x=1$ ", "x=1, ", "x = 1; ", "step 1: x = 2 ", "\\frac{", "((a "]
)
def test_a_longest_line_is_read(unit):
    assert read(unit * (9_900 // len(unit)) + " = 1")


def test_a_side_is_kept_as_it_was_typed():
    typed = r"X_1 = \left(\frac12, 3\right) = \bigl(\tfrac12, 3\bigr)"
    (link, other) = (
        check("---\nobjective: x+y\nstart: {x: 1, y: 1}\nrule: sgd\nlr: 1\n---\n" + typed)
        .lines[0]
        .links
    )
    assert (link.left, link.right) == ("X_1", r"\left(\frac12, 3\right)")
    assert other.right == r"\bigl(\tfrac12, 3\bigr)"


@pytest.mark.parametrize("text", [b"x = 1", None, 3])
def test_a_page_is_text(text):
    with pytest.raises(InputError, match="must be a page's text"):
        check(text)
    if text is not None:
        with pytest.raises(InputError, match="'problem' must be a page's text"):
            check("x = 1", problem=text)


def test_a_chain_has_an_end():
    rows = "x_1 = 1\n" + "= 1\n" * 1_500
    first, *others = read(rows)
    assert len(first.chain.sides) == 1_000
    assert {type(item) for item in others} == {Unreadable}
    assert "more than 1000 sides" in others[0].message


@pytest.mark.parametrize(
    "text", ["x_1 = " + "1" * 1_001, "x_1 = 1e-1001", "x_1 = 0." + "3" * 1_000]
)
def test_numbers_have_a_length_that_can_be_judged(text):
    (item,) = read(text)
    assert isinstance(item, Unreadable)


def test_a_number_of_iterations_is_no_step():
    assert shown("Number of iterations: 10. x = 1") == [(None, "x = 1")]
    assert shown("After the second iteration: x = 3\nx = 4") == [(2, "x = 3"), (None, "x = 4")]


def test_a_vector_is_neither_a_power_nor_a_coordinate():
    assert shown("x^1 = (0.8, 1.6)")[0][1] != "(^ x 1) = [0.8 1.6]"
    assert shown("dx = [2, 4]") == [(None, "g = [2 4]")]
    assert shown("dx = 2") == [(None, "dx = 2")]


@pytest.mark.parametrize("blank", ["…", "...", r"\ldots", r"\dots", "____", "?", "□"])
def test_a_blank_waits_to_be_filled_in(blank):
    (item,) = read(f"X_1 = {blank}")
    assert item.blank
    assert item.column == 7
    judged, waiting = read(f"m_1 = 1/2 (2, 1) = {blank}")
    assert len(judged.chain.sides) == 2
    assert waiting.blank


def test_two_blanks_of_a_line_and_blanks_of_two_lines_are_told_apart():
    found = read("m_1 = …, v_1 = …\nX_1 = …")
    assert [(item.line, item.column) for item in found] == [(1, 7), (1, 16), (2, 7)]
    assert all(item.blank for item in found)


def test_a_blank_is_filled_by_the_row_below_it():
    display = "$$\n\\begin{aligned}\nm_1 &= \\ldots \\\\\n&= (1, 1/2)\n\\end{aligned}\n$$"
    assert [isinstance(item, Statement) for item in read(display)] == [False]
    answered = display.replace("m_1 &= ", "m_1 &= 1/2 (2, 1) \\\\\n&= ")
    (item,) = read(answered)
    assert len(item.chain.sides) == 3


def test_dots_within_a_sum_are_no_blank():
    assert not any(getattr(item, "blank", False) for item in read("x = 1 + ... + 5"))


def test_each_side_knows_its_line():
    (item,) = read("$$\n\\begin{aligned}\nx &= 1 + 1 \\\\\n&= 2\n\\end{aligned}\n$$")
    assert [item.row(side) for side in item.chain.sides] == [3, 3, 4]
