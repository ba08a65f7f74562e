"""Numerals: plain, with thousands `1{,}000`, with an exponent `1e-8`, cut off `0.999...`."""

from __future__ import annotations

import re

from flint import fmpq, fmpz

from symopt.notation.cursor import Cursor
from symopt.notation.tree import Number

LARGEST_EXPONENT = 10_000

_EXPONENT = r"(?:[eE][+-]?\d+(?![\w.]))?"
_POINT = re.compile(
    rf"(?:\d{{1,3}}(?:\{{,\}}\d{{3}})+|\d+)(?:\.(?!\.)\d*)?{_EXPONENT}|\.\d+{_EXPONENT}"
)
_COMMA = re.compile(rf"\d+(?:(?:,|\{{,\}})\d+|\.\d+)?{_EXPONENT}")
_EULER_OR_EXPONENT = re.compile(r"[eE][+-]\d+(?=[^\W\d])")
_ELLIPSIS = re.compile(r"\.{2,}|…|\\[lc]?dots(?![A-Za-z])")
_GLUED = re.compile(r"[.,]?\d|\{,\}|_|\.[^\W\d]|,\d|'\d")
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_ROWS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ROW = re.compile(r"[^;]+")
_LETTER = re.compile(r"[^\W\d]|[(\\]")
_PERCENT = re.compile(r"\\?%(?=\s*(?:$|[=≈,;)\]}+\-*/·×]))")
_HEXADECIMAL = re.compile(r"0[xX][0-9a-fA-F]*[a-fA-F]")
_WAY_OUT = "write 1000 or 1{,}000; a decimal comma must be declared for the page"

FRACTION_SIGNS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
    "⅞": (7, 8), "⅐": (1, 7), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip


def take_number(cursor: Cursor) -> Number | None:
    """Read the numeral at the cursor; None where none begins."""
    start = cursor.at
    sign = cursor.text[start : start + 1]
    if not sign.isdigit() and sign not in FRACTION_SIGNS and sign != ".":
        return None
    if sign in FRACTION_SIGNS:
        cursor.at += 1
        return Number(sign, fmpq(*FRACTION_SIGNS[sign]), None)
    if cursor.look(_HEXADECIMAL):
        raise cursor.error("a hexadecimal number", "write it in decimal digits")
    comma = cursor.options.decimal_comma or cursor.at in cursor.decimals
    found = cursor.take(_COMMA if comma else _POINT)
    if found is None:
        return None
    text = found[0]
    if not text.isascii():
        raise cursor.error(f"'{text}' has digits of another script", "write it with 0 to 9", start)
    if cursor.look(_EULER_OR_EXPONENT):
        hint = f"write {text}e-3*x for a power of ten, {text}*e - 3*x for Euler's number"
        raise cursor.error(f"'e' behind '{text}' is an exponent or Euler's number", hint)
    truncated = "." in text and cursor.take(_ELLIPSIS) is not None
    if text.endswith(".") and cursor.look(_LETTER):
        raise cursor.error(f"'{text}' ends in a point and runs into a name", _WAY_OUT, start)
    if cursor.look(_GLUED) and not _separating_comma(cursor):
        raise cursor.error(f"'{text}' and what is glued to it don't make one number", _WAY_OUT)
    plain = text.replace("{,}", "." if comma else "").replace(",", "." if comma else "")
    number = _literal(cursor, text, plain, truncated, start)
    return _hundredths(number) if not truncated and cursor.take(_PERCENT) else number


def _hundredths(number: Number) -> Number:
    """80% is 0.80."""
    decimals = (number.decimals or 0) + 2
    digits = str(int(number.value * 10**decimals) // 100).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}"
    return Number(text, number.value / 100, decimals)


def _separating_comma(cursor: Cursor) -> bool:
    """Whether the comma behind a number may separate two elements, as inside brackets."""
    return cursor.text[cursor.at] == "," and not cursor.options.decimal_comma


def decimal_commas(text: str) -> frozenset[int]:
    """Where numbers with a decimal comma begin: `[-0,94; 0.08]`, whose rows would else differ."""
    if ";" not in text or not _DECIMAL_COMMA.search(text):
        return frozenset()
    found: set[int] = set()
    for group in _ROWS.finditer(text):
        rows = [(m.start(), m[0]) for m in _ROW.finditer(text, group.start(1), group.end(1))]
        commas = [row.count(",") for _, row in rows]
        numbers = [list(_DECIMAL_COMMA.finditer(row)) for _, row in rows]
        if len({*commas}) > 1 and max(commas) == 1 and commas == [*map(len, numbers)]:
            found |= {at + m.start() for (at, _), ms in zip(rows, numbers, strict=True) for m in ms}
    return frozenset(found)


def _literal(cursor: Cursor, text: str, plain: str, truncated: bool, start: int) -> Number:
    """The exact value of a numeral in plain spelling."""
    mantissa, _, exponent = plain.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    if len(whole) > 1 and whole.startswith("0"):
        raise cursor.error(f"the number '{text}' begins with 0", _WAY_OUT, start)
    if len(exponent) > 6 or abs(int(exponent or 0)) > LARGEST_EXPONENT:
        message = f"the exponent of '{text}' is larger than {LARGEST_EXPONENT}"
        raise cursor.error(message, None, start)
    shift = int(exponent or 0) - len(fraction)
    digits = fmpz(whole + fraction)
    value = fmpq(digits) * fmpz(10) ** shift if shift >= 0 else fmpq(digits, fmpz(10) ** -shift)
    return Number(text, value, max(0, -shift), truncated)


def take_digit(cursor: Cursor) -> Number | None:
    """One digit: what `\\frac43` and `\\sqrt2` take where no brace opens."""
    if cursor.at < len(cursor.text) and cursor.text[cursor.at] in "0123456789":
        cursor.at += 1
        digit = cursor.text[cursor.at - 1]
        return Number(digit, fmpq(int(digit)))
    return None
