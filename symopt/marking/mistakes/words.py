"""Trees and values in a message, as a student would write them: `m̂_2 = (1, 1/4)`."""

from __future__ import annotations

import re

from symopt.errors import SymoptError
from symopt.marking.evaluate import Value
from symopt.marking.gap import exact_text
from symopt.notation.signs import GREEK
from symopt.notation.tree import Binary, Call, Name, Node, Number, Vector
from symopt.notation.write import ATOM, POWER, PRODUCT, TextWriter
from symopt.numbers import Real

LONGEST = 16
DIGITS = 6
_LETTERS = {word: letter for letter, word in reversed(GREEK.items())}  # θ, not ϑ
_SIGNS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307"}
_SIGNS |= {"prime": "'", "star": "*", "plus": "⁺"}
_FUNCTIONS = {"sqrt": "√", "grad": "∇f"}


class _Writer(TextWriter):
    def name(self, node: Name) -> str:
        """θ_1, m̂_2, m_{t-1}."""
        base = _LETTERS.get(node.base, node.base) + "".join(
            _SIGNS.get(mark, "") for mark in node.marks
        )
        return base + "".join(f"_{i}" if i.isalnum() else f"_{{{i}}}" for i in node.index)

    def product(self, node: Binary) -> str:
        return f"{self.within(node.left, PRODUCT)}·{self.within(node.right, POWER)}"

    def power(self, node: Binary) -> str:
        return f"{self.within(node.left, ATOM)}^{self.within(node.right, POWER)}"

    def call(self, node: Call) -> str:
        if node.function == "norm":
            return f"‖{self.write(node.arguments[0])}‖"
        text = super().call(node)
        name, bracket, rest = text.partition("(")
        if node.function == "sqrt" and isinstance(node.arguments[0], Name | Number):
            return "√" + self.write(node.arguments[0])
        if node.function == "grad" and isinstance(node.arguments[0], Vector):
            return "∇f" + self.write(node.arguments[0])
        return _FUNCTIONS.get(node.function, name) + bracket + rest


def spell(node: Node) -> str:
    """A tree in the field's letters."""
    return _Writer().write(node)


def spell_value(value: Value) -> str:
    """A value: short exact text, or its first digits."""
    if not isinstance(value, tuple):
        return _number(value)
    return _number(value[0]) if len(value) == 1 else f"({', '.join(map(_number, value))})"


def _number(value: Real) -> str:
    text = exact_text(value) if value.rational is not None or value.surd else None
    if text is not None and len(text) <= LONGEST:
        return re.sub(r"sqrt\((\d+)\)", r"√\1", text).replace("sqrt", "√").replace("*", "·")
    try:
        return value.decimal(DIGITS)
    except SymoptError:
        return "…"
