"""The body of a statement: prose in one or more languages, chains, and claims in fences.

    en: The weights sum to almost one.
    ko: 가중치의 합은 거의 1입니다.

    weights: (1-β) sum(β^k, k, 0, t-1) = 1 - β^t

    ```same
    rules: [momentum, momentum_ema]
    ```

A paragraph that begins with a language's name is prose, and may hold mathematics between dollar
signs. Every other line is a chain, or goes on with the one above it; a name with a colon before a
chain names its result for later pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from symopt.errors import InputError, Place
from symopt.page import Entry, Page, read_entries

LANGUAGES = ("en", "ko")
LANGUAGE = re.compile(r"(?P<marks>#{2,6} )?(?P<language>[a-z]{2}):\s+(?P<text>.*)")
HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<text>.*)")
NAMED = re.compile(r"(?P<name>[a-z][a-z0-9-]{2,40}):\s+(?P<text>.*)")
FENCE = re.compile(r"```\s*(?P<kind>[a-z]*)\s*$")
RELATION_FIRST = re.compile(r"\s*(?:[=<>≤≥≠]|\\(?:leq?|geq?|neq?)\b)")


@dataclass(frozen=True)
class Text:
    """Prose, or a heading of that level, in each language it is given in."""

    texts: Mapping[str, str]
    places: Mapping[str, Place]
    level: int = 0


@dataclass(frozen=True)
class Rows:
    """A chain as typed: one line or several, and the name of its result."""

    rows: tuple[tuple[str, Place], ...]
    name: str = ""


@dataclass(frozen=True)
class Fence:
    """A claim of some kind, and what it says."""

    kind: str
    entries: Mapping[str, Entry]
    place: Place


Part = Text | Rows | Fence


@dataclass
class _Body:
    page: Page
    parts: list[Part] = field(default_factory=list)
    separate: bool = True
    """Whether a blank line stands before this one."""

    def read(self) -> list[Part]:
        numbered = enumerate(self.page.lines[self.page.body_start :], self.page.body_start + 1)
        for number, line in numbered:
            if fence := FENCE.match(line):
                self.fence(fence["kind"], number, numbered)
            elif line.lstrip().startswith(("```", "~~~")):
                hint = "write three backticks and the kind of claim, as in ```same"
                place = self.page.at(number, 1)
                raise InputError("this fence can't be read", place=place, hint=hint)
            elif line.strip() and line.strip() != "$$":
                self.line(line, number)
            self.separate = not line.strip()
        return self.parts

    def fence(self, kind: str, start: int, lines: Iterator[tuple[int, str]]) -> None:
        place = self.page.at(start, 1)
        for number, line in lines:
            if FENCE.match(line):
                entries = read_entries(self.page, start, number)
                self.parts.append(Fence(kind, entries, place))
                return
        raise InputError("this fence is never closed", place=place, hint="end it with a line ```")

    def line(self, line: str, number: int) -> None:
        last = self.parts[-1] if self.parts else None
        if found := LANGUAGE.match(line):
            level = (found["marks"] or "").count("#")
            place = self.page.at(number, found.start("text") + 1)
            self.text(found["language"], found["text"], place, level)
        elif found := HEADING.match(line):
            place = self.page.at(number, found.start("text") + 1)
            self.text("en", found["text"], place, len(found["level"]))
        elif isinstance(last, Text) and not self.separate and not last.level:
            language = [*last.texts][-1]
            texts = {**last.texts, language: f"{last.texts[language]} {line.strip()}"}
            self.parts[-1] = Text(texts, last.places)
        else:
            self.row(line, number, last)

    def text(self, language: str, text: str, place: Place, level: int) -> None:
        """A text; it says the same as the one before it, if that is in another language."""
        if language not in LANGUAGES:
            hint = "begin it with " + " or ".join(f"'{name}:'" for name in LANGUAGES)
            raise InputError(f"no language is called '{language}'", place=place, hint=hint)
        last = self.parts[-1] if self.parts else None
        if isinstance(last, Text) and last.level == level and language not in last.texts:
            texts, places = {**last.texts, language: text}, {**last.places, language: place}
            self.parts[-1] = Text(texts, places, level)
        else:
            self.parts.append(Text({language: text}, {language: place}, level))

    def row(self, line: str, number: int, last: Part | None) -> None:
        name = ""
        if found := NAMED.match(line):
            name, start = found["name"], found.start("text")
        else:
            start = len(line) - len(line.lstrip())
        row = line[start:].rstrip(), self.page.at(number, start + 1)
        if not RELATION_FIRST.match(line):
            self.parts.append(Rows((row,), name))
        elif isinstance(last, Rows) and not self.separate:
            self.parts[-1] = Rows((*last.rows, row), last.name)
        else:
            message = "nothing stands before this relation sign to go on from"
            raise InputError(message, place=row[1], hint="put the row directly below its chain")


def read_body(page: Page) -> list[Part]:
    """The parts of a page's body in order; `InputError` for what is none of them."""
    return _Body(page).read()
