"""A class's sheets: one row a sheet, as a table for a terminal or as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

from symopt.marking.verdicts import STATUSES, LinkVerdict, PageVerdict
from symopt.report.document import Message
from symopt.report.language import columns, plain
from symopt.report.remarks import Outcomes, with_carets, written_part

COUNTS = ("lines", *STATUSES)
COLUMNS = ("sheet", *COUNTS, "first_slip", "cause")
SHEET = Message("sheet", context="column")
HEADS = (
    Message("lines", context="column"),
    Message("proved", context="column"),
    Message("rounded", context="column"),
    Message("refuted", context="column"),
    Message("undecided", context="column"),
    Message("unreadable", context="column"),
    Message("first slip", context="column"),
    Message("cause", context="column"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A sheet's row. `counts` are lines; `problem` says why a sheet could not be judged."""

    sheet: str
    exit_code: int
    counts: tuple[int, ...] = (0,) * len(COUNTS)
    first_slip: int | None = None
    cause: str = ""
    problem: str = ""


Row = tuple[Mark, str]  # with the verdict as JSON, where that is asked for


def mark(sheet: str, verdict: PageVerdict) -> Mark:
    """The row of a judged sheet: each line counts once, by what became of it.

    A line that follows from a slip is refuted too, and one not filled in is unreadable.
    """
    outcomes = Outcomes(verdict)
    states = outcomes.count()
    states["refuted"] += states["follows"]
    states["unreadable"] += states["blank"]
    counts = (len(verdict.lines), *(states[status] for status in STATUSES))
    slip = outcomes.first
    if slip is None:
        return Mark(sheet, verdict.exit_code, counts)
    return Mark(sheet, verdict.exit_code, counts, slip.line, " ".join(_cause(slip).split()))


def _cause(link: LinkVerdict) -> str:
    if link.diagnosis:
        return link.diagnosis[0].message
    if link.expected is None:
        return link.reason or ""
    return f"{written_part(link)[0]} ≠ {with_carets(link.expected)}"


def lost_row(unjudged: Mark, as_json: bool) -> Row:
    """The row of a sheet without a verdict; its JSON has the keys of those that were judged."""
    if not as_json:
        return unjudged, ""
    data = PageVerdict(unjudged.sheet, ()).to_json() | {"error": unjudged.problem}
    return unjudged, as_text(data)


def as_text(data: object) -> str:
    """JSON as the command writes it."""
    return json.dumps(data, ensure_ascii=False, indent=1)


class Table:
    """The rows of a table, one at a time: its widths follow from the names of the sheets alone."""

    def __init__(self, sheets: Iterable[str], language: str):
        self.say = plain(language)
        self.first = max(map(columns, [self.say(SHEET), *sheets]))
        self.heads = [*map(self.say, HEADS)]

    def head(self) -> str:
        """The names of the columns."""
        heads = [_left(self.say(SHEET), self.first), *self.heads]
        return "  ".join(heads) + "\n"

    def row(self, mark: Mark) -> str:
        """A sheet's row."""
        name = _left(mark.sheet, self.first)
        if mark.problem:
            why = Message("not judged: {why}", {"why": mark.problem})
            return f"{name}  {self.say(why)}\n"
        cells: list[object] = [*mark.counts]
        line = Message("line {line}", {"line": mark.first_slip or 0})
        cells.append(self.say(line) if mark.first_slip else "")
        padded = [_right(str(c), columns(h)) for c, h in zip(cells, self.heads, strict=False)]
        return "  ".join([name, *padded, mark.cause]).rstrip() + "\n"

    def closing(self, good: int, total: int) -> str:
        """How many sheets hold."""
        message = Message(
            "{good} of {total} sheets hold; `symopt check SHEET` explains one line by line",
            {"good": good, "total": total},
        )
        return f"\n{self.say(message)}\n"


def csv_row(cells: Iterable[object]) -> str:
    """One line of CSV (RFC 4180 but for the line's end)."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def csv_cells(mark: Mark) -> tuple[object, ...]:
    """A sheet's row under `COLUMNS`; the cause of a sheet that was not judged is the reason."""
    return (mark.sheet, *mark.counts, mark.first_slip, mark.problem or mark.cause)


def _left(text: str, wide: int) -> str:
    return text + " " * (wide - columns(text))


def _right(text: str, wide: int) -> str:
    return " " * (wide - columns(text)) + text
