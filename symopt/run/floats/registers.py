"""A step as operations on whole arrays that write into buffers, each used again once it is free."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from symopt.run.floats.graph import Body, Graph, Kind
from symopt.run.floats.write import Names, Writer, fresh, literal, taken_names

UFUNCS = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "neg": "negative",
    "absolute": "absolute",
}


class Registers:
    """Writes one body; afterwards `buffers` names the arrays that it needs besides the state.

    Every array that holds a carried value may be overwritten as soon as the value is used up.
    """

    def __init__(self, graph: Graph, names: Names):
        self.graph = graph
        self.buffers: list[str] = []
        self._scalars = Writer(graph, {**names.fixed, **names.scheduled})
        taken = taken_names(graph) | {*names.fixed.values(), *names.scheduled.values()}
        self._fresh = fresh("b", taken)

    def lines(self, body: Body) -> list[str]:
        """The step, ending with every carried name bound to its new value's array."""
        graph, nodes = self.graph, self.graph.nodes
        self._place = {
            index: node.arguments[0] for index, node in enumerate(nodes) if node.op == "carried"
        }
        order = [
            index
            for index in graph.needed(body)
            if graph.kinds[index] == Kind.VARYING and nodes[index].op != "carried"
        ]
        self._uses = Counter(i for index in order for i in nodes[index].operands)
        self._uses.update(body.results)
        self._free = [*self.buffers]
        for index, name in self._place.items():
            if not self._uses[index]:
                self._free.append(name)
        homes = dict(zip(body.results, graph.carried, strict=True))
        lines = [line for index in order for line in self._operation(index, homes.get(index))]
        return [*lines, *self._moves(body)]

    def _operation(self, index: int, home: str | None) -> Iterator[str]:
        """One operation into a free array: the one where its result belongs, if that is free."""
        op, arguments = self.graph.nodes[index]
        operands = [self._place.get(i) or self._scalars.value(i) for i in arguments]
        for i in arguments:
            self._uses[i] -= 1
            if i in self._place and not self._uses[i] and self._place[i] not in self._free:
                self._free.append(self._place[i])
        target = self._take(home)
        self._place[index] = target
        if op == "/" and (inverse := self._exact_inverse(arguments[1])):
            op, operands = "*", [operands[0], inverse]
        named = op in ("maximum", "minimum")  # NumPy wants it by name there
        yield f"{UFUNCS.get(op, op)}({', '.join(operands)}, {'out=' if named else ''}{target})"
        if named:
            yield f"add({target}, 0.0, {target})"

    def _exact_inverse(self, index: int) -> str | None:
        """1/2 for 2 and the like: multiplying by it gives the same float sooner than dividing."""
        op, arguments = self.graph.nodes[index]
        if op != "constant" or abs(math.frexp(arguments[0])[0]) != 0.5:
            return None
        inverse = 1.0 / arguments[0]
        return literal(inverse) if math.isfinite(inverse) else None

    def _take(self, wish: str | None) -> str:
        if wish in self._free:
            self._free.remove(wish)
            return wish
        if not self._free:
            self.buffers.append(next(self._fresh))
            return self.buffers[-1]
        return self._free.pop()

    def _moves(self, body: Body) -> Iterator[str]:
        """Copies of values that two names share, then one assignment that puts all in place."""
        sources: dict[str, str] = {}
        for name, result in zip(self.graph.carried, body.results, strict=True):
            source = self._place.get(result)
            if source is None or source in sources.values():
                target = self._take(name)
                yield f"copyto({target}, {source or self._scalars.value(result)})"
                source = target
            sources[name] = source
        moved = {name: source for name, source in sources.items() if name != source}
        left = [source for source in moved.values() if source not in moved]
        spare = [name for name in moved if name not in moved.values()]
        if moved:
            yield f"{', '.join([*moved, *left])} = {', '.join([*moved.values(), *spare])}"
