"""Subnormal numbers are slow, and a state that decays ends in them: where that is safe, 0 instead.

Every CALM steps, carried values below TINY in size become 0. That is done only for steps in which
such a change stays small: nothing divides by a carried value, unless a positive parameter is added
to its root, or under it, and nothing takes its sign, logarithm or root of higher order.
"""

from __future__ import annotations

from collections.abc import Mapping

from symopt.run.floats.graph import Graph, Kind, Node, reachable

CALM = 1024
TINY = 2.0**-960
GUARD = 2.0**-100
_SENSITIVE = frozenset({"log", "root", "signum", "acosh", "least"})


def is_calm(graph: Graph, parameters: Mapping[str, float]) -> bool:
    """Whether tiny carried values may be set to zero without a visible difference."""

    def guarded(node: Node) -> bool:
        """A root plus a positive parameter, or the root of something plus one."""
        if node.op == "sqrt":
            node = graph.nodes[node.arguments[0]]
        elif not any(graph.nodes[i].op == "sqrt" for i in node.operands):
            return False
        leaves = [graph.nodes[i] for i in node.operands]
        return node.op == "+" and any(
            leaf.op == "parameter" and parameters[leaf.arguments[0]] > GUARD for leaf in leaves
        )

    def harmless(index: int) -> bool:
        node = graph.nodes[index]
        if graph.kinds[index] != Kind.VARYING or node.op == "carried":
            return True
        if node.op == "/":
            below = node.arguments[1]
            return graph.kinds[below] != Kind.VARYING or guarded(graph.nodes[below])
        return node.op not in _SENSITIVE

    return all(
        harmless(index)
        for body in graph.bodies
        for index in reachable(graph.nodes, body.results[: graph.quantities])
    )
