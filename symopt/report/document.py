"""A document: language-free blocks that every renderer takes.

Prose is a `Message`, an English template that catalogues translate; what fills it is text or
mathematics. Mathematics is LaTeX, the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # messages are needed where no mathematics is imported
    from symopt.report.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Math:
    """Mathematics within a sentence."""

    latex: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Words and mathematics in turn."""

    pieces: tuple[str | Math, ...]


@dataclass(frozen=True, slots=True)
class Local:
    """Text that its author gave in several languages; the first one stands in for the others."""

    texts: Mapping[str, str | Passage]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence: `template` in English with {names}, filled from `parts`.

    `context` tells translators apart what English calls by one word. Several pieces of mathematics
    in one place are listed with commas.
    """

    template: str
    parts: Mapping[str, Part] = field(default_factory=dict)
    context: str = ""


Part: TypeAlias = str | int | Math | Local | Passage | Message | tuple[Math, ...]


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


@dataclass(frozen=True, slots=True)
class Mark:
    """What a marker puts beside a line: a sign and a word, which need no colour to be told apart.

    `kind` names the mark's style.
    """

    kind: str
    sign: str
    word: Message


@dataclass(frozen=True, slots=True)
class Row:
    """A line of somebody's page as it was typed, the mark beside it and the remarks below it.

    `points`: where in the text, from and to, the parts stand that the remarks are about.
    """

    number: int
    text: str
    mark: Mark | None = None
    points: tuple[tuple[int, int], ...] = ()
    remarks: tuple[Message, ...] = ()

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether a remark is about it."""
        end = 0
        for begin, behind in sorted(self.points):
            yield self.text[end:begin], False
            yield self.text[max(begin, end) : behind], True
            end = max(end, behind)
        yield self.text[end:], False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Somebody's page, line by line, with a marker's marks."""

    rows: tuple[Row, ...]


Block: TypeAlias = FrontMatter | Heading | Prose | Chain | Table | Figure | Sheet


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in order."""

    blocks: tuple[Block, ...]
