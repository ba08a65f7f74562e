"""Where in a side, as it was typed, a component of a vector stands."""

from __future__ import annotations

import re

_MATRIX = re.compile(r"\s*\\begin\{([a-zA-Z]*matrix|array)\}(\{[lcr]*\})?(.*)\\end\{\1\}\s*", re.S)
_ROW = re.compile(
    r"\s*(?:\\left|\\[bB]ig+l?)?\s*[(\[](.*?)(?:\\right|\\[bB]ig+r?)?\s*[)\]]\s*", re.S
)


def component_span(side: str, number: int) -> tuple[int, int] | None:
    """Begin and end of a component (counted from 0) in `(a, b)`, `[a, b]` or a matrix.

    None where the side is no plain list of components: `(1, 2) - 0.1 (2, 1)`.
    """
    if matrix := _MATRIX.fullmatch(side):
        pieces = _split(side, *matrix.span(3), (r"\\", "&"))
    elif row := _ROW.fullmatch(side):
        pieces = _split(side, *row.span(1), (";",)) or _split(side, *row.span(1), (",",))
    else:
        return None
    if not pieces or number >= len(pieces):
        return None
    begin, end = pieces[number]
    text = side[begin:end]
    return begin + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())


def _split(
    side: str, begin: int, end: int, separators: tuple[str, ...]
) -> list[tuple[int, int]] | None:
    """The pieces between separators outside brackets; None without any."""
    pieces, depth, start, position = [], 0, begin, begin
    while position < end:
        separator = next((s for s in separators if side.startswith(s, position)), None)
        if separator and not depth:
            pieces.append((start, position))
            start = position + len(separator)
        depth += (side[position] in "([{") - (side[position] in ")]}")
        if depth < 0:
            return None
        position += len(separator or " ")
    return [*pieces, (start, end)] if pieces else None
