"""The first run of a problem, code generated and compiled: wall time in new processes.

`python -m benchmarks.run_latency`; NumPy, SymPy and Numba are imported before the clock starts,
Numba's code is in the cache.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

ROUNDS = 3
PROGRAM = """
import sys, time
import numpy, sympy
if sys.argv[1] == "numba":
    import numba
from symopt import Problem
from benchmarks import run_peers as peers
problem = Problem(peers.QUARTIC, start={"x": 1, "y": 2}, rule="adam")
problem.setting
import symopt.run.floats.request
begin = time.perf_counter()
problem.run(1, record=None, backend=sys.argv[1])
print(time.perf_counter() - begin)
"""
BACKENDS = ["python", "numpy", "numba"]


def main() -> int:
    """Print the table of medians, the back ends run in turn."""
    times: dict[str, list[float]] = {name: [] for name in BACKENDS}
    for round_ in range(ROUNDS + 1):
        for name in list(times):
            done = subprocess.run(
                [sys.executable, "-c", PROGRAM, name], capture_output=True, text=True
            )
            if done.returncode:
                print(f"{name}: left out ({done.stderr.strip().splitlines()[-1]})")
                del times[name]
            elif round_:
                times[name].append(float(done.stdout))
    print("| back end | first run |\n| --- | ---: |")
    for name, values in times.items():
        print(f"| {name} | {statistics.median(values) * 1000:,.0f} ms |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
