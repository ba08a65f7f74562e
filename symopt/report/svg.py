"""A drawing as SVG: small, byte-stable, at home on light and dark pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from markupsafe import escape

from symopt.report.drawing import Area, Dot, Drawing, Label, Point, Role, Shape, Stroke

FONT = 15
COLOURS: dict[Role, str] = {
    "ink": "var(--ink,#6e7781)",
    "level": "var(--level,#4a86b8)",
    "path": "var(--accent,#c8372d)",
    "first": "#0072b2",  # six that stay apart for the colour-blind, on white and on black
    "second": "#d55e00",
    "third": "#009e73",
    "fourth": "#cc79a7",
    "fifth": "#b8860b",
    "sixth": "#56b4e9",
}


def to_svg(drawing: Drawing, *, label: str) -> str:
    """The drawing; `label` says what it shows to those who don't see it."""
    size = f"0 0 {drawing.width:.0f} {drawing.height:.0f}"
    body = "\n".join(_groups(drawing.shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img" '
        f'aria-label="{escape(label)}" font-family="sans-serif" font-size="{FONT}">\n{body}\n</svg>'
    )


def _groups(shapes: Sequence[Shape]) -> Iterator[str]:
    """What belongs to a step stands in an element of its own."""
    for step, group in groupby(shapes, key=lambda shape: shape.step):
        body = "".join(_elements(group))
        yield body if step is None else f'<g data-step="{step}">{body}</g>'


def _elements(shapes: Iterable[Shape]) -> Iterator[str]:
    """Neighbours of one kind, colour and width share an element."""
    for (kind, role, width), group in groupby(shapes, key=_look):
        colour = COLOURS[role]
        if kind is Stroke:
            lines = "".join(_line(shape.points) for shape in group if isinstance(shape, Stroke))
            yield f'<path d="{lines}" style="fill:none;stroke:{colour};stroke-width:{width:g}"/>'
        elif kind is Dot:
            yield from (_dot(shape, colour) for shape in group if isinstance(shape, Dot))
        elif kind is Area:
            yield from (_area(shape, colour) for shape in group if isinstance(shape, Area))
        else:
            texts = "".join(_text(shape) for shape in group if isinstance(shape, Label))
            yield f'<g style="fill:{colour}">{texts}</g>'


def _look(shape: Shape) -> tuple[type[Shape], Role, float]:
    return type(shape), shape.role, shape.width if isinstance(shape, Stroke) else 0.0


def _line(points: Sequence[Point]) -> str:
    """Tenths, relative to the point before: the shortest way to write a line."""
    tenths = [(round(10 * x), round(10 * y)) for x, y in points]
    moves = " ".join(_tenths((c - a, d - b)) for (a, b), (c, d) in pairwise(tenths))
    return f"M{_tenths(tenths[0])}l{moves}"


def _tenths(point: tuple[int, int]) -> str:
    return " ".join(f"{number / 10:g}" for number in point)


def _dot(dot: Dot, colour: str) -> str:
    style = f"fill:none;stroke:{colour};stroke-width:2.4" if dot.ring else f"fill:{colour}"
    x, y = dot.at
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{dot.radius:g}" style="{style}"/>'


def _area(area: Area, colour: str) -> str:
    """One element for all rectangles; without smoothing neighbours show no seam."""
    lines = "".join(
        _line(((left, top), (right, top), (right, bottom), (left, bottom))) + "z"
        for left, top, right, bottom in area.rectangles
    )
    style = f"fill:{colour};fill-opacity:{area.opacity:g};shape-rendering:crispEdges"
    return f'<path d="{lines}" style="{style}"/>'


def _text(label: Label) -> str:
    x, y = label.at
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}"{anchor}>{escape(label.text)}</text>'
