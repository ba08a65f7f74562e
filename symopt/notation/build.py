"""The tree's nodes, built bottom-up while the grammar is being parsed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from flint import fmpq
from lark import Token, Transformer, v_args

from symopt.notation.signs import BARE_FUNCTIONS, ELEMENTWISE
from symopt.notation.tree import (
    Binary,
    Call,
    Chain,
    Name,
    Negative,
    Node,
    Number,
    Operator,
    Positive,
    Relation,
    Span,
    Vector,
)

OPERATORS: dict[str, Operator] = {
    "PLUS": "+", "MINUS": "-", "TIMES": "*", "DIVIDE": "/", "JUXTAPOSED": "*", "CARET": "^",
}  # fmt: skip
ROOTS = {"cbrt": 3, "qdrt": 4}

Nodes: TypeAlias = tuple[Node, ...]


@dataclass
class Refused(Exception):
    """A tree that has no meaning, at an offset of the typed text."""

    message: str
    offset: int
    hint: str | None = None


def span(token: Token) -> Span:
    """The typed stretch of a token."""
    return Span(token.start_pos or 0, token.end_pos or 0)


@v_args(inline=True)
class Builder(Transformer[Token, Node | Chain]):
    """One method a rule of the grammar; lark calls them while it parses, so nothing recurses."""

    def chain(self, *parts: Token | Node) -> Chain:
        """Sides and relations, sorted apart."""
        relations = tuple(
            Relation(part.value.canonical, part.value.written, span(part))
            for part in parts
            if isinstance(part, Token)
        )
        sides = tuple(part for part in parts if not isinstance(part, Token))
        ends = [span(part) if isinstance(part, Token) else part.span for part in parts]
        opening, closing = isinstance(parts[0], Token), isinstance(parts[-1], Token)
        return Chain(sides, relations, opening, closing, ends[0].to(ends[-1]))

    def leaf(self, token: Token) -> Node:
        """A number or a name, read by the scanner."""
        node: Node = replace(token.value.node, span=span(token))
        return node

    def binary(self, left: Node, sign: Token, right: Node) -> Node:
        """One operation; what an implicit product may join is checked here."""
        if sign.type == "JUXTAPOSED":
            _check_product(left, right)
        written = "" if sign.type == "JUXTAPOSED" else sign.value.written
        return Binary(OPERATORS[sign.type], left, right, written, left.span.to(right.span))

    def negative(self, sign: Token, operand: Node) -> Node:
        """A minus before an operand."""
        return Negative(operand, span(sign).to(operand.span))

    def positive(self, sign: Token, operand: Node) -> Node:
        """A plus before an operand."""
        return Positive(operand, span(sign).to(operand.span))

    def prefix(self, sign: Token, operand: Node) -> Node:
        """√2, sin x: a function without brackets."""
        return _call(sign.value.canonical, (operand,), span(sign).to(operand.span))

    def call(self, sign: Token, _: Token, items: Nodes, closing: Token) -> Node:
        """A function at its arguments."""
        return _call(sign.value.canonical, items, span(sign).to(span(closing)))

    def fraction(self, begin: Token, above: Node, _: Token, below: Node, end: Token) -> Node:
        """`\\frac{a}{b}`."""
        return Binary("/", above, below, begin.value.written, span(begin).to(span(end)))

    def over(self, begin: Token, above: Node, sign: Token, below: Node, end: Token) -> Node:
        """`{a \\over b}`."""
        return Binary("/", above, below, sign.value.written, span(begin).to(span(end)))

    def radical(self, begin: Token, operand: Node, end: Token) -> Node:
        """`\\sqrt{a}`."""
        return Call("sqrt", (operand,), span(begin).to(span(end)))

    def root(self, begin: Token, index: Node, _: Token, operand: Node, end: Token) -> Node:
        """`\\sqrt[n]{a}`."""
        return Call("root", (index, operand), span(begin).to(span(end)))

    def bars(self, begin: Token, operand: Node, end: Token) -> Node:
        """|a|."""
        return Call("abs", (operand,), span(begin).to(span(end)))

    def norm(self, begin: Token, operand: Node, end: Token) -> Node:
        """‖a‖."""
        return Call("norm", (operand,), span(begin).to(span(end)))

    def braces(self, begin: Token, inside: Node, end: Token) -> Node:
        """LaTeX's invisible brackets."""
        return replace(inside, span=span(begin).to(span(end)))

    def group(self, begin: Token, items: Nodes, end: Token) -> Node:
        """Brackets around one side, or a row vector."""
        around = span(begin).to(span(end))
        return replace(items[0], span=around) if len(items) == 1 else _vector(items, around)

    def matrix(self, begin: Token, rows: tuple[Nodes, ...], end: Token) -> Node:
        """`[a; b]` a column, `[a, b; c, d]` a matrix."""
        return _rows(rows, span(begin).to(span(end)))

    def environment(self, begin: Token, rows: tuple[Nodes, ...], *ends: Token) -> Node:
        """A matrix environment; one row makes a row vector."""
        around = span(begin).to(span(ends[-1]))
        return _vector(rows[0], around) if len(rows) == 1 else _rows(rows, around)

    def transpose(self, operand: Node, sign: Token) -> Node:
        """A transposed row is a column; `^T` on anything but a vector may be a power."""
        around = operand.span.to(span(sign))
        if isinstance(operand, Vector) and not _is_matrix(operand):
            turned = Vector(operand.items, "column", around)
            return turned if operand.orientation == "row" else replace(turned, orientation="row")
        if "top" not in sign.value.written and not isinstance(operand, Vector | Name):
            hint = "write ^\\top for a transpose, or name the exponent otherwise"
            raise Refused("'^T' is a transpose or a power", span(sign).start, hint)
        return Call("transpose", (operand,), around)

    def list(self, *parts: Node | Token) -> Nodes:
        """Items between commas."""
        return tuple(part for part in parts if not isinstance(part, Token))

    cells = list

    def rows(self, *parts: Nodes | Token) -> tuple[Nodes, ...]:
        """Rows between semicolons."""
        return tuple(part for part in parts if not isinstance(part, Token))

    table = rows


def _check_product(left: Node, right: Node) -> None:
    """`sin 2x` and `(1, 2)(3, 4)` have two readings; an explicit sign decides."""
    if isinstance(left, Vector) and isinstance(right, Vector) and not _is_matrix(left):
        hint = "write ⊙ for the product of the components"
        raise Refused("two vectors side by side", right.span.start, hint)
    if _is_row_matrix(left) and _is_row_matrix(right):
        raise Refused("two matrices side by side", right.span.start, "write one statement a line")
    last = left.right if isinstance(left, Binary) and left.operator == "*" else left
    if isinstance(last, Call) and last.function in BARE_FUNCTIONS - {"sqrt"}:
        argument = last.arguments[0]
        if argument.span.end == last.span.end and argument.span.start > last.span.start + 1:
            written = "put the argument in brackets"
            raise Refused(
                f"how far '{last.function}' reaches is not clear", right.span.start, written
            )


def _call(function: str, arguments: Nodes, around: Span) -> Node:
    """A call in canonical form: functions of one argument take a list as a vector."""
    if function == "array":  # np.array([1, 2])
        return replace(_one(arguments), span=around)
    if function == "square":
        return Binary("^", _one(arguments), Number("2", fmpq(2)), "square", around)
    if function in ROOTS:
        arguments = (_one(arguments),)
        return Call(
            "root", (Number(str(ROOTS[function]), fmpq(ROOTS[function])), *arguments), around
        )
    if function in ELEMENTWISE:
        arguments = (_one(arguments),)
    return Call(function, arguments, around)


def _one(arguments: Nodes) -> Node:
    if len(arguments) == 1:
        return arguments[0]
    return _vector(arguments, arguments[0].span.to(arguments[-1].span))


def _vector(items: Nodes, around: Span) -> Vector:
    """A row; a row of rows is a matrix, which is a column of rows."""
    nested = [item for item in items if isinstance(item, Vector)]
    if nested and (len(nested) < len(items) or len({len(item.items) for item in nested}) > 1):
        raise Refused("the rows of this matrix differ in length", around.start)
    return Vector(items, "column" if nested else "row", around)


def _rows(rows: tuple[Nodes, ...], around: Span) -> Vector:
    """A column, or a matrix with the given rows."""
    if len({len(row) for row in rows}) > 1:
        raise Refused("the rows of this matrix differ in length", around.start)
    if len(rows[0]) == 1:
        return Vector(tuple(row[0] for row in rows), "column", around)
    lines = (Vector(row, "row", row[0].span.to(row[-1].span)) for row in rows)
    return Vector(tuple(lines), "column", around)


def _is_matrix(node: Node) -> bool:
    return isinstance(node, Vector) and any(isinstance(item, Vector) for item in node.items)


def _is_row_matrix(node: Node) -> bool:
    return _is_matrix(node)
