"""Axes of a sweep: a hyper-parameter, or a coordinate of the start, and its values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symopt.errors import InputError
from symopt.parameter import did_you_mean, resolve
from symopt.run.floats.work import nearest
from symopt.setting import Setting, check_value, exact, whole

MOST_VALUES = 100_000
MOST_CELLS = 4_000_000
WAY = "write 'lr=0.01:1:50', or 'lr=0.001:1:50:log'"


@dataclass(frozen=True)
class Axis:
    """A name and the float64 values that it takes; `log`: they are evenly spaced by ratio."""

    name: str
    values: tuple[float, ...]
    log: bool = False


def read_axis(text: str, setting: Setting) -> Axis:
    """The axis that a text NAME=START:STOP:COUNT[:log] states; `InputError` if it states none."""
    name, equals, rest = (part.strip() for part in text.partition("="))
    parts = [part.strip() for part in rest.split(":")]
    log = parts[3:] == ["log"]
    if log:
        parts.pop()
    if not equals or len(parts) != 3:
        raise InputError(f"'{text}' is no grid", hint=WAY)
    return axis_of(name, *parts, setting=setting, log=log)


def axis_of(
    name: str, start: Any, stop: Any, count: Any, *, setting: Setting, log: bool = False
) -> Axis:
    """An axis of evenly spaced values, both ends among them, in the parameter's domain."""
    known = [*setting.values, *map(str, setting.variables)]
    meant = name if name in known else resolve(name, setting.values)
    if meant is None:
        raise InputError(f"nothing is called '{name}'", hint=did_you_mean(name, known))
    first, last = exact(start, name), exact(stop, name)
    if meant in setting.values:
        first, last = check_value(meant, first), check_value(meant, last)
    number = whole(count, "COUNT", least=1, most=MOST_VALUES)
    if log and not (first > 0 and last > 0):
        raise InputError(f"a grid by ratio needs positive ends (got '{name}={start}:{stop}')")
    if number == 1 and first != last:
        raise InputError(f"one value has one end (got '{name}={start}:{stop}:1')")
    if log:
        spaced = np.geomspace(nearest(first), nearest(last), number).tolist()
        return Axis(meant, tuple(spaced), True)
    gap = (last - first) / max(number - 1, 1)
    spaced = [nearest(first + k * gap) for k in range(number)]
    return Axis(meant, tuple(spaced))


def check_axes(axes: Sequence[Axis]) -> tuple[Axis, ...]:
    """The axes, if each has a name of its own and the cells are not too many."""
    names = [axis.name for axis in axes]
    if not names:
        raise InputError("a sweep needs a grid", hint=WAY)
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"'{name}' has two grids", hint="give each name one grid")
    cells = math.prod(len(axis.values) for axis in axes)
    if cells > MOST_CELLS:
        raise InputError(f"a sweep may have at most {MOST_CELLS:,} cells (got {cells:,})")
    return tuple(axes)


def axes_of(grid: Mapping[str, Sequence[Any]], setting: Setting) -> tuple[Axis, ...]:
    """Axes from Python: (start, stop, count) by name, or (start, stop, count, "log")."""
    axes = []
    for name, parts in grid.items():
        log = len(parts) == 4 and parts[3] == "log"
        if len(parts) != 3 and not log:
            raise InputError(f"'{name}' needs (start, stop, count) (got {parts!r})")
        axes.append(axis_of(name, *parts[:3], setting=setting, log=log))
    return check_axes(axes)
