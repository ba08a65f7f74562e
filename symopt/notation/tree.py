"""The tree that the notation is read into: nine small kinds of node, each with its place.

Every node carries `span`, the half-open range of character offsets in the text as typed; spans
are left out of comparisons, so that `1/2` and `\\frac12` are equal trees. Brackets leave no node
of their own: a bracketed sum's span is wider than its parts' (see `bracketed`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from flint import fmpq


@dataclass(frozen=True, slots=True)
class Span:
    """Character offsets `start` (included) to `end` (excluded) in the text as typed."""

    start: int = 0
    end: int = 0

    def to(self, other: Span) -> Span:
        """The stretch from the beginning of this span to the end of the other."""
        return Span(self.start, other.end)


NOWHERE = Span()


@dataclass(frozen=True, slots=True)
class Number:
    """A literal: `value` is exact; `decimals` counts its digits after the point.

    `0.10` has 2 decimals, `1e-8` has 8, `3` has 0; None when it is no plain literal (`½`).
    `truncated` marks a literal that ends in an ellipsis, `0.999...`.
    """

    text: str
    value: fmpq
    decimals: int | None = 0
    truncated: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A quantity: m̂₁, `\\hat{m}_1` and `m_hat_1` are all `Name("m", ("hat",), ("1",))`.

    `form` keeps how the index stood, where it may matter: its last part above in brackets,
    x^{(1)}, or two parts between commas, x_{1,2}.
    """

    base: str
    marks: tuple[str, ...] = ()
    index: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
    form: Literal["", "raised", "listed"] = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Vector:
    """`(a, b)` and `[a, b]` are rows, `[a; b]` a column; a matrix is a column of rows."""

    items: tuple[Node, ...]
    orientation: Literal["row", "column"] = "row"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """`-a`; the sign binds looser than a power and than a product: `-a*b` is `-(a*b)`."""

    operand: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Positive:
    """`+a`, as in `= +6.48`."""

    operand: Node
    span: Span = field(default=NOWHERE, compare=False)


Operator: TypeAlias = Literal["+", "-", "*", "/", "^"]


@dataclass(frozen=True, slots=True)
class Binary:
    """One operation; `written` is the sign as typed, empty for an implicit product."""

    operator: Operator
    left: Node
    right: Node
    written: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function at its arguments, under its canonical name; of `root` the index is first."""

    function: str
    arguments: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


Node: TypeAlias = Number | Name | Vector | Negative | Positive | Binary | Call
RelationSign: TypeAlias = Literal["=", "≈", "←", "<", ">", "≤", "≥", "≠"]
EQUALITIES: tuple[RelationSign, ...] = ("=", "≈", "←")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation sign in canonical form; `written` as typed (`:=` and `→` are both `←`)."""

    sign: RelationSign
    written: str = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """Sides joined by relations; a chain may begin (`= 3`) or end (`0.98 =`) with a relation.

    With n sides there are n - 1 inner relations, one more for each open end, all in order.
    """

    sides: tuple[Node, ...]
    relations: tuple[Relation, ...]
    open_start: bool = False
    open_end: bool = False
    span: Span = field(default=NOWHERE, compare=False)

    def links(self) -> Iterator[tuple[Node, Relation, Node]]:
        """Each pair of neighbouring sides with the relation between them."""
        inner = self.relations[self.open_start :]
        yield from zip(self.sides, inner, self.sides[1:], strict=False)


def key(name: Name) -> str:
    """The canonical text of a name: base, marks, index joined by underscores, `m_hat_1`."""
    return "_".join((name.base, *name.marks, *name.index))


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below one."""
    match node:
        case Vector(items=items):
            return items
        case Negative(operand=operand) | Positive(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first, without recursion."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def with_names(node: Node, change: Callable[[Name], Node]) -> Node:
    """The tree with each name changed; everything keeps its place."""
    match node:
        case Name():
            return change(node)
        case Negative(operand=operand, span=span) | Positive(operand=operand, span=span):
            return type(node)(with_names(operand, change), span)
        case Binary(operator=operator, left=left, right=right, written=written, span=span):
            left, right = with_names(left, change), with_names(right, change)
            return Binary(operator, left, right, written, span)
        case Vector(items=items, orientation=orientation, span=span):
            return Vector(tuple(with_names(item, change) for item in items), orientation, span)
        case Call(function=function, arguments=parts, span=span):
            return Call(function, tuple(with_names(part, change) for part in parts), span)
        case _:
            return node


def depth(node: Node) -> int:
    """The number of levels of the tree: 1 for a leaf."""
    level, count = [node], 0
    while level:
        level = [child for parent in level for child in children(parent)]
        count += 1
    return count


def bracketed(node: Node) -> bool:
    """Whether the author put brackets or braces around this sum, product, power or sign."""
    match node:
        case Binary(left=left, right=right, span=span):
            return span.start < left.span.start or span.end > right.span.end
        case Negative(operand=operand, span=span) | Positive(operand=operand, span=span):
            return span.end > operand.span.end
        case _:
            return False


def show(node: Node | Chain) -> str:
    """A compact prefix form for tests and messages: `(+ 1 (* 2 m_hat_1))`."""
    match node:
        case Number(text=text, truncated=truncated):
            return text + ("…" if truncated else "")
        case Name():
            return key(node)
        case Vector(items=items, orientation=orientation):
            opening, closing = "[]" if orientation == "row" else "⟨⟩"
            return opening + " ".join(map(show, items)) + closing
        case Negative(operand=operand):
            return f"(neg {show(operand)})"
        case Positive(operand=operand):
            return f"(pos {show(operand)})"
        case Binary(operator=operator, left=left, right=right):
            return f"({operator} {show(left)} {show(right)})"
        case Call(function=function, arguments=arguments):
            return f"({' '.join([function, *map(show, arguments)])})"
        case Chain():
            return _show_chain(node)


def _show_chain(chain: Chain) -> str:
    """Sides and relations in order, with `…` where an end is open."""
    parts: list[str] = []
    if chain.open_start:
        parts += ["…", chain.relations[0].sign]
    for side, relation in zip(chain.sides, chain.relations[chain.open_start :], strict=False):
        parts += [show(side), relation.sign]
    if not chain.open_end:
        parts.append(show(chain.sides[-1]))
    else:
        parts.append("…")
    return " ".join(parts)
