"""Interleaved timing: the contenders run in turn, so that a drifting machine is fair to all."""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable, Mapping


def interleaved(
    contenders: Mapping[str, Callable[[], object]],
    *,
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Median seconds of each contender over the rounds, after one warm-up each."""
    for run in contenders.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, run in contenders.items():
            begin = clock()
            run()
            times[name].append(clock() - begin)
    return {name: statistics.median(values) for name, values in times.items()}


def report(title: str, medians: Mapping[str, float], *, baseline: str) -> str:
    """A Markdown table: median and ratio to the baseline."""
    lines = [
        f"### {title}",
        "",
        f"Python {platform.python_version()}, {platform.machine()}; medians of CPU time.",
        "",
        "| contender | median | ratio |",
        "| --- | ---: | ---: |",
    ]
    for name, seconds in medians.items():
        ratio = seconds / medians[baseline]
        lines.append(f"| {name} | {seconds * 1000:,.2f} ms | {ratio:,.2f} |")
    return "\n".join([*lines, ""])
