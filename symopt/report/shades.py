"""Cells of a window in a few shades, and what each shade means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from numpy.typing import NDArray

from symopt.report.drawing import Area, Label, Role, Shape
from symopt.report.picture import MARGIN, Canvas

Shade = tuple[Role, float]


def shaded(
    canvas: Canvas,
    xs: Sequence[float],
    ys: Sequence[float],
    keys: NDArray[Any],
    shade: Callable[[int], Shade],
) -> Iterator[Shape]:
    """An area for each shade; neighbours of one shade in a row are one rectangle.

    `xs` and `ys` are the borders between the cells, `keys` has a row a column of cells.
    """
    areas: dict[Shade, list[tuple[float, float, float, float]]] = {}
    for j, row in enumerate(keys.T.tolist()):
        for key, run in groupby(range(len(row)), key=row.__getitem__):
            cells = list(run)
            left, top = canvas.at((xs[cells[0]], ys[j + 1]))
            right, bottom = canvas.at((xs[cells[-1] + 1], ys[j]))
            areas.setdefault(shade(key), []).append((left, top, right, bottom))
    for (role, opacity), rectangles in sorted(areas.items()):
        yield Area(tuple(rectangles), role, opacity)


def legend(y: float, shades: Mapping[str, Shade], *, apart: float = 130.0) -> Iterator[Shape]:
    """A square and a word for each shade."""
    for place, (word, (role, opacity)) in enumerate(shades.items()):
        x = MARGIN + apart * place
        yield Area(((x, y - 12, x + 14, y + 2),), role, opacity)
        yield Label((x + 20, y), word, rf"\text{{{word}}}", "ink")
