"""Signs and their brackets: each bracket closed by its partner, or refused where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from symopt.notation.cursor import Cursor
from symopt.notation.tree import Name, Number

DEEPEST_NESTING = 100
MATRICES = frozenset("matrix pmatrix bmatrix Bmatrix smallmatrix array".split())

OPENING = frozenset(
    "LPAR LBRACKET LBRACE FRACTION RADICAL ROOT BAR_OPEN NORM_OPEN ENV_BEGIN".split()
)
CLOSING = frozenset("RPAR RBRACKET RBRACE ARGUMENT_END BAR_CLOSE NORM_CLOSE ENV_END".split())
OPERAND_STARTS = OPENING | {"NUMBER", "NAME", "CALL", "PREFIX"}
OPERAND_ENDS = CLOSING | {"NUMBER", "NAME", "TRANSPOSE"}


@dataclass(slots=True)
class Sign:
    """One token: its kind, the folded positions it covers, and its node where it is a leaf."""

    kind: str
    start: int
    end: int
    node: Name | Number | None = None
    canonical: str = ""


@dataclass(slots=True)
class _Open:
    """A bracket that waits for its partner."""

    bracket: str
    start: int


def partners(signs: list[Sign]) -> dict[int, int]:
    """The position of each bracket's partner, both ways."""
    waiting: list[int] = []
    found: dict[int, int] = {}
    for position, sign in enumerate(signs):
        if sign.kind in OPENING:
            waiting.append(position)
        elif sign.kind in CLOSING:
            opened = waiting.pop()
            found[opened], found[position] = position, opened
    return found


@dataclass(slots=True)
class Brackets:
    """The signs read so far and the brackets still open among them."""

    cursor: Cursor
    signs: list[Sign] = field(default_factory=list)
    waiting: list[_Open] = field(default_factory=list)

    @property
    def behind(self) -> str:
        """The kind of the last sign, empty at the beginning."""
        return self.signs[-1].kind if self.signs else ""

    @property
    def innermost(self) -> str:
        """The bracket that would have to be closed next, empty where none is open."""
        return self.waiting[-1].bracket if self.waiting else ""

    def put(self, kind: str, length: int, canonical: str = "") -> None:
        """Append a sign of that many characters and move behind it."""
        start = self.cursor.at
        self.cursor.at += length
        self.signs.append(Sign(kind, start, self.cursor.at, None, canonical))

    def put_leaf(self, node: Name | Number, start: int) -> None:
        """Append a number or a name that has just been read."""
        kind = "NUMBER" if isinstance(node, Number) else "NAME"
        self.signs.append(Sign(kind, start, self.cursor.at, node))

    def wait(self, bracket: str) -> None:
        """Remember a bracket that opens here.

        Raises:
            NotationError: too many inside each other.
        """
        if len(self.waiting) >= DEEPEST_NESTING:
            raise self.cursor.error(f"more than {DEEPEST_NESTING} brackets inside each other")
        self.waiting.append(_Open(bracket, self.cursor.at))

    def open(self, bracket: str, kind: str, length: int) -> None:
        """An opening bracket."""
        self.wait(bracket)
        self.put(kind, length)

    def close(self, bracket: str, kind: str, length: int) -> None:
        """A closing bracket.

        Raises:
            NotationError: it isn't the partner of the innermost open one.
        """
        written = self.cursor.text[self.cursor.at : self.cursor.at + length]
        if not self.waiting:
            raise self.cursor.error(f"'{written}' closes no bracket")
        if self.innermost != bracket:
            opened = shown(self.innermost)
            half = {opened, written} <= set("()[]")
            hint = "half-open intervals are not read" if half else None
            raise self.cursor.error(f"'{written}' doesn't close '{opened}'", hint)
        self.waiting.pop()
        self.put(kind, length)

    def bar(self, character: str, *, length: int = 1, side: str = "") -> None:
        """An absolute value or a norm: it opens before an operand and closes behind one."""
        cursor = self.cursor
        double = character != "|" or cursor.text.startswith("||", cursor.at)
        behind = self.behind in OPERAND_ENDS
        if double and character == "|" and self.innermost == "|" and behind:
            double = False  # |x||y|: two bars, not a norm
        length = 2 if double and character == "|" else length
        bracket, kind = ("‖", "NORM") if double else ("|", "BAR")
        if side == ">" or (side != "<" and behind and self.innermost == bracket):
            self._hug(cursor.at - 1)
            self.close(bracket, kind + "_CLOSE", length)
        else:
            self._hug(cursor.at + length)
            self.open(bracket, kind + "_OPEN", length)

    def _hug(self, at: int) -> None:
        """Outside LaTeX a bar must touch what it encloses: `| 4 | 5 |` is a table's row."""
        text = self.cursor.text
        if not self.cursor.tex and 0 <= at < len(text) and text[at].isspace():
            raise self.cursor.error("this bar encloses nothing", "write |x|, without blanks inside")

    def check_closed(self) -> None:
        """At the end of the text.

        Raises:
            NotationError: a bracket is still open.
        """
        if self.waiting:
            start, bracket = self.waiting[-1].start, shown(self.innermost)
            raise self.cursor.error(f"'{bracket}' is never closed", None, start)


def shown(bracket: str) -> str:
    """An open bracket as its author wrote it."""
    if bracket in ("first", "last"):
        return "{"
    if bracket == "root":
        return "["
    return f"\\begin{{{bracket}}}" if bracket in MATRICES else bracket
