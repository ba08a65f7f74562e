"""The picture of a sweep: a shade a cell, and the theory's boundary where it is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symopt.derive.quadratic.boundary import largest_rate
from symopt.errors import InputError
from symopt.report.document import Figure, Message
from symopt.report.drawing import Drawing, Label, Stroke
from symopt.report.language import plain
from symopt.report.picture import MARGIN, Canvas
from symopt.report.shades import Shade, legend, shaded
from symopt.run.floats.grid import Axis
from symopt.run.level_sets import Point, level_sets
from symopt.run.outcome import CLIMBED, DIVERGED, SLOW, Outcome
from symopt.setting import Setting

SHADES = 5
CLIMB = SHADES + 1
FINE = 120  # samples along each axis for the boundary
CONVERGED_SHADE: Shade = ("level", 0.9)
CLIMBED_SHADE: Shade = ("path", 0.2)
LEGEND: tuple[tuple[Message, Shade], ...] = (
    (Message("converged", context="run"), CONVERGED_SHADE),
    (Message("slow", context="run"), ("level", 0.3)),
    (Message("climbed", context="run"), CLIMBED_SHADE),
    (Message("diverged", context="run"), ("path", 0.6)),
)


def heat_map(setting: Setting, outcome: Outcome, *, language: str = "en") -> Figure:
    """One or two axes as a map, its legend in a language. `InputError` for more axes."""
    if len(outcome.axes) > 2:
        raise InputError("a picture shows one or two grids", hint="leave '--plot' out")
    across = outcome.axes[0]
    up = outcome.axes[1] if len(outcome.axes) == 2 else Axis("", (0.0,))
    (left, right), (bottom, top) = _edges(across)[[0, -1]], _edges(up)[[0, -1]]
    canvas = Canvas((left, right, bottom, top), [_name(across), _name(up)])
    if not up.name:  # numbers along an axis that there is none of
        canvas.shapes = [s for s in canvas.shapes if not isinstance(s, Label) or s.at[0] >= MARGIN]
    cells = _shades(outcome).reshape(len(across.values), -1)
    canvas.shapes[:0] = shaded(canvas, _edges(across).tolist(), _edges(up).tolist(), cells, _shade)
    for line in _boundary(setting, across, up):
        canvas.shapes.append(Stroke(tuple(map(canvas.at, line)), "ink", 2.4))
    drawing = canvas.drawing()
    say = plain(language)
    words = {say(message): shade for message, shade in LEGEND}
    shapes = (*drawing.shapes, *legend(drawing.height + 12, words))
    message = Message(
        "The outcome of each run: converged, slow (lighter where its gradient is larger), climbed "
        "(it ends higher than it began) or diverged (darker where that happened earlier). A line "
        "shows the theory's boundary of convergence, where it is known."
    )
    return Figure(Drawing(drawing.width, drawing.height + 24, shapes), message)


def _name(axis: Axis) -> str:
    return f"log10 {axis.name}" if axis.log else axis.name


def _places(axis: Axis) -> NDArray[np.float64]:
    """Where the axis's values stand in the window."""
    values = np.array(axis.values)
    return np.log10(values) if axis.log else values


def _edges(axis: Axis) -> NDArray[np.float64]:
    """The cells' borders: half way between values, and as far beyond the first and the last."""
    places = _places(axis)
    half = (places[1] - places[0]) / 2 if len(places) > 1 else 0.5
    return np.append(places - half, places[-1] + half)


def _shades(outcome: Outcome) -> NDArray[np.int64]:
    """A number a cell: converged; slow, from near to far; climbed; diverged, from late to early."""
    with np.errstate(all="ignore"):
        far, late = np.log(outcome.slope), np.log(outcome.diverged_at)
    slow = 1 + _graded(far, outcome.status == SLOW)
    early = CLIMB + SHADES - _graded(late, outcome.status == DIVERGED)
    cases = [outcome.status == status for status in (SLOW, CLIMBED, DIVERGED)]
    return np.select(cases, [slow, np.full_like(slow, CLIMB), early], 0)


def _graded(values: NDArray[np.float64], chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The chosen values in classes of equal width, from 0 to SHADES - 1."""
    known = values[chosen & np.isfinite(values)]
    if not known.size or known.max() == known.min():
        return np.zeros(values.shape, dtype=np.int64)
    share = (np.where(chosen, values, known.min()) - known.min()) / np.ptp(known)
    grades: NDArray[np.int64] = np.clip(share * SHADES, 0, SHADES - 1).astype(np.int64)
    return grades


def _shade(key: int) -> Shade:
    if key == 0:
        return CONVERGED_SHADE
    if key == CLIMB:
        return CLIMBED_SHADE
    if key < CLIMB:
        return "level", round(0.5 - 0.4 * (key - 1) / (SHADES - 1), 2)
    return "path", round(0.4 + 0.5 * (key - CLIMB - 1) / (SHADES - 1), 2)


def _boundary(setting: Setting, across: Axis, up: Axis) -> list[tuple[Point, ...]]:
    """Where lr is the largest rate that the theory allows."""
    largest = largest_rate(setting)
    if largest is None:
        return []
    fixed = {name: float(value) for name, value in setting.values.items()}
    xs, ys = (_samples(axis) for axis in (across, up))

    def excess(x: float, y: float) -> float:
        values = dict(fixed)
        for axis, place in ((across, x), (up, y)):
            values[axis.name] = 10.0**place if axis.log else place
        return values["lr"] / largest(values) - 1

    grid = [[excess(x, y) for x in xs] for y in ys]
    return level_sets(grid, xs, ys, [0.0])


def _samples(axis: Axis) -> list[float]:
    first, *_, last = _edges(axis).tolist()
    return [first + (last - first) * k / FINE for k in range(FINE + 1)]
