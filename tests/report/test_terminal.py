from dataclasses import replace

from symopt.marking.verdicts import Diagnosis, LineVerdict, LinkVerdict, PageVerdict
from symopt.report.terminal import terminal_text


def link(text, verdict="proved", column=1, **more):
    left, right = text.split(" = ")
    return LinkVerdict(
        left=left,
        right=right,
        relation="=",
        verdict=verdict,
        against="rule",
        line=0,
        column=column,
        **more,
    )


def line(number, *links):
    """A chain on one line of the page, or on the lines that its links have been given."""
    text = " = ".join([links[0].left, *(k.right for k in links)])
    links = tuple(replace(k, line=k.line or number) for k in links)
    return LineVerdict(number, text, None, None, links)


SLIP = link(
    "x_2 = (1, 1/3)",
    "refuted",
    column=7,
    component=1,
    expected="1/2",
    difference="-1/6",
    difference_approx=-1 / 6,
    diagnosis=(Diagnosis("half", "the half was written as a third"),),
)


def page(*lines, **more):
    sheet = [""] * 20
    for judged in lines:
        sheet[judged.line - 1] = judged.text
    return PageVerdict("sheet.md", lines, **{"sheet": tuple(sheet)} | more)


def test_a_slip_shows_the_line_the_part_both_values_and_the_cause():
    said = terminal_text(page(line(9, link("x_1 = 2")), line(12, SLIP)))
    assert said.splitlines() == [
        "sheet.md, line 12, column 11: the first slip",
        "    x_2 = (1, 1/3)",
        "              ^",
        "    component 2:",
        "    expected    1/2",
        "    written     1/3",
        "    difference  -1/6 (about -0.166667)",
        "    cause: the half was written as a third",
        "",
        "sheet.md: 1 of 2 lines hold; the first slip is line 12",
    ]


def test_beside_decimals_a_fraction_that_ends_is_a_decimal():
    numbers = {"expected": "8/5", "expected_approx": 1.6, "difference": "-1/5"}
    slip = link("x_2 = 1.4", "refuted", column=7, difference_approx=-0.2, **numbers)
    said = terminal_text(page(line(12, slip)))
    assert "    expected    1.6\n    written     1.4\n    difference  -0.2\n" in said
    third = replace(slip, expected="5/3", expected_approx=5 / 3)
    assert "expected    5/3 (about 1.66667)\n" in terminal_text(page(line(12, third)))


def test_the_first_slip_comes_before_earlier_lines_that_stay_open():
    open_ = link("q_1 = 3", "undecided", reason="nobody knows q")
    said = terminal_text(page(line(9, open_), line(12, SLIP)))
    assert said.startswith("sheet.md, line 12")
    assert said.endswith("0 of 2 lines hold; the first slip is line 12; 1 undecided\n")


def test_lines_that_follow_from_a_slip_are_one_sentence():
    later = [line(n, replace(SLIP, follows=True)) for n in (14, 16, 18)]
    said = terminal_text(page(line(12, SLIP), *later))
    assert said.count("^") == 1
    assert "Lines 14, 16, 18 are right by the numbers of the line before." in said
    assert "the first slip is line 12; 3 more follow" in said


def test_a_note_on_how_the_page_was_read_stands_once_and_first():
    said = terminal_text(page(line(9, link("x_1 = 2")), notes=("index 1 is the start",)))
    assert said == "note: index 1 is the start\n\nsheet.md: its one line holds\n"


def test_of_two_chains_on_one_line_the_wrong_one_is_shown():
    said = terminal_text(page(line(12, link("x_2 = 7")), line(12, SLIP)))
    assert "x_2 = 7" not in said
    assert "written     1/3\n" in said


def test_a_side_of_a_later_row_is_shown_in_its_own_row():
    below = line(12, replace(SLIP, line=13, column=9))
    rows = ("",) * 11 + ("x_2 &= (2, 2/3)/2", "     &= (1, 1/3)")
    said = terminal_text(page(below, sheet=rows))
    assert "line 13, column 13: the first slip\n" in said
    assert "         &= (1, 1/3)\n                ^\n" in said
    assert said.endswith("the first slip is line 13\n")


def test_a_side_that_goes_on_over_rows_is_shown_with_its_neighbour():
    below = replace(SLIP, line=13, left="(2, 2/3)/2", column=9)
    said = terminal_text(page(line(12, below), sheet=("",) * 12 + ("     &= \\begin{pmatrix} 1",)))
    assert "    (2, 2/3)/2 = (1, 1/3)\n                     ^\n" in said


def test_lines_not_filled_in_are_one_sentence():
    blanks = [line(n, link("x_2 = .", "unreadable", blank=True)) for n in (14, 16)]
    said = terminal_text(page(line(9, link("x_1 = 2")), *blanks))
    assert said == (
        "Lines 14, 16 are not filled in.\n\nsheet.md: 1 of 3 lines hold; 2 not filled in\n"
    )
    assert "16번째 줄은 빈칸입니다" in terminal_text(page(blanks[1]), "ko")


def test_korean_says_the_same():
    said = terminal_text(page(line(9, link("x_1 = 2")), line(12, SLIP)), "ko")
    assert "맞는 값  1/2\n    쓴 값    1/3\n" in said
    assert said.endswith("2줄 가운데 1줄이 맞습니다. 처음 틀린 줄은 12번째 줄입니다\n")
    assert said.startswith("sheet.md, 12번째 줄, 11번째 글자: 처음 틀린 곳\n")


def test_a_reason_is_given_where_no_cause_is_known():
    told = replace(SLIP, reason="one digit off")
    assert "one digit off" not in terminal_text(page(line(12, told)))
    told = replace(told, diagnosis=())
    assert terminal_text(page(line(12, told))).splitlines()[7] == "    one digit off"


def test_a_value_known_by_its_decimals_is_told_once():
    slip = replace(SLIP, expected="1.08895326383737", expected_approx=1.08895326383737)
    assert "expected    about 1.08895326383737\n" in terminal_text(page(line(12, slip)))


def test_a_formula_is_shown_with_carets():
    slip = replace(SLIP, component=None, expected="x**2 + 2*y")
    assert "expected    x^2 + 2*y\n" in terminal_text(page(line(12, slip)))
