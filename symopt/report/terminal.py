"""Verdicts as plain text for a terminal, as a marker would write beside the sheet.

The first slip comes first and in full; then what else is wrong or open, in the page's order; lines
that only carry an earlier slip on are counted together; a closing line sums up.
"""

from __future__ import annotations

from collections import Counter
from unicodedata import east_asian_width

from symopt.errors import Place
from symopt.marking.verdicts import LineVerdict, LinkVerdict, PageVerdict
from symopt.report.part import component_span
from symopt.report.texts import say

HELD = ("proved", "rounded")


def terminal_text(verdict: PageVerdict, language: str = "en") -> str:
    """How the page was read, the links that don't hold, and a closing line that counts."""
    return _Report(verdict, language).text()


def line_status(line: LineVerdict) -> str:
    """What became of a line: the weightiest verdict of its links."""
    verdicts = {link.verdict for link in line.links}
    weight = ("refuted", "undecided", "unreadable", "rounded")
    return next((verdict for verdict in weight if verdict in verdicts), "proved")


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

    def text(self) -> str:
        first = self.verdict.first_error
        shown = [
            (line, number, link)
            for line in self.verdict.lines
            for number, link in enumerate(line.links, 1)
            if link.verdict not in HELD and (not link.follows or (line.line, number) == first)
        ]
        shown.sort(key=lambda found: (found[0].line, found[1]) != first)  # stable
        parts = [f"{self.say('note')}: {note}" for note in self.verdict.notes]
        parts += [self.link(line, link, number) for line, number, link in shown]
        parts += [self.following(), self.closing()]
        return "\n\n".join(part for part in parts if part) + "\n"

    def say(self, key: str, **parts: object) -> str:
        return say(key, self.language, **parts)

    def link(self, line: LineVerdict, link: LinkVerdict, number: int) -> str:
        """The line with a caret under the part that is wrong, and what there is to say of it."""
        first = (line.line, number) == self.verdict.first_error
        text, column, part = _excerpt(line, link)
        place = Place(self.verdict.page, line.line, column, text)
        head = f"{place}: {self.say('first slip' if first else link.verdict)}"
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
        rows = [(self.say("expected"), link.expected), (self.say("written"), part)]
        about = link.difference_approx
        rough = "" if about is None else self.say("about", number=f"{about:.6g}")
        if link.difference is not None:
            exact = link.difference.removeprefix("-").isdecimal()
            beside = "" if exact or not rough else f" ({rough})"
            rows.append((self.say("difference"), link.difference + beside))
        elif rough:
            rows.append((self.say("difference"), rough))
        wide = max(width(head) for head, _ in rows)
        texts = [f"{head}{' ' * (wide - width(head))}  {text}" for head, text in rows]
        if link.component is not None:
            texts.insert(0, self.say("component", number=link.component + 1))
        return texts

    def following(self) -> str:
        """The lines that only carry a slip on, in one sentence."""
        lines = [str(line.line) for line in self.verdict.lines if self.carries(line)]
        if not lines:
            return ""
        key = "follows one" if len(lines) == 1 else "follows many"
        return self.say(key, lines=", ".join(lines))

    def carries(self, line: LineVerdict) -> bool:
        first = self.verdict.first_error
        return follows(line) and (first is None or line.line != first[0])

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
        if self.verdict.first_error:
            said.append(self.say("first is", line=self.verdict.first_error[0]))
        if carried := sum(map(self.carries, lines)):
            said.append(self.say("follow", count=carried))
        for status in ("undecided", "unreadable"):
            if states[status]:
                said.append(self.say(f"left {status}", count=states[status]))
        page = self.verdict.page
        return f"{page}: {'; '.join(said)}" if page else "; ".join(said)


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
