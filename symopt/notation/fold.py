"""Typed signs folded to one spelling each, with the offset that every character came from.

Mathematical italics and full-width forms become plain letters, the many minus signs become `-`,
raised digits `²` become `^{2}` and lowered ones `₁` become `_{1}`. What a character means is not
decided here; what it looks like is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from symopt.notation.tree import Span

MINUS_SIGNS = "−–‒‐‑﹣－⁃"
SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
INVISIBLE = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\ufe0e\ufe0f\ufeff\u00ad"
PRIMES = {"′": "'", "’": "'", "″": "''", "ʹ": "'"}
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵗᵏʲᵀ", "0123456789+-()nitkjT", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙᵢₜₖⱼₐₑₒₓₘₚₛₕᵥ", "0123456789+-()nitkjaeoxmpshv", strict=True))
MATHEMATICAL_LETTERS = range(0x1D400, 0x1D800)
FULL_WIDTH = range(0xFF01, 0xFF5F)
LETTERLIKE = {"ℓ": "l", "ℝ": "R", "ℒ": "L", "ℋ": "H", "𝔼": "E", "𝟙": "1", "ℯ": "e", "ℎ": "h"}
MARK_SIGNS = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u0307": "dot"}


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded characters; `offsets[i]` is where character i stands in the text as typed."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The typed stretch that the folded characters `start` to `end` came from."""
        if start >= len(self.offsets):
            end_of_text = self.offsets[-1] + 1 if self.offsets else 0
            return Span(end_of_text, end_of_text)
        return Span(self.offsets[start], self.offsets[max(start, end - 1)] + 1)


def fold(text: str) -> Folded:
    """Fold a text, one stretch of raised, lowered or plain characters at a time.

    >>> fold("x₁² − ２").text
    'x_{1}^{2} - 2'
    """
    if text.isascii():
        return Folded(text, tuple(range(len(text))))
    begin = len(text) - len(text.lstrip(" "))  # blanks put a chain at its place in a line
    characters = [text[:begin]]
    offsets = list(range(begin))
    typed = enumerate(text[begin:], begin)
    for level, stretch in groupby(typed, key=lambda pair: _level(pair[1])):
        pairs = list(stretch)
        folded = list(_spell(level, pairs))
        characters += [character for character, _ in folded]
        offsets += [offset for _, offset in folded]
    return Folded("".join(characters), tuple(offsets))


def _level(character: str) -> str:
    if character in RAISED:
        return "^"
    return "_" if character in LOWERED else ""


def _spell(level: str, pairs: list[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    """The folded characters of one stretch, each with its offset."""
    if level:
        table = RAISED if level == "^" else LOWERED
        yield from ((sign, pairs[0][0]) for sign in level + "{")
        yield from ((table[character], offset) for offset, character in pairs)
        yield "}", pairs[-1][0]
    else:
        for offset, character in pairs:
            yield from ((sign, offset) for sign in _plain(character))


def _plain(character: str) -> str:
    """The plain spelling of one character: none, one or several characters."""
    code = ord(character)
    if character.isascii():
        return character
    if character in MINUS_SIGNS:
        return "-"
    if character in SPACES:
        return " "
    if character in INVISIBLE:
        return ""
    if code in MATHEMATICAL_LETTERS or code in FULL_WIDTH:
        return unicodedata.normalize("NFKC", character)
    if character in PRIMES or character in LETTERLIKE:
        return PRIMES.get(character) or LETTERLIKE[character]
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 2 and parts[1] in MARK_SIGNS:
        return parts
    return character
