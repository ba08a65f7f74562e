"""The other sensible readings of a side: what a hurried author may have meant by it.

    >>> from symopt.notation.read import read_expression
    >>> from symopt.notation.tree import show
    >>> [(code, show(node)) for code, node in alternatives(read_expression("1/2√2"))]
    [('product-divisor', '(/ 1 (* 2 (sqrt 2)))')]

The tree itself is always the conventional reading. An alternative changes one place of it, and
only where the author wrote no brackets; after the single ones come those that change every place
of a kind at once, and divisors that reach further still: `v/(1 - b^(n + 1))`, `1/(2*x*y)`.

    fraction-divisor   (2, 1/2)/1/2   (2, 1/2)/(1/2)
    sum-divisor        a/1 - b        a/(1 - b)
    product-divisor    1/2√2          1/(2√2)
    sum-exponent       b^n + 1        b^(n + 1)
    product-exponent   e^2x           e^(2x)
    fraction-exponent  x^1/2          x^(1/2)
    power-left         a^b^c          (a^b)^c
    signed-base        -0.3^2         (-0.3)^2
    root-reach         √2/3, √v + ε   √(2/3), √(v + ε)
    root-power         √x²            (√x)²
    index-reach        m_t-1, m-1     m_{t-1}, m_{-1}
    times-letter       2x3            2 × 3
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from flint import fmpq

from symopt.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
    Positive,
    Vector,
    bracketed,
)

MOST_ALTERNATIVES = 60
INDEX_LETTERS = "tnkij"

Alternative: TypeAlias = tuple[str, Node]
Put: TypeAlias = Callable[[Node], Node]


def alternatives(side: Node) -> list[Alternative]:
    """Each other sensible tree of a side, with the code of the slip that it would explain.

    In the order of the text, without repetition, at most `MOST_ALTERNATIVES`.
    """
    found: list[Alternative] = []
    for code, node in _all(side):
        if node != side and all(node != other for _, other in found):
            found.append((code, node))
        if len(found) == MOST_ALTERNATIVES:
            break
    return found


def _all(side: Node) -> Iterator[Alternative]:
    """Single changes, then one kind everywhere, then an exponent's reach with a divisor's."""
    singles = list(_everywhere(side))
    yield from singles
    codes = [code for code, _ in singles]
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1:
            yield code, _exhaust(code, side)
    for code, node in singles:
        further = {"sum-exponent": "sum-divisor", "product-divisor": "product-divisor"}.get(code)
        yield from (pair for pair in _everywhere(node) if pair[0] == further)


def _exhaust(code: str, node: Node) -> Node:
    """Change every place of one kind, from left to right."""
    for _ in range(MOST_ALTERNATIVES):
        changed = next((other for found, other in _everywhere(node) if found == code), None)
        if changed is None or changed == node:
            break
        node = changed
    return node


def _everywhere(node: Node) -> Iterator[Alternative]:
    """The alternatives at the top of a tree, then those of each child put in its place."""
    yield from _here(node)
    for child, put in _places(node):
        for code, other in _everywhere(child):
            yield code, put(other)


def _places(node: Node) -> Iterator[tuple[Node, Put]]:
    """Each child with the function that puts another node in its place."""
    match node:
        case Negative(operand=operand) | Positive(operand=operand):
            yield operand, lambda other: replace(node, operand=other)
        case Binary(left=left, right=right):
            yield left, lambda other: replace(node, left=other)
            yield right, lambda other: replace(node, right=other)
        case Call(arguments=parts):
            for at, part in enumerate(parts):
                yield (
                    part,
                    lambda other, at=at: replace(  # type: ignore[misc]
                        node, arguments=(*parts[:at], other, *parts[at + 1 :])
                    ),
                )
        case Vector(items=parts):
            for at, part in enumerate(parts):
                yield (
                    part,
                    lambda other, at=at: replace(  # type: ignore[misc]
                        node, items=(*parts[:at], other, *parts[at + 1 :])
                    ),
                )


def _here(node: Node) -> Iterator[Alternative]:
    """The alternatives that change the top of a tree."""
    match node:
        case Binary(operator="+" | "-", left=left):
            for last, put in _tail(left):
                yield from ((code, put(other)) for code, other in _reach_of_sum(last, node))
        case Binary(operator="*" | "/", left=left):
            for last, put in _tail(left):
                yield from ((code, put(other)) for code, other in _reach_of_product(last, node))
            yield from _times_letter(node)
        case Binary(operator="^", left=left, right=Binary(operator="^") as right):
            if not bracketed(right):
                inner = Binary("^", left, right.left, span=left.span.to(right.left.span))
                yield "power-left", Binary("^", inner, right.right, span=node.span)
        case Negative(operand=operand):
            for first, put in _head(operand):
                if isinstance(first, Binary) and first.operator == "^":
                    signed = replace(first, left=Negative(first.left, first.left.span))
                    yield "signed-base", put(signed)
        case Call(function="sqrt", arguments=(Binary(operator="^") as power,)):
            if _bare(node) and not bracketed(power):
                yield "root-power", replace(power, left=Call("sqrt", (power.left,)))
        case _:
            return


def _tail(node: Node) -> Iterator[tuple[Node, Put]]:
    """A node and its last parts, through unbracketed operations, each with its replacement."""
    yield node, lambda other: other
    if bracketed(node):
        return
    if isinstance(node, Negative):
        for last, put in _tail(node.operand):
            yield last, lambda other, put=put: Negative(put(other), node.span)  # type: ignore[misc]
    elif isinstance(node, Binary) and node.operator != "^":
        binary = node
        for last, put in _tail(node.right):
            yield last, lambda other, put=put: replace(binary, right=put(other))  # type: ignore[misc]


def _head(node: Node) -> Iterator[tuple[Node, Put]]:
    """A node and its first parts, likewise."""
    if bracketed(node):
        return
    yield node, lambda other: other
    if isinstance(node, Binary) and node.operator in "*/":
        for first, put in _head(node.left):
            yield first, lambda other, put=put: replace(node, left=put(other))  # type: ignore[misc]


def _bare(call: Call) -> bool:
    """Whether a radical stands without brackets."""
    return call.span.end == call.arguments[-1].span.end


def _join(outer: Binary, inner: Node) -> Binary:
    """The operation with its left side replaced by that side's last part."""
    return replace(outer, left=inner, span=inner.span.to(outer.right.span))


def _reach_of_sum(last: Node, node: Binary) -> Iterator[Alternative]:
    """What a sum's left side may have meant to take in: the right side as well."""
    around = last.span.to(node.right.span)
    match last:
        case Binary(operator="/") if not bracketed(last):
            yield "sum-divisor", replace(last, right=_join(node, last.right), span=around)
        case Binary(operator="^") if not bracketed(last):
            yield "sum-exponent", replace(last, right=_join(node, last.right), span=around)
        case Call(function="sqrt", arguments=(argument,)) if _bare(last):
            yield "root-reach", Call("sqrt", (_join(node, argument),), around)
        case Name() if isinstance(node.right, Number) and node.right.text.isdigit():
            index = _longer_index(last, node.operator + node.right.text)
            if index is not None:
                yield "index-reach", replace(index, span=around)


def _longer_index(name: Name, tail: str) -> Name | None:
    """m_t with -1 is m_{t-1}, m is m_{-1}, and the word mn is m_{n-1}."""
    if name.index and name.index[-1] in INDEX_LETTERS:
        return replace(name, index=(*name.index[:-1], name.index[-1] + tail))
    if not name.index and len(name.base) == 1:
        return replace(name, index=(tail.removeprefix("+"),))
    if not name.index and len(name.base) == 2 and name.base[1] in INDEX_LETTERS:
        return replace(name, base=name.base[0], index=(name.base[1] + tail,))
    return None


def _reach_of_product(last: Node, node: Binary) -> Iterator[Alternative]:
    """What a product's left side may have meant to take in."""
    around = last.span.to(node.right.span)
    divides, implicit = node.operator == "/", not node.written
    match last:
        case Binary(operator="/") if not bracketed(last):
            code = "fraction-divisor" if divides else "product-divisor"
            yield code, replace(last, right=_join(node, last.right), span=around)
        case Binary(operator="^") if not bracketed(last) and (divides or implicit):
            code = "fraction-exponent" if divides else "product-exponent"
            yield code, replace(last, right=_join(node, last.right), span=around)
        case Call(function="sqrt", arguments=(argument,)) if _bare(last) and (divides or implicit):
            yield "root-reach", Call("sqrt", (_join(node, argument),), around)


def _times_letter(node: Binary) -> Iterator[Alternative]:
    """`2x3` typed for 2 × 3."""
    match node:
        case Binary(operator="*", written="", right=Name(base="x", marks=(), index=(digits,))):
            if digits.isdigit() and isinstance(node.left, Number):
                factor = Number(digits, fmpq(int(digits)), span=node.right.span)
                yield "times-letter", replace(node, right=factor, written="x")
