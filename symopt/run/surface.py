"""An objective over a window, in floats: level sets and stationary points for a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from symopt.objective import Objective
from symopt.run.arrays import Array, Evaluated, evaluated
from symopt.run.level_sets import Point, level_sets

Window = tuple[float, float, float, float]  # left, right, bottom, top

QUANTILES = (0.02, 0.08, 0.16, 0.26, 0.37, 0.49, 0.62, 0.75, 0.88)
NEWTON_STEPS = 25
SEEDS = 5  # along each axis
SPACING = 1e-6  # for differences of slopes, in window sizes
SINGULAR = 1e-8  # a determinant in squares of the Hessian: well above the differences' errors


@dataclass(frozen=True)
class Surface:
    """f of two variables over a window."""

    window: Window
    levels: tuple[tuple[Point, ...], ...]
    stationary: tuple[Point, ...]


def window_of(path: Sequence[Point]) -> Window:
    """A window around the path with a margin, of a shape that suits a page."""
    xs, ys = zip(*path, strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    size = max(wide, high) or 2.0
    wide, high = max(1.3 * wide, 0.8 * size), max(1.3 * high, 0.5 * size)
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    sides = x - wide / 2, x + wide / 2, y - high / 2, y + high / 2
    left, right, bottom, top = (_rounded(side, max(wide, high)) for side in sides)
    return left, right, bottom, top


def _rounded(number: float, size: float) -> float:
    """To a millionth of the size: the last bits of a float differ between machines."""
    return float(f"{round(number / size, 6) * size:.12g}")


def surface(objective: Objective, path: Sequence[Point], *, columns: int = 60) -> Surface:
    """What a picture of the path needs: stationary points nearby, and level sets around both."""
    window = window_of(path)
    near = stationary_points(objective, _enlarged(window, 3.0))
    window = window_of([*path, *near])
    left, right, bottom, top = window
    rows = round(columns * (top - bottom) / (right - left))
    rows = min(max(rows, 2 * columns // 3), 2 * columns)
    xs, ys = np.linspace(left, right, columns + 1), np.linspace(bottom, top, rows + 1)
    (grid,) = evaluated((objective.value,), objective.variables)(np.meshgrid(xs, ys))
    finite = np.sort(grid[np.isfinite(grid)])
    heights = sorted({float(finite[int(q * (finite.size - 1))]) for q in QUANTILES if finite.size})
    return Surface(window, tuple(level_sets(grid, xs, ys, heights)), near)


def stationary_points(objective: Objective, window: Window) -> tuple[Point, ...]:
    """Where Newton's method on ∇f = 0, from seeds across the window, ends inside it."""
    left, right, bottom, top = window
    size = max(right - left, top - bottom)
    shares = (np.arange(SEEDS) + 0.5) / SEEDS
    seeds = np.meshgrid(left + (right - left) * shares, bottom + (top - bottom) * shares)
    slopes = evaluated(objective.gradient(), objective.variables)
    found: list[Point] = []
    for x, y in _newton(slopes, np.reshape(seeds, (2, -1)), size):
        known = any(math.dist((x, y), other) <= 1e-4 * size for other in found)
        if left <= x <= right and bottom <= y <= top and not known:
            found.append((_rounded(x, size), _rounded(y, size)))
    return tuple(sorted(found))


def _newton(slopes: Evaluated, at: Array, size: float) -> list[Point]:
    """Where the points `at` come to rest, those that do, with differences of slopes for f''."""
    apart = SPACING * size
    around = apart * np.array([[0, 1, -1, 0, 0], [0, 0, 0, 1, -1]])[:, :, None]
    with np.errstate(all="ignore"):
        for _ in range(NEWTON_STEPS):
            first, second = slopes(at[:, None] + around)
            a, b, c, d = ((g[k] - g[k + 1]) / (2 * apart) for g in (first, second) for k in (1, 3))
            determinant = a * d - b * c
            squares = a * a + b * b + c * c + d * d
            determinant[abs(determinant) <= SINGULAR * squares] = np.nan
            step = np.array([d * first[0] - b * second[0], a * second[0] - c * first[0]])
            at = at - step / determinant
            resting = np.hypot(*step) < 1e-9 * size * abs(determinant)
            if np.all(resting | ~np.isfinite(at).all(0)):
                break
    rest: list[Point] = at[:, resting].T.tolist()
    return rest


def _enlarged(window: Window, factor: float) -> Window:
    left, right, bottom, top = window
    x, y = (right - left) * (factor - 1) / 2, (top - bottom) * (factor - 1) / 2
    return left - x, right + x, bottom - y, top + y
