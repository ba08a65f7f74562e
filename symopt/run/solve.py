"""A worked trajectory: exact as long as a person could write it, certified decimals after."""

from __future__ import annotations

from symopt.errors import UndecidedError
from symopt.rule import POINT
from symopt.run.certified import StuckError, certified_steps
from symopt.run.exact import exact_steps, is_rational
from symopt.run.shown import LONGEST_EXACT, Shown
from symopt.run.trajectory import Step, Trajectory
from symopt.setting import Setting


def solve(setting: Setting, *, largest: int | None = None) -> Trajectory:
    """The setting's steps 0, 1, …, exact as far as that is readable, then certified decimals.

    Rational runs stay exact until a value needs more than `largest` bits (see `exact_steps`), runs
    with roots until the point has no form of at most `LONGEST_EXACT` characters. The trajectory's
    `reason` says where and why the exact part ended, its `stopped` where even the certified part
    did. `UndefinedError` where a value does not exist.
    """
    steps: list[Step] = []
    exact_until, reason, stopped = 0, None, None
    radical = not is_rational(setting)
    try:
        for step in exact_steps(setting, largest=largest):
            steps.append(step)
            if radical and not _is_readable(step, setting):
                reason = _unreadable(step)
                break
            exact_until = step.number
            if step.number == setting.steps:
                break
    except UndecidedError as limit:
        reason = limit.message
    done = steps[-1].number
    if done < setting.steps:
        try:
            steps += certified_steps(setting, setting.steps, digits=setting.digits, first=done + 1)
        except StuckError as stuck:
            steps += stuck.steps
            stopped = stuck.message
    return Trajectory(tuple(steps), exact_until, reason, stopped)


def _is_readable(step: Step, setting: Setting) -> bool:
    return all(Shown(value, setting.digits).text is not None for value in step.values[POINT])


def _unreadable(step: Step) -> str:
    return (
        f"from step {step.number} on the exact point has no form of at most {LONGEST_EXACT} "
        "characters"
    )
