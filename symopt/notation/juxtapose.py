"""Where a product is implied: `4w_2`, `0.9(1)`, `2√2`, and where a sign is missing instead.

Two operands side by side are a product only where no careful reader could take them for
anything else: not words of a sentence, not two statements, not two numbers, not lost indices.
"""

from __future__ import annotations

from dataclasses import replace

from symopt.notation.brackets import OPERAND_ENDS, OPERAND_STARTS, Sign, partners
from symopt.notation.cursor import Cursor
from symopt.notation.fold import MATHEMATICAL_LETTERS
from symopt.notation.signs import FUNCTIONS
from symopt.notation.tree import Name, Number, key
from symopt.notation.words import is_word

INDEX_LETTERS = frozenset("tnkij")
CONJUNCTIONS = frozenset({"a", "e", "i", "o", "u", "y"})
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_SHORT_WORDS = frozenset(
    "a an as at be by de di do du da el en es et il in is it la le of on or to".split()
)
_OPERATOR = "write '*' where a product is meant"


def juxtapose(cursor: Cursor, signs: list[Sign]) -> list[Sign]:
    """The signs with a JUXTAPOSED between the factors of each implicit product."""
    kept: list[Sign] = []
    level = 0
    for position, sign in enumerate(signs):
        if kept and kept[-1].kind in OPERAND_ENDS and sign.kind in OPERAND_STARTS:
            _check(cursor, signs, position, at_top=level == 0)
            kept.append(Sign("JUXTAPOSED", sign.start, sign.start))
        level += sign.kind in ("LPAR", "LBRACKET", "ENV_BEGIN")
        level -= sign.kind in ("RPAR", "RBRACKET", "ENV_END")
        kept.append(sign)
    return kept


def _check(cursor: Cursor, signs: list[Sign], position: int, *, at_top: bool) -> None:
    """Refuse the product of the operand before a position with the one at it, if doubtful."""
    left, right = signs[position - 1], signs[position]
    gap = cursor.gap(left.end, right.start)
    if right.kind == "NUMBER":
        raise cursor.error("an operator is missing before this number", _OPERATOR, right.start)
    if isinstance(left.node, Number) and left.node.text.endswith("."):
        raise cursor.error("a sentence ends before this", "write '*' for a product", right.start)
    if "\n" in gap or (not cursor.tex and (len(gap) > 1 or "\t" in gap)):
        raise cursor.error("two statements stand here", "separate them by a comma", right.start)
    for sign in (left, right):
        known = sign.kind == "CALL" and sign.canonical in FUNCTIONS.values()
        if isinstance(sign.node, Name) and not known and sign.kind != "PREFIX":
            _check_word(cursor, sign, sign.node, gap)
    if gap == "":
        _check_glued(cursor, left, right)
    _check_remark(cursor, signs, position)
    if at_top:
        _check_statements(cursor, signs, position, gap)


def _check_word(cursor: Cursor, sign: Sign, name: Name, gap: str) -> None:
    """Words take part only glued and short, `2xy`; words of other scripts never."""
    if not name.base.isascii():
        raise cursor.error(f"the word '{name.base}' stands in a product", _OPERATOR, sign.start)
    short = len(name.base) == 2 and gap == "" and name.base not in _ORDINALS
    known = {name.base, key(name)} & cursor.options.names
    article = name.base in _SHORT_WORDS and gap != "" and not cursor.tex and not known
    article = article and len(name.base) > 1
    if article or (is_word(name, cursor.options.names) and not short):
        raise cursor.error(f"the word '{name.base}' stands in a product", _OPERATOR, sign.start)


def _check_glued(cursor: Cursor, left: Sign, right: Sign) -> None:
    """`θt` may be a lost index, and so may anything in a page's mathematical italics."""
    hint = "write θ_t for an index, θ*t for a product"
    if left.kind == "NAME" and right.kind == "LBRACKET":
        written = cursor.text[left.start : left.end]
        hint = f"write {written}_1 for an index, {written}*[1, 2] for a product"
        raise cursor.error("a bracket glued to a name is an index or a product", hint, right.start)
    if left.kind == "NAME" and isinstance(right.node, Name) and right.node.base in INDEX_LETTERS:
        raise cursor.error(f"'{right.node.base}' is an index or a factor", hint, right.start)
    at_left = cursor.folded.span(left.end - 1, left.end).start
    at_right = cursor.folded.span(right.start, right.start + 1).start
    typed = cursor.typed.text
    if all(ord(typed[at]) in MATHEMATICAL_LETTERS for at in (at_left, at_right)):
        raise cursor.error("these letters may have lost an index", hint, right.start)


def _check_remark(cursor: Cursor, signs: list[Sign], position: int) -> None:
    """`3 (new)`: a lone word in brackets is a remark."""
    inside = signs[position + 1 : position + 3]
    if signs[position].kind not in ("LPAR", "LBRACKET") or len(inside) < 2:
        return
    lone = isinstance(inside[0].node, Name) and inside[1].kind in ("RPAR", "RBRACKET")
    if lone and isinstance(inside[0].node, Name) and is_word(inside[0].node, cursor.options.names):
        raise cursor.error("a remark stands in the brackets", "leave it out", inside[0].start)


def _check_statements(cursor: Cursor, signs: list[Sign], position: int, gap: str) -> None:
    """`x = 1.92 y = 3.7` and `u = 0.95u = 0.95`: the next statement begins at the second name."""
    right, behind = signs[position], signs[position + 1 : position + 2]
    if not isinstance(right.node, Name) and right.kind != "CALL":
        return
    if right.kind == "CALL":
        behind = _behind_call(signs, position)
    if not behind or behind[0].kind != "RELATION":
        return
    again = right.node is not None and right.node == signs[0].node and gap == ""
    apart = gap and not cursor.tex and _is_value(signs, position - 1)
    if apart and _is_factor(cursor, signs, position):
        return
    if apart or (again and signs[position - 1].kind == "NUMBER"):
        hint = "separate statements by a comma, or write '*' for a product"
        raise cursor.error("a product, or the next statement", hint, right.start)


def _is_factor(cursor: Cursor, signs: list[Sign], position: int) -> bool:
    """`x_1 = x_0 - 0.1 g_1 = 0.8`: behind a number that is added, a name of the head's own step
    that is computed before it begins no statement.
    """
    head, name = signs[0].node, signs[position].node
    if not isinstance(head, Name) or not isinstance(name, Name) or head.index != name.index:
        return False
    kinds = [sign.kind for sign in signs[:position]]
    end = -4 if kinds[-3:] == ["NUMBER", "DIVIDE", "NUMBER"] else -2
    if kinds[-1] != "NUMBER" or kinds[end] not in ("PLUS", "MINUS"):
        return False
    ranks = [cursor.options.rank(key(replace(part, index=()))) for part in (name, head)]
    return None not in ranks and ranks[0] < ranks[1]  # type: ignore[operator]


def _is_value(signs: list[Sign], position: int) -> bool:
    """Whether the operand that ends here may be a result: a number, a vector of numbers.

    Letters that are words elsewhere (`m = 0.2 e v = 0.004`) end a statement as well.
    """
    last = signs[position]
    if isinstance(last.node, Name):
        return last.node.base in CONJUNCTIONS and not last.node.index
    opening = partners(signs).get(position)
    if opening is None:
        return last.kind == "NUMBER"
    return not any(isinstance(sign.node, Name) for sign in signs[opening:position])


def _behind_call(signs: list[Sign], position: int) -> list[Sign]:
    """The sign behind a call's closing bracket."""
    level = 0
    for at in range(position + 1, len(signs)):
        level += (signs[at].kind == "LPAR") - (signs[at].kind == "RPAR")
        if level == 0:
            return signs[at + 1 : at + 2]
    return []
