"""A document as LaTeX: a whole one that pdflatex, lualatex and xelatex take, or its body alone."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from symopt.notation.fold import MARK_SIGNS
from symopt.notation.signs import GREEK
from symopt.report.breaking import broken, width
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

ROOM = 42.0  # em between the margins of the template, with some to spare
INDENT = 2.0
LONGEST_WORD = 24  # signs of typed text that stay in one row
RELATIONS = {"=": "=", "≈": r"\approx"}
_ESCAPED = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "'": r"{'}",
    "-": "{-}",
    **{sign: f"\\{sign}" for sign in "{}$&#%_"},
}
_SIGNS = {
    "−": "-",
    "·": r"\cdot",
    "×": r"\times",
    "√": r"\surd",
    "∇": r"\nabla",
    "∂": r"\partial",
    "≈": r"\approx",
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
    "∞": r"\infty",
    "→": r"\to",
    "⊙": r"\odot",
    "∈": r"\in",
    "∑": r"\sum",
    "‖": r"\|",
    "✓": r"\checkmark",
    "✗": r"\boldsymbol{\times}",
    "↳": r"\hookrightarrow",
    "□": r"\square",
    "½": r"\tfrac12",
    "⅓": r"\tfrac13",
    **{sign: f"{{}}^{number}" for number, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{sign: f"{{}}_{number}" for number, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}
# the Greek letters that look Latin have no command of their own
_LATIN = {
    "Alpha": "A",
    "Beta": "B",
    "Epsilon": "E",
    "Zeta": "Z",
    "Eta": "H",
    "Iota": "I",
    "Kappa": "K",
    "Mu": "M",
    "Nu": "N",
    "Omicron": "O",
    "Rho": "P",
    "Tau": "T",
    "Chi": "X",
    "omicron": "o",
}
ACCENTS = "".join(MARK_SIGNS)
_PLAIN = frozenset("–—‘’“”…") | {chr(code) for code in range(0xA1, 0x180)} - {"\xad"}


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
    korean = lang == "ko" or any(_is_cjk(sign) for sign in body)
    name = "fragment.tex" if fragment else "document.tex"
    return _environment().get_template(name).render(body=body, korean=korean)


def _view(block: Block, wording: Wording) -> dict[str, Any] | None:
    """What the template needs of a block."""
    match block:
        case FrontMatter() | Figure():
            return None
        case Heading(level=level, message=message):
            return {"kind": "heading", "level": level, "text": wording(message)}
        case Prose(message=message):
            return {"kind": "prose", "text": wording(message)}
        case Chain():
            return {"kind": "chain", "rows": _rows(block)}
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
        "text": "".join(_typewritten(typed(text), pointed) for text, pointed in row.pieces()),
        "remarks": [wording(remark) for remark in row.remarks],
    }


def _typewritten(text: str, underlined: bool) -> str:
    """Text as it was typed: every blank is kept, and a line may break there or in a long word."""
    words = []
    for word in re.split(r"\s", text):
        pieces = re.findall(rf".[{ACCENTS}]|\w{{1,16}}(?![{ACCENTS}])|.", word)
        shown = [escaped(word)] if len(word) <= LONGEST_WORD else [*map(escaped, pieces)]
        if underlined:
            shown = [rf"\underline{{\smash{{{piece}}}}}" for piece in shown]
        words.append(r"\allowbreak{}".join(shown))
    return (r"\underline{\ }\allowbreak{}" if underlined else r"\ ").join(words)


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
    if width(latex) <= room:
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


def inline(latex: str) -> str:
    """Mathematics within a line, which may break behind its commas."""
    flat = re.sub(r"\\(left|right)(?=[()])", "", latex) if width(latex) > 12 else latex
    flat = mathematics(flat).replace(", ", r",\allowbreak ")
    return f"${flat}$"


def mathematics(latex: str) -> str:
    """Our LaTeX; letters beyond ASCII, which only names have, are set as text."""
    latex = re.sub(r"\\([A-Za-z]+)", _upright, latex)
    return re.sub(r"[^\x00-\x7f]+", lambda m: rf"\text{{{escaped(m[0])}}}", latex)


def _upright(command: re.Match[str]) -> str:
    letter = _LATIN.get(command[1])
    return rf"\mathrm{{{letter}}}" if letter else command[0]


def escaped(text: str) -> str:
    """Text that stays text; a sign that has no glyph here is named."""
    signs = re.findall(rf"[A-Za-z][{ACCENTS}]|.", unicodedata.normalize("NFC", text), re.S)
    return "".join(map(_sign, signs))


def _sign(sign: str) -> str:
    if len(sign) > 1:
        return rf"\ensuremath{{\{MARK_SIGNS[sign[1]]}{{{sign[0]}}}}}"
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    if sign in _SIGNS:
        return rf"\ensuremath{{{_SIGNS[sign]}}}"
    if sign in GREEK:
        return rf"\ensuremath{{{mathematics(chr(92) + GREEK[sign])}}}"
    known = sign.isascii() or sign in _PLAIN or _is_cjk(sign)
    return sign if known else f"[U+{ord(sign):04X}]"


def _is_cjk(sign: str) -> bool:
    """Hangul syllables and jamo, kana and the common ideographs: what kotex has glyphs for."""
    return any(low <= sign <= high for low, high in (("가", "힣"), ("ㄱ", "ㅣ"), ("一", "鿿")))
