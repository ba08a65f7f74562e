"""The parts of a name's index, in one spelling each."""

from __future__ import annotations

import re

from symopt.notation.cursor import Cursor
from symopt.notation.signs import GREEK, GREEK_COMMANDS

STYLE = re.compile(r"\\(?:text|mathrm|mathit|textit|textrm|mathbf|operatorname)\b")
_GREEK_LETTER = re.compile("[" + "".join(GREEK) + "]")
_INDEX_COMMAND = re.compile(r"\\([A-Za-z]+)")
_INDEX_PART = re.compile(r"-?[^\W_]+(?:[+\-/*][^\W_]+)*|star")
_TIME = re.compile(r"\b(?:[tkn]|epoch|step|iter(?:ation)?)\s*=\s*(?=\d)")
_RUN = re.compile(r"\d+|[^\W\d]+")


def read_parts(cursor: Cursor, content: str, start: int | None = None) -> tuple[str, ...]:
    """`corr1` -> corr, 1; `t - 1` -> t-1; `\\text{new},2` -> new, 2; `epoch=1` -> 1."""
    at = cursor.at - 1 if start is None else start
    content = _TIME.sub("", STYLE.sub(" ", content))
    content = _INDEX_COMMAND.sub(lambda found: _index_command(cursor, found[1], at), content)
    content = _GREEK_LETTER.sub(lambda found: f" {GREEK[found[0]]} ", content)
    content = re.sub(r"[{}_,;]|\\[,;! ]", " ", content)
    content = content.strip().replace("*", "star") if content.strip() == "*" else content
    content = re.sub(r"\s*([+\-/*])\s*", r"\1", content)
    content = re.sub(r"(?<![^\s])([+-])\s+", r"\1", content)
    parts: list[str] = []
    for piece in content.split():
        if not _INDEX_PART.fullmatch(piece):
            raise cursor.error(f"'{piece}' can't be read as an index", None, at)
        parts += [piece] if re.search(r"[+\-/*]", piece) else _RUN.findall(piece)
    return tuple(parts)


def _index_command(cursor: Cursor, command: str, at: int) -> str:
    """A Greek letter or a star inside an index."""
    if command in ("ast", "star"):
        return " star "
    if command not in GREEK_COMMANDS:
        raise cursor.error(f"'\\{command}' can't be read in an index", None, at)
    return f" {GREEK_COMMANDS[command]} "
