"""A sheet handed back: line for line, with marks, corrections and causes, and nothing executed."""

import re
import shutil

import pytest

from symopt import check
from symopt.report import marks
from symopt.report.formats import RENDERERS
from symopt.report.language import LANGUAGES, plain
from symopt.report.terminal import terminal_text
from symopt.report.verdicts import MARKS, typeset, verdict_document
from tests.report.test_html import Outline
from tests.report.test_tex import compiled, complaints

FRONT = """---
objective: x*y
start: {x: 1, y: 2}
rule: adam
lr: 1
beta1: 1/2
beta2: 1/2
epsilon: 0
steps: 2
---
"""
WORKING = """g_1 = (2, 1), m_1 = (1, 1/2)
$$
\\begin{aligned}
v_2 &= 1/2 (2, 1/2) + 1/2 (1, 0)^2 \\\\
    &= (3/2, 3/4)
\\end{aligned}
$$
v̂_2 = v_2/(1 - 1/4) = (2, 1)
m̂_2 ≈ (1.33, 0.33)
Q_2 = (1, 2)
m_2 = (1, 1/4
X_2 = …
"""
HOSTILE = (
    "\\input{/etc/passwd} <script>alert(1)</script> {{ 7*7 }} <<7*7>> $ \u202etext ``` ~~~ "
    "](javascript:x) x = \\input{/etc/passwd}"
)
MARKED = {11: "proved", 14: "proved", 15: "refuted", 18: "follows", 19: "rounded"}
MARKED |= {20: "undecided", 21: "unreadable", 22: "blank"}


@pytest.fixture(scope="module")
def sheet():
    return verdict_document(check(FRONT + WORKING))


@pytest.fixture(scope="module")
def hostile():
    lines = [HOSTILE, f"g_1 = (2, 1) {HOSTILE}", "```", "x = 3 \u202e", "```", "$$ x_1 = (0, 1)"]
    return verdict_document(check(FRONT + "\n\n".join(lines)))


def rows(document):
    return next(block.rows for block in document.blocks if hasattr(block, "rows"))


def said(row, language="en"):
    return [plain(language)(remark) for remark in row.remarks]


def test_every_line_comes_back_as_it_was_typed(sheet):
    assert [row.text for row in rows(sheet)] == (FRONT + WORKING).splitlines()
    assert [row.number for row in rows(sheet)] == list(range(1, 23))


def test_each_judged_row_has_its_own_mark(sheet):
    assert {row.number: row.mark.kind for row in rows(sheet) if row.mark} == MARKED


def test_marks_are_told_apart_without_colour():
    for language in LANGUAGES:
        words = {plain(language)(mark.word) for mark in MARKS.values()}
        assert len(words) == len(MARKS)
    assert len({mark.sign for mark in MARKS.values()}) == len(MARKS)


def test_a_slip_shows_where_it_is_what_was_expected_and_why(sheet):
    row = rows(sheet)[14]
    ((begin, end),) = row.points
    assert row.text[begin:end] == "3/4"
    first, expected, written, difference, cause = said(row)
    assert first == "the first slip"
    assert expected == r"component 2, expected: \frac{1}{4} (about 0.25)"
    assert written == "written: 3/4"
    assert difference == r"difference: \frac{1}{2} (about 0.5)"
    assert cause.startswith("cause: a factor is missing")


def test_what_follows_from_a_slip_says_so_and_what_would_have_stood_there(sheet):
    row = rows(sheet)[17]
    assert row.points == ()
    assert said(row) == [
        "follows from the author's own earlier numbers",
        r"component 2, without the slip: \frac{1}{3} (about 0.333333)",
    ]


def test_what_is_said_of_a_line_is_in_the_language_in_which_it_was_judged():
    row = rows(verdict_document(check(FRONT + WORKING, language="ko")))[17]
    assert said(row, "ko")[0] == "앞에서 직접 쓴 수로는 맞습니다"


def test_the_head_counts_the_lines_below_it(sheet):
    counted = plain("en")(sheet.blocks[1].message)
    assert counted.startswith("3 of 8 lines hold; the first slip is line 15; 1 more follow")
    assert counted.endswith("1 undecided; 1 can't be read; 1 not filled in")


@pytest.mark.parametrize("language", LANGUAGES)
def test_terminal_csv_and_every_format_state_the_same_numbers(language):
    verdict = check(FRONT + WORKING.replace(", m_1 =", "\n\nM_1 ="), language=language)
    rows_judged = {link.line for line in verdict.lines for link in line.links}
    assert (len(rows_judged), len(verdict.lines)) == (9, 8)  # one chain goes on over two rows
    said = terminal_text(verdict, language).splitlines()[-1]
    for form, render in RENDERERS.items():
        text = render(verdict_document(verdict), lang=language)
        assert said in text.replace("&#39;", "'").replace("{'}", "'"), form
    row = marks.csv_cells(marks.mark("", verdict))
    _, lines, proved, rounded, refuted, undecided, unreadable, first, _ = row
    assert (lines, proved + rounded, refuted, undecided, unreadable) == (8, 3, 2, 1, 2)
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    follows, blank = 1, 1
    held = {"en": [3, 8], "ko": [8, 3]}[language]
    assert numbers == [*held, first, follows, undecided, unreadable - blank, blank]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", RENDERERS)
def test_every_format_shows_every_line_mark_and_cause(sheet, form, language):
    text = RENDERERS[form](sheet, lang=language)
    for mark in MARKS.values():
        assert plain(language)(mark.word) in text.replace("&#39;", "'").replace("{'}", "'")
    assert (r"m\_1\ =\ (1,\ 1/2)" if form == "tex" else "m_1 = (1, 1/2)") in text
    assert ("원인" if language == "ko" else "cause") in text


def test_an_empty_page_has_no_legend_and_says_that_nothing_was_found():
    document = verdict_document(check(FRONT))
    assert len(document.blocks) == 3
    assert plain("en")(document.blocks[1].message) == "no working found"


def test_hostile_text_is_text_in_html(hostile):
    page = RENDERERS["html"](hostile)
    outline = Outline(page)
    assert outline.tags.count("script") == 1
    assert "<script>alert(1)</script>" in "".join(outline.text)
    assert "{{ 7*7 }}" in page
    assert "\u202e" not in page
    assert "[U+202E]" in page


def test_hostile_text_is_text_in_tex(hostile):
    tex = RENDERERS["tex"](hostile)
    assert "\\input" not in tex
    assert "\\textbackslash{}input\\{/etc/passwd\\}" in tex
    assert "\u202e" not in tex


def test_hostile_text_stays_in_its_fence_in_markdown(hostile):
    text = RENDERERS["md"](hostile)
    fenced = False
    for line in text.splitlines():
        if re.match(r" {0,3}(```|~~~)", line):
            fenced = not fenced
        elif not fenced:
            assert "<script" not in line
            assert not re.search(r"(?<!\\)\]\(", line)
    assert not fenced
    assert "\u202e" not in text


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex is installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_tex_compiles_without_a_complaint(sheet, hostile, language, tmp_path):
    for document in (sheet, hostile):
        log = compiled(RENDERERS["tex"](document, lang=language), tmp_path)
        assert "Output written" in log
        assert complaints(log) == []
        assert "root:" not in log


def test_what_the_notation_has_no_form_for_is_shown_as_text():
    assert typeset("1/2").latex == r"\frac{1}{2}"
    assert typeset("<script>") == "<script>"
