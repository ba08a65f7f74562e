"""Text and mathematics for LaTeX: text stays text, whatever signs it holds."""

from __future__ import annotations

import re
import unicodedata

from symopt.notation.fold import MARK_SIGNS
from symopt.notation.signs import GREEK
from symopt.report.breaking import width

_ESCAPED = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "'": r"{'}",
    "-": "{-}",
    **{sign: f"\\{sign}" for sign in "{}$&#%_"},
}
_SIGNS = {
    "−": "-",
    "·": r"\cdot",
    "×": r"\times",
    "√": r"\surd",
    "∇": r"\nabla",
    "∂": r"\partial",
    "≈": r"\approx",
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
    "∞": r"\infty",
    "→": r"\to",
    "⊙": r"\odot",
    "∈": r"\in",
    "∑": r"\sum",
    "‖": r"\|",
    "✓": r"\checkmark",
    "✗": r"\boldsymbol{\times}",
    "↳": r"\hookrightarrow",
    "□": r"\square",
    "½": r"\tfrac12",
    "⅓": r"\tfrac13",
    **{sign: f"{{}}^{number}" for number, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
    **{sign: f"{{}}_{number}" for number, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}
# the Greek letters that look Latin have no command of their own
_LATIN = {
    "Alpha": "A",
    "Beta": "B",
    "Epsilon": "E",
    "Zeta": "Z",
    "Eta": "H",
    "Iota": "I",
    "Kappa": "K",
    "Mu": "M",
    "Nu": "N",
    "Omicron": "O",
    "Rho": "P",
    "Tau": "T",
    "Chi": "X",
    "omicron": "o",
}
_ACCENTS = "".join(MARK_SIGNS)
LONGEST_WORD = 24  # signs of typed text that stay in one row
_PLAIN = frozenset("–—‘’“”…") | {chr(code) for code in range(0xA1, 0x180)} - {"\xad"}


def inline(latex: str) -> str:
    """Mathematics within a line, which may break behind its commas."""
    flat = re.sub(r"\\(left|right)(?=[()])", "", latex) if width(latex) > 12 else latex
    flat = mathematics(flat).replace(", ", r",\allowbreak ")
    return f"${flat}$"


def mathematics(latex: str) -> str:
    """Our LaTeX; letters beyond ASCII, which only names have, are set as text."""
    latex = re.sub(r"\\([A-Za-z]+)", _upright, latex)
    return re.sub(r"[^\x00-\x7f]+", lambda m: rf"\text{{{escaped(m[0])}}}", latex)


def _upright(command: re.Match[str]) -> str:
    letter = _LATIN.get(command[1])
    return rf"\mathrm{{{letter}}}" if letter else command[0]


def escaped(text: str) -> str:
    """Text that stays text; a sign that has no glyph here is named."""
    signs = re.findall(rf"[A-Za-z][{_ACCENTS}]|.", unicodedata.normalize("NFC", text), re.S)
    return "".join(map(_sign, signs))


def typewritten(text: str, underlined: bool) -> str:
    """Text as it was typed: every blank is kept, and a line may break there or in a long word."""
    words = []
    for word in re.split(r"\s", text):
        pieces = re.findall(rf".[{_ACCENTS}]|\w{{1,16}}(?![{_ACCENTS}])|.", word)
        shown = [escaped(word)] if len(word) <= LONGEST_WORD else [*map(escaped, pieces)]
        if underlined:
            shown = [rf"\underline{{\smash{{{piece}}}}}" for piece in shown]
        words.append(r"\allowbreak{}".join(shown))
    return (r"\underline{\ }\allowbreak{}" if underlined else r"\ ").join(words)


def _sign(sign: str) -> str:
    if len(sign) > 1:
        return rf"\ensuremath{{\{MARK_SIGNS[sign[1]]}{{{sign[0]}}}}}"
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    if sign in _SIGNS:
        return rf"\ensuremath{{{_SIGNS[sign]}}}"
    if sign in GREEK:
        return rf"\ensuremath{{{mathematics(chr(92) + GREEK[sign])}}}"
    known = sign.isascii() or sign in _PLAIN or is_cjk(sign)
    return sign if known else f"[U+{ord(sign):04X}]"


def is_cjk(sign: str) -> bool:
    """Hangul syllables and jamo, kana and the common ideographs: what kotex has glyphs for."""
    return any(low <= sign <= high for low, high in (("가", "힣"), ("ㄱ", "ㅣ"), ("一", "鿿")))
