"""Values that stand alone: a table's row, a program's print, iterates between words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symopt.errors import NotationError
from symopt.notation.options import Reading
from symopt.notation.prose import RELATION
from symopt.notation.read import read_expression
from symopt.notation.tree import Binary, Negative, Node, Number, Positive, Vector, walk

_EDGE = r"(?=\s|$|[|,;\[(])"
_NUMERAL = re.compile(rf"[+−-]?(?:\d[\d.,/]*\d|\d|\.\d+)(?:[eE][+-]?\d+)?{_EDGE}")
_CLOSING = {"(": ")", "[": "]"}


def find_values(text: str, *, options: Reading | None = None) -> tuple[Node, ...]:
    """The numbers and vectors of a line that makes no statement, with their spans in it.

    >>> from symopt.notation.tree import show
    >>> [show(value) for value in find_values("| 4 | 4.096 | -1.919 |")]
    ['4', '4.096', '(neg 1.919)']

    A line with a relation sign has none, and neither has one whose brackets don't match.
    """
    if RELATION.search(text):
        return ()
    found: list[Node] = []
    try:
        for start, end in _stretches(text):
            found.append(read_expression(" " * start + text[start:end], options=options))
    except NotationError:
        return ()
    literal = (Number, Vector, Negative, Positive, Binary)
    values = (node for node in found if all(isinstance(part, literal) for part in walk(node)))
    return tuple(values)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where numerals and bracketed groups stand, from left to right.

    Raises:
        NotationError: a bracket is never closed.
    """
    at = 0
    while at < len(text):
        if text[at] in _CLOSING:
            end = _partner(text, at)
            yield at, end
            at = end
        elif (at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "._^")) and (
            numeral := _NUMERAL.match(text, at)
        ):
            yield numeral.span()
            at = numeral.end()
        else:
            at += 1


def _partner(text: str, opening: int) -> int:
    """The position behind the bracket that closes this one."""
    level = 0
    for at in range(opening, len(text)):
        level += (text[at] in _CLOSING) - (text[at] in _CLOSING.values())
        if level == 0:
            return at + 1
    raise NotationError(f"'{text[opening]}' is never closed")
