"""A document: language-free blocks that every renderer takes.

Prose is a `Message`, an English template that catalogues translate; what fills it is text or
mathematics. Mathematics is LaTeX, the same in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from symopt.report.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Math:
    """Mathematics within a sentence."""

    latex: str


@dataclass(frozen=True, slots=True)
class Local:
    """Text that its author gave in several languages; the first one stands in for the others."""

    texts: Mapping[str, str]


Part: TypeAlias = str | int | Math | Local | tuple[Math, ...]


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
    """A heading of level 1 or 2; `step` is the step of the run that begins here, if one does."""

    level: int
    message: Message
    step: int | None = None


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


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, with a caption that also says what it shows to those who don't see it."""

    drawing: Drawing
    message: Message


Block: TypeAlias = FrontMatter | Heading | Prose | Chain | Table | Figure


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in order."""

    blocks: tuple[Block, ...]
