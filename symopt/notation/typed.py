"""A text as typed and the page it stands on: every complaint gets its line and caret here."""

from __future__ import annotations

from dataclasses import dataclass, field

from symopt.errors import NotationError, Place


@dataclass(frozen=True, slots=True)
class Typed:
    """The text, and the place of its first character; `place.text` may be the whole line."""

    text: str
    place: Place = field(default_factory=Place)

    def at(self, offset: int) -> Place:
        """The place of one character: in a text of several lines, on that character's line."""
        before = self.text[:offset]
        row = before.count("\n")
        line = self.place.line + row if self.place.line is not None else None
        if row:
            begin = before.rindex("\n") + 1
            return Place(self.place.source, line, offset - begin + 1, self._line(row))
        shown = self.place.text if self.place.text is not None else self._line(0)
        return Place(self.place.source, line, (self.place.column or 1) + offset, shown)

    def error(self, message: str, offset: int, hint: str | None = None) -> NotationError:
        """The complaint about the sign at an offset, ready to raise."""
        return NotationError(message, place=self.at(offset), hint=hint)

    def _line(self, row: int) -> str:
        return self.text.split("\n")[row]
