"""The back end `numpy`: whole arrays of points, in chunks that stay in the cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from symopt.run.floats.functions import CAREFUL
from symopt.run.floats.graph import Graph
from symopt.run.floats.loop import Floats, Work, compiled, stops
from symopt.run.floats.registers import UFUNCS, Registers
from symopt.run.floats.write import Names, fixed_lines, indented, listed, scheduled_lines

CACHE = 1 << 20  # bytes that the arrays of a chunk may take together
SMALLEST_CHUNK = 512
LINE = 64  # bytes of a cache line


def numpy_source(graph: Graph) -> tuple[str, int]:
    """The loop over arrays, and the number of buffers that it needs."""
    names = Names.of(graph)
    registers = Registers(graph, names)
    bodies = [registers.lines(body) for body in graph.bodies]
    lines = bodies[0]
    if len(bodies) > 1:
        lines = []
        for number, body in enumerate(bodies):
            lines += [f"if k == {number}:", *indented(body or ["pass"])]
    taken = [*(["k"] if len(bodies) > 1 else []), *names.scheduled.values()]
    arrays = listed([*graph.carried, *registers.buffers])
    source = "\n".join(
        [
            "def run(state, parameters, steps):",
            f"    {arrays} = state",
            *([f"    {listed(graph.parameters)} = parameters"] if graph.parameters else []),
            *indented(fixed_lines(graph, names)),
            *indented(f"# at step t, {line}" for line in scheduled_lines(graph, names)),
            f"    for {listed(taken) or '_'} in steps:",
            *indented(lines or ["pass"], 2),
            f"    return {arrays}",
            "",
        ]
    )
    return source, len(registers.buffers)


class NumpyLoop:
    """NumPy's float64, every operation into a buffer."""

    name = "numpy"

    def __init__(self, work: Work):
        self._work = work
        self.source, self._buffers = numpy_source(work.graph)
        self._run = compiled(self.source, f"<symopt arrays {id(self):x}>", dict(OPERATIONS))
        self._parameters = tuple(map(np.array, work.parameters.values()))  # the quickest operands
        arrays = len(work.graph.carried) + self._buffers
        self._chunk = max(SMALLEST_CHUNK, CACHE // (8 * arrays))

    def advance(
        self, state: Floats, begin: int, end: int, every: int, path: Floats | None
    ) -> Floats:
        """Take the steps chunk by chunk of points."""
        rows, after = self._work.rows(begin, end), np.empty(state.shape)
        with np.errstate(all="ignore"):
            for low in range(0, state.shape[1], self._chunk):
                chunk = slice(low, low + self._chunk)
                now = aligned(len(state) + self._buffers, state[0, chunk].size)
                now[: len(state)] = state[:, chunk]
                arrays, record = tuple(now), 0
                for left, right in self._work.spans(begin, end):
                    for at in stops(left, right, every):
                        arrays = self._run(arrays, self._parameters, rows.between(left, at))
                        left = at
                        if at == right:
                            for array in arrays[: self._work.graph.quantities]:
                                self._work.calmed(array, at)
                        if path is not None and at % every == 0:
                            path[record, :, chunk] = arrays[: path.shape[1]]
                            record += 1
                after[:, chunk] = arrays[: len(state)]
        return after


def aligned(rows: int, columns: int, dtype: DTypeLike = np.float64) -> NDArray[Any]:
    """Empty rows that begin at cache lines: an operation on a row that doesn't takes a third more.

    The rows lie an odd number of lines apart, so that equal places of theirs don't meet in one set
    of the cache.
    """
    line = LINE // np.dtype(dtype).itemsize
    width = (-(-columns // line) | 1) * line
    block = np.empty(rows * width + line, dtype=dtype)
    first = -block.ctypes.data // block.itemsize % line
    return block[first : first + rows * width].reshape(rows, width)[:, :columns]


def _elementwise(function: Callable[..., float]) -> Callable[..., None]:
    """The C library's function on each element: NumPy's own differ in the last bit by machine."""

    def apply(*arguments: Any) -> None:
        *operands, out = arguments
        lists = (np.broadcast_to(operand, out.shape).tolist() for operand in operands)
        out[...] = list(map(function, *lists))

    return apply


OPERATIONS: dict[str, Any] = {
    **{name: _elementwise(function) for name, function in CAREFUL.items()},
    **{name: getattr(np, name) for name in (*UFUNCS.values(), "sqrt", "maximum", "minimum")},
    "copyto": np.copyto,
    "least": np.fmin,
}
