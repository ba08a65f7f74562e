"""Many points at once: symopt's batches beside C with SIMD lanes.

`python -m benchmarks.run_batches [STEPS]`; CPU time a point-step, one thread for each; with
NUMBA_NUM_THREADS=2 wall time, and two threads for all but NumPy.
"""

from __future__ import annotations

import sys
from functools import partial
from importlib.util import find_spec

import numpy as np

from benchmarks import run_peers as peers
from benchmarks.timing import interleaved
from symopt import Problem

PROBLEMS = {
    "Adam, quadratic": Problem(peers.QUADRATIC, start={"x": 1, "y": 1}, rule="adam", lr="0.3"),
    "Nesterov, quartic": Problem(
        peers.QUARTIC, start={"x": 1, "y": 1}, rule="nesterov", lr="1/200"
    ),
}


def main() -> int:
    """Print a row for each objective and size; 1 if the last points differ."""
    work = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    library = peers.library()
    print("| objective | points | contender | ns a point-step | ratio |\n|---|---:|---|---:|---:|")
    code = 0
    for name, problem in PROBLEMS.items():
        for points in (10_000, 1_000_000):
            steps = work if points == 10_000 else max(1, work // 10)
            starts = np.random.default_rng(0).uniform(-0.5, 0.5, size=(points, 2))
            contenders: dict[str, peers.Contender] = {}
            if library is not None:
                contenders["C lanes"] = partial(in_c, library, problem, starts, steps)
            for backend in ("numba", "numpy"):
                if backend == "numpy" or find_spec("numba"):
                    contenders[f"symopt, {backend}"] = partial(
                        problem.run, steps, starts=starts, backend=backend
                    )
            ends = [np.asarray(contender()) for contender in contenders.values()]
            medians = interleaved(contenders, rounds=5, clock=peers.CLOCK)
            baseline = next(iter(medians.values()))
            for contender, seconds in medians.items():
                each = seconds / points / steps * 1e9
                print(
                    f"| {name} | {points:,} | {contender} | {each:.2f} | {seconds / baseline:.2f} |"
                )
            if not all(np.array_equal(end, ends[0]) for end in ends):
                print("the last points DIFFER")
                code = 1
    return code


def in_c(library: object, problem: Problem, starts: np.ndarray, steps: int) -> np.ndarray:
    state = np.zeros((6 if problem.setting.rule.name == "adam" else 4, len(starts)))
    state[:2] = starts.T
    place = peers.pointer(state), len(starts), steps
    if len(state) == 6:
        table = problem._floats.work().schedule.table(0, steps)
        library.adam_lanes(*place, *map(peers.pointer, table))
    else:
        library.nesterov_lanes(*place)
    return state[:2].T


if __name__ == "__main__":
    sys.exit(main())
