"""The first run of a problem, code generated and compiled: CPU time in new processes.

`python -m benchmarks.run_latency`; NumPy, SymPy and Numba are imported before the clock starts,
Numba's code is in the cache. Numba's own start is that of a function which does nothing.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 5
CLOCK = """
import time
import numpy, sympy
{imports}
begin = time.process_time()
{work}
print(time.process_time() - begin)
"""
PROBLEM = """
from symopt import Problem
from benchmarks import run_peers as peers
problem = Problem(peers.QUARTIC, start={"x": 1, "y": 2}, rule="adam")
problem.setting
import symopt.run.floats.request
"""
NOTHING = """
from numba import njit
@njit(cache=True)
def nothing(x):
    return x
"""
RUN = "problem.run(1, record=None, backend='{}')"
CONTENDERS = {
    "symopt, python": (PROBLEM, RUN.format("python")),
    "symopt, numpy": (PROBLEM, RUN.format("numpy")),
    "symopt, numba": (f"import numba{PROBLEM}", RUN.format("numba")),
    "Numba's own start": ("import numba", "from nothing import nothing; nothing(1.0)"),
}


def main() -> int:
    """Print the table of medians, the contenders run in turn."""
    times: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "nothing.py").write_text(NOTHING)
        path = os.pathsep.join([*sys.path, folder])
        for round_ in range(ROUNDS + 1):
            for name in list(times):
                imports, work = CONTENDERS[name]
                done = subprocess.run(
                    [sys.executable, "-c", CLOCK.format(imports=imports, work=work)],
                    capture_output=True,
                    text=True,
                    env={**os.environ, "PYTHONPATH": path},
                )
                if done.returncode:
                    print(f"{name}: left out ({done.stderr.strip().splitlines()[-1]})")
                    del times[name]
                elif round_:
                    times[name].append(float(done.stdout))
    print("| contender | first run |\n| --- | ---: |")
    for name, values in times.items():
        print(f"| {name} | {statistics.median(values) * 1000:,.0f} ms |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
