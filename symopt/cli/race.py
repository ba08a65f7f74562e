"""`symopt race`: several rules train one network on images of digits."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from symopt.cli.files import deliver
from symopt.cli.main import DONE
from symopt.cli.progress import steps_bar
from symopt.cli.run import json_number
from symopt.network.curve import smoothed
from symopt.network.data import read_data
from symopt.network.network import Network
from symopt.network.race import RULES, race
from symopt.network.train import Plan, Training
from symopt.report.document import Figure
from symopt.report.language import plain
from symopt.report.race import race_figure, race_table
from symopt.report.svg import to_svg
from symopt.report.weights import weights_figure
from symopt.rules import get
from symopt.run.floats.files import check_kind, write_points

HIDDEN = (100, 100, 100, 100)
UNKNOWN_THREADS = (
    "threadpoolctl is not installed: the matrix products take as many threads as the environment "
    "says, and the last digits depend on it"
)


def run(options: argparse.Namespace) -> int:
    """Train with every rule and deliver the curves."""
    output = None if options.output is None else Path(options.output)
    if output is not None:
        check_kind(output)
    names = RULES if options.rules is None else [get(n).name for n in options.rules.split(",")]
    data = read_data(options.data)
    plan = Plan(
        Network((data.train.shape[1], *HIDDEN, data.classes)),
        data,
        iterations=options.iterations,
        batch=options.batch,
        seed=options.seed,
        replace=options.replace,
        dtype=options.dtype,
    )
    with steps_bar(len(set(names)) * plan.iterations) as watch:
        checkpoint = None if output is None else _beside(output)
        found, threads = race(plan, names, checkpoint=checkpoint, watch=watch)
    if threads is None:
        print(f"symopt: {UNKNOWN_THREADS}", file=sys.stderr)
    about = _about(plan, threads)
    if options.plot is not None:
        _draw(
            race_figure(found, log=options.log, language=options.lang), options.plot, options.lang
        )
    if options.weights is not None:
        _draw(weights_figure(seed=plan.seed, language=options.lang), options.weights, options.lang)
    if output is not None:
        write_points(output, _columns(found), about)
    if options.json:
        rules = [_json(name, training) for name, training in found.items()]
        deliver(json.dumps(about | {"rules": rules}, ensure_ascii=False, indent=1) + "\n", None)
    elif output is None:
        deliver(race_table(found, language=options.lang), None)
    return DONE


def _draw(figure: Figure, file: str, language: str) -> None:
    deliver(to_svg(figure.drawing, label=plain(language)(figure.message)) + "\n", file)


def _beside(output: Path) -> Callable[[str], Path]:
    """Where each rule's training is written down while the race lasts."""
    return lambda name: output.with_name(f".{output.name}.{name}.checkpoint")


def _about(plan: Plan, threads: int | None) -> dict[str, Any]:
    """What all rules had in common."""
    return {
        "data": plan.data.name,
        "train": len(plan.data.train),
        "test": len(plan.data.test),
        "network": list(plan.network.sizes),
        "activation": plan.network.activation.name,
        "loss": [layer.name for layer in plan.network.loss],
        "iterations": plan.iterations,
        "batch": plan.batch,
        "replace": plan.replace,
        "seed": plan.seed,
        "dtype": plan.dtype,
        "blas_threads": threads,
    }


def _columns(found: Mapping[str, Training]) -> dict[str, Sequence[Any]]:
    """Each rule's loss before each step, and its accuracy after those at which it was tested."""
    steps = range(1, len(next(iter(found.values())).losses) + 1)
    columns: dict[str, Sequence[Any]] = {"iteration": steps}
    for name, training in found.items():
        columns[f"{name}_loss"] = training.losses.tolist()
        columns[f"{name}_accuracy"] = [training.accuracies.get(t, float("nan")) for t in steps]
    return columns


def _json(name: str, training: Training) -> dict[str, Any]:
    means = smoothed(training.losses)
    return {
        "name": name,
        "parameters": {n: str(value) for n, value in get(name).parameters.items()},
        "first_loss": json_number(training.losses[0]),
        "loss": json_number(means[-1]) if len(means) else None,
        "test_accuracy": None if training.diverged_at else training.accuracy,
        "test_accuracies": {str(t): part for t, part in training.accuracies.items()},
        "diverged_at": training.diverged_at,
    }
