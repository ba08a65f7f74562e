"""A step's graph as readable straight-line source, in the author's order of operations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from symopt.run.floats.graph import Body, Graph, Kind
from symopt.run.generate import RESERVED

SUM, PRODUCT, NEGATIVE, ATOM = range(4)


@dataclass(frozen=True)
class Names:
    """Names for the values that enter a step from outside it: a line's own, or c0, c1, s0, s1."""

    fixed: dict[int, str]
    scheduled: dict[int, str]

    @classmethod
    def of(cls, graph: Graph) -> Names:
        """The names for one graph."""
        taken = taken_names(graph)
        lines = {i: name for body in graph.bodies for i, name in body.names.items()}

        def named(kind: Kind, letter: str) -> dict[int, str]:
            free = fresh(letter, taken)
            return {index: lines.get(index) or next(free) for index in graph.inputs(kind)}

        return cls(named(Kind.FIXED, "c"), named(Kind.SCHEDULED, "s"))


def taken_names(graph: Graph) -> set[str]:
    """The names that a graph's own values have."""
    lines = {name for body in graph.bodies for name in body.names.values()}
    return {*RESERVED, *graph.carried, *graph.parameters, *lines}


def fresh(letter: str, taken: set[str]) -> Iterator[str]:
    """Names of a letter and a number that are not taken."""
    number = 0
    while True:
        if f"{letter}{number}" not in taken:
            yield f"{letter}{number}"
        number += 1


class Writer:
    """Writes expressions; nodes with a name in `names` are written by name.

    A `careful` one calls `divide` instead of Python's division, which raises.
    """

    def __init__(self, graph: Graph, names: dict[int, str], *, careful: bool = False):
        self.graph = graph
        self.names = names
        self.careful = careful

    def value(self, index: int) -> str:
        """The node by its name, or else its expression."""
        return self.names[index] if index in self.names else self.expression(index)

    def expression(self, index: int) -> str:
        """The node's operation, written out."""
        return self._written(index)[0]

    def _operand(self, index: int, strength: int) -> str:
        if index in self.names:
            return self.names[index]
        code, own = self._written(index)
        return code if own >= strength else f"({code})"

    def _written(self, index: int) -> tuple[str, int]:
        op, arguments = self.graph.nodes[index]
        if op == "constant":
            return literal(arguments[0]), NEGATIVE if arguments[0] < 0 else ATOM
        if op in ("parameter", "carried", "given"):
            return arguments[0], ATOM
        if op == "t":
            return op, ATOM
        if op == "neg":
            return f"-{self._operand(arguments[0], ATOM)}", NEGATIVE
        if op in ("+", "-"):
            left, right = self._operand(arguments[0], SUM), self._operand(arguments[1], PRODUCT)
            return f"{left} {op} {right}", SUM
        if op == "*" or (op == "/" and not self.careful):
            left = self._operand(arguments[0], PRODUCT)
            return f"{left}{op}{self._operand(arguments[1], NEGATIVE)}", PRODUCT
        name = {"/": "divide", "absolute": "abs"}.get(op, op)
        return f"{name}({', '.join(map(self.value, arguments))})", ATOM


def literal(value: float) -> str:
    """A float as Python reads it back."""
    return repr(value) if abs(value) < float("inf") else repr(value).replace("inf", "1e999")


def fixed_lines(graph: Graph, names: Names, *, careful: bool = False) -> list[str]:
    """What is computed once, before the loop."""
    writer = Writer(graph, {}, careful=careful)
    return [f"{name} = {writer.expression(index)}" for index, name in names.fixed.items()]


def scheduled_lines(graph: Graph, names: Names, *, careful: bool = False) -> list[str]:
    """What a step takes from its number t."""
    writer = Writer(graph, dict(names.fixed), careful=careful)
    return [f"{name} = {writer.expression(index)}" for index, name in names.scheduled.items()]


def step_lines(graph: Graph, names: Names, *, careful: bool = False) -> list[str]:
    """The step: assignments that turn the carried values into the next ones.

    With several batches the branch of batch k.
    """
    bodies = [_body_lines(graph, body, names, careful) for body in graph.bodies]
    if len(bodies) == 1:
        return bodies[0]
    lines = []
    for number, body in enumerate(bodies):
        lines += [f"{'elif' if number else 'if'} k == {number}:", *indented(body)]
    return lines


def _body_lines(graph: Graph, body: Body, names: Names, careful: bool) -> list[str]:
    stated = _stated(graph, body, names)
    writer = Writer(graph, {**names.fixed, **names.scheduled, **stated}, careful=careful)
    order = [index for index in graph.needed(body) if index in stated]
    last_use = _last_uses(writer, order, body)
    late = []  # carried names whose old value outlives the new one's assignment
    for name, result in zip(graph.carried, body.results, strict=True):
        alone = body.results.count(result) == 1 and result in stated
        if alone and last_use.get(name, -1) <= order.index(result):
            writer.names[result] = name
        elif writer.value(result) != name:
            late.append((name, result))
    lines = [f"{writer.names[index]} = {writer.expression(index)}" for index in order]
    if late:
        targets = ", ".join(name for name, _ in late)
        lines.append(f"{targets} = {', '.join(writer.value(result) for _, result in late)}")
    return lines


def _stated(graph: Graph, body: Body, names: Names) -> dict[int, str]:
    """The nodes that get a line of their own: the rule's lines, and what is used twice."""
    needed = graph.needed(body)
    uses = dict.fromkeys(needed, 0)
    for index in (*(i for n in needed for i in graph.nodes[n].operands), *body.results):
        uses[index] += 1
    unnamed = fresh("x", taken_names(graph) | {*names.fixed.values(), *names.scheduled.values()})
    varying = [
        index
        for index in needed
        if graph.kinds[index] == Kind.VARYING and graph.nodes[index].op != "carried"
    ]
    return {
        index: body.names.get(index) or next(unnamed)
        for index in varying
        if index in body.names or uses[index] > 1 or index in body.results
    }


def _last_uses(writer: Writer, order: Sequence[int], body: Body) -> dict[str, int]:
    """For each carried name, the position of the last line that reads its old value."""
    nodes, found = writer.graph.nodes, {}
    for position, line in enumerate(order):
        stack = list(nodes[line].operands)
        while stack:
            node = nodes[index := stack.pop()]
            if node.op == "carried":
                found[node.arguments[0]] = position
            elif index not in writer.names:
                stack.extend(node.operands)
    for name, result in zip(writer.graph.carried, body.results, strict=True):
        node = nodes[result]
        if node.op == "carried" and node.arguments != (name,):
            found[node.arguments[0]] = len(order)
    return found


def indented(lines: Iterable[str], by: int = 1) -> list[str]:
    """The lines, so many levels deeper."""
    return ["    " * by + line for line in lines]


def listed(names: Iterable[str]) -> str:
    """Names as a tuple's inside, also where there is one or none."""
    names = list(names)
    return ", ".join(names) + ("," if len(names) == 1 else "")
