"""Trees taken apart and put together again: the places of a tree, and rewriting at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from symopt.notation.from_sympy import number_tree
from symopt.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Positive,
    Vector,
    children,
    walk,
)

Put: TypeAlias = Callable[[Node], Node]
Change: TypeAlias = Callable[[Node], Iterator[Node]]

ONE, TWO = number_tree(1), number_tree(2)


def with_child(node: Node, at: int, child: Node) -> Node:
    """The node with one of its children replaced."""
    match node:
        case Negative() | Positive():
            return replace(node, operand=child)
        case Binary():
            return replace(node, left=child) if at == 0 else replace(node, right=child)
        case Vector(items=items):
            return replace(node, items=(*items[:at], child, *items[at + 1 :]))
        case Call(arguments=parts):
            return replace(node, arguments=(*parts[:at], child, *parts[at + 1 :]))
        case _:
            return node


def places(node: Node) -> Iterator[tuple[Node, Put]]:
    """Every part of a tree, the tree itself first, with what puts another one in its place."""
    yield node, lambda new: new
    for at, child in enumerate(children(node)):
        for part, put in places(child):
            yield part, lambda new, at=at, put=put: with_child(node, at, put(new))  # type: ignore[misc]


def spine(node: Node) -> Iterator[tuple[Binary, Put]]:
    """The sums and differences that a tree consists of at its top, the last one first."""
    put: Put = lambda new: new  # noqa: E731
    while isinstance(node, Binary) and node.operator in "+-":
        yield node, put
        outer, above = node, put
        put = lambda new, outer=outer, above=above: above(replace(outer, left=new))  # type: ignore[misc] # noqa: E731
        node = node.left


def everywhere(node: Node, change: Change) -> Node:
    """The tree with the first change made at each topmost place that has one."""
    changed = next(change(node), None)
    if changed is not None:
        return changed
    for at, child in enumerate(children(node)):
        node = with_child(node, at, everywhere(child, change))
    return node


def contains(node: Node, part: Node) -> bool:
    """Whether a part, or one equal to it, stands in a tree."""
    return any(found == part for found in walk(node))


def takes_gradient(node: Node) -> bool:
    """Whether ∇f stands in a tree."""
    return any(isinstance(part, Call) and part.function == "grad" for part in walk(node))


def is_one_minus(node: Node) -> bool:
    """Whether a tree is 1 − β, or 1 − β^t."""
    return isinstance(node, Binary) and node.operator == "-" and node.left == ONE


def flipped(node: Binary) -> Binary:
    """The sum as difference, and the other way round."""
    return replace(node, operator="-" if node.operator == "+" else "+")


def product(*factors: Node) -> Node:
    """The factors, multiplied from left to right."""
    node = factors[0]
    for factor in factors[1:]:
        node = Binary("*", node, factor, "*")
    return node


def indexed(name: Name, step: int) -> Name:
    """The same quantity at another step."""
    return replace(name, index=(*name.index[:-1], str(step)))
