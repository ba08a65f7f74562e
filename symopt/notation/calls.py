"""Names before brackets: `f(x)` is a value, `β(1 - x)` a product, `x(2)` the second step of x."""

from __future__ import annotations

from dataclasses import dataclass, replace

from symopt.notation.brackets import OPERAND_STARTS, Sign, partners
from symopt.notation.cursor import Cursor
from symopt.notation.signs import (
    BARE_FUNCTIONS,
    FUNCTIONS,
    GREEK_WORDS,
    LOSSES,
    OBJECTIVE_LETTERS,
    PARAMETERS,
)
from symopt.notation.tree import Name, Number, key
from symopt.notation.words import is_compound, is_differential

_RADICALS = ("SQRT", "CBRT", "QDRT")
_SEQUENCES_OR_FUNCTIONS = frozenset({"g", "h", "p", "q", "u"})
_TIMES = frozenset({"t", "k", "n", "i"})


def find_calls(cursor: Cursor, signs: list[Sign]) -> list[Sign]:
    """The signs with each function marked: CALL before a bracket, PREFIX (√2, sin x) without.

    Raises:
        NotationError: `x(2)` where it may be a step, a value or a product.
    """
    return _Calls(cursor, signs, partners(signs)).found()


@dataclass(frozen=True, slots=True)
class _Calls:
    """One text's signs with each bracket's partner."""

    cursor: Cursor
    signs: list[Sign]
    partner: dict[int, int]

    def found(self) -> list[Sign]:
        kept: list[Sign] = []
        position = 0
        while position < len(self.signs):
            sign = self.signs[position]
            following = self.kind(position + 1)
            if sign.kind in _RADICALS:
                kind = "CALL" if following == "LPAR" else "PREFIX"
                kept.append(replace(sign, kind=kind, canonical=sign.kind.lower()))
            elif isinstance(sign.node, Name) and following == "LPAR":
                step = self.step(position, sign.node)
                if step is not None:
                    position = self.partner[position + 1]
                kept.append(step or self.call(position, sign, sign.node))
            elif isinstance(sign.node, Name) and _bare(sign.node) and following in OPERAND_STARTS:
                kept.append(replace(sign, kind="PREFIX", canonical=FUNCTIONS[sign.node.base]))
            else:
                kept.append(sign)
            position += 1
        return kept

    def kind(self, position: int) -> str:
        return self.signs[position].kind if position < len(self.signs) else ""

    def is_head(self, name: Name) -> bool:
        """Whether the chain begins with this name at something: `h(x) =`, `x(2) =`."""
        first = self.signs[0].node
        return (
            first == name
            and self.kind(1) == "LPAR"
            and self.kind(self.partner[1] + 1) == ("RELATION")
        )

    # --- steps ------------------------------------------------------------------------------

    def step(self, position: int, name: Name) -> Sign | None:
        """`x(2)` and `x(t-1)` as x with an index; None where the bracket means something else."""
        index = self.index(position)
        if index is None or name.base in FUNCTIONS or name.base == "grad" or "/" in name.base:
            return None
        if key(name) in self.cursor.options.functions or set(name.marks) & {"prime"}:
            return None
        if name.base in PARAMETERS and index.isdigit():
            return None
        end = self.signs[self.partner[position + 1]].end
        if not self.is_step(position, name, index):
            written = self.cursor.text[self.signs[position].start : end]
            message = f"'{written}' may be a step, a value of a function or a product"
            hint = f"write {key(name)}_{index} or {key(name)}*({index})"
            raise self.cursor.error(message, hint, self.signs[position].start)
        node = replace(name, index=(*name.index, index), form="raised")
        return Sign("NAME", self.signs[position].start, end, node)

    def index(self, position: int) -> str | None:
        """The text of brackets that may hold an index: a whole number, t, t-1."""
        inside = self.signs[position + 2 : self.partner[position + 1]]
        if not inside:
            return None
        kinds = [sign.kind for sign in inside]
        text = "".join(self.cursor.text[sign.start : sign.end] for sign in inside)
        if kinds == ["NUMBER"]:
            return text if text.isdigit() else None
        named = isinstance(inside[0].node, Name) and key(inside[0].node) in _TIMES
        whole = isinstance(inside[-1].node, Number) and inside[-1].node.text.isdigit()
        if kinds == ["NAME"] or (
            kinds in (["NAME", "PLUS", "NUMBER"], ["NAME", "MINUS", "NUMBER"]) and whole
        ):
            return text if named else None
        return None

    def is_step(self, position: int, name: Name, index: str) -> bool:
        """Whether context makes it a step: a letter for time, the chain's head, f's argument."""
        if not index.isdigit():
            return name.base not in PARAMETERS
        alone = (
            self.kind(position - 1) == "LPAR"
            and position >= 2
            and isinstance(self.signs[position - 2].node, Name)
            and self.partner[position - 1] == self.partner[position + 1] + 1
        )
        return alone or (self.is_head(name) and name.base not in _SEQUENCES_OR_FUNCTIONS)

    # --- functions --------------------------------------------------------------------------

    def call(self, position: int, sign: Sign, name: Name) -> Sign:
        """The sign as a CALL of its canonical function, or unchanged as a factor."""
        function = self.function(position, sign, name)
        return replace(sign, kind="CALL", canonical=function) if function else sign

    def function(self, position: int, sign: Sign, name: Name) -> str:
        """The canonical function that a name before a bracket is; empty for a factor."""
        options, plain = self.cursor.options, replace(name, marks=(), index=())
        if key(name) in options.objectives:
            return "f"
        if key(name) in options.functions:
            return FUNCTIONS.get(key(name), key(name))
        if {key(name), key(replace(name, index=()))} & options.names or name.base in PARAMETERS:
            return ""
        if name.base == "grad":
            return self.gradient(position, name)
        if set(name.marks) == {"prime"} and name.base in OBJECTIVE_LETTERS:
            order = {1: "derivative", 2: "second_derivative"}.get(len(name.marks), key(name))
            return order if name.base in LOSSES and not name.index else key(name)
        if (
            name.marks == ("prime",)
            and name.base == "y"
            and self.partner[position + 1] == position + 3
        ):
            return key(name)  # y'(10) is a slope, y'(1 - y') a product
        if name.base in FUNCTIONS:
            return FUNCTIONS[name.base] if name == plain else key(name)
        if self.is_head(name):
            return key(name)
        gap = self.cursor.gap(sign.end, self.signs[position + 1].start)
        glued = not gap or (self.cursor.tex and gap.isspace())
        return key(name) if glued and ("/" in name.base or _is_unknown_word(name)) else ""

    def gradient(self, position: int, name: Name) -> str:
        """∇_w J(w_1) is the gradient; another variable below ∇ stays in the function's name."""
        inside = self.signs[position + 2].node
        if isinstance(inside, Name) and name.index == (inside.base,):
            return "grad"
        return key(name)


def _bare(name: Name) -> bool:
    """Whether a name is a function that may stand without brackets."""
    return FUNCTIONS.get(name.base) in BARE_FUNCTIONS and name == Name(name.base)


def _is_unknown_word(name: Name) -> bool:
    """Whether a word is neither a Greek letter nor a differential: `clip(x)`."""
    base = name.base
    known = base in GREEK_WORDS or is_differential(base) or is_compound(base)
    return len(base) > 2 and not known
