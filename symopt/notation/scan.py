"""From folded characters to signs: numbers, names, operators and well-matched brackets."""

from __future__ import annotations

import re

from symopt.notation.brackets import Sign
from symopt.notation.commands import Commands
from symopt.notation.cursor import Cursor
from symopt.notation.names import take_name
from symopt.notation.numerals import decimal_commas, take_number
from symopt.notation.signs import DIVIDE, RELATIONS, ROOT_WORD, TIMES

_BLANKS = re.compile(r"\s+")
_RELATION = re.compile("|".join(sorted(map(re.escape, RELATIONS), key=len, reverse=True)))
_RELATION_CLASH = re.compile(r"<-(?=[\d.])|=>|[<>=]{3}|=[<>]|!=|~=|>-(?=>)")
_MODULE = re.compile(r"(?:self|np|numpy|math|torch|tf|jnp)\.(?=[A-Za-z_])")
_TIMES_LETTER = re.compile(r"(?<=\s)[xX](?=\s+\.?\d)")
_ELLIPSIS = re.compile(r"\.{3,}|…|⋯")
_RADICALS = {"√": "SQRT", "∛": "CBRT", "∜": "QDRT"}
_SINGLE = {
    "+": "PLUS",
    "-": "MINUS",
    ",": "COMMA",
    ";": "SEMICOLON",
    "^": "CARET",
    "&": "AMPERSAND",
    **dict.fromkeys(TIMES, "TIMES"),
    **dict.fromkeys(DIVIDE, "DIVIDE"),
}
_OPENING = {"(": "LPAR", "[": "LBRACKET", "{": "LBRACE"}


class Scanner(Commands):
    """Reads a whole folded text into signs; refuses unknown signs and unmatched brackets."""

    def scan(self) -> list[Sign]:
        """All signs of the text, in order."""
        while self.cursor.at < len(self.cursor.text):
            if not self.cursor.take(_BLANKS) and not self.cursor.take(_MODULE):
                self._next()
        self.check_closed()
        return self.signs

    def _next(self) -> None:
        """One sign, whatever it is."""
        cursor = self.cursor
        start, character = cursor.at, cursor.text[cursor.at]
        if cursor.text.startswith(ROOT_WORD, start):
            self.put("SQRT", len(ROOT_WORD))
        elif character in _RADICALS:
            self.put(_RADICALS[character], 1)
        elif self.behind == "NUMBER" and cursor.look(_TIMES_LETTER):
            self.put("TIMES", 1)  # 0.1 x 20
        elif number := take_number(cursor):
            self.put_leaf(number, start)
        elif self.transpose() or (character == "\\" and self.command()):
            return
        elif name := take_name(cursor):
            self.put_leaf(name, start)
        else:
            self._mark(character)

    def _mark(self, character: str) -> None:
        """One of the signs between the operands."""
        cursor = self.cursor
        if clash := cursor.look(_RELATION_CLASH):
            raise cursor.error(f"'{clash[0]}' is not one of the relation signs = ≈ ← < > ≤ ≥ ≠")
        if character in ".,;。" and not self.waiting and not cursor.text[cursor.at + 1 :].strip():
            cursor.at = len(cursor.text)  # the sentence ends here
        elif relation := cursor.look(_RELATION):
            self.put("RELATION", len(relation[0]), RELATIONS[relation[0]])
        elif cursor.text.startswith("**", cursor.at):
            self.put("CARET", 2)
        elif character in _SINGLE:
            self.put(_SINGLE[character], 1)
        elif found := cursor.look(_ELLIPSIS):
            self.put("ELLIPSIS", len(found[0]))
        elif character in "|‖∥":
            self.bar(character)
        elif character in _OPENING:
            self.open(character, _OPENING[character], 1)
        elif character == ")":
            self.close("(", "RPAR", 1)
        elif character == "]":
            self.close_square()
        elif character == "}":
            self.close_brace()
        else:
            raise cursor.error(f"the sign '{character}' has no meaning here")


def scan(cursor: Cursor) -> list[Sign]:
    """All signs of a text.

    Raises:
        NotationError: an unknown sign, or a bracket without its partner.
    """
    cursor.decimals = decimal_commas(cursor.text)
    return Scanner(cursor).scan()
