"""Training: a rule of the registry at work on a network's parameters."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symopt.network.batches import Batches
from symopt.network.data import Data
from symopt.network.network import Batch, Network
from symopt.rule import POINT, Rule
from symopt.run.whole import write_whole

Array = NDArray[Any]
SAVED = 500  # steps between two checkpoints
WATCHED = 10


@dataclass(frozen=True)
class Plan:
    """What every rule's training has in common."""

    network: Network
    data: Data
    iterations: int = 2000
    batch: int = 128
    seed: int = 0
    replace: bool = False
    dtype: str = "float32"
    every: int = 100
    threads: int | None = None


@dataclass
class Training:
    """One rule's training so far: the parameters, the rule's state, and what was seen.

    `losses` has the loss of each step's batch before the step, nan behind a divergence;
    `accuracies` the part of the test images that is named rightly, every so many steps and at the
    end. `diverged_at` is the first step, from 1, whose loss is no number or infinite.
    """

    parameters: Array
    losses: Array
    accuracies: dict[int, float] = field(default_factory=dict)
    state: dict[str, Any] | None = None
    done: int = 0
    diverged_at: int | None = None

    @property
    def accuracy(self) -> float:
        """The last accuracy."""
        return self.accuracies[max(self.accuracies)]


def train(
    plan: Plan,
    rule: Rule,
    values: Mapping[str, object] | None = None,
    *,
    checkpoint: Path | None = None,
    watch: Callable[[int], None] = lambda done: None,
) -> Training:
    """Train the plan's network by a rule that takes its gradient at the parameters.

    `values` are the rule's parameters, its defaults where none is given. With `checkpoint` the
    training writes down where it is, and goes on from there if the file is of this very training:
    then it ends in the same bits.
    """
    now = Training(plan.network.start(plan.seed, plan.dtype), np.full(plan.iterations, np.nan))
    values, keep = values or {}, _keep_nothing
    if checkpoint is not None:
        key = _key(plan, rule, values)
        now, keep = _restored(checkpoint, key, now), partial(_save, checkpoint, key)
    with np.errstate(all="ignore"):
        _advance(plan, rule, values, now, watch, keep)
    return now


def _keep_nothing(now: Training) -> None:
    """Without a file."""


def _advance(
    plan: Plan,
    rule: Rule,
    values: Mapping[str, object],
    now: Training,
    watch: Callable[[int], None],
    keep: Callable[[Training], None],
) -> None:
    """Step by step to the end or to a divergence; `keep` writes a checkpoint now and then."""
    data = plan.data
    inputs, targets = data.train.astype(plan.dtype), np.eye(data.classes, dtype=plan.dtype)
    batches = Batches(len(inputs), plan.batch, plan.seed, plan.replace)
    work = Batch(plan.network, plan.batch, plan.dtype)
    test = Batch(plan.network, len(data.test), plan.dtype), data.test.astype(plan.dtype)
    gradient = np.empty_like(now.parameters)
    views = plan.network.views(now.parameters), plan.network.views(gradient)
    while now.done < plan.iterations and now.diverged_at is None:
        rows = batches.at(now.done)
        loss = work.gradient(inputs[rows], targets[data.train_labels[rows]], *views)
        now.losses[now.done] = loss
        now.done += 1
        if np.isfinite(loss):
            now.state = rule.update({POINT: now.parameters}, {POINT: gradient}, now.state, **values)
        else:
            now.diverged_at = now.done
        ends = now.done == plan.iterations or now.diverged_at is not None
        if now.done % plan.every == 0 or ends:
            named = test[0].forward(test[1], views[0]).argmax(axis=1)
            now.accuracies[now.done] = float(np.mean(named == data.test_labels))
        if now.done % WATCHED == 0:
            watch(now.done)
        if now.done % SAVED == 0 or ends:
            keep(now)
    watch(plan.iterations)


def _key(plan: Plan, rule: Rule, values: Mapping[str, object]) -> str:
    """What a training's floats depend on."""
    data = plan.data
    said = [
        plan.network.source,
        str(plan.network.sizes),
        str(rule.lines),
        str(sorted(rule.parameters.items())),
        str(sorted(values.items())),
    ]
    said += [str((plan.iterations, plan.batch, plan.seed, plan.replace, plan.dtype))]
    said += [str((plan.every, plan.threads))]
    found = hashlib.sha256("\0".join(said).encode())
    for array in (data.train, data.train_labels, data.test, data.test_labels):
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


def _save(file: Path, key: str, now: Training) -> None:
    """Write the training, whole or not at all."""
    state = now.state or {"t": 0}
    arrays = {f"state {name}": value[POINT] for name, value in state.items() if name != "t"}
    with write_whole(file, binary=True) as stream:
        np.savez(
            stream,
            key=np.array(key),
            done=np.array(now.done),
            diverged_at=np.array(now.diverged_at or 0),
            parameters=now.parameters,
            losses=now.losses[: now.done],
            accuracies=np.array(list(now.accuracies.items())).reshape(-1, 2),
            **arrays,
        )


def _restored(file: Path, key: str, fresh: Training) -> Training:
    """The training in the file, if it is whole and of this key; else the fresh one."""
    try:
        with np.load(file, allow_pickle=False) as found:
            if str(found["key"]) != key:
                return fresh
            done, diverged_at = int(found["done"]), int(found["diverged_at"]) or None
            state: dict[str, Any] = {"t": done}
            for name in found.files:
                if name.startswith("state "):
                    state[name.removeprefix("state ")] = {POINT: found[name]}
            accuracies = {int(at): float(part) for at, part in found["accuracies"]}
            losses = np.concatenate([found["losses"], fresh.losses[done:]])
            return Training(found["parameters"], losses, accuracies, state, done, diverged_at)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return fresh
