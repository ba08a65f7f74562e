"""What symopt says when it can't go on: one message with what, where and the way out."""

from __future__ import annotations

from dataclasses import dataclass, replace

LONGEST_EXCERPT = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in something that a user wrote: lines and columns count from 1."""

    source: str | None = None
    line: int | None = None
    column: int | None = None
    text: str | None = None

    def __str__(self) -> str:
        parts = [self.source] if self.source else []
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    def excerpt(self) -> str:
        """The line as written, with a caret under the column; shortened around it when long."""
        if self.text is None:
            return ""
        text, at = self.text.replace("\t", " ").rstrip("\n"), (self.column or 1) - 1
        if len(text) > LONGEST_EXCERPT:
            begin = max(0, min(at - LONGEST_EXCERPT // 2, len(text) - LONGEST_EXCERPT))
            end = begin + LONGEST_EXCERPT
            head, tail = "…" if begin else "", "…" if end < len(text) else ""
            text, at = head + text[begin:end] + tail, at - begin + len(head)
        caret = f"\n    {' ' * at}^" if self.column is not None else ""
        return f"    {text}{caret}"


class SymoptError(Exception):
    """The root of every error that symopt raises on purpose.

    `message` says what is wrong, `place` where, `hint` the way out.
    """

    def __init__(self, message: str, *, place: Place | None = None, hint: str | None = None):
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    def at(self, place: Place) -> SymoptError:
        """The same error with its place filled in where it had none; for `raise … from`."""
        if self.place is None:
            self.place = place
        else:
            known = self.place
            self.place = replace(
                known,
                source=known.source or place.source,
                line=known.line if known.line is not None else place.line,
            )
        return self

    def __str__(self) -> str:
        head = self.message
        if self.place is not None and str(self.place):
            head = f"{head}, {self.place}"
        excerpt = self.place.excerpt() if self.place is not None else ""
        return "\n".join(part for part in (head, excerpt, self.hint) if part)


class InputError(SymoptError, ValueError):
    """A page, an option or an argument that is wrong as it stands."""


class NotationError(InputError):
    """Mathematics that could not be read; `place.column` points at the first unreadable sign."""


class RuleError(SymoptError, ValueError):
    """A rule that contradicts itself: unknown name, unused parameter, state never updated."""


class UndefinedError(SymoptError, ArithmeticError):
    """A value that does not exist in the reals: a division by zero, an even root of a negative."""


class UndecidedError(SymoptError):
    """A sign or an equality that the allowed precision and time could not settle."""
