"""Pictures of a rule on a quadratic: spectral radius, stable region, coordinates by eigenvector."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import sympy as sp
from sympy import Expr

from symopt.derive.landscape.critical import critical_points
from symopt.derive.quadratic.best import critical_damping, momentum_of
from symopt.derive.quadratic.hessian import curvatures
from symopt.derive.quadratic.linear import CURVATURE
from symopt.derive.quadratic.stability import RATE, StableRange, stable_range
from symopt.errors import InputError, RuleError
from symopt.notation.latex import write_latex
from symopt.notation.write import write_text
from symopt.objective import Objective
from symopt.report.document import Figure, Message
from symopt.report.drawing import Dot, Drawing, Label, Point, Role, Stroke
from symopt.report.picture import Canvas
from symopt.report.shades import Shade, legend, shaded
from symopt.rule import Rule, parameter
from symopt.run.floats.work import nearest

FINE = 240
CELLS = 80  # along each side of the region
BANDS = 5  # of the spectral radius below 1
HIGHEST = 1.3  # spectral radius that is still drawn
UNSTABLE: Shade = ("path", 0.3)


def radius_picture(rule: Rule, spread: Sequence[Expr], values: Mapping[str, Expr]) -> Figure:
    """The spectral radius against lr, a line for each curvature, and the bound for all of them.

    `values` has a number for each parameter but lr.
    """
    found = stable_range(rule)
    fixed = {parameter(name): value for name, value in values.items()}
    largest = max(map(nearest, spread))
    bound = float(found.upper.subs({**fixed, CURVATURE: 1})) / largest
    radius = _radius(found)
    others = [nearest(values[name]) for name in rule.parameters if name != RATE.name]
    lrs = [1.25 * bound * k / FINE for k in range(FINE + 1)]
    canvas = Canvas((0.0, lrs[-1], 0.0, HIGHEST), ["lr", "r"])
    for curvature in map(nearest, spread):
        heights = ((lr, radius(lr, curvature, *others)) for lr in lrs)
        canvas.lines([[(lr, height) for lr, height in heights if height <= HIGHEST]])
    worst = ((lr, max(radius(lr, x, *others) for x in map(nearest, spread))) for lr in lrs)
    _stroke(canvas, [(lr, height) for lr, height in worst if height <= HIGHEST], "path", 2.4)
    _stroke(canvas, [(0.0, 1.0), (lrs[-1], 1.0)], "ink", 1.0)
    _stroke(canvas, [(bound, 0.0), (bound, HIGHEST)], "ink", 2.4)
    message = Message(
        "The spectral radius r of one step against lr: a thin line for each eigenvalue of the "
        "Hessian, a thick one for the largest. The upright line is the proved bound, where r "
        "reaches 1."
    )
    return Figure(canvas.drawing(), message)


def region_picture(rule: Rule) -> Figure:
    """The spectral radius over lr and momentum at curvature 1, with the proved boundary.

    Raises:
        RuleError: the rule has no stable range, or not just one parameter beside lr.
    """
    found = stable_range(rule)
    momentum = momentum_of(rule)
    upper = sp.lambdify(momentum, found.upper.subs(CURVATURE, 1), modules="math")
    widest = 1.15 * max(upper(0.0), upper(0.75))
    canvas = Canvas((0.0, widest, 0.0, 1.0), ["lr", momentum.name])
    xs, ys = ([end * k / CELLS for k in range(CELLS + 1)] for end in (widest, 1.0))
    radius = _radius(found)
    half = widest / CELLS / 2, 1 / CELLS / 2
    keys = np.array(
        [[_band(radius(x + half[0], 1.0, y + half[1])) for y in ys[:-1]] for x in xs[:-1]]
    )
    canvas.shapes[:0] = shaded(canvas, xs, ys, keys, _shade)
    edge = [(upper(y), y) for y in (k / FINE for k in range(FINE))]
    _stroke(canvas, [(x, y) for x, y in edge if x <= widest], "ink", 2.4)
    _stroke(canvas, _critical(rule, widest), "ink", 1.0)
    drawing = canvas.drawing()
    bands = {f"{k / BANDS:g}–{(k + 1) / BANDS:g}": _shade(k) for k in range(BANDS)}
    shapes = (
        *drawing.shapes,
        *legend(drawing.height + 12, {**bands, "≥ 1": UNSTABLE}, apart=105.0),
    )
    message = Message(
        "The spectral radius of one step at curvature 1, over lr and momentum (for another "
        "curvature divide lr by it). The thick line is the proved bound on lr. Above the thin "
        "line, where there is one, the eigenvalues are complex and the path oscillates."
    )
    return Figure(Drawing(drawing.width, drawing.height + 24, shapes), message)


def coordinates_picture(objective: Objective, points: Sequence[Sequence[float]]) -> Figure:
    """Each step's distance from the minimum along each eigenvector of a quadratic's Hessian.

    Raises:
        InputError: the objective is not a quadratic, or its critical point has no closed form.
    """
    curved = curvatures(objective)
    exact = critical_points(objective).points[0].exact
    if exact is None:
        raise InputError("the critical point has no closed form")
    origin = np.array([nearest(x) for x in exact])
    axes = np.array([[nearest(x) for x in pair.vector] for pair in curved])
    axes /= np.linalg.norm(axes, axis=1, keepdims=True)
    along = (np.array(points) - origin) @ axes.T
    low, high = min(0.0, along.min()), max(0.0, along.max())
    pad = 0.08 * (high - low or 1.0)
    canvas = Canvas((0.0, float(max(len(points) - 1, 1)), low - pad, high + pad), ["t", "c"])
    _stroke(canvas, [(0.0, 0.0), (canvas.right, 0.0)], "ink", 1.0)
    roles: tuple[Role, ...] = ("level", "path", "ink")
    for place, pair in enumerate(curved):
        role = roles[place % len(roles)]
        line = [(float(t), float(c)) for t, c in enumerate(along[:, place])]
        _stroke(canvas, line, role, 1.6)
        canvas.shapes += [Dot(canvas.at(point), 2.6, role) for point in line]
        at = canvas.at((canvas.right, canvas.top))
        text, latex = f"λ = {write_text(pair.value)}", rf"\lambda = {write_latex(pair.value)}"
        canvas.shapes.append(Label((at[0], at[1] + 16 + 18 * place), text, latex, role, "end"))
    message = Message(
        "The point of each step t by its coordinate c along each eigenvector of the Hessian, "
        "counted from the critical point. The eigenvalues λ have the colours of their lines."
    )
    return Figure(canvas.drawing(), message)


def _radius(found: StableRange) -> Callable[..., float]:
    """The spectral radius in floats, from lr, the curvature and the other parameter."""
    others = [parameter(name) for name in found.map.rule.parameters if name != RATE.name]
    radius: Callable[..., float] = sp.lambdify(
        [RATE, CURVATURE, *others], found.spectrum.radius, modules="math"
    )
    return radius


def _band(radius: float) -> int:
    return min(math.floor(radius * BANDS), BANDS)


def _shade(band: int) -> Shade:
    return UNSTABLE if band == BANDS else ("level", round(0.9 - 0.8 * band / (BANDS - 1), 2))


def _critical(rule: Rule, widest: float) -> list[Point]:
    """The momentum of critical damping against lr, as far as it is proved."""
    try:
        found = critical_damping(rule)
    except RuleError:
        return []
    momentum = sp.lambdify(RATE, found.momentum.subs(CURVATURE, 1), modules="math")
    end = min(widest, float(found.reach))
    return [(lr, momentum(lr)) for lr in (end * k / FINE for k in range(FINE))]


def _stroke(canvas: Canvas, points: Sequence[Point], role: Role, width: float) -> None:
    if len(points) > 1:
        canvas.shapes.append(Stroke(tuple(map(canvas.at, points)), role, width))
