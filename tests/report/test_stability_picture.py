import re
from itertools import pairwise

import pytest
import sympy as sp

from symopt import Problem, rules
from symopt.errors import InputError, RuleError
from symopt.objective import Objective, real_symbols
from symopt.report.document import Figure
from symopt.report.drawing import Area, Dot, Label, Stroke
from symopt.report.stability_picture import (
    coordinates_picture,
    radius_picture,
    region_picture,
)
from symopt.report.svg import to_svg
from symopt.report.tex_picture import to_picture

R = sp.Rational
X, Y = real_symbols("xy")
VALLEY = Objective(X**2 / 20 + Y**2, (X, Y))


def strokes(figure, role, *, wide):
    return [
        s
        for s in figure.drawing.shapes
        if isinstance(s, Stroke) and s.role == role and (s.width > 2) == wide
    ]


def test_the_largest_radius_meets_1_at_the_bound():
    figure = radius_picture(rules.momentum, [R(1, 10), R(2)], {"momentum": R(1, 2)})
    (bound,) = strokes(figure, "ink", wide=True)
    level = next(
        s for s in strokes(figure, "ink", wide=False) if len({y for _, y in s.points}) == 1
    )
    (largest,) = strokes(figure, "path", wide=True)
    crossing = min(largest.points[9:], key=lambda point: abs(point[1] - level.points[0][1]))
    assert crossing[0] == pytest.approx(bound.points[0][0], abs=4)


@pytest.mark.parametrize("name", ["momentum", "momentum_ema", "nesterov"])
def test_the_boundary_parts_the_shades(name):
    figure = region_picture(rules.get(name))
    (bound,) = strokes(figure, "ink", wide=True)
    unstable = next(s for s in figure.drawing.shapes if isinstance(s, Area) and s.role == "path")
    lefts = {round((top + bottom) / 2): left for left, top, _, bottom in unstable.rectangles}
    cell = 600 / 80
    near = [
        min(abs(left - x) for x, y in bound.points if abs(y - middle) < 6)
        for middle, left in lefts.items()
    ]
    assert len(near) > 10
    assert max(near) < 1.5 * cell


def test_a_region_needs_a_momentum():
    with pytest.raises(RuleError, match="not just one parameter beside lr"):
        region_picture(rules.sgd)


def test_the_zigzag_is_along_the_steep_eigenvector_alone():
    setting = Problem("x^2/20 + y^2", start={"x": -7, "y": 2}, rule="sgd", lr="0.95")
    figure = coordinates_picture(VALLEY, setting.run(20))
    flat, steep = (
        [d.at[1] for d in dots] for dots in (dots_of(figure, "level"), dots_of(figure, "path"))
    )
    moves = [[b - a for a, b in pairwise(ys)] for ys in (flat, steep)]
    assert all(move < 0 for move in moves[0])
    assert all(a * b < 0 for a, b in pairwise(moves[1]))
    texts = [s.text for s in figure.drawing.shapes if isinstance(s, Label)]
    assert {"λ = 1/10", "λ = 2"} <= set(texts)


def dots_of(figure: Figure, role):
    return [s for s in figure.drawing.shapes if isinstance(s, Dot) and s.role == role]


def test_only_quadratics_have_eigenvectors():
    with pytest.raises(InputError, match="must be a quadratic"):
        coordinates_picture(Objective(X**4 + Y**2, (X, Y)), [(1, 1), (0, 0)])


def test_areas_are_drawn_in_latex_as_in_svg():
    figure = region_picture(rules.nesterov)
    areas = [s for s in figure.drawing.shapes if isinstance(s, Area)]
    boxes = sum(len(area.rectangles) for area in areas)
    assert to_picture(figure.drawing).count(" re") == boxes
    assert len(re.findall("fill-opacity", to_svg(figure.drawing, label="x"))) == len(areas)
