"""Whether a page writes decimal commas: x = 0,5 and vectors as (0,5; 1)."""

from __future__ import annotations

import re

_INDEX = re.compile(r"[_^]\{[^{}]*\}|\{,\}")
_GROUP = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_COMMA = re.compile(r"\d,\d")
_POINT = re.compile(r"\d\.\d")
_SEVERAL = re.compile(r"\d,\d+,\d")
_LIST = re.compile(r"[-+−\s\d.,/]*")
_VALUE = re.compile(r"[=≈]\s*[-+−]?\d+,\d+(?![\d,])")


def writes_decimal_commas(text: str) -> bool:
    """Whether every comma between two digits can only be a decimal one.

    A semicolon between numbers in brackets says so, and a value `= 0,5` outside of them; decimal
    points, and lists such as (1,2) on a page without semicolons, say the contrary.
    """
    text = _INDEX.sub(" ", text)
    if not _COMMA.search(text) or _POINT.search(text):
        return False
    lists = [group[1] for group in _GROUP.finditer(text) if _COMMA.search(group[1])]
    rows = [group for group in lists if ";" in group]
    if any(_SEVERAL.search(group) for group in lists):
        return False
    if rows:
        return True
    alone = any(_LIST.fullmatch(group) for group in lists)
    return not alone and _VALUE.search(_GROUP.sub(" ", text)) is not None
