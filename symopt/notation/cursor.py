"""A position in a folded text: what the scanners read with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from symopt.errors import NotationError
from symopt.notation.fold import Folded
from symopt.notation.options import Reading
from symopt.notation.typed import Typed

_SIZES = re.compile(r"\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])\s*")


@dataclass(slots=True)
class Cursor:
    """`at` runs through the folded text; complaints point into the typed one."""

    typed: Typed
    folded: Folded
    options: Reading
    at: int = 0
    text: str = field(init=False)
    """The folded text."""
    tex: bool = field(init=False)
    """Whether the text is LaTeX, where blanks mean nothing."""
    decimals: frozenset[int] = frozenset()
    """Where numbers begin whose comma is a decimal one."""

    def __post_init__(self) -> None:
        self.text = self.folded.text
        self.tex = "\\" in self.typed.text or "{" in self.typed.text

    def look(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match at the position, without moving."""
        return pattern.match(self.text, self.at)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match at the position and move behind the match."""
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def gap(self, start: int, end: int) -> str:
        """What stands between two signs, `\\left` and its like left out."""
        return _SIZES.sub("", self.text[start:end])

    def braced(self) -> str | None:
        """The content of the braces that open at the position, taken; None where none open."""
        if not self.text.startswith("{", self.at):
            return None
        level = 0
        for end in range(self.at, len(self.text)):
            level += {"{": 1, "}": -1}.get(self.text[end], 0)
            if level == 0:
                content = self.text[self.at + 1 : end]
                self.at = end + 1
                return content
        raise self.error("the brace '{' is never closed")

    def error(self, message: str, hint: str | None = None, at: int | None = None) -> NotationError:
        """The complaint about the sign at a folded position (here, unless told)."""
        place = self.at if at is None else at
        return self.typed.error(message, self.folded.span(place, place + 1).start, hint)
