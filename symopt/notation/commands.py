"""LaTeX's commands: fractions, roots, matrices, spacing, and what stands for a plain sign."""

from __future__ import annotations

import re

from symopt.notation.brackets import MATRICES, Brackets, Sign
from symopt.notation.names import take_letter, take_name
from symopt.notation.numerals import take_digit
from symopt.notation.signs import (
    DIVIDE_COMMANDS,
    FUNCTIONS,
    PARAMETERS,
    RELATION_COMMANDS,
    SPACING_COMMANDS,
    STYLE_COMMANDS,
    TIMES_COMMANDS,
    UNITS,
)
from symopt.notation.tree import Name

_BLANKS = re.compile(r"\s+")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_TRANSPOSE = re.compile(
    r"(?:\^|\*\*)\s*(?:\{\s*)?(T(?![A-Za-z])|\\top\b|\\intercal\b|\\mathsf\s*\{?\s*T\s*\}?|\\mathrm\s*\{\s*T\s*\})"
    r"(?:\s*\})?"
)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{\s*([A-Za-z]+\*?)\s*\}")
_COLUMNS = re.compile(r"\s*\{[lcr|\s]*\}")
_LAYOUT = frozenset("aligned align split gathered equation".split())
_TRAILING_UNIT = re.compile(r"\\(?:text|mathrm|textrm)\s*\{\s*([A-Za-z]+)\s*\}")
_UNIT_END = re.compile(r"(?:\\[,;: ]|\s)*(?:$|[=≈,.;]|\\approx)")
_SKIPPED = re.compile(r"\\(?:tag|label|hspace|color|textcolor)\s*\{[^{}]*\}")
_ROW_END = re.compile(r"\\\\(?:\s*\[[^\]]*\])?")
_BAR_COMMANDS = {"lvert": "|<", "rvert": "|>", "vert": "|", "lVert": "‖<", "rVert": "‖>"} | {
    "Vert": "‖", "|": "‖", "mid": "|",
}  # fmt: skip
_MAY_BE_TRANSPOSED = ("RPAR", "RBRACKET", "ENV_END", "NAME")


class Commands(Brackets):
    """Signs as LaTeX writes them."""

    def command(self) -> bool:
        """Read the command at the cursor; False where it begins a name."""
        cursor = self.cursor
        if cursor.take(_SKIPPED) or self._unit() or self._environment():
            return True
        if row := cursor.look(_ROW_END):
            self.put("ROW", len(row[0]))
            return True
        found = cursor.look(_COMMAND)
        if found is None:
            raise cursor.error("a backslash at the end")
        command, length = found[1], len(found[0])
        if command in SPACING_COMMANDS:
            self._spacing(command, length)
        elif command in ("quad", "qquad"):
            self.put("WIDE", length)
        elif command in RELATION_COMMANDS:
            self.put("RELATION", length, RELATION_COMMANDS[command])
        elif command in TIMES_COMMANDS:
            self.put("TIMES", length)
        elif command in DIVIDE_COMMANDS:
            self.put("DIVIDE", length)
        elif command in _BAR_COMMANDS:
            bar = _BAR_COMMANDS[command]
            self.bar(bar[0], length=length, side=bar[1:])
        elif command in ("ldots", "dots", "cdots"):
            self.put("ELLIPSIS", length)
        elif command == "{":
            self.open("\\{", "LPAR", length)
        elif command == "}":
            self.close("\\{", "RPAR", length)
        else:
            return self._structure(command, length)
        return True

    def _structure(self, command: str, length: int) -> bool:
        """Fractions, roots and functions; False for anything else that is a name."""
        if command in ("frac", "dfrac", "tfrac", "cfrac"):
            self._argument("FRACTION", "first", length)
        elif command == "sqrt":
            self._root(length)
        elif command == "over":
            self.put("OVER", length)
        elif command in FUNCTIONS or command == "sum":
            self.put("NAME", length)
            self.signs[-1].node = Name(command)
        else:
            return self._styled(length) if command in STYLE_COMMANDS else self._name(command)
        return True

    def _name(self, command: str) -> bool:
        """Read a command as a name; what is no name either is refused."""
        cursor, start = self.cursor, self.cursor.at
        name = take_name(cursor)
        if name is None:
            raise cursor.error(f"the command '\\{command}' is not known here")
        self.put_leaf(name, start)
        return True

    def _styled(self, length: int) -> bool:
        """A style before a name belongs to it; before anything else it is transparent."""
        start = self.cursor.at
        if name := take_name(self.cursor):
            self.put_leaf(name, start)
        else:
            self.cursor.at = start + length
        return True

    def _spacing(self, command: str, length: int) -> None:
        """Spacing means nothing, and `\\left` no more than the bracket behind it."""
        cursor = self.cursor
        cursor.at += length
        if command in ("left", "right") and cursor.text.startswith(".", cursor.at):
            raise cursor.error("an invisible bracket", "write both brackets")
        if command in ("left", "right") and cursor.text.startswith("|", cursor.at):
            self.bar("|", side="<" if command == "left" else ">")
        if command in ("left", "right") and cursor.text.startswith("\\|", cursor.at):
            self.bar("‖", length=2, side="<" if command == "left" else ">")

    def _root(self, length: int) -> None:
        """`\\sqrt{x}`, `\\sqrt2`, `\\sqrt[3]{x}`."""
        cursor = self.cursor
        behind = cursor.text[cursor.at + length :]
        blanks = len(behind) - len(behind.lstrip())
        if behind.lstrip().startswith("["):
            self.open("root", "ROOT", length + blanks + 1)
        else:
            self._argument("RADICAL", "last", length)

    def _argument(self, kind: str, which: str, length: int) -> None:
        """Begin an argument: in braces, or a single digit, letter or Greek command."""
        cursor, start = self.cursor, self.cursor.at
        cursor.at += length
        cursor.take(_BLANKS)
        self.signs.append(Sign(kind, start, cursor.at))
        if cursor.text.startswith("{", cursor.at):
            self.wait(which)
            cursor.at += 1
            self.signs[-1].end = cursor.at
            return
        begin = cursor.at
        node = take_digit(cursor) or take_letter(cursor)
        if node is None:
            raise cursor.error("an argument in braces must follow", "write \\frac{a}{b}, \\sqrt{a}")
        self.put_leaf(node, begin)
        self._argument_end(which, 0)

    def close_brace(self) -> None:
        """`}`: the end of an argument, or of an invisible bracket."""
        if self.innermost in ("first", "last"):
            self._argument_end(self.waiting.pop().bracket, 1)
        else:
            self.close("{", "RBRACE", 1)

    def close_square(self) -> None:
        """`]`: the end of a root's index, or a bracket."""
        if self.innermost == "root":
            self.waiting.pop()
            self._argument("ROOT_MIDDLE", "last", 1)
        else:
            self.close("[", "RBRACKET", 1)

    def _argument_end(self, which: str, length: int) -> None:
        if which == "first":
            self._argument("FRACTION_MIDDLE", "last", length)
        else:
            self.put("ARGUMENT_END", length)

    def _environment(self) -> bool:
        """`\\begin{pmatrix}` … `\\end{pmatrix}`; layout environments are transparent."""
        cursor = self.cursor
        found = cursor.look(_ENVIRONMENT)
        if found is None:
            return False
        verb, name, length = found[1], found[2], len(found[0])
        if name.rstrip("*") in _LAYOUT:
            cursor.at += length
        elif name not in MATRICES:
            raise cursor.error(f"the environment '{name}' is not read")
        elif verb == "begin":
            if name == "array" and (columns := _COLUMNS.match(cursor.text, cursor.at + length)):
                length += len(columns[0])
            self.open(name, "ENV_BEGIN", length)
        else:
            self.close(name, "ENV_END", length)
        return True

    def transpose(self) -> bool:
        """`^T` behind a bracket or a matrix, `^\\top` behind anything."""
        found = self.cursor.look(_TRANSPOSE)
        if not found or (found[1] == "T" and not self._may_be_transposed()):
            return False
        self.put("TRANSPOSE", len(found[0]))
        return True

    def _may_be_transposed(self) -> bool:
        """Whether ^T stands behind a vector's name or a bracket; `β^T` is a power."""
        if "T" in self.cursor.options.names or self.behind not in _MAY_BE_TRANSPOSED:
            return False
        node = self.signs[-1].node
        return not (isinstance(node, Name) and node.base in PARAMETERS | {"e"})

    def _unit(self) -> bool:
        """A unit at the end of a side, behind a number: `0.2774 \\text{ rad}`."""
        found = self.cursor.look(_TRAILING_UNIT)
        if not found or found[1] not in UNITS or self.behind not in ("NUMBER", "RBRACE"):
            return False
        if not _UNIT_END.match(self.cursor.text, found.end()):
            return False
        self.cursor.at = found.end()
        return True
