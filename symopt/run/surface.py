"""An objective over a window, in floats: level sets and stationary points for a picture."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import Any

import sympy
from sympy import Expr, Symbol

from symopt.objective import Objective

Point = tuple[float, float]
Window = tuple[float, float, float, float]  # left, right, bottom, top
Edge = tuple[int, int, int]  # column, row, and 1 for an upright edge
Grid = Sequence[Sequence[float]]
Scalar = Callable[..., float]
Scalars = Callable[..., Sequence[float]]

QUANTILES = (0.02, 0.08, 0.16, 0.26, 0.37, 0.49, 0.62, 0.75, 0.88)
NEWTON_STEPS = 25
SEEDS = 5  # along each axis


@dataclass(frozen=True)
class Surface:
    """f of two variables over a window."""

    window: Window
    levels: tuple[tuple[Point, ...], ...]
    stationary: tuple[Point, ...]


def values(objective: Objective, points: Sequence[Sequence[float]]) -> list[float]:
    """f at each point; nan where it has no finite value."""
    f = _compiled(objective)
    return [f(*point) for point in points]


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
    rows = max(8, round(columns * (top - bottom) / (right - left)))
    rows = min(rows, 2 * columns)
    xs = [left + (right - left) * i / columns for i in range(columns + 1)]
    ys = [bottom + (top - bottom) * j / rows for j in range(rows + 1)]
    f = _compiled(objective)
    grid = [[f(x, y) for x in xs] for y in ys]
    finite = sorted(value for row in grid for value in row if math.isfinite(value))
    heights = sorted({finite[int(q * (len(finite) - 1))] for q in QUANTILES}) if finite else []
    levels = level_sets(grid, xs, ys, heights)
    return Surface(window, tuple(levels), near)


def stationary_points(objective: Objective, window: Window) -> tuple[Point, ...]:
    """Where Newton's method on ∇f = 0, from seeds across the window, ends inside it."""
    slopes = _compiled_all((*objective.gradient(), *objective.hessian), objective.variables)
    left, right, bottom, top = window
    size = max(right - left, top - bottom)
    found: list[Point] = []
    for i, j in product(range(SEEDS), repeat=2):
        x = left + (right - left) * (i + 0.5) / SEEDS
        y = bottom + (top - bottom) * (j + 0.5) / SEEDS
        end = _newton(slopes, (x, y), size)
        if end is None or not (left <= end[0] <= right and bottom <= end[1] <= top):
            continue
        if all(math.dist(end, known) > 1e-4 * size for known in found):
            found.append((_rounded(end[0], size), _rounded(end[1], size)))
    return tuple(sorted(found))


def _newton(slopes: Scalars, at: Point, size: float) -> Point | None:
    for _ in range(NEWTON_STEPS):
        first, second, *h = slopes(*at)
        determinant = h[0] * h[3] - h[1] * h[2]
        if not math.isfinite(determinant) or determinant == 0:
            return None
        dx = (h[3] * first - h[1] * second) / determinant
        dy = (h[0] * second - h[2] * first) / determinant
        at = at[0] - dx, at[1] - dy
        if not math.isfinite(dx + dy):
            return None
        if math.hypot(dx, dy) < 1e-9 * size:
            return at
    return None


def level_sets(
    grid: Grid, xs: Sequence[float], ys: Sequence[float], heights: Sequence[float]
) -> list[tuple[Point, ...]]:
    """The lines on which f has one of the rising heights, by marching squares.

    Each is one polyline. Source: Lorensen & Cline 1987, in two dimensions; saddles are told apart
    by the mean.
    """
    ranks = [[bisect_right(heights, f) if math.isfinite(f) else -1 for f in row] for row in grid]
    joints: list[dict[Edge, list[Edge]]] = [{} for _ in heights]
    for j, (below, above) in enumerate(pairwise(ranks)):
        for i, corners in enumerate(zip(below, below[1:], above[1:], above, strict=False)):
            low, high = min(corners), max(corners)
            for level in range(low, high) if low >= 0 else ():
                above_it = [rank > level for rank in corners]
                for a, b in _segments(grid, above_it, heights[level], i, j):
                    joints[level].setdefault(a, []).append(b)
                    joints[level].setdefault(b, []).append(a)
    return [
        tuple(_crossing(grid, xs, ys, height, edge) for edge in line)
        for height, joined in zip(heights, joints, strict=True)
        for line in _lines(joined)
    ]


def _segments(
    grid: Grid, above: Sequence[bool], height: float, i: int, j: int
) -> list[tuple[Edge, Edge]]:
    """The pairs of a cell's edges that a level set joins, given which corners are above it."""
    edges = ((i, j, 0), (i + 1, j, 1), (i, j + 1, 0), (i, j, 1))
    cut = [edges[k] for k in range(4) if above[k] != above[(k + 1) % 4]]
    if len(cut) == 4:
        mean = (grid[j][i] + grid[j][i + 1] + grid[j + 1][i + 1] + grid[j + 1][i]) / 4
        if (mean >= height) != above[0]:
            cut = [cut[3], *cut[:3]]  # the first corner is cut off on its own
    return list(zip(cut[::2], cut[1::2], strict=True))


def _crossing(
    grid: Grid,
    xs: Sequence[float],
    ys: Sequence[float],
    height: float,
    edge: Edge,
) -> Point:
    """Where f = height on an edge, f taken as linear along it."""
    i, j, upright = edge
    begin, end = grid[j][i], grid[j + 1][i] if upright else grid[j][i + 1]
    share = (height - begin) / (end - begin)
    if upright:
        return xs[i], ys[j] + share * (ys[j + 1] - ys[j])
    return xs[i] + share * (xs[i + 1] - xs[i]), ys[j]


def _lines(
    joints: dict[Edge, list[Edge]],
) -> list[list[Edge]]:
    """The chains of joints: open ones from their ends first, then the closed ones."""
    lines = []
    left = dict(joints)
    for start in sorted(joints, key=lambda joint: (len(joints[joint]), joint)):
        if start not in left:
            continue
        line, at = [start], start
        while True:
            following = next((n for n in left.pop(at) if n in left), None)
            if following is None:
                break
            line.append(following)
            at = following
        if len(line) > 2 and start in joints[at]:
            line.append(start)
        lines.append(line)
    return lines


def _enlarged(window: Window, factor: float) -> Window:
    left, right, bottom, top = window
    x, y = (right - left) * (factor - 1) / 2, (top - bottom) * (factor - 1) / 2
    return left - x, right + x, bottom - y, top + y


def _compiled(objective: Objective) -> Scalar:
    """f as a function of floats: nan where it has no real value."""
    compiled = compiled_for("math", (objective.value,), objective.variables)

    def evaluated(*point: float) -> float:
        try:
            return float(compiled(*point)[0])
        except (ArithmeticError, ValueError, TypeError):
            return math.nan

    return evaluated


def _compiled_all(expressions: tuple[Expr, ...], variables: tuple[Symbol, ...]) -> Scalars:
    """Expressions as one function of floats: nan throughout where one has no real value."""
    compiled: Scalars = compiled_for("math", expressions, variables)
    nowhere = (math.nan,) * len(expressions)

    def evaluated(*point: float) -> Sequence[float]:
        try:
            return [float(value) for value in compiled(*point)]
        except (ArithmeticError, ValueError, TypeError):
            return nowhere

    return evaluated


@lru_cache(maxsize=64)
def compiled_for(
    module: str, expressions: tuple[Expr, ...], variables: tuple[Symbol, ...]
) -> Callable[..., Any]:
    """Expressions as Python code with the functions of a module, "math" or "numpy"."""
    stand_ins = [sympy.Dummy() for _ in variables]
    named = dict(zip(variables, stand_ins, strict=True))
    parts = [expression.xreplace(named) for expression in expressions]
    compiled: Callable[..., Any] = sympy.lambdify(stand_ins, parts, modules=module, cse=True)
    return compiled
