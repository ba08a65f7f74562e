"""The back end `python`: one fused loop over Python's floats, a point at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from symopt.run.floats.calm import CALM, TINY
from symopt.run.floats.functions import CAREFUL, QUICK
from symopt.run.floats.graph import Graph
from symopt.run.floats.loop import Floats, Row, Rows, Work, compiled, stops
from symopt.run.floats.write import (
    Names,
    fixed_lines,
    indented,
    listed,
    scheduled_lines,
    step_lines,
)


def python_source(graph: Graph, *, careful: bool = False) -> str:
    """The loop; a `careful` one calls functions where Python's own operations would raise."""
    names = Names.of(graph)
    taken = [*(["k"] if len(graph.bodies) > 1 else []), *names.scheduled.values()]
    return "\n".join(
        [
            "def run(state, parameters, segments, path):",
            f"    {listed(graph.carried)} = state",
            *([f"    {listed(graph.parameters)} = parameters"] if graph.parameters else []),
            *indented(fixed_lines(graph, names, careful=careful)),
            *indented(f"# at step t, {line}" for line in scheduled_lines(graph, names)),
            "    for steps in segments:",
            f"        for {listed(taken) or '_'} in steps:",
            *indented(step_lines(graph, names, careful=careful), 3),
            f"        path.append(({listed(graph.carried)}))",
            "",
        ]
    )


class PythonLoop:
    """Python floats. What a batch needs, but slowly."""

    name = "python"

    def __init__(self, work: Work):
        self._work = work
        self.source = python_source(work.graph)
        self._run = compiled(self.source, f"<symopt loop {id(self):x}>", dict(QUICK))
        self._parameters = tuple(work.parameters.values())

    @cached_property
    def _careful(self) -> Any:
        source = python_source(self._work.graph, careful=True)
        return compiled(source, f"<symopt careful loop {id(self):x}>", dict(CAREFUL))

    def advance(
        self, state: Floats, begin: int, end: int, every: int, path: Floats | None
    ) -> Floats:
        """Take the steps point by point."""
        rows, after = self._work.rows(begin, end), np.empty(state.shape)
        for point in range(state.shape[1]):
            now: Row = tuple(state[:, point].tolist())
            records: list[Row] = []
            for low, high in self._work.spans(begin, end):
                at = stops(low, high, every)
                reached = self._through(now, rows, low, at)
                now = reached[-1] = self._calmed(reached[-1], high)
                records += reached if at[-1] % every == 0 else reached[:-1]
            after[:, point] = now
            if path is not None and records:
                path[:, :, point] = np.array(records)[:, : path.shape[1]]
        return after

    def _calmed(self, values: Row, step: int) -> Row:
        """The same as `Work.calmed` without the price of an array."""
        if not self._work.is_calm or step % CALM or min(map(abs, values)) >= TINY:
            return values
        own = self._work.graph.quantities
        return (*(0.0 if abs(x) < TINY else x for x in values[:own]), *values[own:])

    def _through(self, now: Row, rows: Rows, begin: int, at: Sequence[int]) -> list[Row]:
        """The carried values at each of some steps."""
        for run in (self._run, self._careful):
            reached: list[Row] = []
            pairs = zip([begin, *at], at, strict=False)
            try:
                run(now, self._parameters, [rows.between(*pair) for pair in pairs], reached)
            except (ArithmeticError, ValueError):  # where IEEE has inf or nan: once more, with care
                continue
            break
        return reached
