"""The picture of a solution as SVG: small, byte-stable, at home on light and dark pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import escape

from symopt.objective import GivenGradients, Objective
from symopt.report.document import Figure, Message
from symopt.rule import POINT
from symopt.run.shown import Shown
from symopt.run.surface import Point, Surface, Window, surface, values, window_of
from symopt.run.trajectory import Trajectory
from symopt.setting import Setting

WIDTH, MARGIN, FONT = 600.0, 46.0, 15
LARGEST = 1e12  # beyond it a picture shows nothing
SAMPLES = 160
LABELLED = 24.0  # how far apart numbered points stand
INK, ACCENT, LEVEL = "var(--ink,#6e7781)", "var(--accent,#c8372d)", "var(--level,#4a86b8)"


def picture(setting: Setting, trajectory: Trajectory) -> Figure | None:
    """Level sets and path for two variables, the curve and the points for one, else the loss."""
    points = [
        tuple(float(Shown(value, 17).decimal) for value in step.values[POINT])
        for step in trajectory.steps
    ]
    return picture_of(setting, points)


def picture_of(setting: Setting, points: Sequence[tuple[float, ...]]) -> Figure | None:
    """The same for the points of any run; None where there is nothing to see."""
    if len(points) < 2 or not all(abs(x) <= LARGEST for point in points for x in point):
        return None
    names = [str(variable) for variable in setting.variables]
    objective = setting.objective
    if len(names) == 2:
        return _map(objective, [(x, y) for x, y in points], names)
    if isinstance(objective, GivenGradients):
        return None
    if len(names) == 1:
        return _curve(objective, [x for (x,) in points], names[0])
    return _loss(objective, points)


def _map(objective: Objective | GivenGradients, path: list[Point], names: list[str]) -> Figure:
    """Level sets with the path over them."""
    if isinstance(objective, GivenGradients):
        message = Message("The path from step to step. A ring marks the start and a disc the end.")
        return Figure(_Canvas(window_of(path), names).path(path).svg(), message)
    seen: Surface = surface(objective, path)
    canvas = _Canvas(seen.window, names)
    canvas.lines(seen.levels)
    canvas.path(path)
    for point in seen.stationary:
        canvas.cross(point)
    message = Message(
        "Level sets of the function, and the path from step to step. A ring marks the start and "
        "a disc the end."
    )
    if seen.stationary:
        message = Message(
            "Level sets of the function, and the path from step to step. A ring marks the start, "
            "a disc the end, and a cross a point where the gradient is zero."
        )
    return Figure(canvas.svg(), message)


def _curve(objective: Objective, path: list[float], name: str) -> Figure | None:
    """The graph of f with the points of the steps on it."""
    left, right, _, _ = window_of([(x, 0.0) for x in path])
    xs = [left + (right - left) * i / SAMPLES for i in range(SAMPLES + 1)]
    heights = values(objective, [(x,) for x in (*xs, *path)])
    graph = _finite(zip(xs, heights, strict=False))
    points = _finite(zip(path, heights[len(xs) :], strict=True))
    if len(points) < len(path):
        return None
    canvas = _Canvas(_around([*graph, *points]), [name, "f"])
    canvas.lines([tuple(graph)])
    message = Message(
        "The graph of the function, and the point of each step. A ring marks the start and a "
        "disc the end."
    )
    return Figure(canvas.path(points).svg(), message)


def _loss(objective: Objective, points: Sequence[tuple[float, ...]]) -> Figure | None:
    """f against the number of the step."""
    path = _finite((float(t), f) for t, f in enumerate(values(objective, points)))
    if len(path) < 2:
        return None
    message = Message(
        "The function's value after each step. A ring marks the start and a disc the end."
    )
    return Figure(_Canvas(_around(path), ["t", "f"]).path(path).svg(), message)


def _finite(points: Iterable[Point]) -> list[Point]:
    return [(x, y) for x, y in points if math.isfinite(y) and abs(y) <= LARGEST]


def _around(points: Sequence[Point]) -> Window:
    """A window that holds the points, each axis on a scale of its own."""
    xs, ys = zip(*points, strict=True)
    wide, high = (max(xs) - min(xs) or 1.0) * 0.05, (max(ys) - min(ys) or 1.0) * 0.08
    return min(xs) - wide, max(xs) + wide, min(ys) - high, max(ys) + high


class _Canvas:
    """Draws in the units of a window; what belongs to a step carries `data-step`."""

    def __init__(self, window: Window, names: Sequence[str]):
        self.left, self.right, self.bottom, self.top = window
        self.names = names
        ratio = (self.top - self.bottom) / (self.right - self.left)
        self.height = WIDTH * (ratio if 0.4 < ratio < 2.1 else 0.62)
        self.parts: list[str] = []

    def at(self, point: Point) -> Point:
        """Where a point of the window stands in the drawing."""
        x = MARGIN + WIDTH * (point[0] - self.left) / (self.right - self.left)
        y = 10 + self.height * (self.top - point[1]) / (self.top - self.bottom)
        return x, y

    def lines(self, lines: Iterable[Sequence[Point]]) -> None:
        """Thin lines below everything else."""
        drawn = "".join(self._polyline(line) for line in lines if len(line) > 1)
        self.parts.append(f'<path d="{drawn}" style="fill:none;stroke:{LEVEL};stroke-width:1.2"/>')

    def _polyline(self, line: Sequence[Point]) -> str:
        """Tenths, relative to the point before: the shortest way to write a line."""
        tenths = [(round(10 * x), round(10 * y)) for x, y in map(self.at, line)]
        text = f"M{_tenths(tenths[0])}l"
        moves = pairwise(tenths)
        return text + " ".join(_tenths((c - a, d - b)) for (a, b), (c, d) in moves)

    def path(self, path: Sequence[Point]) -> _Canvas:
        """The steps: a segment, a dot and a number each."""
        places = [self.at(point) for point in path]
        numbered: list[Point] = []
        last = len(places) - 1
        for step, (x, y) in enumerate(places):
            drawn = ""
            if step:
                x0, y0 = places[step - 1]
                drawn = f'<path d="M{x0:.1f} {y0:.1f}L{x:.1f} {y:.1f}"/>'
            drawn += _dot(x, y, "start" if step == 0 else "end" if step == last else "")
            clear = all(math.dist((x, y), other) > LABELLED for other in numbered)
            if clear or (step == last and last < 1000 and math.dist((x, y), places[0]) > LABELLED):
                numbered.append((x, y))
                drawn += f'<text x="{x + 7:.1f}" y="{y - 7:.1f}">{step}</text>'
            self.parts.append(f'<g data-step="{step}" class="path">{drawn}</g>')
        return self

    def cross(self, point: Point) -> None:
        """A point where the gradient is zero."""
        x, y = self.at(point)
        arms = f"M{x - 6:.1f} {y - 6:.1f}l12 12m-12 0l12-12"
        self.parts.append(f'<path d="{arms}" style="stroke:{INK};stroke-width:2.4"/>')

    def svg(self) -> str:
        """The whole drawing, with its axes."""
        size = f"0 0 {WIDTH + MARGIN + 20:.0f} {self.height + 50:.0f}"
        body = "\n".join([*self._axes(), *self.parts])
        body = body.replace(
            'class="path"',
            f'style="stroke:{ACCENT};fill:{ACCENT};stroke-width:1.6"',
        ).replace("<text", '<text stroke="none"')
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img" '
            f'aria-labelledby="picture" font-family="sans-serif" font-size="{FONT}">\n'
            f"{body}\n</svg>"
        )

    def _axes(self) -> list[str]:
        right, low = MARGIN + WIDTH, 10 + self.height
        frame = f'<path d="M{MARGIN:g} 10V{low:.1f}H{right:g}" style="fill:none;stroke:{INK}"/>'
        texts = []
        for value in _ticks(self.left, self.right):
            x, _ = self.at((value, self.bottom))
            texts.append(
                f'<text x="{x:.1f}" y="{low + 18:.1f}" text-anchor="middle">{value:g}</text>'
            )
        for value in _ticks(self.bottom, self.top):
            _, y = self.at((self.left, value))
            texts.append(
                f'<text x="{MARGIN - 6:g}" y="{y + 5:.1f}" text-anchor="end">{value:g}</text>'
            )
        texts.append(_text(right, low + 36, self.names[0], "end"))
        texts.append(_text(MARGIN + 6, 24, self.names[1], "start"))
        return [frame, f'<g style="fill:{INK}">{"".join(texts)}</g>']


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _dot(x: float, y: float, kind: str) -> str:
    if kind == "start":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" style="fill:none;stroke-width:2.4"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{6 if kind == "end" else 3}"/>'


def _tenths(point: tuple[int, int]) -> str:
    return " ".join(f"{number / 10:g}" for number in point)


def _ticks(low: float, high: float) -> list[float]:
    """Four to eight round numbers between two."""
    power = 10.0 ** math.floor(math.log10((high - low) / 4))
    step = max(s * power for s in (1, 2, 5) if s * power <= (high - low) / 4)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [float(f"{number * step:.6g}") for number in range(first, last + 1)]
