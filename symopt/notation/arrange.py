"""Signs put in order for the grammar: which name is a function, where a product is implied.

Context decides what a sign alone can't: `∂f/∂x` is one name, `\\\\ &=` one relation, `w -= g` an
assignment. Where context doesn't decide either, the text is refused.
"""

from __future__ import annotations

from dataclasses import replace

from symopt.notation.blanks import separate
from symopt.notation.brackets import OPERAND_ENDS, OPERAND_STARTS, Sign, partners
from symopt.notation.calls import find_calls
from symopt.notation.cursor import Cursor
from symopt.notation.juxtapose import juxtapose
from symopt.notation.tree import Name, key
from symopt.notation.words import is_differential

_BREAKS = ("AMPERSAND", "ROW", "WIDE")
_OPERATORS = ("PLUS", "MINUS", "TIMES", "DIVIDE")


def arrange(cursor: Cursor, signs: list[Sign]) -> list[Sign]:
    """The signs that the grammar reads.

    Raises:
        NotationError: two statements run together, or a form that context doesn't settle.
    """
    signs = _layout(cursor, signs)
    signs = _augmented(signs)
    signs = _differentials(signs)
    signs = find_calls(cursor, signs)
    signs = separate(cursor, signs)
    return juxtapose(cursor, signs)


# --- layout ---------------------------------------------------------------------------------


def _layout(cursor: Cursor, signs: list[Sign]) -> list[Sign]:
    """Without alignment marks and with one relation where it is written at both ends of a row."""
    partner = partners(signs)
    whole = bool(signs) and signs[0].kind == "LBRACE" and partner[0] == len(signs) - 1
    if whole and any(sign.kind == "RELATION" for sign in signs):
        signs = signs[1:-1]  # ${w = 1}$
    level, kept = 0, []
    for position, sign in enumerate(signs):
        level += (sign.kind == "ENV_BEGIN") - (sign.kind == "ENV_END")
        if level or sign.kind not in _BREAKS:
            kept.append(sign)
        else:
            _check_break(cursor, signs, position)
    merged: list[Sign] = []
    for sign in kept:
        if sign.kind == "RELATION" and _repeats(merged, sign):
            while merged[-1].kind == "ELLIPSIS":
                merged.pop()
            merged[-1] = replace(merged[-1], end=sign.end)
        else:
            merged.append(sign)
    return merged


def _check_break(cursor: Cursor, signs: list[Sign], position: int) -> None:
    """A new row or a wide space only continues a chain next to a relation or at an end.

    An alignment mark may stand before an operator as well.
    """
    before = [sign for sign in signs[:position] if sign.kind not in _BREAKS][-1:]
    behind = [sign for sign in signs[position:] if sign.kind not in _BREAKS][:1]
    continues = not before or not behind or "RELATION" in (before[0].kind, behind[0].kind)
    if not continues and signs[position].kind == "AMPERSAND":
        continues = before[0].kind not in OPERAND_ENDS or behind[0].kind not in OPERAND_STARTS
    if not continues:
        hint = "read the statements one by one"
        raise cursor.error("two statements stand here", hint, signs[position].start)


def _repeats(before: list[Sign], relation: Sign) -> bool:
    """`= \\\\ &=` and `= … =`: the same relation again with nothing between."""
    rest = [sign for sign in before[-2:] if sign.kind != "ELLIPSIS"]
    if not rest or rest[-1].kind != "RELATION" or rest[-1].canonical != relation.canonical:
        return False
    return before[-1].kind == "ELLIPSIS" or before[-1].end + 1 < relation.start


# --- assignments ----------------------------------------------------------------------------


def _augmented(signs: list[Sign]) -> list[Sign]:
    """`w -= a + b` as `w ← w - (a + b)`, where the chain begins with one name."""
    kinds = [sign.kind for sign in signs[:3]]
    if len(signs) < 4 or kinds[0] != "NAME" or kinds[1] not in _OPERATORS:
        return signs
    name, operator, relation, *rest = signs
    if relation.kind != "RELATION" or operator.end != relation.start:
        return signs
    if relation.canonical != "=" or any(sign.kind == "RELATION" for sign in rest):
        return signs
    arrow = Sign("RELATION", operator.start, relation.end, None, "←")
    opening = Sign("LPAR", rest[0].start, rest[0].start)
    closing = Sign("RPAR", rest[-1].end, rest[-1].end)
    return [name, arrow, name, operator, opening, *rest, closing]


# --- derivatives ----------------------------------------------------------------------------


def _differentials(signs: list[Sign]) -> list[Sign]:
    """`dL/dw`, `∂f/∂x` and `\\frac{\\partial f}{\\partial x}` as single names."""
    kept: list[Sign] = []
    position = 0
    while position < len(signs):
        length = _quotient_length(signs, position)
        if length:
            inside = signs[position : position + length]
            above, below = (sign.node for sign in inside if isinstance(sign.node, Name))
            base = f"{key(above)}/{key(below)}"
            kept.append(Sign("NAME", inside[0].start, inside[-1].end, Name(base)))
            position += length
        else:
            kept.append(signs[position])
            position += 1
    return kept


def _quotient_length(signs: list[Sign], position: int) -> int:
    """The number of signs of the derivative that begins here, 0 for none."""
    kinds = [sign.kind for sign in signs[position : position + 5]]
    if kinds == ["FRACTION", "NAME", "FRACTION_MIDDLE", "NAME", "ARGUMENT_END"]:
        names = (signs[position + 1], signs[position + 3])
        return 5 if all(map(_is_differential, names)) else 0
    if kinds[:3] == ["NAME", "DIVIDE", "NAME"]:
        above, slash, below = signs[position : position + 3]
        glued = above.end == slash.start and slash.end == below.start
        return 3 if glued and all(map(_is_differential, (above, below))) else 0
    return 0


def _is_differential(sign: Sign) -> bool:
    return isinstance(sign.node, Name) and is_differential(sign.node.base)
