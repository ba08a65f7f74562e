"""Tables of steps: each cell states the value of its column's quantity at its row's step.

    | t | x   | g |
    |---|-----|---|
    | 0 | 1   | 2 |      x_0 = 1 and, as row 0 has one, g is the gradient at x_0: g_1 = 2
    | 1 | 0.8 |   |      x_1 = 0.8

Steps may also stand in the header and the quantities below each other. A column that holds prose
is no statement; one of numbers whose header means nothing here is unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from symopt.errors import NotationError, Place, SymoptError
from symopt.marking.names import GradientOf, Quantity, meaning
from symopt.marking.pieces import Piece, Table
from symopt.marking.statement import Statement, Unreadable
from symopt.marking.synonyms import TIMES
from symopt.notation.options import Reading
from symopt.notation.prose import RELATION
from symopt.notation.read import read_chain, read_expression
from symopt.notation.steps import find_step
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import Call, Chain, Name, Node, Number, Relation, Span, Vector, walk
from symopt.page import Page
from symopt.rule import POINT
from symopt.setting import Setting

_STEP_WORDS = re.compile(
    r"(?:t|k|n|i|#|no\.?|nr\.?|step|steps|iter|iteration|iterations|epoch|update|round|schritt|"
    r"étape|itération|paso|iteración|passo|шаг|итерация|bước|단계|스텝|반복|회차|횟수|步|步数|步骤|"
    r"迭代|迭代次数|ステップ|反復|回)(?:\s*(?:\(?[tkn]\)?|번호|number|no\.?))?",
    re.I,
)
_DRESS = re.compile(r"\\\(|\\\)|\$+|`|\*\*")
_START = re.compile(r"(?:initial|init|start|초기|초기값|시작|初始|初期)\w*", re.I)
_LABEL = re.compile(r"\W*(?:[tkn]\s*=\s*)?(\d{1,6})\W*")
_NOTHING = re.compile(r"[\s\-–—−./…]*|n/?a|없음|无", re.I)
_NEW = frozenset({"new", "t+1", "k+1", "n+1"})
_LOSSES = frozenset({"f", "F", "J", "L", "loss", "Loss", "cost", "Cost"})


@dataclass(frozen=True, slots=True)
class _Column:
    """A column's header as mathematics, and the number of its step in row 0."""

    header: Piece
    node: Node
    shift: int | None
    cells: tuple[Piece, ...]


def read_table(
    table: Table, page: Page, setting: Setting, options: Reading
) -> list[Statement | Unreadable] | None:
    """The statements of a table of steps, row by row; None where the table is none."""
    for rows in (table.rows, _transposed(table.rows)):
        if len(rows) > 1 and len(rows[0]) > 1 and _counts_steps(rows, setting):
            reader = _Reader(rows, page, setting, options)
            if reader.columns:
                return sorted(reader.read(), key=lambda item: item.line)
    return None


def _transposed(rows: Sequence[tuple[Piece, ...]]) -> tuple[tuple[Piece, ...], ...]:
    return tuple(zip(*rows, strict=False))


def _counts_steps(rows: Sequence[tuple[Piece, ...]], setting: Setting) -> bool:
    """Whether the first column numbers the rows, and its header says no other thing."""
    header = _plain(rows[0][0])
    if header in map(str, setting.variables):
        return False
    numbered = [_label(row[0]) for row in rows[1:]]
    return bool(not header or _STEP_WORDS.fullmatch(header)) and None not in numbered


def _plain(cell: Piece) -> str:
    """A cell's text without the signs that only dress it."""
    return _DRESS.sub("", cell.text).strip()


def _label(cell: Piece) -> int | None:
    """The step that a row is about."""
    text = _plain(cell)
    if found := _LABEL.fullmatch(text):
        return int(found[1])
    return 0 if _START.fullmatch(text) else find_step(text)


class _Reader:
    """One table: its columns that mean something, and those of numbers that mean nothing."""

    def __init__(
        self, rows: Sequence[tuple[Piece, ...]], page: Page, setting: Setting, options: Reading
    ):
        self.page, self.setting, self.options = page, setting, options
        self.steps = [_label(row[0]) or 0 for row in rows[1:]]
        self.unknown: list[Piece] = []
        found: list[_Column] = []
        for header, *cells in list(_transposed(rows))[1:]:
            node = self.named(_plain(header))
            if node is not None:
                found.append(_Column(header, node, 0, tuple(cells)))
            elif any(self.number(cell) is not None for cell in cells):
                self.unknown.append(header)
        kinds = {self.kind(column.node) for column in found}
        self.records_steps = bool(kinds & {"state", "corrected"})
        self.zero_based = any(
            self.at_start(column) is not None
            for column in found
            if self.kind(column.node) in ("gradient", "corrected")
        )
        self.columns = [replace(column, shift=self.shift(column)) for column in found]

    def named(self, text: str) -> Node | None:
        """A header as a quantity or as f at the point; None where it is neither."""
        try:
            node = read_expression(text, options=self.options)
        except NotationError:
            return None
        if isinstance(node, Name) and node.base in _LOSSES and not meaning(node, self.setting, 1):
            return Call("f", (Name(POINT, (), node.index),)) if not node.marks else None
        return node if self.kind(node) else None

    def kind(self, node: Node) -> str:
        """What a header names: the point, the gradient, a corrected moment, the state, f."""
        if isinstance(node, Call):
            known = node.function in ("f", "grad", "derivative")
            at = all(isinstance(a, Name) and self.kind(a) == "point" for a in node.arguments)
            return "function" if known and at and node.arguments else ""
        meant = meaning(node, self.setting, 1) if isinstance(node, Name) else None
        if isinstance(meant, GradientOf):
            return "gradient"
        if not isinstance(meant, Quantity):
            return ""
        if meant.name in (POINT, *self.setting.rule.state):
            return "point" if meant.name == POINT else "state"
        return "gradient" if meant.name == "g" else "corrected"

    def number(self, cell: Piece) -> Node | None:
        """A cell's value, where it is one; None for anything else."""
        try:
            node = read_expression(_plain(cell), options=self.options)
        except NotationError:
            return None
        return node if any(isinstance(part, Number) for part in walk(node)) else None

    def at_start(self, column: _Column, row: int = 0) -> Node | None:
        """A column's value in row 0, or in another one."""
        return self.number(column.cells[self.steps.index(row)]) if row in self.steps else None

    def shift(self, column: _Column) -> int | None:
        """What to add to a row's number for the step of this column; None where it isn't told.

        A gradient in row 0 is that at x_0, the first step's. Without a row 0, x is the one after
        the step, unless its first value is the start.
        """
        kind, indexed = self.kind(column.node), 0 in self.steps or _indexed(column.node)
        if _says_new(column.node) or (kind in ("gradient", "corrected") and self.zero_based):
            return int(self.zero_based)
        match kind:
            case "point":
                return -1 if not indexed and self.begins_at_start(column) else 0
            case "function":
                return 0 if indexed else None
            case "gradient":
                return 0 if indexed or self.records_steps else None
            case "state":
                first = self.at_start(column) if self.zero_based else None
                parts = () if first is None else walk(first)
                return int(any(isinstance(part, Number) and part.value != 0 for part in parts))
            case _:
                return 0

    def begins_at_start(self, column: _Column) -> bool:
        """Whether row 1 holds the start itself, so that each x is the one before its step."""
        first = self.at_start(column, 1)
        meant = meaning(column.node, self.setting, 1) if isinstance(column.node, Name) else None
        if first is None or not isinstance(meant, Quantity):
            return False
        start = self.setting.start
        wanted = start if meant.component is None else (start[meant.component],)
        parts = first.items if isinstance(first, Vector) else (first,)
        try:
            return tuple(to_sympy(part, {}) for part in parts) == wanted
        except SymoptError:
            return False

    def read(self) -> Iterator[Statement | Unreadable]:
        for header in self.unknown:
            message = f"'{_plain(header)}' is no quantity of this page's rule"
            yield self.refused(header, header.column + 1, message)
        for column in self.columns:
            for step, cell in zip(self.steps, column.cells, strict=True):
                if not _NOTHING.fullmatch(_plain(cell)):
                    yield self.statement(column, step, cell)

    def refused(self, cell: Piece, column: int, message: str) -> Unreadable:
        return Unreadable(cell.line, column, self.page.lines[cell.line - 1], message)

    def statement(self, column: _Column, step: int, cell: Piece) -> Statement | Unreadable:
        """A cell as if its column's name, with the row's step, stood before it."""
        whole = self.page.lines[cell.line - 1]
        place = Place(self.page.source, cell.line, cell.column + 1, whole)
        text = _DRESS.sub(lambda m: " " * len(m[0]), cell.text)
        try:
            chain = self.chain(text, place)
        except NotationError as error:
            at = error.place.column if error.place else None
            return self.refused(cell, at or cell.column + 1, error.message)
        first = chain.sides[0]
        if chain.open_start:
            chain = replace(chain, open_start=False)
        elif first != column.node:
            equals = Relation("=", "", Span(first.span.start, first.span.start))
            chain = replace(chain, relations=(equals, *chain.relations))
        else:
            chain = replace(chain, sides=chain.sides[1:])
        at = None if column.shift is None else step + column.shift
        name = _at(column.node, at)
        typed = [(name, _plain(column.header), cell.column + 1)]
        typed += [
            (s, text[s.span.start : s.span.end].strip(), cell.column + s.span.start + 1)
            for s in chain.sides
        ]
        chain = replace(chain, sides=(name, *chain.sides))
        return Statement(chain, cell.line, whole.strip(), tuple(typed), at)

    def chain(self, text: str, place: Place) -> Chain:
        if RELATION.search(text):
            return read_chain(text, place=place, options=self.options)
        return Chain((read_expression(text, place=place, options=self.options),), ())


def _indexed(node: Node) -> bool:
    """Whether a header says which step it means, as x_t does."""
    return any(isinstance(part, Name) and TIMES & {*part.index} for part in walk(node))


def _says_new(node: Node) -> bool:
    """Whether a header is of the value after its row's step: x_new, x_{t+1}."""
    return isinstance(node, Name) and bool(_NEW & {*node.index})


def _at(node: Node, step: int | None) -> Node:
    """A header at a step: x_t and x are both x_2, f(x) is f(x_2)."""
    if isinstance(node, Call):
        return replace(node, arguments=tuple(_at(part, step) for part in node.arguments))
    if not isinstance(node, Name) or step is None:
        return node
    index = tuple(part for part in node.index if part not in TIMES | _NEW)
    return replace(node, index=(*index, str(step)))
