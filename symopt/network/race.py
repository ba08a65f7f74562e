"""A race: several rules train the same network from the same weights on the same batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from symopt import rules
from symopt.network.shift import at_the_parameters
from symopt.network.threads import one_thread
from symopt.network.train import Plan, Training, train

RULES = ("sgd", "momentum", "adagrad", "adam", "rmsprop", "nesterov")


def race(
    plan: Plan,
    names: Sequence[str] = RULES,
    *,
    checkpoint: Callable[[str], Path] | None = None,
    watch: Callable[[int], None] = lambda done: None,
) -> tuple[dict[str, Training], int | None]:
    """Every rule's training with its default parameters, and the number of BLAS threads, if known.

    A rule that diverges does not stop the others. `checkpoint` gives each rule's file, see `train`,
    all of which are removed when the race is over; `watch` is told how many steps are done, of all
    rules together. `InputError` for an unknown rule and for one that asks for parameters.
    """
    runners = {rule.name: at_the_parameters(rule) for rule in map(rules.get, names)}
    found: dict[str, Training] = {}
    with one_thread() as threads:
        for name, rule in runners.items():
            before = len(found) * plan.iterations
            found[name] = train(
                replace(plan, threads=threads),
                rule,
                checkpoint=checkpoint and checkpoint(name),
                watch=lambda done, before=before: watch(before + done),  # type: ignore[misc]
            )
    if checkpoint is not None:
        for name in runners:
            checkpoint(name).unlink(missing_ok=True)
    return found, threads
