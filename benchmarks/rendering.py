"""How long a solution takes to render, beside the time that it takes to solve."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from symopt import Problem
from symopt.problem import Solution

ROUNDS = 9
STEPS = 10
PROBLEMS = {
    "adam, x²/20 + y²": "objective: x^2/20 + y^2\nstart: {x: -7, y: 2}\nrule: adam\nlr: 1/10",
    "momentum, quartic": "objective: 0.4x²y² + 0.3x²y + 0.3x² + 0.3y² - 0.25xy² + 0.31xy - 0.2x "
    "+ 2.1y\nstart: {x: 0.5, y: 5.8}\nrule: momentum\nlr: 1/100",
    "sgd, four rows": "objective: 1/2 (w x - y)^2\ndata: {x: [1, 2, 3, 4], y: [2, 3, 7, 8]}\n"
    "start: {w: 0}\nrule: sgd\nlr: 1/10",
}
FORMATS: dict[str, Callable[[Solution], object]] = {
    "md": Solution.to_markdown,
    "tex": Solution.to_latex,
    "html": Solution.to_html,
    "ipynb": Solution.to_notebook,
}


def milliseconds(run: Callable[[], object]) -> float:
    """CPU time of one call."""
    begin = time.process_time()
    run()
    return 1000 * (time.process_time() - begin)


def main() -> int:
    """Print medians, the document built anew for each format."""
    print(f"### Rendering {STEPS} steps, warm\n\n| problem | solve | {' | '.join(FORMATS)} |")
    print("| --- | ---: |" + " ---: |" * len(FORMATS))
    for name, head in PROBLEMS.items():
        text = f"---\n{head}\n---\n"
        times: dict[str, list[float]] = {"solve": [], **{name: [] for name in FORMATS}}
        for _ in range(ROUNDS + 1):
            problem = Problem.read(text)
            times["solve"].append(milliseconds(lambda p=problem: p.solve(STEPS)))  # type: ignore[misc]
            for wanted, render in FORMATS.items():
                fresh = problem.solve(STEPS)
                times[wanted].append(milliseconds(lambda f=fresh, r=render: r(f)))  # type: ignore[misc]
        medians = (sorted(values[1:])[ROUNDS // 2] for values in times.values())
        print(f"| {name} | {' | '.join(f'{median:,.0f} ms' for median in medians)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
