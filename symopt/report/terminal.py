"""Verdicts as plain text for a terminal, as a marker would write beside the sheet.

The first slip comes first and in full; then what else is wrong or open, in the page's order; lines
that only carry an earlier slip on, or wait to be filled in, are counted together; a closing line
sums up.
"""

from __future__ import annotations

from dataclasses import replace

from symopt.errors import Place
from symopt.marking.verdicts import LinkVerdict, PageVerdict
from symopt.report.document import Message
from symopt.report.language import columns, plain
from symopt.report.remarks import (
    FIRST_SLIP,
    NOTE,
    WORDS,
    Outcome,
    Outcomes,
    comparison,
    component,
    labelled,
    why,
    with_carets,
    written_part,
)

SHOWN: tuple[Outcome, ...] = ("refuted", "undecided", "unreadable")
WHERE = Message("line {line}, column {column}")
TOGETHER: tuple[tuple[Outcome, Message, Message], ...] = (
    (
        "follows",
        Message("Line {lines} is right by the numbers of the line before."),
        Message("Lines {lines} are right by the numbers of the line before."),
    ),
    (
        "blank",
        Message("Line {lines} is not filled in."),
        Message("Lines {lines} are not filled in."),
    ),
)


def terminal_text(verdict: PageVerdict, language: str = "en") -> str:
    """How the page was read, the links that don't hold, and a closing line that counts."""
    return _Report(verdict, language).text()


class _Report:
    def __init__(self, verdict: PageVerdict, language: str):
        self.verdict = verdict
        self.say = plain(language)
        self.outcomes = Outcomes(verdict)
        self.first = self.outcomes.first

    def text(self) -> str:
        links = [link for line in self.verdict.lines for link in line.links]
        links.sort(key=lambda link: link is not self.first)  # stable
        parts = [self.say(labelled(NOTE, note)) for note in self.verdict.notes]
        parts += [self.link(link) for link in links if self.outcomes.of(link) in SHOWN]
        parts += [self.following(), self.closing()]
        return "\n\n".join(part for part in parts if part) + "\n"

    def link(self, link: LinkVerdict) -> str:
        """The line with a caret under the part that is wrong, and what there is to say of it."""
        text, column = self.excerpt(link)
        place = Place(self.verdict.page, link.line, column, text)
        head = self.say(FIRST_SLIP if link is self.first else WORDS[self.outcomes.of(link)])
        said = [f"    {text}" for text in self.said(link)]
        where = self.say(replace(WHERE, parts={"line": link.line, "column": column}))
        where = f"{place.source}, {where}" if place.source else where
        return "\n".join([f"{where}: {head}", place.excerpt(), *said])

    def excerpt(self, link: LinkVerdict) -> tuple[str, int]:
        """What to show of the page, and the column of the part that is wrong.

        A side that goes on over several rows is shown with its neighbour instead.
        """
        if link.verdict == "unreadable":
            return self.row(link), link.column
        _, begin = written_part(link)
        if self.row(link).startswith(link.right, link.column - 1):
            return self.row(link), link.column + begin
        before = f"{link.left} {link.relation} "
        return before + link.right, len(before) + begin + 1

    def row(self, link: LinkVerdict) -> str:
        """The line on which a link stands."""
        return self.verdict.sheet[link.line - 1]

    def said(self, link: LinkVerdict) -> list[str]:
        rows = [*self.comparison(link), *map(self.say, why(link))]
        return rows or [f"{link.left} {link.relation} {link.right}"]

    def comparison(self, link: LinkVerdict) -> list[str]:
        """Expected against written and the difference, one under the other."""
        found = comparison(link, with_carets)
        rows = [(self.say(label), self.say.part(value)) for label, value in found]
        wide = max((columns(label) for label, _ in rows), default=0)
        texts = [f"{label}{' ' * (wide - columns(label))}  {text}" for label, text in rows]
        return [f"{self.say(which)}:" for which in [component(link)] if which and rows] + texts

    def following(self) -> str:
        """The lines that only carry a slip on, and those not filled in, a sentence each."""
        said = []
        for outcome, one, many in TOGETHER:
            lines = [str(line.line) for line in self.outcomes.lines_that(outcome)]
            message = replace(one if len(lines) == 1 else many, parts={"lines": ", ".join(lines)})
            said += [self.say(message)] if lines else []
        return "\n".join(said)

    def closing(self) -> str:
        """The line to remember: how many hold, and where the first slip is."""
        said = self.say(self.outcomes.summary())
        page = self.verdict.page
        return f"{page}: {said}" if page else said
