"""How fast a class is marked: sheets of some twenty lines with small slips, judged by `check DIR`.

`python -m benchmarks.marking [SHEETS]` writes the sheets to a temporary folder, judges them with
two processes (wall time), and says where the CPU time of one sheet goes.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.marking_mutations import mutate
from benchmarks.marking_sheets import exact_sheet
from symopt.cli.workers import in_order
from symopt.front_matter import read_setting
from symopt.marking.judge import judge
from symopt.marking.reference import Reference
from symopt.page import open_page
from symopt.reading.working import read_working
from symopt.rules import REGISTRY

RULES = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "amsgrad")
PROBLEMS = ("quadratic", "product", "radical start")
LINES, PRELUDE = 20, 6  # chains on a sheet, and those before its first step
SUMMED_UP = 3  # chains that a step's row in the summary adds
JOBS = 2


def sheet(rule: str, problem: str, chance: random.Random) -> str:
    """`solve`'s page of about twenty chains, two thirds of the time with a try at one slip."""
    steps = round((LINES - PRELUDE) / (len(REGISTRY[rule].lines) + SUMMED_UP))
    made = exact_sheet(rule, problem, steps)
    change = mutate(made, chance) if chance.random() < 2 / 3 else None
    return change.text if change else made.text


def timed(rounds: int, work: Callable[[], object]) -> float:
    """The best of the rounds, in milliseconds."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best * 1000


def main(arguments: list[str]) -> int:
    """Print the class's time and the parts of one sheet's."""
    count, chance = int(arguments[0]) if arguments else 100, random.Random(1)
    kinds = [(rule, problem) for rule in RULES for problem in PROBLEMS]
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number in range(count):
            path = Path(folder, f"{number:03}.md")
            path.write_text(sheet(*kinds[number % len(kinds)], chance), encoding="utf-8")
            names.append((path.name, str(path)))
        begin = time.perf_counter()
        rows = in_order(
            "symopt.cli.judging:row_maker",
            (None, "en", False),
            names,
            jobs=JOBS,
            seconds=60,
        )
        marks = [next(rows)[0]]
        started = time.perf_counter()
        marks += [row for row, _ in rows]
        ended = time.perf_counter()
        lines = sum(mark.counts[0] for mark in marks)
        slips = sum(mark.first_slip is not None for mark in marks)
        print(f"{count} sheets, {lines} lines, {slips} sheets with a slip, {JOBS} processes")
        print(
            f"start-up and first sheet {started - begin:.2f} s, the others {ended - started:.2f} s"
        )
        settings = [(open_page(path), read_setting(open_page(path))) for _, path in names[:24]]
        each = [timed(1, partial(judge, page, setting)) for page, setting in settings]
        print(f"judging takes {statistics.mean(each):.0f} ms of CPU time a sheet")
        for _, path in names[: len(kinds) : 4]:
            _parts(path)
    return 0


def _parts(path: str) -> None:
    """Where one sheet's time goes; judging includes reading the working and solving."""
    page = open_page(path)
    setting = read_setting(page)
    parts = {
        "page": lambda: open_page(path),
        "front matter": lambda: read_setting(page),
        "working": lambda: read_working(page, setting),
        "solving": lambda: Reference(setting).value("theta", setting.steps),
        "all of judge": lambda: judge(page, setting),
    }
    said = ", ".join(f"{name} {timed(3, work):.1f}" for name, work in parts.items())
    print(f"{setting.rule.name}, {setting.objective.expression}: {said} ms")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
