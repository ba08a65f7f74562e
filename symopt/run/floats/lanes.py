"""Parameters that differ from point to point: carried values that no step changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from symopt.run.floats.graph import Body, Graph, Kind, Node, reachable


def scheduled(graph: Graph) -> frozenset[str]:
    """The parameters that are raised to the power t, which one number has to be for all points."""
    powers = [i for i, node in enumerate(graph.nodes) if node.op == "power"]
    below = (graph.nodes[index] for index in reachable(graph.nodes, powers))
    return frozenset(node.arguments[0] for node in below if node.op == "parameter")


def with_lanes(graph: Graph, names: Collection[str]) -> Graph:
    """The graph with some of its parameters as carried values, in their order, after all others.

    The operations and their order stay as they are, so every point takes the same floats as it
    would if its values were the parameters.
    """
    lanes = tuple(name for name in graph.parameters if name in names)
    nodes: list[Node] = []
    kinds: list[Kind] = []
    for node, kind in zip(graph.nodes, graph.kinds, strict=True):
        is_lane = node.op == "parameter" and node.arguments[0] in lanes
        nodes.append(Node("carried", node.arguments) if is_lane else node)
        depends = (kinds[i] for i in node.operands)
        kinds.append(Kind.VARYING if is_lane else max((kind, *depends)))
    for name in lanes:
        if Node("carried", (name,)) not in nodes:
            nodes.append(Node("carried", (name,)))
            kinds.append(Kind.VARYING)
    kept = tuple(nodes.index(Node("carried", (name,))) for name in lanes)
    return replace(
        graph,
        nodes=tuple(nodes),
        kinds=tuple(kinds),
        carried=(*graph.carried, *lanes),
        parameters=tuple(name for name in graph.parameters if name not in lanes),
        bodies=tuple(Body((*body.results, *kept), body.names) for body in graph.bodies),
        lanes=lanes,
    )
