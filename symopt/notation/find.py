"""Chains in a line of any text: prose in any language, code, comments, Markdown.

    >>> from symopt.notation.tree import show
    >>> [show(chain) for chain in find_chains("Step 2: so w = 3 − 1 = 2, loss 4.").chains]
    ['w = (- 3 1) = 2']

A chain ends where words begin. Words that change a number's meaning (`times`, `percent`) make the
place unreadable; what holds a relation sign and can't be read is returned as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from symopt.errors import NotationError, Place
from symopt.notation.options import Reading
from symopt.notation.prose import (
    COMMA,
    ENDS_WITH_RELATION,
    LATIN,
    LETTERS,
    RELATION,
    depths,
    lay_out,
)
from symopt.notation.read import LONGEST_TEXT, canonical, read_chain
from symopt.notation.signs import FUNCTIONS, GREEK_WORDS, PARAMETERS, ROOT_WORD
from symopt.notation.tree import Call, Chain, Name, Negative, Number, Positive, Span, walk
from symopt.notation.typed import Typed
from symopt.notation.words import is_compound, is_word

_WORD = re.compile(
    rf"(?<![\w\\.])[{LATIN}]+(?:-[{LATIN}]+)*(?![\w(\[]|\.[{LATIN}])"
    rf"|[{LETTERS.removeprefix(LATIN)}]+"
)
_OPERATORS = frozenset("+*/×·⋅⊙^=≈←<>√≤≥−-")
_QUALIFIERS = {
    **{word: word for word in "new old corrected updated previous next unbiased".split()},
    **dict.fromkeys(("새", "새로운", "갱신된", "업데이트된"), "new"),
    **dict.fromkeys(("이전", "기존"), "old"),
}
_CHANGES_MEANING = frozenset(
    "times plus minus over divided multiplied squared cubed percent percentage million thousand "
    "billion hundred dozen half twice double doubled triple negative inverse reciprocal scaled "
    "mod modulo degrees not approximately about roughly "
    "더하기 빼기 곱하기 나누기 제곱 분의 만 억 천 퍼센트 倍 万 亿 割 億 乗 平方".split()
)
_OF = frozenset({"of", "의", "von", "de"})
_STOP_WORDS = frozenset(
    "the a an so then and or we get have is are that with for if of to in on at by where when let "
    "thus hence now since because this gives using take set as from which than but step".split()
)
_SMALL_WORDS = frozenset(
    "is of to in on at by we an as so if it be or no us the et le la de du un en el die der "
    "und el es ist si".split()
)
_BEGINNINGS = frozenset(
    {word.title() for word in _SMALL_WORDS if len(word) > 1} - {"De", "La", "Le", "Et"}
)
_ARTICLE = re.compile(r"\s*[aAIyeoiu]\s+(?=[^\W\d_]|\\)")
_NAME_BEFORE_RELATION = re.compile(r"[^\W\d]\w{0,40}\s{0,9}(?==)")
_NAMED = re.compile(r"\s+([^\W\d]\w*)(\([^()]*\))?\s*(?:=|≈|:=)")
_BEFORE_A_RELATION = ("", ":", "：", "$", "(", "[", "&", "\\")
_KNOWN_CALLS = frozenset(FUNCTIONS.values()) | {"derivative", "second_derivative", "transpose"}


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of the line that holds a relation sign and could not be read."""

    span: Span
    error: NotationError


@dataclass(frozen=True, slots=True)
class Findings:
    """What a line holds: chains, whose spans are offsets in the line, and what wasn't read."""

    chains: tuple[Chain, ...] = ()
    unread: tuple[Unread, ...] = ()


def find_chains(
    text: str, *, place: Place | None = None, options: Reading | None = None
) -> Findings:
    """All chains of one line, from left to right.

    Args:
        text: the line as typed.
        place: where it stands, for messages.
        options: what is known about the page.
    """
    if len(text) > LONGEST_TEXT:
        error = NotationError(f"a line of more than {LONGEST_TEXT} characters", place=place)
        return Findings(unread=(Unread(Span(0, len(text)), error),))
    finder = _Finder(text, place or Place(text=text), options or Reading())
    for start, end in finder.line.pieces():
        finder.piece(start, end)
    return Findings(tuple(finder.chains), tuple(finder.unread))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of prose at its place."""

    start: int
    end: int
    text: str


class _Finder:
    """One line, the chains found in it and what could not be read."""

    def __init__(self, text: str, place: Place, options: Reading):
        self.typed = Typed(text, place)
        self.options = options
        self.line = lay_out(text)
        self.text = self.line.text
        self.chains: list[Chain] = []
        self.unread: list[Unread] = []

    def piece(self, start: int, end: int) -> None:
        """Cut a stretch at its words, and read each part that holds a relation."""
        if not RELATION.search(self.text, start, end):
            return
        words = [word for word in self.words(start, end) if self.is_prose(word, start, end)]
        edges = [start, *(edge for word in words for edge in (word.start, word.end)), end]
        for number, (begin, stop) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
            before = words[number - 1] if number else None
            behind = words[number] if number < len(words) else None
            if RELATION.search(self.text, begin, stop):
                self.run(begin, stop, before, behind)

    def words(self, start: int, end: int) -> list[_Word]:
        """The words outside mathematics and outside brackets."""
        text, level = self.text, depths(self.text[start:end])
        found = (_Word(*m.span(), m[0]) for m in _WORD.finditer(text, start, end))
        return [w for w in found if not self.line.tex[w.start] and level[w.start - start] == 0]

    def is_prose(self, word: _Word, start: int, end: int) -> bool:
        """Whether a word is no part of the mathematics around it."""
        text = word.text
        name = Name(text)
        if text in FUNCTIONS and self.is_noun(word, end):
            return True
        if text == ROOT_WORD or text in FUNCTIONS or text in GREEK_WORDS | PARAMETERS:
            return False
        if text.lower() in _CHANGES_MEANING or text in _SMALL_WORDS or text in _BEGINNINGS:
            return True
        if text.isascii() and (len(text) <= 2 or not is_word(name, self.options.names)):
            return False
        before = self.text[start : word.start].rstrip()[-1:]
        behind = self.text[word.end : end].lstrip()[:1]
        return not ({before, behind} & _OPERATORS)

    def is_noun(self, word: _Word, end: int) -> bool:
        """Whether a function's name only says what the name behind it is: loss L =, sum S =."""
        found = _NAMED.match(self.text, word.end, end)
        if found is None or word.text.lower() in ("loss", "cost"):
            return found is not None
        return found[2] is None and canonical(found[1]) not in self.options.names

    def run(self, start: int, end: int, before: _Word | None, behind: _Word | None) -> None:
        """Read one stretch between words."""
        text = self.text
        if before and (article := _ARTICLE.match(text, start, end)):
            start = article.end()
        found = text[start:end]
        start, end = end - len(found.lstrip()), start + len(found.rstrip())
        if start >= end or (behind and ENDS_WITH_RELATION.search(text[start:end])):
            return  # `m = the moment`: a definition in words
        try:
            self.check_neighbours(start, before, behind)
            self.check_commas(start, end, before, behind)
            chains = self.twice(start, end) or (self.read(start, end),)
        except NotationError as error:
            self.unread.append(Unread(Span(start, end), error))
        else:
            self.chains += (_qualified(chain, before) for chain in chains)

    def twice(self, start: int, end: int) -> tuple[Chain, ...]:
        """`u=0.9+0.05=0.95u = 0.9+0.05=0.95`: a formula copied with its source, both in one.

        They are taken apart only where both halves say the same.
        """
        written = "".join(self.line.signs[start:end])
        name = _NAME_BEFORE_RELATION.match(written)
        for again in _NAME_BEFORE_RELATION.finditer(written, name.end()) if name else ():
            if written[again.start() - 1].isdigit():
                try:
                    first = self.read(start, start + again.start())
                    second = self.read(start + again.start(), end)
                except NotationError:
                    continue
                if first == second:
                    return first, second
        return ()

    def check_neighbours(self, start: int, before: _Word | None, behind: _Word | None) -> None:
        """Words such as `times` belong to the mathematics; without them it would be misread.

        Raises:
            NotationError: such a word stands beside it.
        """
        if behind and behind.text in _OF and self.text[start : behind.start].rstrip().endswith("%"):
            message = f"'% {behind.text}' stands for a product"
            raise self.typed.error(message, behind.start, "write it with signs")
        near = [before] if before else []
        while behind:
            near.append(behind)
            following = _WORD.match(self.text, behind.end + self._blanks(behind.end))
            behind = _Word(*following.span(), following[0]) if following else None
        for word in near:
            if word.text.lower() in _CHANGES_MEANING:
                message = f"the word '{word.text}' stands for a sign"
                raise self.typed.error(message, word.start, "write it with signs")

    def _blanks(self, at: int) -> int:
        rest = self.text[at:]
        return len(rest) - len(rest.lstrip(" "))

    def check_commas(
        self, start: int, end: int, before: _Word | None, behind: _Word | None
    ) -> None:
        """`x, y = f(x)` and `x = 1, 2` are about several values at once.

        Raises:
            NotationError: so it is here.
        """
        text = self.text
        left = text[text.rfind("\x00", 0, start) + 1 : start].rstrip()
        item = left[:-1].rpartition(COMMA)[2] if left.endswith(COMMA) else ""
        right = re.match(rf"\s*{COMMA}\s*(?:[-+.]?\d|[(\[])[^{COMMA}\x00]*", text[end:])
        listed = re.fullmatch(r"\s*[^\s=]*[^\W\d][^\s=]*\s*", item)
        if not before and listed and not RELATION.search(item):
            raise self.typed.error("a list of names", start, "write one statement for each")
        if not behind and right and not RELATION.search(right[0]):
            raise self.typed.error("a list of values", end, "put a vector in brackets")

    def read(self, start: int, end: int) -> Chain:
        """The chain of a stretch, at its offsets in the line.

        Raises:
            NotationError: it can't be read, or symbols have been lost from it.
        """
        padded = " " * start + "".join(self.line.signs[start:end])
        place = (
            self.typed.place
            if self.typed.place.text
            else Place(
                self.typed.place.source,
                self.typed.place.line,
                self.typed.place.column,
                self.typed.text,
            )
        )
        chain = read_chain(padded, place=place, options=self.options)
        first = chain.sides[0]
        if chain.open_start and self.typed.text[:start].rstrip()[-1:] not in _BEFORE_A_RELATION:
            raise self.typed.error("nothing stands before this relation", start)
        if not chain.open_start and len(chain.sides) > 1:
            literals = [_literal(side) for side in chain.sides[:2]]
            if None not in literals and literals[0] != literals[1]:
                raise self.typed.error("two different numbers: a symbol may be lost", start)
        for side in chain.sides:
            for node in walk(side):
                if isinstance(node, Call) and node is not first and not self.known(node.function):
                    message = f"the function '{node.function}' is not known"
                    raise self.typed.error(message, node.span.start)
        return chain

    def known(self, function: str) -> bool:
        """Whether a function means something: a standard one, a gradient, one the page knows."""
        base = function.split("_")[0]
        known = function in _KNOWN_CALLS or function in self.options.functions
        return known or len(base) == 1 or is_compound(function) or base in _KNOWN_CALLS


def _literal(node: object) -> object:
    """The value of a signed number; None for anything else."""
    match node:
        case Number(value=value):
            return value
        case Negative(operand=Number(value=value)):
            return -value
        case Positive(operand=Number(value=value)):
            return value
        case _:
            return None


def _qualified(chain: Chain, before: _Word | None) -> Chain:
    """`corrected m = 2` is about the corrected m: the word becomes the first part of its index."""
    first = chain.sides[0]
    if before is None or before.text.lower() not in _QUALIFIERS or not isinstance(first, Name):
        return chain
    head = replace(first, index=(_QUALIFIERS[before.text.lower()], *first.index))
    return replace(chain, sides=(head, *chain.sides[1:]))
