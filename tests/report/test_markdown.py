"""Markdown as the forge renders it: https://docs.github.com, "Writing mathematical expressions"."""

import re

import pytest

from symopt.report.document import Document, Table
from symopt.report.markdown import to_markdown


@pytest.fixture(scope="module", params=["en", "ko"])
def pages(request, gallery):
    return {name: solution.to_markdown(lang=request.param) for name, solution in gallery.items()}


def displays(page):
    """The lines between each pair of $$, and the lines right outside."""
    lines = page.splitlines()
    marks = [number for number, line in enumerate(lines) if "$$" in line]
    assert all(lines[number] == "$$" for number in marks)
    for begin, end in zip(marks[::2], marks[1::2], strict=True):
        assert lines[begin - 1] == ""
        assert lines[end + 1 : end + 2] in ([""], [])
        yield lines[begin + 1 : end]


def test_a_display_stands_alone_between_blank_lines_and_holds_none(pages):
    for page in pages.values():
        for rows in displays(page):
            assert rows
            assert "" not in rows


def test_no_row_reads_as_a_list_a_heading_a_quote_or_a_rule(pages):
    for page in pages.values():
        for row in (row for rows in displays(page) for row in rows):
            assert not re.match(r"\s*(?:[-+*#>=|]|\d+[.)]\s)", row)


def test_rows_end_with_two_backslashes_and_hold_nothing_that_markdown_eats(pages):
    for page in pages.values():
        for rows in displays(page):
            body = [row for row in rows if not row.startswith((r"\begin", r"\end"))]
            assert all(row.endswith(r" \\") for row in body[:-1])
            assert not body[-1].endswith("\\")
            assert not re.search(r"\\[,;:!{}#%&_*\"']", "\n".join(rows))
            assert all(r"\\" not in row.removesuffix(r"\\") for row in rows)


def test_mathematics_in_a_sentence_has_blanks_or_plain_signs_around_it(pages):
    for page in pages.values():
        body = re.sub(r"^---\n.*?\n---\n", "", page, flags=re.S)
        prose = re.sub(r"\$\$.*?\$\$", "", body, flags=re.S)
        spans = list(re.finditer(r"\$[^$\n]+\$", prose))
        assert spans
        for span in spans:
            assert prose[span.start() - 1] in " (|\n"
            assert prose[span.end() : span.end() + 1] in ("", *" .,:;)|\n")
            assert span[0][1] != " "
            assert span[0][-2] != " "


def test_a_table_has_as_many_cells_in_every_row():
    bars = Table(("", r"\left|x\right|"), ((r"\left\|v\right\|", "1"),))
    page = to_markdown(Document((bars,)))
    assert {line.count("|") for line in page.splitlines()} == {3}
    assert r"\left\vert x\right\vert " in page
    assert r"\left\Vert v\right\Vert " in page


def test_no_row_is_wider_than_the_column_where_a_break_was_possible(pages):
    from symopt.report.breaking import width

    for page in pages.values():
        for row in (row for rows in displays(page) for row in rows):
            assert width(row.replace("&", "").removesuffix(r"\\")) < 60
