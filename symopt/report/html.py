"""A document as one HTML file: MathML, a picture in SVG, and a slider that follows the steps."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from symopt.report.breaking import broken, width
from symopt.report.document import (
    Block,
    Chain,
    Document,
    Figure,
    FrontMatter,
    Heading,
    Message,
    Prose,
    Row,
    Sheet,
    Table,
)
from symopt.report.language import Wording, typed
from symopt.report.mathml import mathml
from symopt.report.svg import to_svg

ROOM = 40.0  # em within the page's column
LABELS = {
    "slider": Message("Show the steps one by one"),
    "all": Message("All steps"),
}

SHEET_HEADS = {
    "number": Message("line", context="column"),
    "mark": Message("mark", context="column"),
    "text": Message("as written", context="column"),
}


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("symopt.report"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def to_html(document: Document, *, lang: str = "en", fragment: bool = False) -> str:
    """The document as a page that needs no network; `fragment`: what stands in its body."""
    wording = Wording(lang, text=lambda text: str(escape(text)), math=_inline)
    sections: list[dict[str, Any]] = [{"step": None, "blocks": []}]
    title = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            title = title or wording(block.message)
            if block.level > 1:
                sections.append({"step": block.step, "blocks": []})
        view = _view(block, wording)
        if view is not None:
            sections[-1]["blocks"].append(view)
    script = _asset("slider.js")
    return (
        _environment()
        .get_template("fragment.html" if fragment else "page.html")
        .render(
            lang=lang,
            title=Markup(title),
            sections=sections,
            labels={name: Markup(wording(message)) for name, message in LABELS.items()},
            style=Markup(_asset("page.css")),
            script=Markup(script),
            digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )


@cache
def _asset(name: str) -> str:
    return (files("symopt.report") / "templates" / name).read_text(encoding="utf-8")


def _view(block: Block, wording: Wording) -> dict[str, Any] | None:
    """What the template needs of a block."""
    match block:
        case FrontMatter():
            return None
        case Heading(level=level, message=message):
            return {"kind": "heading", "level": level, "text": Markup(wording(message))}
        case Prose(message=message):
            return {"kind": "prose", "text": Markup(wording(message))}
        case Chain():
            return {"kind": "chain", "math": Markup(_chain(block))}
        case Table(head=head, rows=rows):
            cells = [[Markup(_inline(cell) if cell else "") for cell in r] for r in (head, *rows)]
            return {"kind": "table", "head": cells[0], "rows": cells[1:]}
        case Figure(drawing=drawing, message=message):
            text = Markup(wording(message))
            return {"kind": "figure", "svg": Markup(to_svg(drawing, label=text)), "text": text}
        case Sheet(rows=rows):
            heads = {name: Markup(wording(message)) for name, message in SHEET_HEADS.items()}
            return {"kind": "sheet", "heads": heads, "rows": [_row(row, wording) for row in rows]}


def _row(row: Row, wording: Wording) -> dict[str, Any]:
    mark = row.mark
    return {
        "number": row.number,
        "mark": mark and (mark.kind, mark.sign, Markup(wording(mark.word))),
        "pieces": [(typed(text), pointed) for text, pointed in row.pieces()],
        "remarks": [Markup(wording(remark)) for remark in row.remarks],
    }


def _inline(latex: str) -> str:
    return f"<math>{mathml(latex)}</math>"


def _chain(chain: Chain) -> str:
    """A table of two columns: what stands left of the relations, and right with them."""
    room = max(ROOM - width(chain.left), ROOM / 2)
    rows = []
    for number, (relation, latex) in enumerate(chain.rights):
        first, *more = broken(latex, room)
        left = mathml(chain.left) if number == 0 else ""
        rows.append((left, f"<mo form=infix>{escape(relation)}</mo>{mathml(first)}"))
        rows += [("", f"<mspace width=2em />{mathml(part)}") for part in more]
    cells = "\n".join(f"<mtr><mtd>{a}</mtd><mtd>{b}</mtd></mtr>" for a, b in rows)
    return f"<math display=block><mtable class=chain displaystyle=true>{cells}</mtable></math>"
