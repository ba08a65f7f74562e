"""A late step costs what an early one does: rules whose state has decayed to nothing.

`python -m benchmarks.run_subnormals`; CPU time of steps around the thousandth and the millionth.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

import numpy as np

from benchmarks.timing import interleaved
from symopt import Problem

COUNT = 20_000


def main() -> int:
    """Print the ratios."""
    print("| rule | back end | ns, after 1,000 | ns, after 1,000,000 | ratio |")
    print("| --- | --- | ---: | ---: | ---: |")
    for rule in ("nesterov", "momentum"):
        problem = Problem("x^2/20 + y^2", start={"x": -7, "y": 2}, rule=rule, lr="1/20")
        for backend in ("python", "numba") if find_spec("numba") else ("python",):
            loop = problem._floats.loop(backend)
            states = {begin: state(problem, loop, begin) for begin in (1000, 1_000_000)}

            def steps(begin: int, loop=loop, states=states) -> None:
                loop.advance(states[begin], begin, begin + COUNT, 10**9, None)

            times = interleaved(
                {str(begin): lambda begin=begin: steps(begin) for begin in states}, rounds=9
            )
            early, late = (seconds / COUNT * 1e9 for seconds in times.values())
            print(f"| {rule} | {backend} | {early:.1f} | {late:.1f} | {late / early:.2f} |")
    return 0


def state(problem: Problem, loop: object, begin: int) -> np.ndarray:
    """All carried values after so many steps."""
    values = np.zeros((4, 1))
    values[:2, 0] = -7.0, 2.0
    return loop.advance(values, 0, begin, 10**9, None)


if __name__ == "__main__":
    sys.exit(main())
