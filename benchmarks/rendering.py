"""How long a solution takes to render, beside the time that it takes to solve."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from itertools import count

from symopt import Problem
from symopt.problem import Solution

ROUNDS = 9
STEPS = 10
PROBLEMS = {  # with a place for digits of the function that differ each time
    "adam, x²/20 + y²": "objective: x^2/20.%d + y^2\nstart: {x: -7, y: 2}\nrule: adam\nlr: 1/10",
    "momentum, quartic": "objective: 0.4x²y² + 0.3x²y + 0.3x² + 0.3y² - 0.25xy² + 0.31xy - 0.2x "
    "+ 2.%dy\nstart: {x: 0.5, y: 5.8}\nrule: momentum\nlr: 1/100",
    "sgd, four rows": "objective: 1/2 (w x - y)^2\ndata: {x: [1, 2, 3, 4], y: [2, 3, 7, 8.%d]}\n"
    "start: {w: 0}\nrule: sgd\nlr: 1/10",
}
FORMATS: dict[str, Callable[[Solution], object]] = {
    "md": Solution.to_markdown,
    "tex": Solution.to_latex,
    "html": Solution.to_html,
    "ipynb": Solution.to_notebook,
}


def every_value(solution: Solution) -> list[object]:
    """What a user reads as `solution[2].theta`, of each step and quantity."""
    return [getattr(step, name) for step in solution for name in dir(step)]


def milliseconds(run: Callable[[], object]) -> float:
    """CPU time of one call."""
    begin = time.process_time()
    run()
    return 1000 * (time.process_time() - begin)


def times(head: str, numbers: Iterator[int]) -> dict[str, float]:
    """To solve a problem, to read every value too, and to render a fresh solution in each format.

    What is rendered is another function each time, so that none finds another's work done.
    """
    solutions: list[Solution] = []
    for _ in (*FORMATS, "solve"):
        problem = Problem.read(f"---\n{head % next(numbers)}\n---\n")
        solve = milliseconds(lambda p=problem: solutions.append(p.solve(STEPS)))  # type: ignore[misc]
    measured = {
        "solve": solve,
        "with values": solve + milliseconds(lambda: every_value(solutions[-1])),
    }
    for (name, render), solution in zip(FORMATS.items(), solutions, strict=False):
        measured[name] = milliseconds(lambda s=solution, r=render: r(s))  # type: ignore[misc]
    return measured


def main() -> int:
    """Print medians; the first round only warms up."""
    for number, (name, head) in enumerate(PROBLEMS.items()):
        numbers = count(10)
        rounds = [times(head, numbers) for _ in range(ROUNDS + 1)][1:]
        if not number:
            print(f"### Rendering {STEPS} steps, warm\n\n| problem | {' | '.join(rounds[0])} |")
            print("| --- |" + " ---: |" * len(rounds[0]))
        medians = (sorted(each[what] for each in rounds)[ROUNDS // 2] for what in rounds[0])
        print(f"| {name} | {' | '.join(f'{median:,.0f} ms' for median in medians)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
