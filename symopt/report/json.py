"""A solution as plain data: exact text, and decimals where a value has no readable exact form."""

from __future__ import annotations

from typing import Any

from sympy import sstr

from symopt.objective import GivenGradients
from symopt.run.shown import Shown
from symopt.run.trajectory import Step, Trajectory
from symopt.setting import Setting


def solution_json(setting: Setting, trajectory: Trajectory) -> dict[str, Any]:
    """`problem`, `steps` and, where the exact part ended early, `exact_until` and `reason`.

    A step lists under `approximate` the quantities whose texts are certified decimals.
    """
    return {
        "problem": problem_json(setting),
        "steps": [_step(step, setting) for step in trajectory.steps[1:]],
        "exact_until": trajectory.exact_until,
        "reason": trajectory.reason,
        "stopped": trajectory.stopped,
    }


def problem_json(setting: Setting) -> dict[str, Any]:
    """What the page states, every number as exact text."""
    objective = setting.objective
    names = [str(variable) for variable in setting.variables]
    result: dict[str, Any] = {
        "rule": setting.rule.name,
        "variables": names,
        "start": {name: sstr(v) for name, v in zip(names, setting.start, strict=True)},
        "parameters": {name: sstr(value) for name, value in setting.values.items()},
        "initial": {name: [*map(sstr, values)] for name, values in setting.initial.items()},
        "steps": setting.steps,
    }
    if isinstance(objective, GivenGradients):
        result["gradients"] = [[*map(sstr, gradient)] for gradient in objective.gradients]
    else:
        result["objective"] = sstr(objective.value)
        result["gradient"] = [*map(sstr, objective.gradient())]
    return result


def _step(step: Step, setting: Setting) -> dict[str, Any]:
    shown = {
        name: [Shown(value, setting.digits) for value in values]
        for name, values in step.values.items()
    }
    approximate = [name for name, parts in shown.items() if any(p.text is None for p in parts)]
    result: dict[str, Any] = {
        "step": step.number,
        "quantities": {
            name: [part.decimal if part.text is None else part.text for part in parts]
            for name, parts in shown.items()
        },
    }
    if approximate:
        result["approximate"] = approximate
    return result
