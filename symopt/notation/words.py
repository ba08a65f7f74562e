"""What a name looks like: a quantity, a differential, a word of a sentence."""

from __future__ import annotations

import re

from symopt.notation.signs import GREEK_WORDS, PARAMETERS
from symopt.notation.tree import Name, key

_DIFFERENTIAL = re.compile(r"d(?:[A-Za-z]|[A-Z][a-z]*|out|net|loss|error|cost|output)")


def is_differential(base: str) -> bool:
    """Whether a base is a differential: dw, dL, dθ, dTotal, dout."""
    greek = base.startswith("d") and base[1:] in GREEK_WORDS
    return greek or (base not in GREEK_WORDS and _DIFFERENTIAL.fullmatch(base) is not None)


def is_compound(base: str) -> bool:
    """Whether a base is put together from signs: dL/dw, E[g^2], RMS[g], Δw, ∇f."""
    return "/" in base or base == "grad" or base.startswith(("E[", "RMS[", "Delta"))


def is_word(name: Name, known: frozenset[str] = frozenset()) -> bool:
    """Whether a name looks like a word of a sentence; known names, under their keys, don't."""
    base = name.base
    if len(base) == 1 or base in GREEK_WORDS | PARAMETERS or is_compound(base):
        return False
    if key(name) in known or base in known:
        return False
    return not (base[0] == "d" and (len(base) == 2 or base[1:] in GREEK_WORDS))
