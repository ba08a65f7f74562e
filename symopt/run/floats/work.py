"""A setting as float work: its graph, with every exact number as the nearest float64."""

from __future__ import annotations

import numpy as np
from sympy import Expr

from symopt.numbers import Field, from_sympy
from symopt.objective import GivenGradients
from symopt.run.floats.graph import SLOPE, Graph, graph_of, quotient
from symopt.run.floats.loop import Floats, Work
from symopt.run.stepper import program_of
from symopt.setting import Setting

PLENTY = 20  # digits, of which a float64 holds 16


def work_of(setting: Setting, *, slope: bool = False) -> Work:
    """The setting's step and numbers; with `slope` it watches the norm of the gradient."""
    objective = setting.objective
    if isinstance(objective, GivenGradients):
        programs = [program_of(setting, 1)]
        given = [tuple(map(nearest, parts)) for parts in objective.gradients]
    else:
        programs = [program_of(setting, step) for step in range(1, objective.period + 1)]
        given = []
    graph = graph_of(programs, slope=slope)
    numbers = map(nearest, setting.values.values())
    return Work(graph, dict(zip(graph.parameters, numbers, strict=True)), given)


def first_state(setting: Setting, graph: Graph, starts: Floats | None) -> Floats:
    """The carried values before the first step: a row a value, a column a point.

    `starts` has a row a point; without, the setting's own start is the one point.
    """
    if starts is None:
        starts = np.array([[nearest(x) for x in setting.start]])
    first = [nearest(part) for parts in setting.initial.values() for part in parts]
    first += [np.inf if monitor == SLOPE else 0.0 for monitor in graph.monitors]
    dimension = starts.shape[1]
    state = np.zeros((dimension + len(first), len(starts)))  # which costs memory once it is used
    state[:dimension] = starts.T
    for row, value in enumerate(first, dimension):
        if value:
            state[row] = value
    return state


def nearest(number: Expr) -> float:
    """The float64 nearest to an exact number."""
    if number.is_Rational:
        return quotient(int(number.p), int(number.q))
    return float(from_sympy(number, Field()).decimal(PLENTY))
