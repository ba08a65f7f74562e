"""One Adam step on 10⁷ parameters: the fused update beside C, and beside the same traffic alone.

`python -m benchmarks.run_arrays [PARAMETERS]`; CPU time, one thread for each; with
NUMBA_NUM_THREADS=2 wall time and two threads, NumPy apart.
"""

from __future__ import annotations

import ctypes
import sys
from importlib.util import find_spec

import numpy as np

from benchmarks import run_peers as peers
from benchmarks.timing import interleaved, report
from symopt import rules
from symopt.run.floats import update


def main() -> int:
    """Print the table."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    library = peers.library()
    params, grads = {"w": np.ones(size)}, {"w": np.full(size, 0.5)}
    state = rules.adam.update(params, grads)
    m, v = state["m"]["w"], state["v"]["w"]
    arrays = [peers.pointer(array) for array in (params["w"], grads["w"], m, v)]
    contenders: dict[str, peers.Contender] = {}
    if library is not None:
        contenders["C, the traffic alone"] = lambda: library.traffic(*arrays, size)
        one = ctypes.c_double(1.0)
        contenders["C, fused"] = lambda: library.adam_arrays(*arrays, size, one, one)
    if find_spec("numba"):
        contenders["symopt, numba"] = lambda: rules.adam.update(params, grads, state)
    contenders["symopt, numpy in chunks"] = lambda: in_chunks(params, grads, state)
    contenders["textbook"] = lambda: textbook(params["w"], grads["w"], m, v)
    medians = interleaved(contenders, rounds=5, clock=peers.CLOCK)
    print(report(f"One Adam step on {size:,} parameters", medians, baseline=next(iter(medians))))
    return 0


def in_chunks(params: dict, grads: dict, state: dict) -> None:
    """The update as it is without Numba."""
    large, update.LARGE = update.LARGE, sys.maxsize
    try:
        rules.adam.update(params, grads, state)
    finally:
        update.LARGE = large


def textbook(w: np.ndarray, g: np.ndarray, m: np.ndarray, v: np.ndarray) -> None:
    m += (1 - 0.9) * (g - m)
    v += (1 - 0.999) * (g**2 - v)
    w -= 0.001 * m / (np.sqrt(v) + 1e-8)


if __name__ == "__main__":
    sys.exit(main())
