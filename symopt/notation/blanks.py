"""Vectors as NumPy prints them: `[1. 2.5 -3. ]` has blanks where commas are meant."""

from __future__ import annotations

from symopt.notation.brackets import Sign, partners
from symopt.notation.cursor import Cursor


def separate(cursor: Cursor, signs: list[Sign]) -> list[Sign]:
    """The signs with a comma wherever a blank between two numbers in square brackets means one.

    Raises:
        NotationError: `[1 -2]`, which may be a difference.
    """
    partner = partners(signs)
    clear = {
        position: _numbers(cursor, signs, range(position + 1, partner[position]))
        for position, sign in enumerate(signs)
        if sign.kind == "LBRACKET"
    }
    commas = {before for found in clear.values() for before in found}
    for position in clear:
        commas |= _rows(signs, position, partner, clear)
    kept: list[Sign] = []
    for position, sign in enumerate(signs):
        if position in commas:
            kept.append(Sign("COMMA", signs[position - 1].end, signs[position - 1].end))
        kept.append(sign)
    return kept


def _numbers(cursor: Cursor, signs: list[Sign], inside: range) -> set[int]:
    """The positions where a further number begins, in brackets that hold nothing but numbers."""
    kinds = {signs[position].kind for position in inside}
    if len(inside) < 2 or not kinds <= {"NUMBER", "PLUS", "MINUS"}:
        return set()
    starts: set[int] = set()
    clear = False
    for position in inside[1:]:
        sign, before = signs[position], signs[position - 1]
        gap = sign.start - before.end
        if sign.kind == "NUMBER" and before.kind == "NUMBER":
            clear = True
            starts.add(position)
        elif sign.kind != "NUMBER" and gap and sign.end == signs[position + 1].start:
            clear = clear or gap > 1
            starts.add(position)
    if starts and not clear:
        hint = "separate the numbers by commas"
        at = signs[min(starts)].start
        raise cursor.error("this may be a difference or two numbers", hint, at)
    return starts


def _rows(
    signs: list[Sign], opening: int, partner: dict[int, int], clear: dict[int, set[int]]
) -> set[int]:
    """The positions where a further row begins: `[[1 2] [3 4]]`."""
    rows: list[int] = []
    position = opening + 1
    while position < partner[opening]:
        if not clear.get(position):
            return set()
        rows.append(position)
        position = partner[position] + 1
    return set(rows[1:])
