"""Loops for a compiler: one point in registers, and lanes of points over several cores."""

from __future__ import annotations

import inspect

from symopt.run.emit import TRANSCENDENTAL
from symopt.run.floats import functions
from symopt.run.floats.calm import CALM, TINY
from symopt.run.floats.graph import Graph
from symopt.run.floats.write import (
    Names,
    fixed_lines,
    indented,
    scheduled_lines,
    step_lines,
)

LANES = 256
HELPERS = ("maximum", "minimum", "least", "signum", "root")
ARGUMENTS = "state, after, parameters, schedule, begin, end, every, path"
HEAD = f"""import math
from math import sqrt, {", ".join(TRANSCENDENTAL.split())}

import numpy as np
from numba import njit, prange
"""


def scalar_source(graph: Graph, *, calm: bool) -> str:
    """One point, its values in local variables: `state` holds one number a carried value.

    What it is after the steps goes into `after`.
    """
    return module(
        graph,
        f"@njit(cache=True, error_model='numpy')\ndef run({ARGUMENTS}):",
        [
            *_before(graph),
            *_assigned(graph.carried, "state[{}]"),
            "row, left = 0, every - begin % every",
            "for t in range(begin + 1, end + 1):",
            *indented(_inputs(graph)),
            *indented(step_lines(graph, Names.of(graph))),
            *indented(_calming(graph) if calm else []),
            "    left -= 1",
            "    if left == 0:",
            "        left = every",
            "        if row < len(path):",
            *indented(_stores(graph.carried[: graph.dimension], "path[row, {}]"), 3),
            f"            if path.shape[1] > {graph.dimension}:",
            *indented(_stores(graph.carried, "path[row, {}]"), 4),
            "            row += 1",
            *_stores(graph.carried, "after[{}]"),
        ],
    )


def lanes_source(graph: Graph, *, calm: bool) -> str:
    """Many points, LANES of them side by side through all the steps: `state[value, point]`."""
    block = [
        *_before(graph),
        f"lanes = min({LANES}, state.shape[1] - low)",
        f"kept = np.zeros(({len(graph.carried)}, {LANES}))",
        "kept[:, :lanes] = state[:, low:low + lanes]",
        "row, left = 0, every - begin % every",
        "for t in range(begin + 1, end + 1):",
        *indented(_inputs(graph)),
        f"    for lane in range({LANES}):",
        *indented(_assigned(graph.carried, "kept[{}, lane]"), 2),
        *indented(step_lines(graph, Names.of(graph)), 2),
        *indented(_stores(graph.carried, "kept[{}, lane]"), 2),
        *indented(_calming_lanes(graph) if calm else []),
        "    left -= 1",
        "    if left == 0:",
        "        left = every",
        "        if row < len(path):",
        "            path[row, :, low:low + lanes] = kept[:path.shape[1], :lanes]",
        "            row += 1",
        "after[:, low:low + lanes] = kept[:, :lanes]",
    ]
    blocks = [
        f"for block in prange((state.shape[1] + {LANES - 1}) // {LANES}):",
        f"    side_by_side({ARGUMENTS}, {LANES}*block)",
    ]
    return module(
        graph,
        f"@njit(error_model='numpy')\ndef side_by_side({ARGUMENTS}, low):",
        block,
        f"\n\n@njit(cache=True, parallel=True)\ndef run({ARGUMENTS}):",
        blocks,
    )


def module(graph: Graph, *parts: str | list[str]) -> str:
    """A whole file: the helpers that the step calls, and functions as heads and bodies."""
    called = {node.op for node in graph.nodes}
    helpers = [
        f"@njit(error_model='numpy')\n{inspect.getsource(getattr(functions, name))}"
        for name in HELPERS
        if name in called
    ]
    lines = [part if isinstance(part, str) else "\n".join(indented(part)) for part in parts]
    return "\n\n".join([HEAD, *helpers, "\n".join([*lines, ""])])


def _before(graph: Graph) -> list[str]:
    return [
        *_assigned(graph.parameters, "parameters[{}]"),
        *fixed_lines(graph, Names.of(graph)),
        "last = schedule.shape[1] - 1",
    ]


def _inputs(graph: Graph) -> list[str]:
    """What step t takes from its number."""
    names = Names.of(graph)
    values = names.scheduled.values()
    lines = [f"k = (t - 1) % {len(graph.bodies)}"] if len(graph.bodies) > 1 else []
    if values:
        lines.append("column = min(t - 1 - begin, last)")
    loads = _assigned(tuple(values), "schedule[{}, column]")
    meanings = (line.partition(" = ")[2] for line in scheduled_lines(graph, names))
    return lines + [f"{load}  # {what}" for load, what in zip(loads, meanings, strict=True)]


def _assigned(names: tuple[str, ...], place: str) -> list[str]:
    return [f"{name} = {place.format(i)}" for i, name in enumerate(names)]


def _stores(names: tuple[str, ...], place: str) -> list[str]:
    return [f"{place.format(i)} = {name}" for i, name in enumerate(names)]


def _calming(graph: Graph) -> list[str]:
    own = graph.carried[: graph.quantities]
    lines = [f"{name} = 0.0 if abs({name}) < {TINY!r} else {name}" for name in own]
    return [f"if t % {CALM} == 0:", *indented(lines)]


def _calming_lanes(graph: Graph) -> list[str]:
    return [
        f"if t % {CALM} == 0:",
        f"    for i in range({graph.quantities}):",
        f"        for lane in range({LANES}):",
        f"            if abs(kept[i, lane]) < {TINY!r}:",
        "                kept[i, lane] = 0.0",
    ]
