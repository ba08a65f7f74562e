"""Sentences about a verdict: each is declared once, in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from symopt.errors import SymoptError, UndecidedError

Language: TypeAlias = Literal["en", "ko"]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with the values for its places, which may be sentences themselves."""

    texts: Mapping[Language, str]
    values: Mapping[str, Said | str | int] = field(default_factory=dict)

    def filled(self, **values: Said | str | int) -> Said:
        """The same sentence about certain values."""
        return replace(self, values={**self.values, **values})

    def text(self, language: Language) -> str:
        """The sentence in a language."""
        words = {
            name: value.text(language) if isinstance(value, Said) else value
            for name, value in self.values.items()
        }
        return self.texts[language].format_map(words)


def sentence(*, en: str, ko: str) -> Said:
    """Declare a sentence; `{name}` is the place of a value."""
    return Said({"en": en, "ko": ko})


def quoted(text: str) -> Said:
    """A text from below, where nothing is said of languages."""
    return sentence(en="{text}", ko="{text}").filled(text=text)


def joined(parts: Sequence[Said]) -> Said | None:
    """Sentences in a row; None where there are none."""
    if not parts:
        return None
    names = [f"part{i}" for i in range(len(parts))]
    row = "; ".join(f"{{{name}}}" for name in names)
    return sentence(en=row, ko=row).filled(**dict(zip(names, parts, strict=True)))


class SaidError(SymoptError):
    """An error whose sentence is said in every language."""

    def __init__(self, said: Said):
        super().__init__(said.text("en"))
        self.said = said


class OpenError(SaidError, UndecidedError):
    """What can't be told here, for the reason said."""


def said_by(error: SymoptError) -> Said:
    """The sentence of an error."""
    if isinstance(error, SaidError):
        return error.said
    return FROM_BELOW.get(error.message) or quoted(error.message)


FROM_BELOW = {
    said.text("en"): said
    for said in (
        sentence(en="division by zero", ko="0으로 나눕니다"),
        sentence(en="even root of a negative number", ko="음수의 짝수 제곱근입니다"),
        sentence(en="logarithm of a number that is not positive", ko="양수가 아닌 수의 로그입니다"),
    )
}
"""What arithmetic says most often of a value that does not exist."""
