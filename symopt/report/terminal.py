"""Verdicts as plain text for a terminal, as a marker would write beside the sheet.

The first slip comes first and in full; then what else is wrong or open, in the page's order; lines
that only carry an earlier slip on are counted together; a closing line sums up.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from unicodedata import east_asian_width

from symopt.errors import Place
from symopt.marking.verdicts import HELD, LineVerdict, LinkVerdict, PageVerdict
from symopt.report.part import component_span
from symopt.report.texts import say

LONGEST_EXACT = 60


def terminal_text(verdict: PageVerdict, language: str = "en") -> str:
    """How the page was read, the links that don't hold, and a closing line that counts."""
    return _Report(verdict, language).text()


def line_status(line: LineVerdict) -> str:
    """What became of a line: the weightiest verdict of its links."""
    verdicts = {link.verdict for link in line.links}
    weight = ("refuted", "undecided", "unreadable", "rounded")
    return next((verdict for verdict in weight if verdict in verdicts), "proved")


def first_slip(verdict: PageVerdict) -> tuple[LineVerdict, LinkVerdict] | None:
    """The first refuted link and its chain; several chains may stand on one line of the page."""
    links = ((line, link) for line in verdict.lines for link in line.links)
    return next((found for found in links if found[1].verdict == "refuted"), None)


def follows(line: LineVerdict) -> bool:
    """Whether all that is wrong in a line follows from an earlier slip of its writer."""
    bad = [link for link in line.links if link.verdict not in HELD]
    return bool(bad) and all(link.follows for link in bad)


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


class _Report:
    def __init__(self, verdict: PageVerdict, language: str):
        self.verdict = verdict
        self.language = language
        self.first = first_slip(verdict)

    def text(self) -> str:
        shown = [
            (line, link)
            for line in self.verdict.lines
            for link in line.links
            if link.verdict not in HELD and (not link.follows or self.is_first(link))
        ]
        shown.sort(key=lambda found: not self.is_first(found[1]))  # stable
        parts = [f"{self.say('note')}: {note}" for note in self.verdict.notes]
        parts += [self.link(line, link) for line, link in shown]
        parts += [self.following(), self.closing()]
        return "\n\n".join(part for part in parts if part) + "\n"

    def say(self, key: str, **parts: object) -> str:
        return say(key, self.language, **parts)

    def is_first(self, link: LinkVerdict) -> bool:
        return self.first is not None and link is self.first[1]

    def link(self, line: LineVerdict, link: LinkVerdict) -> str:
        """The line with a caret under the part that is wrong, and what there is to say of it."""
        text, column, part = _excerpt(line, link)
        place = Place(self.verdict.page, line.line, column, text)
        head = f"{place}: {self.say('first slip' if self.is_first(link) else link.verdict)}"
        said = [f"    {text}" for text in self.said(link, part)]
        return "\n".join([head, place.excerpt(), *said])

    def said(self, link: LinkVerdict, part: str) -> list[str]:
        rows = self.refutation(link, part) if link.verdict == "refuted" else []
        rows += [f"{self.say('cause')}: {cause.message}" for cause in link.diagnosis[:1]]
        if link.reason:
            rows.append(link.reason)
        return rows or [f"{link.left} {link.relation} {link.right}"]

    def refutation(self, link: LinkVerdict, part: str) -> list[str]:
        """Expected against written and the difference, one under the other."""
        if link.expected is None:
            return []
        decimal = "." in part or "," in part
        expected = self.number(link.expected, link.expected_approx, decimal=decimal)
        rows = [(self.say("expected"), expected), (self.say("written"), part)]
        difference = self.number(link.difference, link.difference_approx, decimal=decimal)
        if difference:
            rows.append((self.say("difference"), difference))
        wide = max(width(head) for head, _ in rows)
        texts = [f"{head}{' ' * (wide - width(head))}  {text}" for head, text in rows]
        if link.component is not None:
            texts.insert(0, self.say("component", number=link.component + 1))
        return texts

    def number(self, exact: str | None, approximate: float | None, *, decimal: bool) -> str:
        """A number as people take it in: exact where that is short, and about how much it is.

        Beside decimals a fraction is a decimal too, where it ends.
        """
        shown = "" if approximate is None else f"{approximate:.6g}"
        if decimal and _is_fraction(exact) and shown and Fraction(exact or 0) == Fraction(shown):
            return shown
        about = shown and self.say("about", number=shown)
        if exact is None or (about and len(exact) > LONGEST_EXACT):
            return about
        return exact if exact.removeprefix("-").isdecimal() or not about else f"{exact} ({about})"

    def following(self) -> str:
        """The lines that only carry a slip on, in one sentence."""
        lines = [str(line.line) for line in self.verdict.lines if self.carries(line)]
        if not lines:
            return ""
        key = "follows one" if len(lines) == 1 else "follows many"
        return self.say(key, lines=", ".join(lines))

    def carries(self, line: LineVerdict) -> bool:
        return follows(line) and (self.first is None or line is not self.first[0])

    def closing(self) -> str:
        """The line to remember: how many hold, and where the first slip is."""
        lines = self.verdict.lines
        states = Counter(map(line_status, lines))
        held, total = states["proved"] + states["rounded"], len(lines)
        if not total:
            said = [self.say("none")]
        elif held == total:
            said = [self.say("all hold" if total > 1 else "one holds", total=total)]
        else:
            said = [self.say("some hold", held=held, total=total)]
        if self.first:
            said.append(self.say("first is", line=self.first[0].line))
        if carried := sum(map(self.carries, lines)):
            said.append(self.say("follow", count=carried))
        for status in ("undecided", "unreadable"):
            if states[status]:
                said.append(self.say(f"left {status}", count=states[status]))
        page = self.verdict.page
        return f"{page}: {'; '.join(said)}" if page else "; ".join(said)


def _is_fraction(exact: str | None) -> bool:
    return exact is not None and re.fullmatch(r"-?\d+(/\d+)?", exact) is not None


def _excerpt(line: LineVerdict, link: LinkVerdict) -> tuple[str, int, str]:
    """What to show of a line, the column of the part that is wrong, and that part.

    A side that stands in a later row of a display is shown with its neighbour instead.
    """
    if link.verdict == "unreadable":
        return line.text, link.column, link.right
    text, at = line.text, line.text.rfind(link.right, 0, link.column + len(link.right))
    if at < 0:
        text = f"{link.left} {link.relation} {link.right}"
        at = len(text) - len(link.right)
    part, begin = written_part(link)
    return text, at + begin + 1, part


def written_part(link: LinkVerdict) -> tuple[str, int]:
    """The component that is wrong as it was typed, or the whole side, and where it begins in it."""
    span = None if link.component is None else component_span(link.right, link.component)
    begin, end = span or (0, len(link.right))
    return link.right[begin:end], begin
