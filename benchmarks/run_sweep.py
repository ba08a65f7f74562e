"""A sweep of 100 × 100 cells, many of them diverging, beside C with SIMD lanes and NumPy by hand.

`python -m benchmarks.run_sweep [STEPS]`; CPU time a cell and step, one thread each. Returns 1 if
last points or first steps that were not finite differ.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

import numpy as np

from benchmarks import run_peers as peers
from benchmarks.timing import interleaved
from symopt import Problem

PROBLEM = Problem("x^2/20 + y^2", start={"x": -7, "y": 2}, rule="momentum")
GRID = {"lr": ("0.01", 20, 100), "momentum": (0, "0.99", 100)}
TINY = 2.0**-900  # symopt sets smaller values to 0 now and then
Ends = tuple[np.ndarray, np.ndarray | None]


def main() -> int:
    """Print a row a contender."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    library = peers.library()
    lr, momentum = cells()
    contenders: dict[str, Callable[[], Ends]] = {}
    if library is not None:
        contenders["C lanes"] = partial(in_c, library, lr, momentum, steps)
    contenders["NumPy by hand, no steps of divergence"] = partial(by_hand, lr, momentum, steps)
    for backend in ("numba", "numpy"):
        if backend == "numpy" or find_spec("numba"):
            contenders[f"symopt, {backend}"] = partial(by_symopt, backend, steps)
    ends = {name: contender() for name, contender in contenders.items()}
    medians = interleaved(contenders, rounds=7)
    baseline = next(iter(medians.values()))
    print(f"| contender, {steps:,} steps | ns a cell and step | ratio |\n|---|---:|---:|")
    for name, seconds in medians.items():
        print(f"| {name} | {seconds / 10_000 / steps * 1e9:.2f} | {seconds / baseline:.2f} |")
    lost = [bad for _, bad in ends.values() if bad is not None]
    print(f"\n{np.count_nonzero(lost[0]):,} of 10,000 cells diverge")
    points = [theta for theta, _ in ends.values()]
    same = [np.allclose(p, points[0], rtol=0, atol=TINY, equal_nan=True) for p in points]
    if not all(same) or not all(np.array_equal(bad, lost[0]) for bad in lost):
        print("the last points or the steps of divergence DIFFER")
        return 1
    return 0


def cells() -> tuple[np.ndarray, np.ndarray]:
    """Both parameters of every cell."""
    axes = PROBLEM.sweep(GRID, steps=0).arrays()
    lr, momentum = np.meshgrid(axes["lr"], axes["momentum"], indexing="ij")
    return lr, momentum


def by_symopt(backend: str, steps: int) -> Ends:
    outcome = PROBLEM.sweep(GRID, steps=steps, backend=backend)
    return outcome.theta, outcome.diverged_at


def in_c(library: object, lr: np.ndarray, momentum: np.ndarray, steps: int) -> Ends:
    state, bad = np.empty((2, *lr.shape)), np.empty(lr.shape, dtype=np.int64)
    state[0], state[1] = -7.0, 2.0
    arrays = map(peers.pointer, (lr, momentum, bad))
    library.momentum_cells(peers.pointer(state), lr.size, steps, *arrays)
    return np.moveaxis(state, 0, -1), bad


def by_hand(lr: np.ndarray, momentum: np.ndarray, steps: int) -> Ends:
    """Momentum on all cells at once, one array a coordinate."""
    x, y = np.full((2, 100, 100), [[[-7.0]], [[2.0]]])
    u = v = np.zeros((100, 100))
    with np.errstate(all="ignore"):
        for _ in range(steps):
            u, v = momentum * u - lr * (x / 10), momentum * v - lr * (2 * y)
            x, y = x + u, y + v
    return np.stack([x, y], axis=-1), None


if __name__ == "__main__":
    sys.exit(main())
