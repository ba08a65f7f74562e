"""Long lines of mathematics, broken at operators, then at commas, and within numbers at last.

Widths are estimates in em of Computer Modern, rather too wide than too narrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\\[a-zA-Z]+\s*|\\.|\d{1,10}|[^\\]", re.S)
_OPERATORS = frozenset({"+", "-", r"\cdot", r"\odot", r"\pm"})
_WIDTHS = {"+": 1.3, "-": 1.3, r"\cdot": 0.8, r"\odot": 1.3, "=": 1.4, r"\approx": 1.4, ",": 0.5}
_WIDTHS[r"\sqrt"] = 1.0
_SPACES = {r"\quad": 1.0, r"\qquad": 2.0, "&": 1.0, **dict.fromkeys("{}_^ ", 0.0)}
_SPACES |= {r"\\": 0.0, r"\mathrm": 0.0}
_SCRIPT = 0.75
_BRACKET = 0.65
_WIDE = frozenset("mwMW%")
_WITHIN_NUMBER = 100  # a break behind ten digits costs as much as fifty brackets


class Piece(NamedTuple):
    """What stays together: its LaTeX, its width, and how deep in brackets it stands.

    `cost` is that of a break before it, None where none may be.
    """

    latex: str
    width: float
    depth: int
    cost: int | None = None
    binary: bool = False


def width(latex: str) -> float:
    """An estimate of a formula's width in em."""
    return sum(piece.width for piece in pieces(latex))


def fits(latex: str, room: float) -> bool:
    """Whether a formula is at most `room` em wide."""
    side_by_side = sum(map(_width, _TOKEN.findall(latex)))
    return side_by_side <= room or width(latex) <= room


def broken(
    latex: str, room: float, *, further: float | None = None, numbers: bool = True
) -> list[str]:
    """The formula in rows of at most `room` em (`further` from the second on).

    Long numbers are broken too, where `numbers` allows it.

    A piece that is wider on its own stands alone in its row. Brackets that a break opens are
    closed invisibly, so that each row is a formula.
    """
    if fits(latex, room):
        return [latex.strip()]
    rows: list[list[Piece]] = []
    rest = list(pieces(latex))
    if not numbers:
        rest = [p if (p.cost or 0) < _WITHIN_NUMBER else p._replace(cost=None) for p in rest]
    while sum(piece.width for piece in rest) > room:
        at = _best_break(rest, room)
        if at is None:
            break
        rows.append(rest[:at])
        rest = rest[at:]
        room = room if further is None else further
    return [_closed(row, number > 0) for number, row in enumerate([*rows, rest])]


def _best_break(row: list[Piece], room: float) -> int | None:
    """Where to break: at the loosest sign, if possible where the row is at least half full."""
    candidates: list[tuple[int, bool, int]] = []
    used = 0.0
    for at, piece in enumerate(row):
        if at and piece.cost is not None and used <= room:
            candidates.append((piece.cost + (used <= room / 2), used <= 0, -at))
        used += piece.width
        if used > room and candidates:
            break
    if not candidates:
        later = (at for at, piece in enumerate(row) if at and piece.cost is not None)
        return next(later, None)
    return -min(candidates)[2]


def _closed(row: list[Piece], continued: bool) -> str:
    text = "".join(piece.latex for piece in row).strip()
    depth = lowest = 0
    for piece in row:
        depth += piece.latex.startswith(r"\left")
        depth -= piece.latex.startswith(r"\right")
        lowest = min(lowest, depth)
    sign = "{} " if continued and row[0].binary else ""
    return r"\left." * -lowest + sign + text + r"\right." * (depth - lowest)


@lru_cache(maxsize=4096)
def pieces(latex: str) -> tuple[Piece, ...]:
    """The formula's pieces, a break possible before operators and behind commas."""
    return tuple(_read(_TOKEN.findall(latex)))


def _read(tokens: list[str]) -> Iterator[Piece]:
    depth, at, last = 0, 0, ""
    while at < len(tokens):
        token, begin = tokens[at], at
        name = token.strip() or " "
        if name in (r"\left", r"\right"):
            at += 2
            depth += name == r"\left"
            yield Piece("".join(tokens[begin:at]), _BRACKET, depth)
            depth -= name == r"\right"
        else:
            at, size = _unit(tokens, at)
            binary = name in _OPERATORS and last not in ("", "(", ",", "&", "=")
            cost: int | None = None
            if binary:
                cost = 4 * depth + (name not in ("+", "-"))
            elif last == "," and name != " ":
                cost = 4 * depth - 2  # what commas part is larger than what operators do
            elif last == r"\quad":
                cost = 0
            elif name.isdigit() and last.isdigit():
                cost = _WITHIN_NUMBER + depth
            if name in _OPERATORS and not binary:
                size = 0.8
            yield Piece("".join(tokens[begin:at]), size, depth, cost, binary)
        if name != " ":
            last = tokens[begin + 1] if name == r"\left" else name


def _unit(tokens: list[str], at: int) -> tuple[int, float]:
    """The end and the width of what begins at a token: with its arguments and its indices."""
    token = tokens[at].strip() or " "
    if token == "{":
        at, size = _group(tokens, at)
    elif token == r"\frac":
        at, above = _group(tokens, at + 1)
        at, below = _group(tokens, at)
        size = max(above, below) + 0.3
    elif token == r"\sqrt":
        at += 1
        while tokens[at] != "{":
            at += 1
        at, size = _group(tokens, at)
        size += _width(token)
    elif token in (r"\begin", r"\end"):
        at, _ = _group(tokens, at + 1)
        size = 0.9
    else:
        at, size = at + 1, _width(token)
        if at < len(tokens) and tokens[at] == "{" and token.startswith("\\"):
            at, inside = _group(tokens, at)
            size = inside if token in (r"\hat", r"\bar", r"\tilde", r"\dot") else size + inside
    indices = 0.0
    while at < len(tokens) and tokens[at] in "_^":
        at, index = _unit(tokens, at + 1)
        indices = max(indices, _SCRIPT * index)
    return at, size + indices


def _group(tokens: list[str], at: int) -> tuple[int, float]:
    """The end and the width of the group in braces that begins at a token."""
    depth, end = 0, at
    while True:
        depth += (tokens[end] == "{") - (tokens[end] == "}")
        end += 1
        if depth == 0:
            break
    return end, width("".join(tokens[at + 1 : end - 1]))


@lru_cache(maxsize=4096)
def _width(token: str) -> float:
    token = token.strip() or " "
    if token in _WIDTHS:
        return _WIDTHS[token]
    if token in _SPACES:
        return _SPACES[token]
    if token.isdigit():
        return 0.52 * len(token)
    if len(token) == 1:
        return 1.0 if not token.isascii() or token in _WIDE else 0.55
    return 0.7 if token[1:] not in _FUNCTIONS else 0.5 * len(token)


_FUNCTIONS = frozenset("log ln exp sin cos tan sinh cosh tanh arcsin arccos arctan max min".split())
