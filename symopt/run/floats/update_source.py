"""Sources for the update of arrays: the step's scalars, NumPy's chunks, and one fused loop."""

from __future__ import annotations

from symopt.run.floats.graph import Graph
from symopt.run.floats.numba_source import module
from symopt.run.floats.registers import Registers
from symopt.run.floats.write import (
    Names,
    fixed_lines,
    indented,
    listed,
    scheduled_lines,
    step_lines,
)


def scalars_source(graph: Graph) -> str:
    """A function of t and the parameters: all numbers that the step of arrays needs."""
    names = Names.of(graph)
    return "\n".join(
        [
            f"def run({', '.join(['t', *graph.parameters])}):",
            *indented(fixed_lines(graph, names, careful=True)),
            *indented(scheduled_lines(graph, names, careful=True)),
            f"    return ({listed(scalar_names(graph))})",
            "",
        ]
    )


def scalar_names(graph: Graph) -> list[str]:
    """The scalars' names in order."""
    names = Names.of(graph)
    return [*graph.parameters, *names.fixed.values(), *names.scheduled.values()]


def numpy_source(graph: Graph) -> tuple[str, int]:
    """The step over chunks of arrays, and the number of its buffers."""
    registers = Registers(graph, Names.of(graph))
    lines = registers.lines(graph.bodies[0])
    source = "\n".join(
        [
            "def run(state, parameters):",
            f"    {listed([*graph.carried, *registers.buffers])} = state",
            f"    {listed(scalar_names(graph))} = parameters",
            *indented(lines),
            f"    return {listed(graph.carried)}",
            "",
        ]
    )
    return source, len(registers.buffers)


def compiled_source(graph: Graph) -> str:
    """One fused loop over flat arrays, on every core."""
    arrays = [f"all_{name}" for name in graph.carried]
    loads = [f"{n} = {a}[i]" for n, a in zip(graph.carried, arrays, strict=True)]
    stores = [f"{a}[i] = {n}" for n, a in zip(graph.carried[:-1], arrays, strict=False)]
    scalars = [f"{name} = parameters[{i}]" for i, name in enumerate(scalar_names(graph))]
    return module(
        graph,
        "@njit(cache=True, error_model='numpy', parallel=True)\n"
        f"def run({', '.join(arrays)}, parameters):",
        [
            *scalars,
            f"for i in prange(len({arrays[0]})):",
            *indented([*loads, *step_lines(graph, Names.of(graph)), *stores]),
        ],
    )
