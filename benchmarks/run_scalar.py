"""One point, many steps: symopt's loops beside strict C, hand-fused Python and a textbook class.

`python -m benchmarks.run_scalar [STEPS]`; the slow contenders take fewer steps, and every figure
is CPU time a step. Returns 1 if floats differ that should be the same bits.
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
    "Adam on x²/20 + y²": (
        Problem(peers.QUADRATIC, start={"x": -7, "y": 2}, rule="adam", lr="0.3"),
        peers.adam_by_hand,
    ),
    "Nesterov on the quartic": (
        Problem(peers.QUARTIC, start={"x": "1/2", "y": "29/5"}, rule="nesterov", lr="1/200"),
        peers.nesterov_by_hand,
    ),
}


def main() -> int:
    """Print a table for each problem."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    few = max(1, steps // 20)
    library = peers.library()
    code = 0
    for title, (problem, by_hand) in PROBLEMS.items():
        contenders: dict[str, tuple[int, peers.Contender]] = {}
        if library is not None:
            contenders["strict C"] = steps, partial(in_c, library, problem, steps)
        if find_spec("numba"):
            contenders["symopt, numba"] = steps, partial(run, problem, steps, "numba")
        contenders["Python fused by hand"] = few, partial(by_hand, few)
        contenders["symopt, python"] = few, partial(run, problem, few, "python")
        if by_hand is peers.adam_by_hand:
            fewer = max(1, few // 5)
            contenders["textbook class"] = fewer, partial(peers.adam_by_the_textbook, fewer)
        medians = interleaved({name: f for name, (_, f) in contenders.items()}, rounds=7)
        baseline = medians[next(iter(contenders))] / next(iter(contenders.values()))[0]
        print(f"### {title}\n\n| contender | ns a step | ratio |\n| --- | ---: | ---: |")
        for name, (count, _) in contenders.items():
            each = medians[name] / count
            print(f"| {name} | {each * 1e9:,.1f} | {each / baseline:,.2f} |")
        ends = {"python": run(problem, few, "python")}
        if find_spec("numba"):
            ends["numba"] = run(problem, few, "numba")
        if library is not None:
            ends["C"] = in_c(library, problem, few)
        same = len({tuple(map(float, end)) for end in ends.values()}) == 1
        print(f"\n{', '.join(ends)}: {'the same bits' if same else 'DIFFERENT'}\n")
        code = code if same else 1
    return code


def run(problem: Problem, steps: int, backend: str) -> np.ndarray:
    return problem.run(steps, record=None, backend=backend)


def in_c(library: object, problem: Problem, steps: int) -> np.ndarray:
    """The last point by C, which takes the schedule of β^t ready made."""
    name = problem.setting.rule.name
    if name == "nesterov":
        state = np.array([0.5, 5.8, 0.0, 0.0])
        library.nesterov(peers.pointer(state), steps)
        return state[:2]
    state = np.array([-7.0, 2.0, 0.0, 0.0, 0.0, 0.0])
    if steps not in TABLES:
        TABLES[steps] = problem._floats.work().schedule.table(0, steps)
    table = TABLES[steps]
    d1, d2 = map(np.ascontiguousarray, table)
    library.adam(
        peers.pointer(state), steps, peers.pointer(d1), peers.pointer(d2), table.shape[1] - 1
    )
    return state[:2]


TABLES: dict[int, np.ndarray] = {}

if __name__ == "__main__":
    sys.exit(main())
