"""Finds the chains of equalities on a page, each with the line and columns where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from symopt.errors import Place
from symopt.marking.names import known_names
from symopt.notation.find import Unread, find_chains
from symopt.notation.options import Reading
from symopt.notation.steps import find_step
from symopt.notation.tree import Chain, Node
from symopt.page import Page
from symopt.setting import Setting

_DISPLAY = frozenset({"math_block", "math_block_label", "amsmath"})
_ENVIRONMENT = re.compile(
    r"\\(begin|end)\{(aligned|align\*?|gathered|gather\*?|equation\*?|split)\}"
)
_ROW_END = re.compile(r"\\\\(\[[^]]*\])?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one source line that may hold mathematics; column 0 is the line's first sign.

    Pieces of one block (a display, a paragraph, a cell) share its number: chains go on within it.
    """

    text: str
    line: int
    column: int
    block: int
    cell: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A chain with its place. Its sides' texts are kept, as rows of several lines may be joined."""

    chain: Chain
    line: int
    text: str
    typed_sides: tuple[tuple[Node, str, int], ...]
    step: int | None = None

    def typed(self, side: Node) -> str:
        """A side as it was typed."""
        return next(text for node, text, _ in self.typed_sides if node is side)

    def column(self, side: Node) -> int:
        """The column, from 1, at which a side begins."""
        return next(column for node, _, column in self.typed_sides if node is side)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line with a relation sign that could not be read, and why."""

    line: int
    column: int
    text: str
    message: str


def read_working(page: Page, setting: Setting) -> list[Statement | Unreadable]:
    """Every chain of the page's body in order; a row that begins with = continues the last one.

    Headings and labels such as "Step 2" say at which step the lines below them are.
    """
    options = Reading(functions=frozenset({"f"}), names=known_names(setting))
    found: list[Statement | Unreadable] = []
    block: int | None = None
    step: int | None = None
    before: Statement | Unreadable | None
    for piece in _pieces(page):
        named = find_step(piece.text)
        step = step if named is None else named
        for item in _read(piece, page, options, step):
            before = found[-1] if found and piece.block == block else None
            block = piece.block
            if isinstance(item, Unreadable):
                found.append(item)
            elif item.chain.open_start and isinstance(before, Statement):
                found[-1] = _joined(before, item)
            elif item.chain.open_start and not piece.cell:
                found.append(_headless(item))
            elif len(item.chain.sides) > 1 or item.chain.open_end:
                found.append(item)
    return [_finished(item) for item in found]


def _headless(row: Statement) -> Unreadable:
    message = "nothing stands before this relation sign to go on from"
    return Unreadable(row.line, row.typed_sides[0][2], row.text, message)


def _finished(item: Statement | Unreadable) -> Statement | Unreadable:
    """A chain of one side that nothing went on from claims nothing that could be judged."""
    if isinstance(item, Statement) and len(item.chain.sides) == 1:
        message = "nothing stands behind this relation sign"
        return Unreadable(item.line, item.typed_sides[0][2], item.text, message)
    return item


@cache
def _markdown() -> MarkdownIt:
    """CommonMark with tables and mathematics; indented lines are text, not code."""
    markdown = MarkdownIt("commonmark").enable("table").disable(["code", "html_block", "lheading"])
    return markdown.use(dollarmath_plugin, allow_space=True).use(amsmath_plugin)


def _pieces(page: Page) -> Iterator[Piece]:
    """The stretches of the body that may hold mathematics, line by line."""
    tokens = _markdown().parse(page.body)
    for block, token in enumerate(tokens):
        cell = tokens[block - 1].type in ("td_open", "th_open")
        if token.map is None:
            continue
        first = page.body_start + token.map[0]
        if token.type in _DISPLAY or (token.type == "fence" and token.info.strip() == "math"):
            yield from _rows(page, first, page.body_start + token.map[1], block)
        elif token.type == "fence" and not token.info.strip():
            for row in range(first + 1, page.body_start + token.map[1] - 1):
                yield Piece(page.lines[row], row + 1, 0, block)
        elif token.type == "inline":
            yield from _inline(token, page, first, block, cell=cell)


def _rows(page: Page, first: int, end: int, block: int) -> Iterator[Piece]:
    """The rows of a display, without its delimiters, environments and row ends."""
    for number in range(first, end):
        line = _ENVIRONMENT.sub(lambda m: " " * len(m[0]), page.lines[number])
        line = line.replace("$$", "  ")
        if line.strip().startswith("```"):
            continue
        position = 0
        for end_of_row in [*_ROW_END.finditer(line), None]:
            text = line[position : end_of_row.start() if end_of_row else None]
            if text.strip():
                yield Piece(text, number + 1, position, block)
            position = end_of_row.end() if end_of_row else 0


def _inline(token: Token, page: Page, first: int, block: int, *, cell: bool) -> Iterator[Piece]:
    """The lines of a paragraph, heading or cell as they stand in the source."""
    for offset, content in enumerate(token.content.split("\n")):
        number = first + offset
        line = page.lines[number] if number < len(page.lines) else content
        yield Piece(content, number + 1, max(line.find(content), 0), block, cell)


def _read(
    piece: Piece, page: Page, options: Reading, step: int | None
) -> Iterator[Statement | Unreadable]:
    """The chains in a piece, and what holds a relation sign but can't be read."""
    whole = page.lines[piece.line - 1]
    place = Place(page.source, piece.line, piece.column + 1, whole)
    findings = find_chains(piece.text, place=place, options=options)
    parts: list[Chain | Unread] = [*findings.chains, *findings.unread]
    for part in sorted(parts, key=lambda part: part.span.start):
        if isinstance(part, Unread):
            yield _unreadable(part, piece, whole)
        else:
            yield _statement(part, piece, whole, step)


def _statement(chain: Chain, piece: Piece, whole: str, step: int | None) -> Statement:
    sides = tuple(
        (
            side,
            piece.text[side.span.start : side.span.end].strip(),
            piece.column + side.span.start + 1,
        )
        for side in chain.sides
    )
    return Statement(chain, piece.line, whole.strip(), sides, step)


def _unreadable(unread: Unread, piece: Piece, whole: str) -> Unreadable:
    place = unread.error.place
    column = place.column if place and place.column else piece.column + unread.span.start + 1
    return Unreadable(piece.line, column, whole, unread.error.message)


def _joined(last: Statement, row: Statement) -> Statement:
    """A chain that goes on in the next row; the relation may stand at either end or at both."""
    left, right = last.chain, row.chain
    relations = left.relations[: len(left.sides) - 1 + left.open_start] + right.relations
    chain = replace(
        left, sides=left.sides + right.sides, relations=relations, open_end=right.open_end
    )
    return replace(last, chain=chain, typed_sides=last.typed_sides + row.typed_sides)
