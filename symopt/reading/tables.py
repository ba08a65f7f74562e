"""Tables of steps: each cell states the value of its column's quantity at its row's step.

    | t | x   | g |
    |---|-----|---|
    | 0 | 1   | 2 |      x_0 = 1, and the gradient there is the first: g_1 = 2
    | 1 | 0.8 |   |      x_1 = 0.8

Steps may also stand in the header and the quantities below each other. A column that holds prose
is no statement; one of numbers whose header means nothing here is unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sympy import Expr

from symopt.errors import NotationError, Place
from symopt.notation.options import Reading
from symopt.notation.prose import RELATION
from symopt.notation.read import canonical, read_chain, read_expression
from symopt.notation.steps import find_step
from symopt.notation.tree import Call, Chain, Name, Node, Number, Relation, Span, walk
from symopt.page import Page
from symopt.reading.before import is_variable
from symopt.reading.labels import GRADIENT_LABELS, LABELS
from symopt.reading.losses import function_names
from symopt.reading.names import GradientOf, Quantity, meaning
from symopt.reading.pieces import Piece, Table
from symopt.reading.points import coordinates
from symopt.reading.statement import Statement, Unreadable
from symopt.reading.synonyms import TIMES
from symopt.reading.vocabulary import GRADIENT
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
_ELLIPSIS = re.compile(r"\.{2,}|[…⋮⋯]|\\[vlc]?dots")
_NOTHING = re.compile(r"[\s\-–—−./…]*|n/?a|없음|无", re.I)
_OLD = "old|current|before|previous|이전|기존|현재|갱신 전|업데이트 전"
_NEW = "new|updated|next|after|새|새로운|다음|갱신된|갱신 후|업데이트된|업데이트 후"
_QUALIFIED = re.compile(
    rf"(?:(?P<old>{_OLD})|(?P<new>{_NEW}))\s+(?P<name>\S.*)"
    rf"|(?P<last>\S.*?)(?:\s+|\s*\()(?:(?P<older>{_OLD})|(?P<newer>{_NEW}))\)?",
    re.I,
)
_LABELLED = re.compile(rf"(?:(?:{'|'.join(sorted(LABELS | GRADIENT_LABELS))})\s*)+", re.I)
_EMPTY = re.compile(r"\s*\b(?:values?|of|the|at)\b\s*", re.I)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its header, also as mathematics, and its cells."""

    header: Piece
    node: Node
    cells: tuple[Piece, ...]


def read_table(
    table: Table, page: Page, setting: Setting, options: Reading, step: int | None = None
) -> list[Statement | Unreadable] | None:
    """The statements of a table of steps, row by row; None where the table is none.

    A table of quantities against coordinates is about the step that the page has reached.
    """
    for rows in (table.rows, _transposed(table.rows)):
        rows = tuple(row for row in rows if not _ELLIPSIS.fullmatch(_plain(row[0])))
        if len(rows) > 1 and len(rows[0]) > 1 and _counts_steps(rows, setting):
            reader = _Reader(rows, page, setting, options)
            if reader.columns:
                return sorted(reader.read(), key=lambda item: item.line)
    for rows in (table.rows, _transposed(table.rows)):
        if len(rows) > 1 and len(rows[0]) > 1 and _names_coordinates(rows[0], setting):
            found = list(_Reader(rows, page, setting, options).by_coordinate(rows, step))
            if found:
                return sorted(found, key=lambda item: item.line)
    return None


def _names_coordinates(header: Sequence[Piece], setting: Setting) -> bool:
    """Whether a header names the variables, one a column, and nothing first that is one."""
    names = [canonical(_plain(cell)) for cell in header]
    variables = [canonical(str(variable)) for variable in setting.variables]
    return len(variables) > 1 and names[1:] == variables and names[0] not in variables


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
                found.append(_Column(header, node, tuple(cells)))
            elif any(self.number(cell) is not None for cell in cells):
                self.unknown.append(header)
        self.columns = found
        self.begins = self.begins_with_point()

    def named(self, text: str) -> Node | None:
        """A header as a quantity or as f at the point; None where it is neither.

        `w (old)` and `new w` are w before the row's step and after it; words before it are none.
        """
        text = _EMPTY.sub(" ", text.partition("=")[0]).strip()
        if found := _QUALIFIED.fullmatch(text):
            node = self.named(found["name"] or found["last"])
            if isinstance(node, Name) and not node.index:
                return replace(node, index=("old" if found["old"] or found["older"] else "new",))
            return None
        words, _, last = text.rpartition(" ")
        if words and _LABELLED.fullmatch(words):
            return self.named(last) or self.named(words)
        if text.istitle() and text.isalpha() and len(text) > 2:
            text = text.lower()  # Gradient
        try:
            node = read_expression(text, options=self.options)
        except NotationError:
            return None
        losses = function_names(self.setting)
        if isinstance(node, Name) and node.base in losses and not meaning(node, self.setting, 0):
            return Call("f", (Name(POINT, (), node.index),)) if not node.marks else None
        return node if self.is_known(node) else None

    def is_known(self, node: Node) -> bool:
        """Whether a header names a quantity of a step, or f or its gradient at the point."""
        if isinstance(node, Call):
            known = node.function in ("f", "grad", "derivative")
            return known and bool(node.arguments) and all(map(self.is_known, node.arguments))
        meant = meaning(node, self.setting, 0) if isinstance(node, Name) else None
        return isinstance(meant, Quantity | GradientOf)

    def number(self, cell: Piece) -> Node | None:
        """A cell's value, where it is one; None for anything else."""
        try:
            node = read_expression(_plain(cell), options=self.options)
        except NotationError:
            return None
        return node if any(isinstance(part, Number) for part in walk(node)) else None

    def is_gradient_at_start(self, column: _Column) -> bool:
        """Whether a bare g has a value in row 0: the gradient at x_0, which is the first, g_1."""
        node = column.node
        if not isinstance(node, Name) or TIMES & {*node.index}:
            return False
        found = meaning(node, self.setting, 0)
        if isinstance(found, Quantity) and found.name != GRADIENT:
            return False
        return isinstance(found, Quantity | GradientOf) and any(
            step == 0 and self.number(cell) is not None
            for step, cell in zip(self.steps, column.cells, strict=True)
        )

    def begins_with_point(self) -> bool:
        """Whether rows that begin at 1 give the point before their step: the start comes first."""
        if 0 in self.steps:
            return False
        points = [(c, found) for c in self.columns if (found := self.bare_point(c.node))]
        indices = [c.node.index for c in self.columns if isinstance(c.node, Name)]
        return any({"old", "new"} & {*index} for index in indices) or any(
            given.items() <= dict(enumerate(self.setting.start)).items()
            for column, found in points
            if self.steps[0] == 1 and (given := self.given(column.cells[0], found))
        )

    def given(self, cell: Piece, point: Quantity) -> dict[int, Expr]:
        """The coordinates that a cell gives."""
        node = self.number(cell)
        return coordinates(node, point.component, self.setting) if node else {}

    def bare_point(self, node: Node) -> Quantity | None:
        """The point or a coordinate of it under a name without an index."""
        if not isinstance(node, Name):
            return None
        found = meaning(node, self.setting, 0)
        bare = node == Name(node.base) or is_variable(node, self.setting)
        return found if bare and isinstance(found, Quantity) and found.name == POINT else None

    def read(self) -> Iterator[Statement | Unreadable]:
        for header in self.unknown:
            message = f"'{_plain(header)}' is no quantity of this page's rule"
            yield self.refused(header, header.column + 1, message)
        for column in self.columns:
            for step, cell in zip(self.steps, column.cells, strict=True):
                if not _NOTHING.fullmatch(_plain(cell)):
                    yield self.statement(column, step, cell)

    def by_coordinate(
        self, rows: Sequence[tuple[Piece, ...]], step: int | None
    ) -> Iterator[Statement | Unreadable]:
        """The cells of rows that are quantities, in columns that are coordinates."""
        for head, *cells in rows[1:]:
            node = self.named(_plain(head))
            if not isinstance(node, Name) or node.index:
                continue
            if step is None:
                message = "at which step this row is, neither the table nor a heading says"
                yield self.refused(head, head.column + 1, message)
                continue
            for variable, cell in zip(self.setting.variables, cells, strict=False):
                if not _NOTHING.fullmatch(_plain(cell)):
                    name = replace(node, index=(canonical(str(variable)), str(step)))
                    yield self.statement(_Column(head, name, ()), step, cell)

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
        name = column.node
        if column.cells:
            number = step + self.is_gradient_at_start(column)
            name = self.at(name, number)
        typed = [(name, _plain(column.header), cell.column + 1, cell.line)]
        for side in chain.sides:
            begin, end = side.span.start, side.span.end
            typed.append((side, text[begin:end].strip(), cell.column + begin + 1, cell.line))
        chain = replace(chain, sides=(name, *chain.sides))
        return Statement(chain, cell.line, whole.strip(), tuple(typed), step)

    def chain(self, text: str, place: Place) -> Chain:
        if RELATION.search(text):
            return read_chain(text, place=place, options=self.options)
        return Chain((read_expression(text, place=place, options=self.options),), ())

    def at(self, node: Node, step: int) -> Node:
        """A header in a row: x_t and x are x_2, f(x) is f(x_2), x_{t+1} is x_3.

        x_new in row 0 is x_1; where rows begin at 1, x_new in row 1 is, and x_old there is x_0: so
        is a bare x where a row begins with the point.
        """
        if isinstance(node, Call):
            return replace(node, arguments=tuple(self.at(part, step) for part in node.arguments))
        if not isinstance(node, Name):
            return node
        zero_based = 0 in self.steps
        number = step - (self.begins and self.bare_point(node) is not None)
        index = []
        for part in node.index:
            if part == "new":
                number = step + zero_based
            elif part == "old":
                number = step - (not zero_based)
            elif part[:1] in TIMES and (not part[1:] or part[1:].removeprefix("+").isdigit()):
                number = step + int(part[1:] or 0)
            else:
                index.append(part)
        return replace(node, index=(*index, str(number)), form="raised")
