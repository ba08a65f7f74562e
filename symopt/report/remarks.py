"""What a marker says of a page and of each link on it, for every kind of report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import Literal, TypeAlias

from symopt.marking.verdicts import HELD, LineVerdict, LinkVerdict, PageVerdict
from symopt.report.document import Message, Part
from symopt.report.part import component_span

Outcome: TypeAlias = Literal[
    "proved", "rounded", "refuted", "follows", "undecided", "unreadable", "blank"
]
"""What becomes of a link or a line: its verdict, or `follows` or `blank` where that says more."""

OUTCOMES: tuple[Outcome, ...] = (
    "refuted",
    "undecided",
    "unreadable",
    "blank",
    "follows",
    "rounded",
    "proved",
)
"""The weightiest first."""

WORDS: Mapping[Outcome, Message] = {
    "proved": Message("holds"),
    "rounded": Message("rounded"),
    "refuted": Message("wrong"),
    "follows": Message("follows"),
    "undecided": Message("undecided"),
    "unreadable": Message("can't be read"),
    "blank": Message("not filled in"),
}
FIRST_SLIP = Message("the first slip")
CAUSE = Message("cause")
NOTE = Message("note")
LONGEST_EXACT = 60


class Outcomes:
    """What became of a page's links and lines; `first` is the first slip.

    A line is a chain: it may go on over several rows, and several may stand on one.
    """

    def __init__(self, verdict: PageVerdict):
        self.lines = verdict.lines
        links = (link for line in self.lines for link in line.links)
        self.first = next((link for link in links if link.verdict == "refuted"), None)

    def of(self, link: LinkVerdict) -> Outcome:
        """What became of a link; the first slip is wrong by the writer's own numbers too."""
        if link.blank:
            return "blank"
        carried = link.follows and link.verdict not in HELD and link is not self.first
        return "follows" if carried else link.verdict

    def weightiest(self, links: Iterable[LinkVerdict]) -> Outcome:
        """What became of several links together."""
        found = set(map(self.of, links))
        return next((outcome for outcome in OUTCOMES if outcome in found), "proved")

    def lines_that(self, outcome: Outcome) -> list[LineVerdict]:
        """The lines that came out so."""
        return [line for line in self.lines if self.weightiest(line.links) == outcome]

    def count(self) -> Counter[Outcome]:
        """How many lines came out in each way."""
        return Counter(self.weightiest(line.links) for line in self.lines)

    def summary(self) -> Message:
        """The facts to remember: how many lines hold, where the first slip is, what is open."""
        count = self.count()
        held, total = count["proved"] + count["rounded"], sum(count.values())
        if not total:
            said = [Message("no working found")]
        elif held < total:
            said = [Message("{held} of {total} lines hold", {"held": held, "total": total})]
        elif total > 1:
            said = [Message("all {total} lines hold", {"total": total})]
        else:
            said = [Message("its one line holds")]
        if self.first:
            said.append(Message("the first slip is line {line}", {"line": self.first.line}))
        rest: tuple[tuple[Outcome, Message], ...] = (
            ("follows", Message("{count} more follow from the writer's own numbers")),
            ("undecided", Message("{count} undecided")),
            ("unreadable", Message("{count} can't be read")),
            ("blank", Message("{count} not filled in")),
        )
        said += [replace(m, parts={"count": count[o]}) for o, m in rest if count[o]]
        return reduce(_then, said)


def _then(before: Message, after: Message) -> Message:
    return Message("{before}; {after}", {"before": before, "after": after})


def why(link: LinkVerdict) -> tuple[Message, ...]:
    """The known mistake that explains a link; where none does, the reason, if there is one."""
    if link.diagnosis:
        return (labelled(CAUSE, link.diagnosis[0].message),)
    return (Message("{text}", {"text": link.reason}),) if link.reason else ()


def labelled(label: Message, value: Part, which: Message | None = None) -> Message:
    """What something is called, and what it is; `which` of several it is comes first."""
    if which is not None:
        label = Message("{which}, {label}", {"which": which, "label": label})
    return Message("{label}: {value}", {"label": label, "value": value})


def with_carets(text: str) -> str:
    """An exact text with powers as people type them."""
    return text.replace("**", "^")


def comparison(
    link: LinkVerdict, typeset: Callable[[str], Part] = str
) -> tuple[tuple[Message, Part], ...]:
    """Expected against written and the difference, each with its label; nothing where unknown.

    `typeset` makes what a report shows of an exact text.
    """
    if link.verdict != "refuted" or link.expected is None:
        return ()
    part, _ = written_part(link)
    decimal = "." in part or "," in part
    expected = _number(link.expected, link.expected_approx, typeset, decimal=decimal)
    rows = [(Message("expected"), expected), (Message("written"), part)]
    difference = _number(link.difference, link.difference_approx, typeset, decimal=decimal)
    if difference:
        rows.append((Message("difference"), difference))
    return tuple(rows)


def component(link: LinkVerdict) -> Message | None:
    """Which component of a vector is compared, where it is one."""
    if link.component is None or link.expected is None:
        return None
    return Message("component {number}", {"number": link.component + 1})


def _number(
    exact: str | None,
    approximate: float | None,
    typeset: Callable[[str], Part],
    *,
    decimal: bool,
) -> Part:
    """A number as people take it in: exact where that is short, and about how much it is.

    Beside decimals a fraction is a decimal too, where it ends.
    """
    shown = "" if approximate is None else f"{approximate:.6g}"
    if decimal and _is_fraction(exact) and shown and Fraction(exact or 0) == Fraction(shown):
        return shown
    if exact is None or (shown and len(exact) > LONGEST_EXACT):
        return Message("about {number}", {"number": shown}) if shown else ""
    if "." in exact:
        return Message("about {number}", {"number": exact})
    if exact.removeprefix("-").isdecimal() or not shown:
        return typeset(exact)
    return Message("{exact} (about {number})", {"exact": typeset(exact), "number": shown})


def _is_fraction(exact: str | None) -> bool:
    return exact is not None and re.fullmatch(r"-?\d+(/\d+)?", exact) is not None


def written_part(link: LinkVerdict) -> tuple[str, int]:
    """The component that is wrong as it was typed, or the whole side, and where it begins in it."""
    span = None if link.component is None else component_span(link.right, link.component)
    begin, end = span or (0, len(link.right))
    return link.right[begin:end], begin
