"""A sweep of 100 × 100 cells, many of them diverging, beside NumPy written by hand.

`python -m benchmarks.run_sweep [STEPS]`; CPU time a cell and step, one thread each.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from benchmarks.timing import interleaved
from symopt import Problem

PROBLEM = Problem("x^2/20 + y^2", start={"x": -7, "y": 2}, rule="momentum")
GRID = {"lr": ("0.01", 4, 100), "momentum": (0, "0.99", 100)}


def main() -> int:
    """Print a row a contender; 1 if the last points differ."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    contenders: dict[str, Callable[[], np.ndarray]] = {"NumPy by hand": lambda: by_hand(steps)}
    for backend in ("numpy", "numba"):
        if backend == "numpy" or find_spec("numba"):
            contenders[f"symopt, {backend}"] = lambda backend=backend: (
                PROBLEM.sweep(GRID, steps=steps, backend=backend).theta
            )
    ends = [contender() for contender in contenders.values()]
    medians = interleaved(contenders, rounds=5)
    print(f"| contender, {steps:,} steps | ns a cell and step |\n|---|---:|")
    for name, seconds in medians.items():
        print(f"| {name} | {seconds / 10_000 / steps * 1e9:.2f} |")
    tiny = 2.0**-900  # symopt sets smaller values to 0 now and then
    if not all(np.allclose(end, ends[0], rtol=0, atol=tiny, equal_nan=True) for end in ends):
        print("the last points DIFFER")
        return 1
    return 0


def by_hand(steps: int) -> np.ndarray:
    """Momentum on all cells at once, one array a coordinate."""
    axes = PROBLEM.sweep(GRID, steps=0).arrays()
    lr, beta = np.meshgrid(axes["lr"], axes["momentum"], indexing="ij")
    x, y = np.full((2, 100, 100), [[[-7.0]], [[2.0]]])
    u = v = np.zeros((100, 100))
    with np.errstate(all="ignore"):
        for _ in range(steps):
            u, v = beta * u - lr * (x / 10), beta * v - lr * (2 * y)
            x, y = x + u, y + v
    return np.stack([x, y], axis=-1)


if __name__ == "__main__":
    sys.exit(main())
