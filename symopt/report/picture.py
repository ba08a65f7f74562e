"""The picture of a solution: level sets and path, the curve, or the loss."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from sympy import Symbol

from symopt.notation.latex import write_latex
from symopt.objective import GivenGradients, Objective
from symopt.report.document import Block, Document, Figure, Heading, Message
from symopt.report.drawing import Anchor, Dot, Drawing, Label, Shape, Stroke
from symopt.report.latex import power_of_ten
from symopt.rule import POINT
from symopt.run.arrays import values
from symopt.run.level_sets import Point
from symopt.run.shown import Shown
from symopt.run.surface import Surface, Window, surface, window_of
from symopt.run.trajectory import Trajectory
from symopt.setting import Setting

WIDTH, MARGIN = 600.0, 46.0
LARGEST = 1e12  # beyond it a picture shows nothing
SAMPLES = 160
LABELLED = 24.0  # how far apart numbered points stand
DIGIT, HIGH = 8.4, 13.0  # a digit's width and height


def illustrated(document: Document, setting: Setting, trajectory: Trajectory) -> Document:
    """The page with its picture, where there is one, between the problem and the steps."""
    figure = picture(setting, trajectory)
    if figure is None:
        return document
    at = _first_step(document.blocks)
    return Document((*document.blocks[:at], figure, *document.blocks[at:]))


def _first_step(blocks: Sequence[Block]) -> int:
    """Where the problem ends and its steps begin."""
    steps = (i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.level > 1)
    return next(steps, len(blocks))


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
        return Figure(Canvas(window_of(path), names).path(path).drawing(), message)
    seen: Surface = surface(objective, path)
    canvas = Canvas(seen.window, names)
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
    return Figure(canvas.drawing(), message)


def _curve(objective: Objective, path: list[float], name: str) -> Figure | None:
    """The graph of f with the points of the steps on it."""
    left, right, _, _ = window_of([(x, 0.0) for x in path])
    xs = [left + (right - left) * i / SAMPLES for i in range(SAMPLES + 1)]
    heights = values(objective, [(x,) for x in (*xs, *path)])
    graph = _finite(zip(xs, heights, strict=False))
    points = _finite(zip(path, heights[len(xs) :], strict=True))
    if len(points) < len(path):
        return None
    canvas = Canvas(_around([*graph, *points]), [name, "f"])
    canvas.lines([tuple(graph)])
    message = Message(
        "The graph of the function, and the point of each step. A ring marks the start and a "
        "disc the end."
    )
    return Figure(canvas.path(points).drawing(), message)


def _loss(objective: Objective, points: Sequence[tuple[float, ...]]) -> Figure | None:
    """f against the number of the step."""
    path = _finite((float(t), f) for t, f in enumerate(values(objective, points)))
    if len(path) < 2:
        return None
    message = Message(
        "The function's value after each step. A ring marks the start and a disc the end."
    )
    return Figure(Canvas(_around(path), ["t", "f"]).path(path).drawing(), message)


def _finite(points: Iterable[Point]) -> list[Point]:
    return [(x, y) for x, y in points if math.isfinite(y) and abs(y) <= LARGEST]


def _around(points: Sequence[Point]) -> Window:
    """A window that holds the points, each axis on a scale of its own."""
    xs, ys = zip(*points, strict=True)
    wide, high = (max(xs) - min(xs) or 1.0) * 0.05, (max(ys) - min(ys) or 1.0) * 0.08
    return min(xs) - wide, max(xs) + wide, min(ys) - high, max(ys) + high


class Canvas:
    """Draws in the units of a window."""

    def __init__(self, window: Window, names: Sequence[str], *, width: float = WIDTH):
        self.left, self.right, self.bottom, self.top = window
        self.width = width
        ratio = (self.top - self.bottom) / (self.right - self.left)
        self.height = width * (ratio if 0.4 < ratio < 2.1 else 0.62)
        self.shapes: list[Shape] = [*self._axes(names)]

    def at(self, point: Point) -> Point:
        """Where a point of the window stands in the drawing."""
        x = MARGIN + self.width * (point[0] - self.left) / (self.right - self.left)
        y = 10 + self.height * (self.top - point[1]) / (self.top - self.bottom)
        return x, y

    def lines(self, lines: Iterable[Sequence[Point]]) -> None:
        """Thin lines below everything else."""
        for line in lines:
            if len(line) > 1:
                self.shapes.append(Stroke(tuple(map(self.at, line)), "level", 1.2))

    def path(self, path: Sequence[Point]) -> Canvas:
        """The steps: a segment and a dot each, and numbers as far as there is room for them."""
        places = [self.at(point) for point in path]
        numbers = _numbers(places)
        last = len(places) - 1
        for step, (x, y) in enumerate(places):
            if step:
                self.shapes.append(Stroke((places[step - 1], (x, y)), "path", 1.6, step))
            radius = 6.0 if step in (0, last) else 3.0
            self.shapes.append(Dot((x, y), radius, "path", ring=step == 0, step=step))
            if step in numbers:
                self.shapes.append(numbers[step])
        return self

    def cross(self, point: Point) -> None:
        """A point where the gradient is zero."""
        x, y = self.at(point)
        for slope in (1, -1):
            arm = (x - 6, y - 6 * slope), (x + 6, y + 6 * slope)
            self.shapes.append(Stroke(arm, "ink", 2.4))

    def drawing(self) -> Drawing:
        """All that was drawn."""
        return Drawing(self.width + MARGIN + 20, self.height + 50, tuple(self.shapes))

    def _axes(self, names: Sequence[str]) -> Iterator[Shape]:
        """The frame, numbers along it, and the names of the axes."""
        right, low = MARGIN + self.width, 10 + self.height
        yield Stroke(((MARGIN, 10), (MARGIN, low), (right, low)), "ink", 1)
        for value in _ticks(self.left, self.right):
            x, _ = self.at((value, self.bottom))
            yield _number((x, low + 18), value, "middle")
        for value in _ticks(self.bottom, self.top):
            _, y = self.at((self.left, value))
            yield _number((MARGIN - 6, y + 5), value, "end")
        yield Label((right, low + 36), names[0], write_latex(Symbol(names[0])), "ink", "end")
        yield Label((MARGIN + 6, 24), names[1], write_latex(Symbol(names[1])), "ink")


def _numbers(places: Sequence[Point]) -> dict[int, Label]:
    """The numbers of steps that stand clear of each other; the first and the last go before."""
    found: dict[int, Label] = {}
    last = len(places) - 1
    for step in (0, *([last] if last < 1000 else []), *range(1, last)):
        if all(math.dist(places[step], places[other]) > LABELLED for other in found):
            beside = [*places[max(step - 1, 0) : step], *places[step + 1 : step + 2]]
            number = _numbered(places[step], beside, step, away=10 if step in (0, last) else 7)
            if not any(_overlap(number, other) for other in found.values()):
                found[step] = number
    return found


def _overlap(one: Label, other: Label) -> bool:
    """Whether two numbers would be written over each other."""
    (left, right), (begin, end) = (
        (x - wide, x) if label.anchor == "end" else (x, x + wide)
        for label in (one, other)
        for x, wide in [(label.at[0], DIGIT * len(label.text))]
    )
    return left < end and begin < right and abs(one.at[1] - other.at[1]) < HIGH


def _numbered(at: Point, beside: Sequence[Point], step: int, *, away: float) -> Label:
    """A step's number, at the corner of its dot that is farthest from the lines to it."""

    def nearness(corner: tuple[int, int]) -> float:
        lines = ((x - at[0], y - at[1]) for x, y in beside)
        along = (
            (corner[0] * dx + corner[1] * dy) / (math.hypot(dx, dy) or 1.0) for dx, dy in lines
        )
        return round(max(along, default=0.0), 6)  # ties fall alike on every machine

    right, down = min(((1, -1), (-1, -1), (1, 1), (-1, 1)), key=nearness)
    place = at[0] + away * right, at[1] + (away + 11 if down > 0 else -away)
    return Label(place, str(step), str(step), "path", "start" if right > 0 else "end", step)


def _number(at: Point, value: float, anchor: Anchor) -> Label:
    text = f"{value:g}"
    return Label(at, text.replace("-", "−"), power_of_ten(text), "ink", anchor)


def _ticks(low: float, high: float) -> list[float]:
    """Four to eight round numbers between two."""
    power = 10.0 ** math.floor(math.log10((high - low) / 4))
    step = max(s * power for s in (1, 2, 5) if s * power <= (high - low) / 4)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [float(f"{number * step:.6g}") for number in range(first, last + 1)]
