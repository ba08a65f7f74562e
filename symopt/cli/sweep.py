"""`symopt sweep`: a page's problem over a grid of hyper-parameters and starts."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

from symopt.cli.cluster import on_cluster
from symopt.cli.files import deliver, page_from
from symopt.cli.main import DONE
from symopt.cli.progress import Bar
from symopt.cli.run import json_number
from symopt.cli.workers import Lost, in_order
from symopt.derive.quadratic.boundary import largest_rate
from symopt.errors import InputError, SymoptError
from symopt.front_matter import read_setting
from symopt.report.heat import heat_map
from symopt.report.json import problem_json
from symopt.report.language import plain
from symopt.report.svg import to_svg
from symopt.run.floats.files import write_points
from symopt.run.floats.grid import read_axis
from symopt.run.floats.sweep import Block, Sweep, here
from symopt.run.outcome import STATUS, Outcome, sweep
from symopt.setting import Setting

ATTEMPTS = 3  # for a block whose process ended


def run(options: argparse.Namespace) -> int:
    """Run every cell and deliver what became of them."""
    output = None if options.output is None else File(options.output)
    if output is not None and output.suffix != ".npz":
        raise InputError(f"'-o' must end in .npz (got '{output.name}')")
    setting = read_setting(page_from(options.page), steps=options.steps)
    axes = [read_axis(text, setting) for text in options.grid]
    if options.plot is not None and len(axes) > 2:
        raise InputError("a picture shows one or two grids", hint="leave '--plot' out")

    def work(cells: Sweep) -> Iterator[Block]:
        if options.scheduler is not None:
            blocks = on_cluster(cells, options.scheduler)
        else:
            blocks = locally(cells, options.jobs)
        with Bar(total=cells.blocks, disable=None, leave=False, unit="block") as bar:
            for block in blocks:
                bar.update()
                yield block

    found = sweep(setting, axes, backend=options.backend, tolerance=options.tolerance, work=work)
    about = {"problem": problem_json(setting), "grid": [axis.name for axis in found.axes]}
    if options.plot is not None:
        figure = heat_map(setting, found, language=options.lang)
        label = plain(options.lang)(figure.message)
        deliver(to_svg(figure.drawing, label=label) + "\n", options.plot)
    if output is not None:
        write_points(output, found.arrays(), about | {"status": STATUS})
    if options.json:
        deliver(json.dumps(about | _json(found), ensure_ascii=False, indent=1) + "\n", None)
    elif output is None:
        deliver(_text(setting, found), None)
    return DONE


def locally(cells: Sweep, jobs: int | None) -> Iterator[Block]:
    """Processes of this machine; a compiled loop has threads of its own, and needs but one."""
    if jobs is None:
        jobs = 1 if cells.backend == "numba" else os.cpu_count() or 1
    if min(jobs, cells.blocks) == 1:
        yield from here(cells)
        return
    left = list(range(cells.blocks))
    for _ in range(ATTEMPTS):
        lost = []
        results = in_order(
            "symopt.run.floats.sweep:worker", (cells,), left, jobs=jobs, seconds=float("inf")
        )
        for number, result in zip(left, results, strict=True):
            if isinstance(result, Lost):
                lost.append(number)
            else:
                yield result
        left = lost
        if not left:
            return
    raise SymoptError(f"{len(left)} blocks of the sweep ended {ATTEMPTS} processes each")


def _json(found: Outcome) -> dict[str, Any]:
    """The counts, and every cell in the axes' order, the last one fastest."""
    cells = zip(found.status.flat, found.diverged_at.flat, found.loss.flat, strict=True)
    points = found.theta.reshape(-1, found.theta.shape[-1])
    return {
        "axes": {axis.name: axis.values for axis in found.axes},
        "summary": {word: found.count(status) for status, word in enumerate(STATUS)},
        "cells": [
            {
                "status": STATUS[status],
                "diverged_at": int(diverged) or None,
                "loss": json_number(float(loss)),
                "theta": [json_number(x) for x in point.tolist()],
            }
            for (status, diverged, loss), point in zip(cells, points, strict=True)
        ],
    }


def _text(setting: Setting, found: Outcome) -> str:
    """The counts, the best cell and the boundary, for a reader."""
    lines = [f"{setting.rule.name}, {found.status.size:,} runs of {found.steps:,} steps:"]
    lines += [f"    {word} {found.count(status):,}" for status, word in enumerate(STATUS)]
    if found.best is not None:
        where = ", ".join(f"{name} = {value:.6g}" for name, value in found.at(found.best).items())
        lines.append(f"least loss {found.loss[found.best]:.6g} at {where}")
    largest = largest_rate(setting)
    if largest is not None:
        values = {name: float(value) for name, value in setting.values.items()}
        others = ", ".join(f"{name} {x:g}" for name, x in values.items() if name != "lr")
        bound = f"in theory it converges for lr < {largest(values):.6g}"
        lines.append(f"{bound} (with {others})" if others else bound)
    return "\n".join([*lines, ""])
