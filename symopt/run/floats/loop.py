"""What every float back end does: take many points some steps on."""

from __future__ import annotations

import linecache
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, repeat
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from symopt.run.floats.calm import CALM, TINY, is_calm
from symopt.run.floats.graph import Graph
from symopt.run.floats.schedule import Schedule

Floats = NDArray[np.float64]
Row = tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Work:
    """A graph with its numbers: what a loop needs to know."""

    graph: Graph
    parameters: Mapping[str, float]
    given: Sequence[Sequence[float]] = field(default=())

    @property
    def period(self) -> int:
        """After how many steps the batches start again."""
        return len(self.graph.bodies)

    @cached_property
    def schedule(self) -> Schedule:
        """What depends on the step's number alone."""
        return Schedule(self.graph, tuple(self.parameters.values()), self.given)

    @cached_property
    def is_calm(self) -> bool:
        """Whether tiny values are set to zero every CALM steps."""
        return is_calm(self.graph, self.parameters)

    def spans(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """The steps from one, to the next, moment at which tiny values are set to zero."""
        while begin < end:
            to = min(end, (begin // CALM + 1) * CALM) if self.is_calm else end
            yield begin, to
            begin = to

    def calmed(self, values: Floats, step: int) -> None:
        """Set tiny ones of the rule's own values to zero, in place, if it is time to."""
        if self.is_calm and step % CALM == 0:
            values[np.abs(values) < TINY] = 0.0

    def rows(self, begin: int, end: int) -> Rows:
        """What each step between takes from its number."""
        return Rows(self.schedule.table(begin, end).tolist(), begin, self.period)


@dataclass(frozen=True)
class Rows:
    """Scheduled values, a list an input; the last ones are repeated without end."""

    columns: Sequence[Sequence[float]]
    begin: int
    period: int

    def between(self, begin: int, end: int) -> Iterator[Row]:
        """The rows of the steps begin + 1 to end, with the batch's number where there are some."""
        steps = end - begin
        columns = [column[begin - self.begin : end - self.begin] for column in self.columns]
        known = len(columns[0]) if columns else 0
        last = tuple(column[-1] for column in self.columns)
        found = chain(zip(*columns, strict=True), repeat(last, steps - known))
        if self.period > 1:
            batches = (step % self.period for step in range(begin, end))
            return ((k, *row) for k, row in zip(batches, found, strict=True))
        return found


class Loop(Protocol):
    """A back end at work on one graph."""

    name: str
    source: str

    def advance(
        self, state: Floats, begin: int, end: int, every: int, path: Floats | None
    ) -> Floats:
        """The state after the steps begin + 1 to end; the one before them stays as it is.

        `state` has a row a carried value and a column a point. The points after each multiple of
        `every` go into `path`: (records, dimension, points), contiguous. One that has more rows
        than the point coordinates takes all of the state.
        """


def stops(begin: int, end: int, every: int) -> list[int]:
    """The steps at which something is recorded, and the end."""
    first = (begin // every + 1) * every
    found = list(range(first, end + 1, every))
    return found if found and found[-1] == end else [*found, end]


def compiled(source: str, filename: str, namespace: dict[str, Any], name: str = "run") -> Any:
    """The named function of a generated source, whose lines tracebacks and debuggers can show."""
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    exec(compile(source, filename, "exec"), namespace)
    return namespace[name]
