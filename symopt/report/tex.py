"""A document as LaTeX: a whole one that pdflatex, lualatex and xelatex take, or its body alone."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from symopt.notation.latex import RELATIONS
from symopt.report.breaking import broken, fits, width
from symopt.report.document import (
    Block,
    Chain,
    Document,
    Figure,
    FrontMatter,
    Heading,
    Prose,
    Row,
    Sheet,
    Table,
)
from symopt.report.language import Wording, typed
from symopt.report.tex_picture import to_picture
from symopt.report.tex_text import escaped, inline, is_cjk, mathematics, typewritten

ROOM = 42.0  # em between the margins of the template, with some to spare
INDENT = 2.0
TOGETHER = 8  # rows up to which no page ends within a chain


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("symopt.report"),
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # text is escaped by `escaped`, mathematics is LaTeX already
    )


def to_tex(document: Document, *, lang: str = "en", fragment: bool = False) -> str:
    """LaTeX of the document; `fragment`: to be included, with the packages its first line names."""
    wording = Wording(lang, text=escaped, math=inline)
    blocks = [view for block in document.blocks if (view := _view(block, wording))]
    body = _environment().get_template("body.tex").render(blocks=blocks)
    korean = lang == "ko" or any(map(is_cjk, set(body)))
    name = "fragment.tex" if fragment else "document.tex"
    return _environment().get_template(name).render(body=body, korean=korean)


def _view(block: Block, wording: Wording) -> dict[str, Any] | None:
    """What the template needs of a block."""
    match block:
        case FrontMatter():
            return None
        case Figure(drawing=drawing, message=message):
            return {"kind": "figure", "picture": to_picture(drawing), "text": wording(message)}
        case Heading(level=level, message=message):
            return {"kind": "heading", "level": level, "text": wording(message)}
        case Prose(message=message):
            return {"kind": "prose", "text": wording(message)}
        case Chain():
            rows = _rows(block)
            return {"kind": "chain", "rows": rows, "together": len(rows) <= TOGETHER}
        case Table(head=head, rows=rows) if _table_width(block) > ROOM:
            entries = [_entry(head, row) for row in rows]
            return {"kind": "list", "entries": entries}
        case Table(head=head, rows=rows):
            cells = [[mathematics(cell) for cell in row] for row in (head, *rows)]
            return {"kind": "table", "head": cells[0], "rows": cells[1:]}
        case Sheet(rows=rows):
            return {"kind": "sheet", "rows": [_sheet_row(row, wording) for row in rows]}


def _sheet_row(row: Row, wording: Wording) -> dict[str, Any]:
    mark = row.mark
    return {
        "number": row.number,
        "mark": f"{escaped(mark.sign)} {wording(mark.word)}" if mark else "",
        "wrong": mark is not None and mark.kind == "refuted",
        "text": "".join(typewritten(typed(text), pointed) for text, pointed in row.pieces()),
        "remarks": [wording(remark) for remark in row.remarks],
    }


def _rows(chain: Chain) -> list[str]:
    """The chain's rows with their alignment signs; long ones go on in the next row."""
    left = mathematics(chain.left)
    alone = width(chain.left) > ROOM / 3
    room = ROOM - (INDENT if alone else width(chain.left)) - 1.4
    rows = [f"&{left}"] if alone else []
    for relation, latex in chain.rights:
        first, *more = (
            _fitted(mathematics(part), room) for part in broken(latex, room, further=room - INDENT)
        )
        before = rf"&\hspace{{{INDENT:g}em}}" if alone else "&" if rows else f"{left} &"
        rows.append(f"{before}{RELATIONS[relation]} {first}")
        indent = 2 * INDENT if alone else INDENT
        rows += [rf"&\hspace{{{indent:g}em}} {part}" for part in more]
    return rows


def _fitted(latex: str, room: float) -> str:
    """What no break could make narrow enough is drawn smaller."""
    if fits(latex, room):
        return latex
    return rf"\resizebox{{{room - INDENT:g}em}}{{!}}{{$\displaystyle {latex}$}}"


def _table_width(table: Table) -> float:
    columns = zip(table.head, *table.rows, strict=True)
    return sum(1.5 + max(map(width, column)) for column in columns)


def _entry(head: tuple[str, ...], row: tuple[str, ...]) -> list[str]:
    """A row of a table that is too wide: name = value, name = value."""
    named = r",\quad ".join(
        f"{name} = {value}" if name else value for name, value in zip(head, row, strict=True)
    )
    parts = broken(named.replace(r"= \approx", r"\approx"), ROOM)
    return [_fitted(mathematics(part), ROOM) for part in parts]
