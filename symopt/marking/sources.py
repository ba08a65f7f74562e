"""The values that a line is worked out from, which its rounded numbers may stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from flint import fmpq

from symopt.errors import SymoptError
from symopt.marking.evaluate import Value, parts_of
from symopt.notation.tree import Binary, Name, Node, Number, Vector, walk
from symopt.numbers import Real

_ONE = Number("1", fmpq(1))


def source_values(trees: Iterable[Node], value: Callable[[Node], Value]) -> list[Real]:
    """The value of every part of some trees, and of the quotients that their products hold.

    Of a·b/c these are also 1/c, a/c and b/c: people divide in any order.
    """
    found: list[Real] = []
    seen: set[Node] = set()
    for tree in trees:
        for node in _parts(tree):
            if node in seen or isinstance(node, Number | Vector):
                continue
            seen.add(node)
            try:
                found += parts_of(value(node))
            except SymoptError:
                continue
    return found


def _parts(tree: Node) -> Iterator[Node]:
    for node in walk(tree):
        yield node
        if isinstance(node, Binary) and node.operator == "/":
            yield Binary("/", _ONE, node.right)
            for factor in _factors(node.left):
                yield Binary("/", factor, node.right)


def _factors(node: Node) -> Iterator[Node]:
    if isinstance(node, Binary) and node.operator == "*":
        yield from _factors(node.left)
        yield from _factors(node.right)
    elif isinstance(node, Name | Binary):
        yield node
