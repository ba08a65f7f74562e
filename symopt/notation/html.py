"""HTML in a line, spelled as plain text of the same length: `x<sub>1</sub>`, `&minus;`, `<b>`.

What a tag or an entity leaves free is filled with characters that the notation does not see, so
that every sign keeps its column.
"""

from __future__ import annotations

import html
import re

from symopt.notation.fold import LOWERED, RAISED

UNSEEN = "\u2060"
"""A character that the notation skips."""
_INDEX = re.compile(r"<(sub|sup)>\s*([^<>]{1,40}?)\s*</\1>", re.I)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|span|p|div|li|ul|ol|code|pre|small|big|font|center|mark|h[1-6]|a|tt|var"
    r"|td|tr|th|table|blockquote|kbd|samp|s|del|ins)(?:\s[^<>]*)?/?>",
    re.I,
)
LINE_BREAK = re.compile(r"<br\s*/?>", re.I)
_LETTERS = {"sub": ("_", LOWERED), "sup": ("^", RAISED)}


def without_html(text: str) -> str:
    """The same text with its tags and entities as the characters that they stand for.

    >>> without_html("x<sub>1</sub> = 3 &minus; 1").replace("\u2060", "")
    'x₁ = 3 − 1'
    """
    if "<" in text:
        text = _TAG.sub(lambda tag: " " * len(tag[0]), _INDEX.sub(_index, text))
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _index(found: re.Match[str]) -> str:
    """What stands lower or higher, in Unicode where it has the signs."""
    sign, table = _LETTERS[found[1].lower()]
    signs = {plain: small for small, plain in table.items()}
    inside = found[2].replace(" ", "").translate(str.maketrans("−–", "--"))
    if all(character in signs for character in inside):
        spelled = "".join(signs[character] for character in inside)
    else:
        spelled = f"{sign}{{{inside}}}"
    return spelled.ljust(len(found[0]), UNSEEN)


def _entity(found: re.Match[str]) -> str:
    """A character under its name or its number; one that is none stays as it is."""
    character = html.unescape(found[0])
    return found[0] if len(character) != 1 else character.ljust(len(found[0]), UNSEEN)
