"""A document: language-free blocks that every renderer takes.

Prose is a `Message`, an English template that catalogues translate; what fills it is text or
mathematics. Mathematics is LaTeX, the same in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Math:
    """Mathematics within a sentence."""

    latex: str


Part: TypeAlias = str | int | Math | tuple[Math, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence: `template` in English with {names}, filled from `parts`.

    Several pieces of mathematics in one place are listed with commas.
    """

    template: str
    parts: Mapping[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The page's head, so that the document states the problem it solves."""

    yaml: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2."""

    level: int
    message: Message


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    message: Message


@dataclass(frozen=True, slots=True)
class Chain:
    """left = right = right …, aligned at the relations; each right side is (relation, LaTeX)."""

    left: str
    rights: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of mathematics: LaTeX cells under LaTeX heads."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = FrontMatter | Heading | Prose | Chain | Table


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in order."""

    blocks: tuple[Block, ...]
