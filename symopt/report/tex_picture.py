"""A drawing as a LaTeX picture that needs no package, in pdfTeX, LuaTeX and XeTeX alike.

Labels are put by LaTeX itself; lines are written as the operators of PDF, as pict2e does.
Source: PDF 1.7 (ISO 32000-1), sections 8.4 to 8.6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from symopt.report.drawing import Anchor, Area, Dot, Drawing, Label, Point, Role, Stroke
from symopt.report.tex_text import mathematics

WIDEST, HIGHEST = 340.0, 340.0  # points
DIGITS = 12.0  # their height in a drawing
POINT = 72 / 72.27  # a TeX point in PDF's unit
ROUND = 0.5523  # how far from a quarter circle's ends its Bézier handles stand, in radii
COLOURS: dict[Role, str] = {
    "ink": "0.25 0.27 0.3",
    "level": "0.29 0.53 0.72",
    "path": "0.78 0.22 0.18",
    "first": "0 0.45 0.7",
    "second": "0.84 0.37 0",
    "third": "0 0.62 0.45",
    "fourth": "0.8 0.47 0.65",
    "fifth": "0.72 0.53 0.04",
    "sixth": "0.34 0.71 0.91",
}
SIDES: dict[Anchor, str] = {"start": "[lb]", "middle": "[t]", "end": "[rb]"}


def to_picture(drawing: Drawing) -> str:
    """A picture environment; `\\symoptdraw` passes operators on, see `body.tex`."""
    unit = min(WIDEST / drawing.width, HIGHEST / drawing.height)
    lines = "\n".join(_operators(drawing, unit * POINT))
    labels = [_label(s, drawing.height) for s in drawing.shapes if isinstance(s, Label)]
    return "\n".join(
        [
            rf"\setlength{{\unitlength}}{{{unit:.4f}pt}}%",
            rf"\begin{{picture}}({drawing.width:.0f},{drawing.height:.0f})",
            f"\\put(0,0){{\\symoptdraw{{q 1 j\n{lines}\nQ}}}}",
            *labels,
            r"\end{picture}",
        ]
    )


def _operators(drawing: Drawing, unit: float) -> Iterator[str]:
    """Every stroke, dot and area, in the order of the drawing."""

    def place(point: Point) -> str:
        return f"{point[0] * unit:.2f} {(drawing.height - point[1]) * unit:.2f}"

    def rectangle(box: tuple[float, float, float, float]) -> str:
        left, top, right, bottom = box
        return f"{place((left, bottom))} {(right - left) * unit:.2f} {(bottom - top) * unit:.2f} re"

    for shape in drawing.shapes:
        match shape:
            case Stroke(points=points, role=role, width=width):
                path = " l ".join(map(place, points)).replace(" l ", " m ", 1)
                yield f"{COLOURS[role]} RG {width * unit:.2f} w {path} l S"
            case Dot(at=at, radius=radius, role=role, ring=ring):
                paint = f"{COLOURS[role]} RG {2.4 * unit:.2f} w" if ring else f"{COLOURS[role]} rg"
                curves = " ".join(_circle(at, radius, place))
                yield f"{paint} {curves} {'s' if ring else 'f'}"
            case Area(rectangles=rectangles, role=role, opacity=opacity):
                boxes = " ".join(map(rectangle, rectangles))
                yield f"{_on_white(role, opacity)} rg {boxes} f"


def _on_white(role: Role, opacity: float) -> str:
    """The colour that the shade has on white paper: no transparency is needed below everything."""
    parts = (1 - opacity * (1 - float(part)) for part in COLOURS[role].split())
    return " ".join(f"{part:.2f}" for part in parts)


def _circle(at: Point, radius: float, place: Callable[[Point], str]) -> Iterator[str]:
    """Four Bézier curves, a quarter each."""
    corners = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))

    def on(x: float, y: float) -> str:
        return place((at[0] + radius * x, at[1] + radius * y))

    yield f"{on(1, 0)} m"
    for (a, b), (c, d) in pairwise(corners):
        yield f"{on(a + ROUND * c, b + ROUND * d)} {on(c + ROUND * a, d + ROUND * b)} {on(c, d)} c"


def _label(label: Label, height: float) -> str:
    """Text that is as large in every picture; what is centred hangs from the top of its digits."""
    x, y = label.at
    y -= DIGITS if label.anchor == "middle" else 0
    text = rf"\makebox(0,0){SIDES[label.anchor]}{{\footnotesize${mathematics(label.latex)}$}}"
    return rf"\put({x:.1f},{height - y:.1f}){{{text}}}"
