"""Level sets of a function that is known on a grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from symopt.run.arrays import Array

Point = tuple[float, float]
Joints = dict[int, list[int]]  # an edge of the grid -> the edges to which a line goes on
CORNERS = ((0, 0), (0, 1), (1, 1), (1, 0))  # of a cell: rows and columns further


def level_sets(
    grid: ArrayLike, xs: ArrayLike, ys: ArrayLike, heights: Iterable[float]
) -> list[tuple[Point, ...]]:
    """The lines on which f has one of the heights, by marching squares.

    `grid` holds f, a row for each y. Each line is one polyline; saddles are told apart by the mean.
    Source: Lorensen & Cline 1987, in two dimensions.
    """
    f, x, y = (np.asarray(numbers, dtype=np.float64) for numbers in (grid, xs, ys))
    return [
        _points(f, x, y, height, np.array(line))
        for height in heights
        for line in _lines(_joints(f, height))
    ]


def _joints(f: Array, height: float) -> Joints:
    """The edges on which f crosses a height, joined where a line runs through a cell.

    The edge from (row, column) to the right has the number 2 (row · columns + column), the one
    upwards has the next.
    """
    rows, columns = f.shape
    corners = np.array([f[i : rows - 1 + i, j : columns - 1 + j] for i, j in CORNERS])
    above = corners >= height
    crossed = above.any(0) & ~above.all(0) & np.isfinite(corners).all(0)
    row, column = np.nonzero(crossed)
    edges = 2 * (row * columns + column)[:, None] + (0, 3, 2 * columns, 1)
    middle = corners.mean(0)[crossed] >= height
    joints: Joints = {}
    for around, *case in zip(
        edges.tolist(), *above[:, crossed].tolist(), middle.tolist(), strict=True
    ):
        for a, b in SEGMENTS[tuple(case)]:
            joints.setdefault(around[a], []).append(around[b])
            joints.setdefault(around[b], []).append(around[a])
    return joints


def _segments(above: Sequence[bool], middle: bool) -> list[tuple[int, int]]:
    """The pairs of a cell's edges that a level set joins, given which corners are above it."""
    cut = [k for k in range(4) if above[k] != above[(k + 1) % 4]]
    if len(cut) == 4 and middle != above[0]:
        cut = [3, 0, 1, 2]  # the first corner is cut off on its own
    return list(zip(cut[::2], cut[1::2], strict=True))


SEGMENTS = {
    (*above, middle): _segments(above, middle)
    for *above, middle in product((False, True), repeat=5)
}


def _lines(joints: Joints) -> list[list[int]]:
    """The chains of joints: open ones from their ends first, then the closed ones."""
    ends = [edge for edge, others in joints.items() if len(others) == 1]
    lines = []
    left = dict(joints)
    for start in (*ends, *joints):
        if start not in left:
            continue
        line, at = [start], start
        while True:
            following = next((edge for edge in left.pop(at) if edge in left), None)
            if following is None:
                break
            line.append(following)
            at = following
        if len(line) > 2 and start in joints[at]:
            line.append(start)
        lines.append(line)
    return lines


def _points(f: Array, x: Array, y: Array, height: float, edges: Array) -> tuple[Point, ...]:
    """Where f has the height on each edge, f taken as linear along it."""
    row, column = np.divmod(edges // 2, f.shape[1])
    up = edges % 2
    begin, end = f[row, column], f[row + up, column + 1 - up]
    share = (height - begin) / (end - begin)
    across = x[column] + share * (x[column + 1 - up] - x[column])
    upwards = y[row] + share * (y[row + up] - y[row])
    return tuple(zip(across.tolist(), upwards.tolist(), strict=True))
