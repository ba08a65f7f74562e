"""The picture of a comparison: a panel a rule, all over the same level sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from symopt.objective import Objective
from symopt.report.document import Figure, Message
from symopt.report.drawing import Dot, Drawing, Label, Shape, Stroke
from symopt.report.picture import Canvas, picture_of
from symopt.run.arrays import values
from symopt.run.level_sets import Point
from symopt.run.surface import Window, surface
from symopt.setting import Setting

Points = Sequence[tuple[float, ...]]
COLUMNS, PANEL, HEAD, GAP = 3, 330.0, 26.0, 14.0


def panels_of(runs: Mapping[str, tuple[Setting, Points]]) -> Figure | None:
    """A panel for each named run on one objective; None where there is nothing to see.

    With two variables all panels show the same window, around the runs that end no higher than
    they start; the others are drawn as far as they stay in it. Else each is drawn as `picture_of`
    draws it.
    """
    settings = [setting for setting, _ in runs.values()]
    objective = settings[0].objective
    if isinstance(objective, Objective) and objective.dimension == 2:
        paths = {name: [(x, y) for x, y in points] for name, (_, points) in runs.items()}
        drawings = _maps(objective, paths)
        message = Message(
            "Level sets of the function, and the path of each rule: {rules}. A ring marks the "
            "start, a disc the end, and a cross a point where the gradient is zero.",
            {"rules": ", ".join(runs)},
        )
    else:
        figures = {name: picture_of(*run) for name, run in runs.items()}
        drawings = {name: found.drawing for name, found in figures.items() if found}
        message = Message("The run of each rule: {rules}.", {"rules": ", ".join(drawings)})
    return Figure(_arranged(drawings), message) if drawings else None


def right_digits(runs: Mapping[str, Sequence[Point]]) -> Figure | None:
    """A panel for each named run: how many digits of float64 are right after each step."""
    drawings = {}
    for name, points in runs.items():
        if len(points) > 1:
            last = points[-1][0]
            canvas = Canvas((-0.02 * last, 1.02 * last, -0.5, 19.5), ["t", "digits"], width=PANEL)
            canvas.shapes.append(Stroke(tuple(map(canvas.at, points)), "path", 1.6))
            drawings[name] = canvas.drawing()
    message = Message(
        "How many significant digits of each point in float64 are certainly right, step by step, "
        "of each rule: {rules}.",
        {"rules": ", ".join(drawings)},
    )
    return Figure(_arranged(drawings), message) if drawings else None


def _maps(objective: Objective, paths: Mapping[str, Sequence[Point]]) -> dict[str, Drawing]:
    """Level sets with a path over them, all through one window."""
    seen = surface(
        objective, [point for path in paths.values() for point in _near(objective, path)]
    )
    names = [str(variable) for variable in objective.variables]
    drawings = {}
    for name, path in paths.items():
        canvas = Canvas(seen.window, names, width=PANEL)
        canvas.lines(seen.levels)
        for point in seen.stationary:
            canvas.cross(point)
        canvas.path([*takewhile(lambda point: _inside(point, seen.window), path)])
        drawings[name] = canvas.drawing()
    return drawings


def _near(objective: Objective, path: Sequence[Point]) -> Sequence[Point]:
    """The points that the window has to hold: of a path that climbs only the first."""
    first, last = values(objective, [path[0], path[-1]])
    return path if last <= first else path[:1]


def _inside(point: Point, window: Window) -> bool:
    left, right, bottom, top = window
    return left <= point[0] <= right and bottom <= point[1] <= top


def _arranged(drawings: Mapping[str, Drawing]) -> Drawing:
    """The drawings row by row, each under its name."""
    columns = min(COLUMNS, len(drawings))
    wide = max(drawing.width for drawing in drawings.values()) + GAP
    high = max(drawing.height for drawing in drawings.values()) + HEAD
    shapes: list[Shape] = []
    for place, (name, drawing) in enumerate(drawings.items()):
        right, down = place % columns * wide, place // columns * high
        middle = right + drawing.width / 2, down + HEAD - 6
        latex = rf"\mathrm{{{name}}}".replace("_", r"\_")
        shapes += [
            Label(middle, name, latex, "ink", "middle"),
            *_moved(drawing, right, down + HEAD),
        ]
    rows = -(-len(drawings) // columns)
    return Drawing(columns * wide, rows * high, tuple(shapes))


def _moved(drawing: Drawing, right: float, down: float) -> Iterator[Shape]:
    def to(point: Point) -> Point:
        return point[0] + right, point[1] + down

    for shape in drawing.shapes:
        match shape:
            case Stroke():
                yield replace(shape, points=tuple(map(to, shape.points)))
            case Dot() | Label():
                yield replace(shape, at=to(shape.at))
