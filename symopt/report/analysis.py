"""The analysis of a rule on a quadratic, or of an objective, as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import singledispatch

from sympy import Expr, Matrix

from symopt.derive.analysis import Course, Landscape, Stable
from symopt.derive.landscape.critical import CriticalPoints, Kind
from symopt.derive.quadratic.best import Best, Critical
from symopt.derive.quadratic.linear import CURVATURE, LinearMap, Terminal
from symopt.derive.quadratic.spectrum import Z
from symopt.derive.quadratic.stability import RATE
from symopt.objective import Objective
from symopt.report.document import Block, Chain, Figure, Math, Message, Part, Prose
from symopt.report.latex import domain_latex, name_latex, spelled_latex, vector_latex
from symopt.report.picture import Canvas
from symopt.report.stability_picture import (
    coordinates_picture,
    radius_picture,
    region_picture,
)
from symopt.run.surface import surface

AROUND = (-2.0, 2.0)  # how far a picture reaches beyond the critical points
CONVEX: Mapping[str, Message] = {
    "strictly convex": Message("The function is strictly convex: the leading minors are positive."),
    "convex": Message("The function is convex: no principal minor is negative anywhere."),
    "not convex": Message(
        "The function is not convex: at one point a principal minor is negative."
    ),
    "undecided": Message("Whether the function is convex is not settled."),
}
KINDS: Mapping[Kind, Message] = {
    "minimum": Message("a minimum", context="critical point"),
    "maximum": Message("a maximum", context="critical point"),
    "saddle": Message("a saddle", context="critical point"),
    "degenerate": Message("undecided by the Hessian", context="critical point"),
}
ENDED: Mapping[str, Message] = {
    "converged": Message("converges"),
    "slow": Message("has not arrived"),
    "diverged": Message("diverges"),
}
EXACTLY = Message("{point}, {kind}")
IN_DIGITS = Message("{point} to the digits shown, {kind}")
INSIDE = Message("All of them lie inside the unit circle if and only if these are positive (Jury):")
RUNS = Message("In floats, at 0.98 of the bound the run {inside}, at 1.02 of it {outside}.")
RUNS_WITH = Message(
    "In floats with {values}, at 0.98 of the bound the run {inside}, at 1.02 of it {outside}."
)
FASTEST = Message("For curvatures between μ and L, {rule} is fastest with:")
USUAL = Message("For curvatures between μ and L, the usual values of {rule} are:")
COMPLEX = Message(
    "For {range} its eigenvalues turn complex, and the path oscillates, where the momentum is "
    "above:"
)


@singledispatch
def analysis(found: object) -> Iterator[Block]:
    """What was found, in order; nothing for what has no such form."""
    yield from ()


@analysis.register
def _(found: Stable) -> Iterator[Block]:
    spectrum, rule = found.range.spectrum, found.range.map.rule
    yield from _step(found.range.map)
    yield Prose(Message("Its eigenvalues {z} are the roots of:", {"z": Math("z")}))
    yield Chain("0", (("=", spelled_latex(spectrum.polynomial.collect(Z))),))
    yield Prose(INSIDE)
    for value in found.range.jury.values():
        yield Chain(spelled_latex(value), ((">", "0"),))
    parts: dict[str, Part] = {"rule": rule.name}
    domain = found.range.map.domain.items()
    known = (Math(domain_latex(name, text)) for name, text in domain if name != RATE.name)
    parts["known"] = tuple(known)
    yield Prose(Message("So for {known} {rule} converges from every start if and only if:", parts))
    rate = name_latex("lr")
    yield Chain("0", (("<", rf"{rate} < {spelled_latex(found.range.upper)}"),))
    for side in found.sides:
        values = tuple(Math(_set(name, value)) for name, value in side.values.items())
        words: dict[str, Part] = {"inside": ENDED[side.inside], "outside": ENDED[side.outside]}
        message = RUNS_WITH if values else RUNS
        yield Prose(replace(message, parts={**words, "values": values}))
    if found.curvatures:
        yield _stable_picture(found)


def _stable_picture(found: Stable) -> Figure:
    """The spectral radius against lr, or over lr and momentum."""
    rule = found.range.map.rule
    if len(rule.parameters) == 1:
        return radius_picture(rule, found.curvatures, {})
    return region_picture(rule)


@analysis.register
def _(found: Course) -> Iterator[Block]:
    yield coordinates_picture(found.objective, found.points)


@analysis.register
def _(found: Best) -> Iterator[Block]:
    rule: dict[str, Part] = {"rule": found.spectrum.map.rule.name}
    yield Prose(replace(FASTEST if found.optimal else USUAL, parts=rule))
    for symbol, value in found.values.items():
        yield Chain(spelled_latex(symbol), (("=", spelled_latex(value)),))
    yield Prose(Message("Each step then shrinks the distance at least, in the long run, by:"))
    yield Chain("r", (("=", spelled_latex(found.rate)),))
    if found.optimal:
        yield Prose(Message("No other values give a smaller factor."))


@analysis.register
def _(found: Critical) -> Iterator[Block]:
    yield from _step(found.spectrum.map)
    reach = Math(rf"0 < {spelled_latex(RATE * CURVATURE)} < {found.reach}")
    yield Prose(replace(COMPLEX, parts={"range": reach}))
    yield Chain(name_latex("momentum"), (("=", spelled_latex(found.momentum)),))


@analysis.register
def _(found: Terminal) -> Iterator[Block]:
    yield Prose(Message("Under a constant gradient {g} the state tends to:", {"g": Math("g")}))
    for name, value in found.state.items():
        yield Chain(name_latex(name), (("=", spelled_latex(value)),))


@analysis.register
def _(found: Landscape) -> Iterator[Block]:
    yield Chain("f", (("=", spelled_latex(found.objective.value)),))
    if found.convexity is not None:
        yield Prose(Message("Its Hessian:"))
        yield Chain("H", (("=", _matrix(found.convexity.hessian)),))
        yield Prose(CONVEX[found.convexity.kind])
        if found.convexity.witness is not None:
            for link in found.convexity.links:
                where = tuple(Math(f"{x} = {v}") for x, v in found.convexity.witness.items())
                yield Prose(Message("At {where} one of them is:", {"where": where}))
                if isinstance(link.left, Expr):
                    value = spelled_latex(link.left.subs(link.where))
                    yield Chain(spelled_latex(link.left), (("=", value), ("<", "0")))
    if found.critical is not None:
        yield Prose(Message("The gradient vanishes at these points and nowhere else:"))
        for point in found.critical.points:
            exact = point.exact is not None
            values = [*map(spelled_latex, point.exact)] if point.exact else [*point.decimals]
            kind: dict[str, Part] = {"kind": KINDS[point.kind], "point": Math(vector_latex(values))}
            yield Prose(replace(EXACTLY if exact else IN_DIGITS, parts=kind))
    if found.lipschitz is not None and found.lipschitz.upper is not None:
        yield Prose(Message("The gradient's Lipschitz constant, the largest eigenvalue in size:"))
        yield Chain("L", (("=", spelled_latex(found.lipschitz.upper)),))
    elif found.lipschitz is not None:
        yield Prose(Message("The gradient has no Lipschitz constant on the whole space."))

    if found.critical is not None and found.objective.dimension == 2:
        yield _surface(found.objective, found.critical)


def _surface(objective: Objective, found: CriticalPoints) -> Figure:
    """Level sets around the critical points."""
    points = [(float(x), float(y)) for x, y in (point.decimals for point in found.points)]
    around = [(x + dx, y + dy) for x, y in points or [(0.0, 0.0)] for dx in AROUND for dy in AROUND]
    seen = surface(objective, around)
    canvas = Canvas(seen.window, [str(x) for x in objective.variables])
    canvas.lines(seen.levels)
    for point in points:
        canvas.cross(point)
    message = Message("Level sets of the function; a cross marks where its gradient is zero.")
    return Figure(canvas.drawing(), message)


def _step(found: LinearMap) -> Iterator[Block]:
    """The step's matrix on a quadratic."""
    parts: dict[str, Part] = {"rule": found.rule.name, "f": Math(r"f(x) = \frac{\lambda x^{2}}{2}")}
    yield Prose(Message("On {f} a step of {rule} is linear:", parts))
    carried = found.rule.carried
    now, last = (_column([name_latex(name, at) for name in carried]) for at in ("t", "t-1"))
    if len(carried) == 1:
        now, last = (name_latex(carried[0], at) for at in ("t", "t-1"))
    yield Chain(now, (("=", f"{_matrix(found.matrix)} {last}"),))


def _matrix(matrix: Matrix) -> str:
    if matrix.shape == (1, 1):
        return rf"\left({spelled_latex(matrix[0, 0])}\right)"
    rows = (" & ".join(map(spelled_latex, row)) for row in matrix.tolist())
    return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"


def _column(entries: list[str]) -> str:
    return r"\begin{pmatrix} " + r" \\ ".join(entries) + r" \end{pmatrix}"


def _set(name: str, value: Expr) -> str:
    return f"{name_latex(name)} = {spelled_latex(value)}"
