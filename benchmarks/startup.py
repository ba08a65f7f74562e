"""How long the command takes to answer, beside Python and SymPy themselves."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 9
EXERCISE = str(Path(__file__).parents[1] / "derivations" / "adam-exercise-1.md")
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "symopt --help": ["-m", "symopt", "--help"],
    'python -c "import sympy"': ["-c", "import sympy"],
    "symopt solve (exercise 1)": ["-m", "symopt", "solve", EXERCISE],
    "symopt check (exercise 1)": ["-m", "symopt", "check", EXERCISE],
}


def main() -> int:
    """Print medians of wall time, the commands run in turn."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            begin = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, capture_output=True)
            times[name].append(time.perf_counter() - begin)
    print("### Start-up, wall time\n\n| command | median |\n| --- | ---: |")
    for name, values in times.items():
        print(f"| `{name}` | {statistics.median(values) * 1000:,.0f} ms |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
