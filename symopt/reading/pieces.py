"""The stretches of a page that may hold mathematics, with their lines and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from symopt.notation.html import LINE_BREAK
from symopt.page import Page

_DISPLAY = frozenset({"math_block", "math_block_label", "amsmath"})
_ENVIRONMENT = re.compile(
    r"\\(begin|end)\{(aligned|align\*?|gathered|gather\*?|equation\*?|split)\}"
)
_ALIGNED = re.compile(r"&\s*(?:=|≈|\\approx)")
_INDENT = r"\s*&(?:\s|\\q?quad|\{\})*"
_GOES_ON = re.compile(
    rf"{_INDENT}(?:(?:\\left\.\s*)+(?:\{{\}}\s*)?|(?=[-+]|\\(?:cdot|times|odot|pm)(?![a-zA-Z])))"
)
_AFTER_COMMA = re.compile(rf"{_INDENT}(?:\\left\.\s*)*(?!=|≈|\\approx)")
_OPEN_END = re.compile(r"(?:\\right\.\s*)+$")  # invisible brackets, which only close the row
_ROW_END = re.compile(r"\\\\(?:\[[^]]*\])?|\\(?P<matrix>begin|end)\{(?:[a-zA-Z]*matrix|array)\*?\}")
_DISPLAY_FENCES = frozenset({"math", "latex", "tex"})
_DATA_FENCES = frozenset(
    "bash sh shell zsh console powershell ps1 bat make makefile cmake dockerfile json yaml yml "
    "toml xml html css diff patch ini mermaid dot graphviz sql asm".split()
)
"""Languages in which nobody works: their = does not say that two values are equal."""

_PROGRAM = re.compile(
    r"^\s*(?:>>>\s*)?(?:(?:def|fn|func)\s+\w+\s*\(|class\s+\w+\s*[:({]|import\s+\w"
    r"|from\s+[\w.]+\s+import\b|for\s+\w+(?:\s*,\s*\w+)*\s+in\b.*:|(?:for|while|if)\s*\(|while\b.*:\s*$"
    r"|return\b|(?:print\w*|console\.log|disp|fprintf)!?\s*\(|function\s+\[?\w+[\w, ]*\]?\s*=|@\w+"
    r"|(?:let|const|var)\s.*;\s*$|\#\s*include|using\s+\w+;?\s*$)|\{\s*$|\blambda\s+\w+\s*:",
    re.M,
)
"""What working never holds: definitions, loops, branches, prints."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one source line that may hold mathematics; column 0 is the line's first sign.

    Pieces of one block (a display, a paragraph, a cell) share its number: chains go on within it.
    `heading` is a heading's level, 0 elsewhere.
    """

    text: str
    line: int
    column: int
    block: int
    heading: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows of cells, its header first; every row is as long as the header."""

    rows: tuple[tuple[Piece, ...], ...]


def split(page: Page) -> Iterator[Piece | Table]:
    """The body's stretches in order; programs and data in fences are left out."""
    tokens = _markdown().parse(page.body)
    block = 0
    while block < len(tokens):
        token = tokens[block]
        if token.type == "table_open":
            end = next(i for i in range(block, len(tokens)) if tokens[i].type == "table_close")
            yield Table(tuple(_table(tokens[block:end], page, block)))
            block = end
        elif token.map is not None:
            first, last = (page.body_start + number for number in token.map)
            if token.type == "fence":
                yield from _fence(token, page, first, last, block)
            elif token.type in _DISPLAY:
                yield from _rows(page, first, last, block)
            elif token.type == "inline":
                before = tokens[block - 1]
                level = int(before.tag[1:]) if before.type == "heading_open" else 0
                yield from _inline(token, page, first, block, level)
        block += 1


@cache
def _markdown() -> MarkdownIt:
    """CommonMark's blocks with tables and mathematics; indented lines are text, not code.

    What stands inside a line is read by the notation, not by Markdown.
    """
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.disable(["code", "html_block", "lheading", "reference"])
    markdown.use(dollarmath_plugin, allow_space=True).use(amsmath_plugin)
    return markdown.disable(["inline", "text_join"])


def _fence(token: Token, page: Page, first: int, last: int, block: int) -> Iterator[Piece]:
    """The lines of a fence, whose closing line may be missing."""
    language = token.info.strip().lower().split()[0].strip("{}.") if token.info.strip() else ""
    closed = page.lines[last - 1].strip()[:3] == token.markup[:3] and last - first > 1
    inside = range(first + 1, last - 1 if closed else last)
    if language in _DISPLAY_FENCES:
        yield from _rows(page, inside.start, inside.stop, block)
    elif language not in _DATA_FENCES and not _is_program(token):
        for row in inside:
            yield Piece(page.lines[row], row + 1, 0, block)


def _is_program(token: Token) -> bool:
    """Whether a fence holds a program and no working."""
    return _PROGRAM.search(token.content) is not None


def programs(page: Page) -> tuple[int, ...]:
    """The lines at which fences with programs begin."""
    if "```" not in page.body and "~~~" not in page.body:
        return ()
    fences = (token for token in _markdown().parse(page.body) if token.type == "fence")
    return tuple(
        page.body_start + token.map[0] + 1 for token in fences if token.map and _is_program(token)
    )


def _rows(page: Page, first: int, end: int, block: int) -> Iterator[Piece]:
    """The rows of a display, without its delimiters, environments and row ends.

    A matrix keeps its own row ends, over several lines too. A row that goes on with `& +` what
    began in an aligned `&=` belongs to that row.
    """
    waiting: Piece | None = None
    for row in _lines_of_rows(page, first, end, block):
        if waiting is not None and _ALIGNED.search(waiting.text):
            before = _OPEN_END.sub("", waiting.text)
            goes_on = (_AFTER_COMMA if before.rstrip().endswith(",") else _GOES_ON).match(row.text)
            if goes_on:
                waiting = replace(waiting, text=f"{before} {row.text[goes_on.end() :]}")
                continue
        if waiting is not None:
            yield waiting
        waiting = row
    if waiting is not None:
        yield waiting


def _lines_of_rows(page: Page, first: int, end: int, block: int) -> Iterator[Piece]:
    """The rows of a display as they stand."""
    matrices = 0
    begun: Piece | None = None
    for number in range(first, end):
        line = _ENVIRONMENT.sub(lambda m: " " * len(m[0]), page.lines[number])
        line = line.replace("$$", "  ")
        position = 0
        for mark in [*_ROW_END.finditer(line), None]:
            if mark is not None and mark["matrix"]:
                matrices = max(0, matrices + (1 if mark["matrix"] == "begin" else -1))
            elif mark is None or not matrices:
                row = Piece(line[position : mark and mark.start()], number + 1, position, block)
                if begun is not None:
                    row = replace(begun, text=f"{begun.text} {row.text}")
                begun = row if matrices else None
                if begun is None and row.text.strip():
                    yield row
                position = mark.end() if mark else 0
    if begun is not None:
        yield begun


def _inline(token: Token, page: Page, first: int, block: int, level: int) -> Iterator[Piece]:
    """The lines of a paragraph or heading as they stand in the source."""
    for offset, content in enumerate(token.content.split("\n")):
        number = first + offset
        line = page.lines[number] if number < len(page.lines) else content
        column = max(line.find(content), 0)
        yield from parted(Piece(content, number + 1, column, block, level))


def parted(piece: Piece) -> Iterator[Piece]:
    """What stands between the `<br>` of a line."""
    start = 0
    for mark in [*LINE_BREAK.finditer(piece.text), None]:
        end = mark.start() if mark else len(piece.text)
        yield replace(piece, text=piece.text[start:end], column=piece.column + start)
        start = mark.end() if mark else end


def _table(tokens: Sequence[Token], page: Page, block: int) -> Iterator[tuple[Piece, ...]]:
    """The cells of each row. A cell stands behind the one before it, also where both are alike."""
    cells: list[Piece] = []
    at = row = 0
    for number, token in enumerate(tokens):
        if token.type == "tr_open" and token.map:
            cells, at, row = [], 0, page.body_start + token.map[0]
        elif token.type == "inline":
            line = page.lines[row]
            found = line.find(token.content, at) if token.content else line.find("|", at)
            column = found if found >= 0 else at
            at = column + len(token.content)
            cells.append(Piece(token.content, row + 1, column, block + number))
        elif token.type == "tr_close":
            yield tuple(cells)
