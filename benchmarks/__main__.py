"""All workloads one after the other, or those named: `python -m benchmarks [NAME…]`.

Each runs in a process of its own and prints its result; a peer that isn't installed is left out
with a word. Returns 1 if a workload failed: what it says about floats or verdicts is wrong then.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).parent


def workloads() -> list[str]:
    """The names of the files that are programs, this one apart."""
    files = sorted(set(FOLDER.glob("*.py")) - {Path(__file__)})
    return [file.stem for file in files if '__name__ == "__main__"' in file.read_text("utf-8")]


def main(wanted: list[str]) -> int:
    """Run them in the order given; without names, all."""
    known = workloads()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"no workload is called {', '.join(unknown)}; there are: {', '.join(known)}")
        return 2
    failed = []
    for name in wanted or known:
        print(f"## {name}\n", flush=True)
        begin = time.perf_counter()
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        if subprocess.run(command, cwd=FOLDER.parent).returncode:
            failed.append(name)
        print(f"\n({name}: {time.perf_counter() - begin:.0f} s)\n", flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
