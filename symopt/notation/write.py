"""Trees and expressions as plain text, which the reader reads back to the same tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from symopt.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
    Positive,
    Vector,
    key,
)
from symopt.notation.words import is_differential

if TYPE_CHECKING:
    import sympy

    Writable: TypeAlias = sympy.Expr | sympy.MatrixBase | Iterable[sympy.Expr]

SUM, SIGN, PRODUCT, POWER, ATOM = range(5)
"""How tightly a written form holds together."""

PRIMED = {"derivative": "f'", "second_derivative": "f''"}


class TextWriter:
    """Infix text with as few brackets as the grammar needs; `**` is the power, as in SymPy.

    names: the spelling of some names, under their keys; the others are put together from parts.
    """

    def __init__(self, *, names: Mapping[str, str] | None = None):
        self.names = dict(names or {})

    def write(self, node: Node) -> str:
        """The text of a tree."""
        match node:
            case Number():
                return self.number(node)
            case Name():
                return self.name(node)
            case Vector():
                return self.vector(node)
            case Negative(operand=operand):
                return "-" + self.within(operand, PRODUCT)
            case Positive(operand=operand):
                return "+" + self.within(operand, PRODUCT)
            case Call():
                return self.call(node)
            case Binary(operator="+" | "-", left=left, right=right):
                right_text = self.within(right, PRODUCT)
                return f"{self.within(left, SUM)} {node.operator} {right_text}"
            case Binary(operator="*"):
                return self.product(node)
            case Binary(operator="/"):
                return self.quotient(node)
            case Binary():
                return self.power(node)

    def within(self, node: Node, least: int) -> str:
        """The text of a part, in brackets where it holds together less than `least`."""
        text = self.write(node)
        return self.brackets(text) if self.level(node) < least else text

    def level(self, node: Node) -> int:
        """How tightly a node's text holds together."""
        match node:
            case Binary(operator="+" | "-"):
                return SUM
            case Negative() | Positive():
                return SIGN
            case Binary(operator="*" | "/"):
                return PRODUCT
            case Binary(operator="^"):
                return POWER
            case Number(decimals=None):
                return PRODUCT
            case Name(base=base) if "/" in base:
                return PRODUCT
            case _:
                return ATOM

    def brackets(self, text: str) -> str:
        """A text in brackets."""
        return f"({text})"

    def number(self, node: Number) -> str:
        """A literal in plain digits, with as many decimals as its author wrote."""
        if node.decimals is None:
            return f"{node.value.p}/{node.value.q}"
        plain = node.text.replace("{,}", "" if "." in node.text else ",")
        if "," in plain:
            plain = plain.replace(",", "." if node.decimals else "")
        return plain.removesuffix(".") + ("..." if node.truncated else "")

    def name(self, node: Name) -> str:
        """`m_hat_1`, `theta_{t-1}`."""
        if key(node) in self.names:
            return self.names[key(node)]
        parts = (*node.marks, *node.index)
        low = (f"_{part}" if part.isalnum() else f"_{{{part}}}" for part in parts)
        return node.base + "".join(low)

    def vector(self, node: Vector) -> str:
        """`(a, b)`, a column `[a; b]`, a matrix `[a, b; c, d]`."""
        if node.orientation == "row":
            return f"({', '.join(map(self.write, node.items))})"
        rows = (
            ", ".join(map(self.write, row.items if isinstance(row, Vector) else (row,)))
            for row in node.items
        )
        return f"[{'; '.join(rows)}]"

    def product(self, node: Binary) -> str:
        """`a*b`, implicit products among them."""
        return f"{self.within(node.left, PRODUCT)}*{self.within(node.right, POWER)}"

    def quotient(self, node: Binary) -> str:
        """`a/b`; the blanks of `dw / db` keep two differentials apart."""
        sign = " / " if self.reads_as_derivative(node) else "/"
        return f"{self.within(node.left, PRODUCT)}{sign}{self.within(node.right, POWER)}"

    def reads_as_derivative(self, node: Binary) -> bool:
        """Whether a quotient of two names would be read as one, dw/db."""
        left = node.left.right if isinstance(node.left, Binary) else node.left
        names = [part for part in (left, node.right) if isinstance(part, Name)]
        return len(names) == 2 and all(is_differential(name.base) for name in names)

    def power(self, node: Binary) -> str:
        """`a**b`."""
        return f"{self.within(node.left, ATOM)}**{self.within(node.right, POWER)}"

    def call(self, node: Call) -> str:
        """`sqrt(a)`, `f'(x)`, `max(a, b)`."""
        function = PRIMED.get(node.function, node.function)
        return f"{function}({', '.join(map(self.write, node.arguments))})"


def tree_text(node: Node) -> str:
    """The text of a tree.

    >>> from symopt.notation.read import read_expression
    >>> tree_text(read_expression("θ_{t-1} - α m̂/(√v̂ + ε)"))
    'theta_{t-1} - alpha*m_hat/(sqrt(v_hat) + epsilon)'
    """
    return TextWriter().write(node)


def write_text(expression: Writable, *, keep_order: bool | None = None) -> str:
    """An expression as SymPy's own printer writes it, or `(a, b)` of a vector.

    `keep_order` keeps the order in which an expression was built; None does so where it shows
    that it was built under `sympy.evaluate(False)`.

        >>> from sympy import Rational, sqrt
        >>> write_text((-2*sqrt(2)/3, 1 - sqrt(3)/3))
        '(-2*sqrt(2)/3, 1 - sqrt(3)/3)'

    Raises:
        NotationError: something that the notation has no form for.
    """
    import sympy

    from symopt.notation.from_sympy import from_sympy, name_of, unevaluated

    if isinstance(expression, sympy.Expr):
        if unevaluated(expression) if keep_order is None else keep_order:
            names = {key(name_of(symbol)): symbol.name for symbol in expression.free_symbols}
            return TextWriter(names=names).write(from_sympy(expression, keep_order=True))
        return str(sympy.sstr(expression))
    if isinstance(expression, sympy.MatrixBase) and 1 not in expression.shape:
        rows = (", ".join(map(write_text, row)) for row in expression.tolist())
        return f"[{'; '.join(rows)}]"
    return f"({', '.join(write_text(item) for item in expression)})"
