"""The verdicts on a page of working, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from symopt.display import Reported

LinkStatus = Literal["proved", "rounded", "refuted", "undecided", "unreadable"]
Against = Literal["neighbour", "rule", "gradient"]

STATUSES: tuple[LinkStatus, ...] = ("proved", "rounded", "refuted", "undecided", "unreadable")
HELD: tuple[LinkStatus, ...] = ("proved", "rounded")  # nothing is wrong with these


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A known mistake that reproduces what was written: its code, and the cause in a sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkVerdict:
    """One link of a chain: left, relation, right as written, and what is true of it.

    A `blank` link is unreadable because it waits to be filled in.
    `line` and `column` say where the right side begins. `difference` is written minus expected, in
    the first component that is wrong; `follows` says of a value that is wrong by the rule whether
    it is right by the author's own earlier numbers.
    """

    left: str
    right: str
    relation: str
    verdict: LinkStatus
    against: Against
    component: int | None = None
    components: tuple[int, ...] = ()
    difference: str | None = None
    difference_approx: float | None = None
    expected: str | None = None
    expected_approx: float | None = None
    follows: bool | None = None
    diagnosis: tuple[Diagnosis, ...] = ()
    reason: str | None = None
    blank: bool = False
    line: int
    column: int = 1

    @property
    def is_slip(self) -> bool:
        """Whether something is wrong here, and not for a slip before."""
        return self.verdict == "refuted" and not self.follows

    def to_json(self) -> dict[str, Any]:
        """The link as the interface promises it."""
        return {
            "line": self.line,
            "left": self.left,
            "right": self.right,
            "relation": self.relation,
            "verdict": self.verdict,
            "against": self.against,
            "component": self.component,
            "components": list(self.components),
            "difference": self.difference,
            "difference_approx": self.difference_approx,
            "expected": self.expected,
            "expected_approx": self.expected_approx,
            "follows": self.follows,
            "diagnosis": [{"code": d.code, "message": d.message} for d in self.diagnosis],
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """A chain on the page, with the quantity that it claims and its links' verdicts."""

    line: int
    text: str
    quantity: str | None
    step: int | None
    links: tuple[LinkVerdict, ...]

    def to_json(self) -> dict[str, Any]:
        """The line as the interface promises it."""
        return {
            "line": self.line,
            "text": self.text,
            "quantity": self.quantity,
            "step": self.step,
            "links": [link.to_json() for link in self.links],
        }


@dataclass(frozen=True)
class PageVerdict(Reported):
    """A page's lines, judged; `notes` say how the page was read (which index means the start).

    `sheet` is the page as it was written, line by line.
    """

    page: str | None
    lines: tuple[LineVerdict, ...]
    notes: tuple[str, ...] = ()
    sheet: tuple[str, ...] = field(default=(), repr=False)

    @property
    def summary(self) -> Mapping[LinkStatus, int]:
        """How many links have each verdict."""
        count = Counter(link.verdict for line in self.lines for link in line.links)
        return {status: count[status] for status in STATUSES}

    @property
    def first_error(self) -> tuple[int, int] | None:
        """Line and link (both counted from 1) of the first refuted link."""
        for line in self.lines:
            for number, link in enumerate(line.links, 1):
                if link.verdict == "refuted":
                    return line.line, number
        return None

    @property
    def exit_code(self) -> int:
        """0 all proved, 1 something refuted, 3 undecided, 4 unreadable, in this order of weight."""
        summary = self.summary
        for status, code in (("refuted", 1), ("undecided", 3), ("unreadable", 4)):
            if summary[status]:  # type: ignore[index]
                return code
        return 0

    def to_json(self) -> dict[str, Any]:
        """The page as the interface promises it."""
        first = self.first_error
        return {
            "page": self.page,
            "lines": [line.to_json() for line in self.lines],
            "summary": dict(self.summary),
            "first_error": None if first is None else {"line": first[0], "link": first[1]},
            "notes": list(self.notes),
        }
