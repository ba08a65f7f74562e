"""Finds the chains of equalities on a page, each with the line and columns where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.common.utils import unescapeAll

from symopt.errors import NotationError, Place
from symopt.notation.find import Unread, find_chains
from symopt.notation.options import Reading
from symopt.notation.prose import RELATION
from symopt.notation.read import read_expression
from symopt.notation.steps import find_steps, names_part, names_time
from symopt.notation.tree import Chain, Name, Node, Number, walk
from symopt.page import Page
from symopt.reading.ahead import settle_ahead
from symopt.reading.before import without_doubtful_steps
from symopt.reading.commas import writes_decimal_commas
from symopt.reading.conditions import settle_conditions
from symopt.reading.losses import function_names, names_given, settle_losses
from symopt.reading.moments import settle_moments
from symopt.reading.names import GradientOf, Quantity, computed_order, known_names, meaning
from symopt.reading.numbered import settle
from symopt.reading.pieces import Piece, Table, parted, split
from symopt.reading.points import place_at_point
from symopt.reading.roots import settle_roots
from symopt.reading.sections import settle_labels
from symopt.reading.statement import Statement, Unreadable
from symopt.reading.tables import read_table
from symopt.reading.whole import settle_whole
from symopt.setting import Setting

__all__ = ["Statement", "Unreadable", "read_working"]

_LABELLED = re.compile(
    r"(?P<before>\s*(?:[-*+•–]\s+|\d{1,3}[.)]\s+)?(?:\*\*|`|\$)*)(?P<name>[^:：=]{1,40}?)"
    r"(?P<dress>(?:\*\*|`|\$)*)\s*[:：](?=[^=:])(?P<value>.*)"
)
_NOT_A_LABEL = re.compile(r"\W*(?:as|like|from|see|since|wie|comme)\b", re.I)
_AFTER = re.compile(r"\W*(?:after|nach|après|tras)\b", re.I)
_BEFORE_A_LABEL = re.compile(r"[\W\d_]*(?:\w{1,5}\s+){0,2}[\W_]*")
_DASH = re.compile(r"\d\D{0,10}\s[-–—]\s")
_LABEL_WITH_DASH = re.compile(r"[^=\d]{0,20}\d+[^\W\d]*(?:\*\*)?\s+[-–—]\s+")
_BLANK = re.compile(
    rf"(?:{RELATION.pattern})[\s&]*(?P<blank>\\[lc]?dots|…|\.{{3}}|_{{2,}}|□|\?)(?=[\s$*]*(?:[,;]|\Z))"
)
_SIZE = re.compile(r"\\(?:left|[bB]igg?l?)\s*\Z")
MOST_SIDES, MOST_DIGITS = 1_000, 1_000
_LABEL_LEVEL = 7


def read_working(page: Page, setting: Setting) -> list[Statement | Unreadable]:
    """Every chain of the page's body in order; a row that begins with = continues the last one.

    Headings and labels such as "Step 2" say at which step the lines below them are.
    """
    reader = _Reader(page, setting)
    items = reader.read()
    if given := names_given(items, setting):
        reader = _Reader(page, setting, objectives=given)
        items = reader.read()
    items = list(map(_finished, items))
    for settled in (settle_roots, settle_moments, settle, settle_whole, settle_losses):
        items = settled(items, setting)
    items = settle_labels(without_doubtful_steps(items, setting), setting, reader.steps.labels)
    if not reader.steps.timed:
        items = settle_ahead(items, setting)
    items = settle_conditions(items, setting)
    return [
        place_at_point(item, setting) if isinstance(item, Statement) else item for item in items
    ]


def _finished(item: Statement | Unreadable) -> Statement | Unreadable:
    """A chain of one side that nothing went on from claims nothing that could be judged."""
    if isinstance(item, Statement) and len(item.chain.sides) == 1:
        message = "nothing stands behind this relation sign"
        return Unreadable(item.line, item.typed_sides[0][2], item.text, message)
    return item


@dataclass(slots=True)
class _Steps:
    """The step that the page has reached.

    A heading or a label holds for the lines below it, up to the next heading of its level or
    above; a step that a sentence mentions holds for what follows in that line.
    """

    reached: int | None = None
    level: int = 0
    iterates: bool = False
    """Whether an iteration is named: a "Step 2" below it is a part of it."""
    timed: bool = False
    """Whether a label says what t is."""
    labels: list[int] = field(default_factory=list)
    """The numbers that "Step 2" and its like bore, where no iteration was named."""

    def of_line(self, piece: Piece) -> list[tuple[int, int | None]]:
        """Offsets in a line, and the step that is meant from each on."""
        mentioned = find_steps(piece.text)
        labelled = mentioned and (piece.heading or self.is_label(piece.text, mentioned[0][0]))
        before = self.reached
        self.timed = self.timed or bool(labelled and names_time(piece.text))
        if labelled and not names_part(piece.text):
            self.iterates = True
        elif labelled and self.iterates:
            mentioned = []
        elif labelled:
            self.labels += [number for _, number in mentioned]
        if piece.heading:
            numbers = {number for _, number in mentioned}
            if numbers or piece.heading <= self.level:
                self.reached = numbers.pop() if len(numbers) == 1 else None
                self.level = piece.heading if self.reached is not None else 0
        elif mentioned and labelled:
            self.reached = mentioned[-1][1]
            self.level = _LABEL_LEVEL
        elif mentioned and before in (None, *(number for _, number in mentioned)):
            before = mentioned[0][1]
        elif mentioned:
            before = None  # `x = 3 from step 1` in step 2
        else:
            before = self.reached
        return [(0, before), *mentioned] if not piece.heading else [(0, self.reached)]

    @staticmethod
    def is_label(text: str, start: int) -> bool:
        """Whether a line begins with its step, or ends with a colon."""
        if _AFTER.match(text):
            return False  # "After step 2, x = 3" says nothing of the lines below
        begins = _BEFORE_A_LABEL.fullmatch(text[:start]) and not _NOT_A_LABEL.match(text[:start])
        return bool(begins) or text.rstrip().endswith((":", "："))


class _Reader:
    """Reads the pieces of a page in turn."""

    def __init__(self, page: Page, setting: Setting, *, objectives: frozenset[str] = frozenset()):
        self.page, self.setting = page, setting
        self.options = Reading(
            decimal_comma=writes_decimal_commas(page.body),
            functions=function_names(setting) | objectives | {"f"},
            objectives=objectives,
            names=known_names(setting),
            order=computed_order(setting),
        )
        self.steps = _Steps()
        self.found: list[Statement | Unreadable] = []
        self.block: int | None = None

    def read(self) -> list[Statement | Unreadable]:
        for part in split(self.page):
            if isinstance(part, Table):
                self.table(part)
            else:
                self.piece(part)
        return self.found

    def table(self, table: Table) -> None:
        """A table of steps, or one whose cells hold statements of their own."""
        reached = self.steps.reached
        rows = read_table(table, self.page, self.setting, self.options, reached)
        if rows is not None:
            self.found += rows
            return
        for piece in (part for row in table.rows for cell in row for part in parted(cell)):
            self.piece(piece, cell=True)

    def piece(self, piece: Piece, *, cell: bool = False) -> None:
        """Add a piece's statements; a row that begins with a relation goes on with the last."""
        steps = self.steps.of_line(piece)
        for item in () if self.is_title(piece) else self.items(piece, steps):
            before = self.found[-1] if self.found and piece.block == self.block else None
            goes_on = isinstance(item, Statement) and item.chain.open_start
            if goes_on and isinstance(before, Unreadable) and before.blank:
                self.found.pop()  # the row below the blank fills it
                before = self.found[-1] if self.found else None
            self.block = piece.block
            if isinstance(item, Unreadable):
                self.found.append(item)
            elif (
                item.chain.open_start
                and isinstance(before, Statement)
                and len(before.chain.sides) >= MOST_SIDES
            ):
                message = f"a chain of more than {MOST_SIDES} sides"
                column = item.typed_sides[0][2]
                self.found.append(Unreadable(item.line, column, item.text, message))
            elif item.chain.open_start and isinstance(before, Statement):
                self.found[-1] = before.followed_by(item)
            elif item.chain.open_start and not cell:
                message = "nothing stands before this relation sign to go on from"
                column = item.typed_sides[0][2]
                self.found.append(Unreadable(item.line, column, item.text, message))
            elif len(item.chain.sides) > 1 or item.chain.open_end:
                self.found.append(item)

    def is_title(self, piece: Piece) -> bool:
        """Whether a heading repeats the page's title, in any language: a name, and no working."""
        return piece.heading == 1 and unescapeAll(piece.text) in self.setting.title.values()

    def items(
        self, piece: Piece, steps: list[tuple[int, int | None]]
    ) -> Iterator[Statement | Unreadable]:
        """The chains in a piece, and what holds a relation sign but can't be read."""
        text, blanks = _without_blanks(self.labelled(_without_dashes(piece.text), steps[-1][1]))
        whole = self.page.lines[piece.line - 1]
        yield from self.chains(text, piece, whole, steps) if RELATION.search(text) else ()
        for start in blanks:
            column = piece.column + start + 1
            yield Unreadable(piece.line, column, whole, "not filled in", blank=True)

    def chains(
        self, text: str, piece: Piece, whole: str, steps: list[tuple[int, int | None]]
    ) -> Iterator[Statement | Unreadable]:
        """The chains in a text that holds a relation sign."""
        place = Place(self.page.source, piece.line, piece.column + 1, whole)
        findings = find_chains(text, place=place, options=self.options)
        parts: list[Chain | Unread] = [*findings.chains, *findings.unread]
        for part in sorted(parts, key=lambda part: part.span.start):
            if isinstance(part, Unread):
                yield _unreadable(part, piece, whole)
            elif any(map(_is_endless, part.sides)):
                column = piece.column + part.span.start + 1
                message = f"a number of more than {MOST_DIGITS} digits"
                yield Unreadable(piece.line, column, whole, message)
            else:
                reached = [step for start, step in steps if start <= part.span.start]
                yield _statement(part, piece, whole, reached[-1])

    def labelled(self, text: str, step: int | None) -> str:
        """`X_2: (9, 9)` says what `X_2 = (9, 9)` says, if X_2 is a quantity."""
        found = _LABELLED.fullmatch(text)
        if not found or not found["value"].strip(" *`$"):
            return text
        try:
            name = read_expression(found["name"].strip(), options=self.options)
        except NotationError:
            return text
        meant = meaning(name, self.setting, step) if isinstance(name, Name) else None
        if not isinstance(meant, Quantity | GradientOf):
            return text
        value = found["value"]
        colon = found.start("value") - 1
        name_end = found.end("name")
        return f"{text[:name_end]:<{colon}}={value}".replace("**", "  ")


def _without_blanks(text: str) -> tuple[str, list[int]]:
    """The text without `= …`, where someone is still to write, and the offsets of the dots."""
    blanks = [found.start("blank") for found in _BLANK.finditer(text)]
    return _BLANK.sub(lambda found: " " * len(found[0]), text), blanks


def _is_endless(side: Node) -> bool:
    """Whether a side holds a number longer than values are compared to."""
    numbers = (part for part in walk(side) if isinstance(part, Number))
    return any(len(n.text) > MOST_DIGITS or (n.decimals or 0) > MOST_DIGITS for n in numbers)


def _without_dashes(text: str) -> str:
    """`Step 2 - x = 4` with blanks for its label: the dash is no minus."""
    for start, _ in find_steps(text) if _DASH.search(text) else ():
        if label := _LABEL_WITH_DASH.match(text, start):
            text = text[:start] + " " * (label.end() - start) + text[label.end() :]
    return text


def _statement(chain: Chain, piece: Piece, whole: str, step: int | None) -> Statement:
    sides = []
    for side in chain.sides:
        size = _SIZE.search(piece.text, 0, side.span.start)
        start = size.start() if size else side.span.start
        text = piece.text[start : side.span.end].strip()
        sides.append((side, text, piece.column + start + 1, piece.line))
    return Statement(chain, piece.line, whole.strip(), tuple(sides), step)


def _unreadable(unread: Unread, piece: Piece, whole: str) -> Unreadable:
    place = unread.error.place
    column = place.column if place and place.column else piece.column + unread.span.start + 1
    return Unreadable(piece.line, column, whole, unread.error.message)
