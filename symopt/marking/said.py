"""Sentences about a verdict: each is declared once, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

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
