"""What depends on the number of the step alone: computed once, and the same for every back end.

Powers such as beta1**t are products by squaring (`functions.power`, here over whole tables), so
that they don't depend on the machine's own power function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symopt.run.floats.functions import CAREFUL, squared
from symopt.run.floats.graph import Graph, Kind, reachable

RAW = ("t", "power")
LONGEST_TABLE = 1 << 20
Floats = NDArray[np.float64]
_SIGNS: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "neg": np.negative,
}


@dataclass(frozen=True, eq=False)
class Schedule:
    """The scheduled inputs of a graph, one row an input; `given` are the gradients of each step."""

    graph: Graph
    parameters: Sequence[float]
    given: Sequence[Sequence[float]] = ()

    @cached_property
    def inputs(self) -> list[int]:
        """The nodes, in the order of the table's rows."""
        return self.graph.inputs(Kind.SCHEDULED)

    def table(self, begin: int, end: int) -> Floats:
        """The inputs at the steps begin + 1 to end, a column a step.

        From the step at which nothing changes any more, a last column stands for all that follow.
        """
        settled = self.settled
        if settled is None:
            return self._columns(begin, end)
        at = min(begin, settled - 1)
        return np.ascontiguousarray(self._whole[:, at : max(at + 1, min(end, settled))])

    @cached_property
    def _whole(self) -> Floats:
        return self._columns(0, self.settled or 0)

    def _columns(self, begin: int, end: int) -> Floats:
        values = self._values(np.arange(begin + 1, end + 1, dtype=np.float64))
        rows = [np.broadcast_to(values[index], end - begin) for index in self.inputs]
        return np.array(rows, dtype=np.float64).reshape(len(rows), end - begin)

    @cached_property
    def settled(self) -> int | None:
        """A step from which on no input changes; None where there may be none, or not soon.

        A power b**t with 0 <= b < 1 that is only added to fixed values, or subtracted, is settled
        as soon as twice the power gives the same float as zero does: rounding is monotone.
        """
        nodes, ends = self.graph.nodes, [1]
        if any(nodes[i].op in RAW for i in self.inputs):
            return None
        for index in reachable(nodes, self.inputs):
            op, operands = nodes[index].op, nodes[index].operands
            if op == "given":
                return None
            if op == "power":
                end = self._end(index)
                if end is None:
                    return None
                ends.append(end)
            elif any(nodes[i].op in RAW for i in operands) and not self._absorbs(index):
                return None
        return max(ends) if max(ends) <= LONGEST_TABLE else None

    def _end(self, index: int) -> int | None:
        """A step at which b**t is below 2**-60; None where b is not in [0, 1)."""
        base, exponent = self.graph.nodes[index].arguments
        if self.graph.nodes[exponent].op != "t" or self.graph.kinds[base] != Kind.FIXED:
            return None
        value = float(self._fixed[base])
        if not 0 <= value < 1:
            return None
        return int(60 * np.log(2.0) / -np.log(value)) + 2 if value > 0 else 2

    def _absorbs(self, index: int) -> bool:
        """Whether adding 2**-59 to a fixed value, or subtracting it, is the same as adding 0."""
        op, operands = self.graph.nodes[index]
        powers = [self.graph.nodes[i].op == "power" for i in operands]
        kinds = {self.graph.kinds[i] for i in operands}
        if op not in ("+", "-") or sum(powers) != 1 or Kind.FIXED not in kinds:
            return False
        ends = [
            _SIGNS[op](
                *(end if p else self._fixed[i] for i, p in zip(operands, powers, strict=True))
            )
            for end in (0.0, 2.0**-59)
        ]
        return bool(ends[0] == ends[1])

    @cached_property
    def _fixed(self) -> dict[int, Any]:
        return self._values(np.ones(1))

    def _values(self, t: Floats) -> dict[int, Any]:
        """The value of every node that a scheduled input needs, at all the steps t."""
        given = np.array([self.given[int(step) - 1] for step in t] if self.given else [])
        names = dict(zip(self.graph.parameters, self.parameters, strict=True))
        values: dict[int, Any] = {}
        with np.errstate(all="ignore"):
            for index in reachable(self.graph.nodes, self.inputs):
                op, arguments = self.graph.nodes[index]
                if op == "constant":
                    values[index] = np.float64(arguments[0])
                elif op == "parameter":
                    values[index] = np.float64(names[arguments[0]])
                elif op == "t":
                    values[index] = t
                elif op == "given":
                    values[index] = given[:, int(arguments[0].rpartition("_")[2])]
                else:
                    values[index] = apply(op, [values[i] for i in arguments])
        return values


def apply(op: str, operands: Sequence[Any]) -> Any:
    """One operation on numbers and arrays, with the floats that a scalar loop would compute."""
    if op in _SIGNS:
        return _SIGNS[op](*operands)
    if op == "sqrt":
        return np.sqrt(*operands)
    if op == "power":
        return _powers(*operands)
    arrays = np.broadcast_arrays(*operands)
    lists = [np.atleast_1d(array).ravel().tolist() for array in arrays]
    name = "abs" if op == "absolute" else op
    results = np.array(list(map(CAREFUL[name], *lists)), dtype=np.float64)
    return results.reshape(arrays[0].shape)


def _powers(base: Any, exponents: Any) -> Any:
    """`functions.power` over a table of exponents."""
    left = exponents.astype(np.int64)
    first, last = int(left[0]), int(left[-1])
    consecutive = first >= 0 and last - first == len(left) - 1
    if consecutive and last < 4 * len(left):  # consecutive: by doubling
        table, known = np.ones(last + 1), 1
        while known <= last:
            new = table[known : 2 * known]
            np.multiply(table[: len(new)], base, out=new)
            known, base = 2 * known, squared(base)
        return table[first:]
    negative, left, result = left < 0, np.abs(left), np.ones(left.shape)
    while left.any():
        result = np.where(left & 1, result * base, result)
        left >>= 1
        base = squared(base)
    return np.divide(1.0, result, out=result, where=negative)
