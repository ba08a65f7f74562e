"""Reading mathematics as people type it: an expression, or a chain of equalities.

    >>> from symopt.notation.tree import show
    >>> show(read_chain("X₂ = (-2√2/3, 1 - √3/3)"))
    'X_2 = [(neg (/ (* 2 (sqrt 2)) 3)) (- 1 (/ (sqrt 3) 3))]'

The steps: `fold` spells every sign one way, `scan` finds numbers, names and brackets, `arrange`
settles functions and implicit products, and one grammar (grammar.lark) builds the tree. Nothing
is evaluated, and nothing is guessed: what can't be read is refused with a caret.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from lark import Lark, Token, UnexpectedToken
from lark.lexer import Lexer

from symopt.errors import NotationError, Place
from symopt.notation.arrange import arrange
from symopt.notation.brackets import Sign
from symopt.notation.build import Builder, Refused
from symopt.notation.cursor import Cursor
from symopt.notation.fold import fold
from symopt.notation.options import Reading
from symopt.notation.scan import scan
from symopt.notation.tree import Chain, Name, Negative, Node, Number, Positive, depth, key
from symopt.notation.typed import Typed

LONGEST_TEXT = 10_000
DEEPEST_TREE = 200

__all__ = ["Reading", "canonical", "read_chain", "read_expression"]


def read_expression(
    text: str, *, place: Place | None = None, options: Reading | None = None
) -> Node:
    """The tree of one expression; blanks around it don't matter.

    Args:
        text: the expression alone, in plain text, Unicode or LaTeX.
        place: where it stands, for messages; `column` is that of the text's first character.
        options: what is known about the page.

    Raises:
        NotationError: anything that isn't one readable expression, with its column.
    """
    node: Node = _parse(text, place, options, "sum")
    assert_depth(node, text, place)
    return node


def read_chain(text: str, *, place: Place | None = None, options: Reading | None = None) -> Chain:
    """The sides and relations of one chain such as `x_1 = 1 - 1/2 = 1/2`.

    Raises:
        NotationError: no relation sign, several statements, or a side that can't be read.
    """
    chain: Chain = _parse(text, place, options, "chain")
    if not chain.relations:
        hint = "an expression alone is read by read_expression"
        raise Typed(text, place or Place()).error("no relation sign in this text", 0, hint)
    for side in chain.sides:
        assert_depth(side, text, place)
    _check_marker(chain, text, place)
    return chain


@lru_cache(maxsize=4096)
def canonical(spelling: str) -> str:
    """The key of a name in any of its spellings; a text that is no name stays as it is.

    >>> canonical("β₁"), canonical("beta1"), canonical("m_hat_{t-1}")
    ('beta_1', 'beta_1', 'm_hat_t-1')
    """
    try:
        node = read_expression(spelling)
    except NotationError:
        return spelling
    return key(node) if isinstance(node, Name) else spelling


def _check_marker(chain: Chain, text: str, place: Place | None) -> None:
    """`- m = 0.9`: the sign before the first name may be the marker of a list.

    Raises:
        NotationError: it may.
    """
    first = chain.sides[0]
    if chain.open_start or not isinstance(first, Negative | Positive):
        return
    if first.operand.span.start - first.span.start > 1 and not isinstance(first.operand, Number):
        hint = "leave the marker out, or write the sign directly before the name"
        message = "a sign or the marker of a list"
        raise Typed(text, place or Place()).error(message, first.span.start, hint)


def assert_depth(node: Node, text: str, place: Place | None) -> None:
    """Refuse a tree that recursive readers couldn't walk.

    Raises:
        NotationError: more than `DEEPEST_TREE` levels.
    """
    if depth(node) > DEEPEST_TREE:
        message = f"more than {DEEPEST_TREE} operations inside each other"
        raise Typed(text, place or Place()).error(message, node.span.start, "split the expression")


@dataclass(frozen=True, slots=True)
class _Leaf:
    """What a token carries into the tree."""

    node: Name | Number | None
    canonical: str
    written: str


class _Signs(Lexer):
    """A lexer for lark that hands on the signs it is given."""

    def __init__(self, lexer_conf: Any):  # lark asks for this argument
        pass

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Token]:
        """The tokens, as they are: lark hands on what `parse` was given."""
        yield from lexer_state


@cache
def _grammar() -> Lark:
    source = resources.files("symopt.notation").joinpath("grammar.lark").read_text("utf-8")
    return Lark(source, parser="lalr", lexer=_Signs, start=["sum", "chain"], transformer=Builder())


def _parse(text: str, place: Place | None, options: Reading | None, start: str) -> Any:
    """A text through all steps; every complaint comes out as a NotationError with its place."""
    typed = Typed(text, place or Place())
    if len(text) > LONGEST_TEXT:
        raise typed.error(f"more than {LONGEST_TEXT} characters", LONGEST_TEXT)
    cursor = Cursor(typed, fold(text), options or Reading())
    signs = arrange(cursor, scan(cursor))
    if not signs:
        raise typed.error("nothing to read", 0)
    try:
        return _grammar().parse(_tokens(cursor, signs), start=start)
    except UnexpectedToken as error:
        raise _unexpected(cursor, error.token) from None
    except Refused as refused:
        raise typed.error(refused.message, refused.offset, refused.hint) from None


def _tokens(cursor: Cursor, signs: list[Sign]) -> list[Token]:
    """The signs as lark's tokens, with typed offsets."""
    tokens = []
    for sign in signs:
        place = cursor.folded.span(sign.start, sign.end)
        if sign.start == sign.end:
            place = type(place)(place.start, place.start)
        written = cursor.typed.text[place.start : place.end]
        token = Token(sign.kind, written, start_pos=place.start, end_pos=place.end)
        token.value = _Leaf(sign.node, sign.canonical, written)
        tokens.append(token)
    return tokens


def _unexpected(cursor: Cursor, token: Token) -> Exception:
    """The complaint about the sign at which the grammar gave up."""
    if token.type == "$END":
        end = len(cursor.typed.text.rstrip())
        return cursor.typed.error("the text ends too early", end)
    at = token.start_pos or 0
    written = getattr(token.value, "written", "") or cursor.typed.text[at : at + 1]
    if token.type == "RELATION":
        return cursor.typed.error(f"the relation '{written}' can't stand here", at)
    if token.type in ("COMMA", "SEMICOLON"):
        hint = "put a vector in brackets; read several statements one by one"
        return cursor.typed.error(f"'{written}' outside brackets", at, hint)
    return cursor.typed.error(f"'{written}' can't stand here", at)
