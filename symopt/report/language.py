"""Messages in a language: gettext catalogues, and sentences filled safely for a format."""

from __future__ import annotations

import gettext
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from string import Formatter

from symopt.errors import InputError
from symopt.report.document import Local, Math, Message, Part, Passage

CATALOGUES = Path(__file__).parent.parent / "locale"
LANGUAGES = ("en", *sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir()))


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations from English; `InputError` for a language that has none."""
    if language not in LANGUAGES:
        raise InputError(f"unknown language '{language}'", hint=f"known: {', '.join(LANGUAGES)}")
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("symopt", CATALOGUES, [language])


def translated(message: Message, known: gettext.NullTranslations) -> str:
    """The message's template in a catalogue's language, its {names} still open."""
    if message.context:
        return known.pgettext(message.context, message.template)
    return known.gettext(message.template)


class Wording:
    """Sentences in one language for one format.

    text: escapes plain text for the format, character by character.
    math: sets LaTeX within a sentence.
    """

    def __init__(self, language: str, *, text: Callable[[str], str], math: Callable[[str], str]):
        self.language = language
        self._catalogue = catalogue(language)
        self._text = text
        self._math = math

    def __call__(self, message: Message) -> str:
        """The message, translated and filled."""
        template = translated(message, self._catalogue)
        pieces = []
        for literal, name, _, _ in Formatter().parse(template):
            pieces.append(self._text(literal))
            if name is not None:
                pieces.append(self.part(message.parts[name]))
        return "".join(pieces)

    def part(self, part: Part) -> str:
        """What stands in a sentence's place."""
        match part:
            case Math(latex=latex):
                return self._math(latex)
            case Message():
                return self(part)
            case tuple():
                return ", ".join(map(self.part, part))
            case Local(texts=texts):
                return self.part(texts.get(self.language) or next(iter(texts.values())))
            case Passage(pieces=pieces):
                return "".join(map(self._piece, pieces))
            case _:
                return self._text(visible(str(part)))

    def _piece(self, piece: str | Math) -> str:
        """A piece of a passage, the blanks at its ends kept."""
        if isinstance(piece, Math):
            return self.part(piece)
        words = self._text(visible(piece))
        before, behind = (" " if end.isspace() else "" for end in (piece[:1], piece[-1:]))
        return f"{before}{words}{behind}" if words else before


@cache
def plain(language: str) -> Wording:
    """Sentences for a terminal, whose mathematics is ASCII."""
    return Wording(language, text=str, math=str)


def visible(text: str) -> str:
    """One line in which marks without a shape, such as those that turn the writing, are named.

    >>> visible("a\\u202eb")
    'a[U+202E]b'
    """
    return typed(" ".join(text.split()))


def typed(text: str) -> str:
    """The text blank by blank, its marks without a shape named."""
    return "".join(map(_named, text.replace("\t", "    ")))


def columns(text: str) -> int:
    """The columns that a text takes where every letter is as wide: on a terminal, in a listing."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def _named(sign: str) -> str:
    return f"[U+{ord(sign):04X}]" if unicodedata.category(sign).startswith("C") else sign
