"""Vectors in statements: what is done to one is done to each of its components."""

from __future__ import annotations

from dataclasses import replace

from sympy import Add, Expr, Pow, sqrt

from symopt.notation.tree import Binary, Call, Negative, Node, Positive, Vector, children

NORM = "norm"


def norm(*components: Expr) -> Expr:
    """The Euclidean length of the vector with these components."""
    return sqrt(Add(*(Pow(component, 2) for component in components)))


def dimensions(node: Node) -> frozenset[int]:
    """How many components the vectors in an expression have; a norm is a number."""
    if isinstance(node, Vector):
        return frozenset({len(node.items)})
    if isinstance(node, Call) and node.function == NORM:
        return frozenset()
    return frozenset[int]().union(*map(dimensions, children(node)))


def components(node: Node) -> tuple[Node, ...]:
    """Each component of an expression; a number is its own only one.

    Every operation acts on each component alike, but a norm: that gets them as its arguments.

    Raises:
        ValueError: vectors of different length.
    """
    sizes = dimensions(node)
    if len(sizes) > 1:
        raise ValueError("vectors of different length")
    return tuple(_component(node, at) for at in range(max(sizes, default=1)))


def _component(node: Node, at: int) -> Node:
    match node:
        case Vector(items=items):
            return items[at]
        case Negative(operand=operand) | Positive(operand=operand):
            return replace(node, operand=_component(operand, at))
        case Binary(left=left, right=right):
            return replace(node, left=_component(left, at), right=_component(right, at))
        case Call(function="norm", arguments=(vector,)):
            return replace(node, arguments=components(vector))
        case Call(arguments=arguments):
            return replace(node, arguments=tuple(_component(part, at) for part in arguments))
        case _:
            return node
