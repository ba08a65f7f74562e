"""A race: several rules train the same network from the same weights on the same batches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sympy import Expr

from symopt import rules
from symopt.network.threads import one_thread
from symopt.network.train import Plan, Training, train
from symopt.rule import Rule, parameter

RULES = ("sgd", "momentum", "adagrad", "adam", "rmsprop", "nesterov")
LOOK_AHEAD: Mapping[str, Mapping[str, Expr]] = {
    "nesterov": {name: parameter(name) for name in ("lr", "momentum")},
    "nesterov_ema": {
        "lr": parameter("lr") * (1 - parameter("beta")),
        "momentum": parameter("beta"),
    },
}
"""Rules that take their gradient ahead of the parameters, and what makes `nesterov_shifted`, which
keeps the point looked at in the parameters' place, the same rule."""


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
        for name, (rule, values) in runners.items():
            before = len(found) * plan.iterations
            found[name] = train(
                replace(plan, threads=threads),
                rule,
                values,
                checkpoint=checkpoint and checkpoint(name),
                watch=lambda done, before=before: watch(before + done),  # type: ignore[misc]
            )
    if checkpoint is not None:
        for name in runners:
            checkpoint(name).unlink(missing_ok=True)
    return found, threads


def at_the_parameters(rule: Rule) -> tuple[Rule, dict[str, Any]]:
    """The rule in a form that takes its gradient at the parameters, and that form's parameters."""
    if rule.name not in LOOK_AHEAD:
        return rule, {}
    defaults = {parameter(name): value for name, value in rule.parameters.items()}
    same = LOOK_AHEAD[rule.name].items()
    return rules.REGISTRY["nesterov_shifted"], {name: e.xreplace(defaults) for name, e in same}
