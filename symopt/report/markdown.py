"""A document as Markdown that GitHub renders and `check` reads back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symopt.notation.latex import RELATIONS
from symopt.report.breaking import broken, width
from symopt.report.document import (
    Block,
    Chain,
    Document,
    Figure,
    FrontMatter,
    Heading,
    Prose,
    Sheet,
    Table,
)
from symopt.report.language import Wording, columns, plain, typed

_ENTITIES = {"<": "&lt;", ">": "&gt;"}
ROOM = 48.0  # em in the column of a repository's page


def to_markdown(document: Document, *, lang: str = "en", pictures: Sequence[str] = ()) -> str:
    """The document's blocks, a blank line between them.

    pictures: the addresses under which the document's pictures stand beside the page, in order;
    those without one are left out.
    """
    addresses = iter(pictures)
    wording = Wording(lang, text=escaped, math=lambda latex: f"${latex}$")
    texts = (_block(block, wording, addresses) for block in document.blocks)
    return "\n\n".join(text for text in texts if text) + "\n"


def _block(block: Block, wording: Wording, pictures: Iterator[str]) -> str:
    match block:
        case FrontMatter(yaml=yaml):
            return f"---\n{yaml}---"
        case Heading(level=level, message=message):
            return f"{'#' * level} {wording(message)}"
        case Prose(message=message):
            return wording(message)
        case Chain():
            return _chain(block)
        case Table():
            return _table(block)
        case Figure(message=message):
            address = next(pictures, None)
            return f"![{wording(message)}]({address})" if address else ""
        case Sheet():
            return _sheet(block, wording)


def escaped(text: str) -> str:
    """Text that stays text: Markdown's and HTML's signs lose their meaning."""
    return "".join(_ENTITIES.get(c) or (f"\\{c}" if c in "\\`*_{}[]#$&|~" else c) for c in text)


def _chain(chain: Chain) -> str:
    """Display mathematics; no row begins with a sign that Markdown would take for a list."""
    rows = []
    room = max(ROOM - width(chain.left), ROOM / 2)
    for relation, latex in chain.rights:
        first, *more = broken(latex, room, numbers=False)
        rows.append(f"{RELATIONS[relation]} {first}")
        rows += [rf"\quad {part}" for part in more]
    if len(rows) == 1:
        return f"$$\n{chain.left} {rows[0]}\n$$"
    lines = [f"{chain.left} &{rows[0]}", *(f"&{row}" for row in rows[1:])]
    body = " \\\\\n".join(lines)
    return f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"


def _table(table: Table) -> str:
    rows = [
        [f"${_unbarred(cell)}$" if cell else "" for cell in r] for r in (table.head, *table.rows)
    ]
    rows.insert(1, ["---:" for _ in table.head])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _unbarred(latex: str) -> str:
    """Without a sign that would end the cell."""
    return latex.replace(r"\|", r"\Vert ").replace("|", r"\vert ")


def _sheet(sheet: Sheet, wording: Wording) -> str:
    """The lines fenced, where no sign has a meaning, with the remarks on each below it.

    No line can end its fence, as each begins with its number.
    """
    word = plain(wording.language)
    marks = [f"{row.mark.sign} {word(row.mark.word)}" if row.mark else "" for row in sheet.rows]
    wide = max(map(columns, marks), default=0)
    digits = len(str(len(sheet.rows)))
    parts: list[str] = []
    lines: list[str] = []
    for row, mark in zip(sheet.rows, marks, strict=True):
        margin = f"{row.number:{digits}} {mark}{' ' * (wide - columns(mark))} | "
        pieces = [(typed(text), pointed) for text, pointed in row.pieces()]
        lines.append((margin + "".join(text for text, _ in pieces)).rstrip())
        if row.points:
            carets = "".join((" ^"[pointed]) * columns(text) for text, pointed in pieces)
            lines.append(" " * columns(margin) + carets.rstrip())
        if row.remarks:
            parts += [_fenced(lines), "\n".join(f"- {wording(said)}" for said in row.remarks)]
            lines = []
    return "\n\n".join([*parts, _fenced(lines)] if lines else parts)


def _fenced(lines: list[str]) -> str:
    return "\n".join(["```text", *lines, "```"])
