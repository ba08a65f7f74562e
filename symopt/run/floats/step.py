"""One step as a plain Python function, for a loop of one's own."""

from __future__ import annotations

from collections.abc import Callable

from symopt.run.floats.functions import QUICK
from symopt.run.floats.loop import Work, compiled
from symopt.run.floats.write import (
    Names,
    fixed_lines,
    indented,
    listed,
    literal,
    scheduled_lines,
    step_lines,
)

Step = Callable[..., tuple[float, ...]]


def step_source(work: Work) -> str:
    """The function: the step's number and the carried values in, the next carried values out.

    A given gradient comes after them; hyper-parameters are keywords with the problem's values.
    """
    graph = work.graph
    names = Names.of(graph)
    given = [f"given_{i}" for i in range(len(work.given[0]))] if work.given else []
    keywords = [f"{name}={literal(value)}" for name, value in work.parameters.items()]
    arguments = ["t", *graph.carried, *given, *(["*", *keywords] if keywords else [])]
    batch = [f"k = (t - 1) % {len(graph.bodies)}"] if len(graph.bodies) > 1 else []
    return "\n".join(
        [
            f"def step({', '.join(arguments)}):",
            *indented(batch),
            *indented(fixed_lines(graph, names)),
            *indented(scheduled_lines(graph, names)),
            *indented(step_lines(graph, names)),
            f"    return {listed(graph.carried)}",
            "",
        ]
    )


def step_function(work: Work, start: tuple[float, ...]) -> Step:
    """The compiled function; `start` and `source` are its attributes."""
    source = step_source(work)
    function: Step = compiled(source, f"<symopt step {id(work):x}>", dict(QUICK), "step")
    function.start, function.source = start, source  # type: ignore[attr-defined]
    return function
