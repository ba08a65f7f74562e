"""A race of rules: the picture of their losses, and a table of where they end."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from symopt.network.curve import smoothed
from symopt.network.train import Training
from symopt.report.document import Figure, Message
from symopt.report.drawing import Dot, Drawing, Label, Point, Role, Shape, Stroke
from symopt.report.language import Wording, columns, plain
from symopt.report.picture import Canvas

ROLES: tuple[Role, ...] = ("first", "second", "third", "fourth", "fifth", "sixth")
CORNERS: tuple[tuple[Point, ...], ...] = (  # of the marks that are drawn as lines
    ((-4, -4), (4, 4), (0, 0), (-4, 4), (4, -4)),
    ((-4, -4), (4, -4), (4, 4), (-4, 4), (-4, -4)),
    ((-4, 3), (4, 3), (0, -5), (-4, 3)),
    ((0, -5), (0, 5), (0, 0), (-5, 0), (5, 0)),
)
MARKS = 2 + len(CORNERS)
POINTS, MARKED = 240, 24  # points of a curve, and from one of its marks to the next
LOWEST = 1e-12  # a loss of 0 on a log axis
SPACE, LINE = 190.0, 20.0  # the legend's width, and its lines' distance


def race_figure(
    found: Mapping[str, Training], *, log: bool = False, language: str = "en"
) -> Figure:
    """The smoothed loss of each rule against the step, on a log axis if asked for.

    The axis ends at the highest first loss: what climbs above is drawn along the upper edge.
    """
    curves = {name: _curve(training, log=log) for name, training in found.items()}
    heights = [y for curve in curves.values() for _, y in curve]
    top = max((curve[0][1] for curve in curves.values() if curve), default=1.0)
    bottom = min(heights, default=0.0) if log else 0.0
    steps = max(len(training.losses) for training in found.values())
    room = (top - bottom) * 0.05 or 1.0
    axis = "log10 L" if log else "L"
    canvas = Canvas((0.0, steps + 1.0, bottom - (room if log else 0.0), top + room), ["t", axis])
    say = plain(language)
    for place, (name, curve) in enumerate(curves.items()):
        role, mark = ROLES[place % len(ROLES)], (place + place // len(ROLES)) % MARKS
        shown = [canvas.at((x, min(y, top + room))) for x, y in curve]
        canvas.shapes += [Stroke(tuple(shown), role, 1.6)] if len(shown) > 1 else []
        for at in shown[4 * place :: MARKED]:
            canvas.shapes += _mark(mark, at, role)
        right, down = canvas.at((steps + 1.0, top))[0] + 18, 24 + LINE * place
        canvas.shapes += _mark(mark, (right, down - 5), role)
        text = _title(name, found[name], say)
        canvas.shapes.append(
            Label((right + 12, down), text, rf"\text{{{text}}}".replace("_", r"\_"), "ink")
        )
    drawing = canvas.drawing()
    high = max(drawing.height, 34 + LINE * len(curves))
    message = Message(
        "The loss of each rule against the step, smoothed over a fortieth of the run: {rules}.",
        {"rules": ", ".join(found)},
    )
    return Figure(Drawing(drawing.width + SPACE, high, drawing.shapes), message)


def _curve(training: Training, *, log: bool) -> list[Point]:
    """Some hundred points of the smoothed loss, the first and the last among them."""
    means = smoothed(training.losses).tolist()
    every = max(1, len(means) // POINTS)
    kept = sorted({*range(0, len(means), every), *([len(means) - 1] if means else [])})
    return [(at + 1.0, math.log10(max(means[at], LOWEST)) if log else means[at]) for at in kept]


def _mark(kind: int, at: Point, role: Role) -> list[Shape]:
    """One of several small shapes, which tell curves apart without their colours."""
    if kind < 2:
        return [Dot(at, 4.0, role, ring=kind == 1)]
    return [Stroke(tuple((at[0] + x, at[1] + y) for x, y in CORNERS[kind - 2]), role, 1.6)]


def _title(name: str, training: Training, say: Wording) -> str:
    step = training.diverged_at
    if step is None:
        return name
    return say(Message("{rule}, diverged at step {step}", {"rule": name, "step": step}))


def race_table(found: Mapping[str, Training], *, language: str = "en") -> str:
    """Where each rule ends, in columns: its smoothed loss, and the test images named rightly."""
    say = plain(language)
    head = [Message("rule"), Message("first loss"), Message("last loss, smoothed")]
    rows = [[*map(say, [*head, Message("test accuracy")])]]
    for name, training in found.items():
        rows.append([_title(name, training, say), *_ends(training)])
    wide = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(_padded(row, wide)).rstrip() for row in rows)
    return "\n".join([*lines, ""])


def _padded(row: Sequence[str], wide: Sequence[int]) -> Iterator[str]:
    return (cell + " " * (width - columns(cell)) for cell, width in zip(row, wide, strict=True))


def _ends(training: Training) -> tuple[str, str, str]:
    means = smoothed(training.losses)
    last = f"{means[-1]:.6g}" if len(means) else ""
    accuracy = "" if training.diverged_at else f"{100 * training.accuracy:.2f} %"
    return f"{training.losses[0]:.6g}", last, accuracy
