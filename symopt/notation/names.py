"""Names of quantities in every dress, read into one canonical spelling.

m̂₁, `\\hat{m}_1`, `\\hat m_{1}`, `m_hat_1`, `mhat1` and `m̂^{(1)}` are the same `Name`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from symopt.notation.cursor import Cursor
from symopt.notation.fold import MARK_SIGNS
from symopt.notation.index import STYLE, read_parts
from symopt.notation.options import bases_of
from symopt.notation.signs import (
    ACCENT_COMMANDS,
    GREEK,
    GREEK_COMMANDS,
    GREEK_WORDS,
    LOSSES,
    MARK_WORDS,
    OBJECTIVE_LETTERS,
    STYLE_COMMANDS,
)
from symopt.notation.tree import Name, key

DEEPEST_ACCENT = 5

_LATIN = r"A-Za-zÀ-ÖØ-öø-ɏ"
_GREEK_LETTER = re.compile("[" + "".join(GREEK) + "]")
_LATIN_WORD = re.compile(rf"[{_LATIN}]+")
_OTHER_WORD = re.compile(rf"[^\W\d_{_LATIN}{''.join(GREEK)}]+")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*")
_COMBINING = re.compile("[" + "".join(MARK_SIGNS) + "ˆ]")
_BLANKS = re.compile(r"\s*")
_PREFIX = re.compile(r"\((new|old|corrected)\)\s?(?=[^\W\d_]|\\)")
_WORD_WITH_MARK = re.compile(rf"({'|'.join(GREEK_WORDS)}|[A-Za-z])(hat|bar|tilde)")
_ENGLISH = frozenset({"what", "that", "chat", "hat", "bar"})
_MEANS = (Name("E"), Name("RMS"))
_EXPECTATION = re.compile(r"\[([^\[\]]*)\]|\(\s*\)")
_SQUARE = re.compile(r"\s*(?:(?:\^|\*\*)\s*(?:2|\{\s*2\s*\}))?\s*$")

_DIGITS = re.compile(r"\d+")
_DECIMAL = re.compile(r"\.\d")
_PRIMES = re.compile(r"'+|\s*\^\s*\{?\s*((?:\\prime\s*)+)\}?")
_LOW = re.compile(r"\s*_\s*")
_LOW_PLAIN = re.compile(rf"\d+|[{_LATIN}]+\d*|\*")
_RAISED_INDEX = re.compile(r"\s*\^\s*\{\s*(?:\(([^(){}]+)\)|\[([^\[\]{}]+)\])\s*\}")
_RAISED_STAR = re.compile(
    r"\*(?=\s+[=≈]|[,)])|\^\s*(?:[*∗]|\\ast\b|\\star\b|\{\s*(?:[*∗]|\\ast|\\star)\s*\})"
)
_RAISED_PLUS = re.compile(r"\^\s*(?:\{\s*\+\s*\}|\+(?=\s*(?:[=≈←:)]|$)))|\+(?=\s+(?:=|≈|←|:=))")
_QUALIFIER = r"(new|old|next|prev|corr(?:ected)?|unbiased)"
_RAISED_WORD = re.compile(
    rf"\^\s*\{{\s*(?:\\(?:text|mathrm)\s*\{{)?\s*{_QUALIFIER}\s*\}}?\s*\}}|\^{_QUALIFIER}\b"
)
_BRACKET_INDEX = re.compile(r"\[\s*(-?\d+|[A-Za-z](?:\s*[+-]\s*\d+)?)\s*\]")


def take_name(cursor: Cursor, *, nested: int = 0) -> Name | None:
    """Read the name that begins at the cursor; None, and the cursor unmoved, where none does."""
    if nested > DEEPEST_ACCENT:
        raise cursor.error("accents nested too deeply")
    start = cursor.at
    prefix = cursor.take(_PREFIX)
    name = _core(cursor, nested)
    if name is None:
        cursor.at = start
        return None
    name = _suffixes(cursor, name)
    if name.base in ("new", "old") and name.index and name.index[0].isalpha():  # new_x is x_new
        name = replace(name, base=name.index[0], index=(*name.index[1:], name.base))
    return replace(name, index=(prefix[1], *name.index)) if prefix else name


def _core(cursor: Cursor, nested: int) -> Name | None:
    """The name without what hangs on it."""
    if letter := cursor.take(_GREEK_LETTER):
        return _greek(cursor, GREEK[letter[0]], nested)
    if cursor.text.startswith(("∂", "∇"), cursor.at):
        cursor.at += 1
        return (_partial if cursor.text[cursor.at - 1] == "∂" else _gradient)(cursor, nested)
    if cursor.look(_COMMAND):
        return _command(cursor, nested)
    if word := cursor.take(_LATIN_WORD):
        return _latin(cursor, word[0], nested)
    if cursor.text.startswith("{", cursor.at):
        return _in_braces(cursor, nested)
    if word := cursor.take(_OTHER_WORD):
        return Name(word[0])
    if cursor.text.startswith("∑", cursor.at):
        cursor.at += 1
        return Name("sum")
    return None


def _greek(cursor: Cursor, word: str, nested: int) -> Name:
    """A Greek letter; Δ makes one name with what follows it: Δw."""
    if word == "Delta":
        start = cursor.at
        cursor.take(_BLANKS)
        inner = take_name(cursor, nested=nested + 1)
        if inner and (cursor.tex or not cursor.text[start].isspace()):
            return replace(inner, base="Delta" + inner.base)
        cursor.at = start
    return Name(word)


def _partial(cursor: Cursor, nested: int) -> Name:
    """∂f: the same name as `df`; ∂_x f the same as ∂f/∂x."""
    if (found := _by_subscript(cursor, nested)) is not None:
        return found
    cursor.take(_BLANKS)
    inner = take_name(cursor, nested=nested + 1)
    if inner is None:
        raise cursor.error("'∂' must stand before a name", "write ∂f/∂x")
    return replace(inner, base="d" + inner.base)


def _by_subscript(cursor: Cursor, nested: int) -> Name | None:
    """The rest of ∂_x f or D_x f, the derivative ∂f/∂x; None, and unmoved, for anything else."""
    start = cursor.at
    if cursor.take(_LOW):
        below = _low(cursor)
        cursor.take(_BLANKS)
        above = take_name(cursor, nested=nested + 1)
        if above and above.base in LOSSES and below[0].isalpha() and not above.index:
            return Name(f"d{above.base}/d{'_'.join(below)}")
    cursor.at = start
    return None


def _gradient(cursor: Cursor, nested: int) -> Name:
    """∇f, ∇_θ L, ∇: the gradient; a letter that only names the loss is dropped."""
    of: tuple[str, ...] = ()
    if cursor.take(_LOW):
        of = _low(cursor)
    start = cursor.at
    cursor.take(_BLANKS)
    inner = take_name(cursor, nested=nested + 1)
    apart = not cursor.tex and cursor.text[start : start + 1].isspace()
    if inner is None or (apart and inner.base not in OBJECTIVE_LETTERS):
        cursor.at = start
        return Name("grad", (), of)
    if inner.base in OBJECTIVE_LETTERS:
        index = () if inner.index == ("t",) else inner.index  # f_t is the loss at the step t
        return Name("grad", inner.marks, (*of, *index))
    return Name("grad", inner.marks, (*of, inner.base, *inner.index))


def _command(cursor: Cursor, nested: int) -> Name | None:
    """A name that begins with a LaTeX command."""
    found = cursor.look(_COMMAND)
    command = found[1] if found else ""
    start, after = cursor.at, found.end() if found else cursor.at
    if command in GREEK_COMMANDS:
        cursor.at = start + 1 + len(command)
        return _greek(cursor, GREEK_COMMANDS[command], nested)
    cursor.at = after
    if command == "partial":
        return _partial(cursor, nested)
    if command == "nabla":
        return _gradient(cursor, nested)
    if command in ACCENT_COMMANDS:
        inner = _whole_braces(cursor, nested) or take_letter(cursor)
        if inner is None:
            raise cursor.error(f"'\\{command}' must stand over a name", None, start)
        mark = ACCENT_COMMANDS[command]
        return replace(inner, marks=(*inner.marks, mark)) if mark else inner
    if command in STYLE_COMMANDS:
        inner = _whole_braces(cursor, nested) or take_letter(cursor)
        if inner == Name("d") and (tail := take_letter(cursor)):
            return replace(tail, base="d" + tail.base)
        if inner is not None:
            return _expectation(cursor, inner.base) if inner in _MEANS else inner
    cursor.at = start
    return None


def take_letter(cursor: Cursor, *, styled: bool = True) -> Name | None:
    """One letter or one Greek command, in a style or plain: what an accent without braces bears."""
    if letter := cursor.take(_GREEK_LETTER):
        return Name(GREEK[letter[0]])
    found = cursor.look(_COMMAND)
    if found and found[1] in GREEK_COMMANDS:
        cursor.at += 1 + len(found[1])
        return Name(GREEK_COMMANDS[found[1]])
    if styled and found and found[1] in STYLE_COMMANDS:
        start, cursor.at = cursor.at, found.end()
        inner = _whole_braces(cursor, 1) or take_letter(cursor, styled=False)
        if inner is None:
            cursor.at = start
        return inner
    if cursor.at < len(cursor.text) and re.match(rf"[{_LATIN}]", cursor.text[cursor.at]):
        cursor.at += 1
        return Name(cursor.text[cursor.at - 1])
    return None


def _whole_braces(cursor: Cursor, nested: int) -> Name | None:
    """A name that fills its braces: `{m}`, `{ \\theta_1 }`."""
    if not cursor.text.startswith("{", cursor.at):
        return None
    start = cursor.at
    cursor.at += 1
    cursor.take(_BLANKS)
    inner = take_name(cursor, nested=nested + 1)
    cursor.take(_BLANKS)
    if inner is None or not cursor.text.startswith("}", cursor.at):
        cursor.at = start
        return None
    cursor.at += 1
    return inner


def _in_braces(cursor: Cursor, nested: int) -> Name | None:
    """`{\\hat m}_1`: a name in braces that carries an index."""
    start = cursor.at
    inner = _whole_braces(cursor, nested) if nested < DEEPEST_ACCENT else None
    if inner is not None and cursor.look(_LOW):
        return inner
    cursor.at = start
    return None


def _latin(cursor: Cursor, word: str, nested: int) -> Name | None:
    """A word: a name, a Greek letter spelled out, `mhat`, or a product of known names."""
    start = cursor.at - len(word)
    if cursor.look(_COMBINING) and len(word) > 1:  # xŷ is x·ŷ, ŷ alone carries the mark
        word = word[:-1]
        cursor.at -= 1
    if word == "d" and (tail := _after_d(cursor)):
        return replace(tail, base="d" + tail.base)
    own = "D" in cursor.options.names
    if word == "D" and not own and (derivative := _by_subscript(cursor, nested)):
        return derivative
    if Name(word) in _MEANS and cursor.text.startswith("[", cursor.at):
        return _expectation(cursor, word)
    if (found := _WORD_WITH_MARK.fullmatch(word)) and word not in _ENGLISH:
        return Name(found[1], (found[2],))
    known = cursor.options.names
    if len(word) > 1 and known and word not in known and word not in GREEK_WORDS:
        bases = bases_of(known)
        if word not in bases and all(letter in bases for letter in word):
            cursor.at = start + 1
            return Name(word[0])
    return Name(unicodedata.normalize("NFC", word))


def _after_d(cursor: Cursor) -> Name | None:
    """The Greek letter of dθ."""
    if letter := cursor.take(_GREEK_LETTER):
        return Name(GREEK[letter[0]])
    found = cursor.look(_COMMAND)
    if found and found[1] in GREEK_COMMANDS:
        return take_letter(cursor)
    return None


def _expectation(cursor: Cursor, word: str) -> Name:
    """`E[g^2]` and `RMS[g]`, the running mean square and its root, are names; else E is alone."""
    start = cursor.at
    found = cursor.take(_EXPECTATION)
    if found and found[1]:
        inside = Cursor(cursor.typed, cursor.folded, cursor.options, found.start(1))
        name = take_name(inside)
        rest = cursor.text[inside.at : found.end(1)]
        if name is not None and inside.at <= found.end(1) and _SQUARE.match(rest):
            return Name(f"{word}[{key(name)}{'^2' if rest.strip() else ''}]")
    cursor.at = start
    return Name(word)


def _suffixes(cursor: Cursor, name: Name) -> Name:
    """Everything that hangs on a name: marks, primes, indices below, above, behind."""
    glued_digits = not name.index and name.base != "grad"
    while True:
        if found := cursor.take(_COMBINING):
            name = replace(name, marks=(*name.marks, MARK_SIGNS.get(found[0], "hat")))
        elif found := cursor.take(_PRIMES):
            count = len(found[0]) if found[0][0] == "'" else found[1].count("prime")
            name = replace(name, marks=name.marks + ("prime",) * count)
        elif glued_digits and (found := cursor.take(_DIGITS)):
            if cursor.look(_DECIMAL):
                raise cursor.error("a decimal number directly after a name", "write '*' between")
            name = replace(name, index=(found[0],))
        elif cursor.take(_LOW):
            name = _lowered(cursor, name)
        elif raised := _raised(cursor, name):
            name = raised
        elif found := cursor.take(_BRACKET_INDEX):
            name = _with_index(name, read_parts(cursor, found[1]))
        else:
            return name
        glued_digits = glued_digits and not name.index


def _lowered(cursor: Cursor, name: Name) -> Name:
    """What stands below a name."""
    start = cursor.at
    parts = _low(cursor)
    listed = len(parts) == 2 and not name.index and "," in cursor.text[start : cursor.at]
    name = _with_index(name, parts)
    return replace(name, form="listed") if listed else name


def _raised(cursor: Cursor, name: Name) -> Name | None:
    """What stands above a name without being a power: `^{(1)}`, `^*`, `^+`, `^{new}`."""
    if name.base != "e" and (found := cursor.take(_RAISED_INDEX)):
        parts = read_parts(cursor, found[1] or found[2])
        step = found[1] is not None and len(parts) == 1 and parts[0] not in MARK_WORDS
        return replace(_with_index(name, parts), form="raised" if step else "")
    if cursor.take(_RAISED_STAR):
        return replace(name, marks=(*name.marks, "star"))
    if cursor.take(_RAISED_PLUS):
        return replace(name, marks=(*name.marks, "plus"))
    if found := cursor.take(_RAISED_WORD):
        return _with_index(name, (found[1] or found[2],))
    return None


def _with_index(name: Name, parts: tuple[str, ...]) -> Name:
    """The name with further index parts; `hat` and its like are marks, not indices."""
    if not name.index:
        while parts and parts[0] in MARK_WORDS:
            name, parts = replace(name, marks=(*name.marks, parts[0])), parts[1:]
    while len(parts) and parts[-1] in MARK_WORDS - {"star"}:  # m_1_hat
        name, parts = replace(name, marks=(*name.marks, parts[-1])), parts[:-1]
    if name.form == "raised":  # x^{(1)}_2 is x_2^{(1)}
        return replace(name, index=(*name.index[:-1], *parts, name.index[-1]))
    return replace(name, index=name.index + parts)


def _low(cursor: Cursor) -> tuple[str, ...]:
    """The index behind a `_`."""
    start = cursor.at
    content = cursor.braced()
    if content is None and (style := cursor.take(STYLE)):
        cursor.take(_BLANKS)
        content = cursor.braced() if style else None
    if content is None and (found := cursor.take(_LOW_PLAIN)):
        content = found[0]
        if content.isdigit() and cursor.look(_DECIMAL):
            raise cursor.error("an index must be a whole number or a word", None, start)
    if content is None and (letter := take_letter(cursor)):
        content = letter.base
    if content is None or not content.strip():
        raise cursor.error("an index must follow '_'", "write x_1 or x_{t-1}", start)
    return read_parts(cursor, content, start)
