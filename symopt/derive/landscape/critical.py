"""All critical points of a polynomial of one or two variables, or of a quadratic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

import sympy as sp
from flint import arb, arb_mat
from sympy import Expr, Matrix, Poly

from symopt.decide import Verdict, sign
from symopt.derive.judge import Link
from symopt.derive.landscape.enclosed import Terms, rational_poly, real_roots, terms_of, value_in
from symopt.derive.link import all_proved, link
from symopt.derive.quadratic.hessian import degree
from symopt.errors import InputError, UndecidedError
from symopt.numbers import Field, from_sympy
from symopt.numbers.ball import decimal, precision
from symopt.objective import Objective

Kind = Literal["minimum", "maximum", "saddle", "degenerate"]
PRECISIONS = (128, 512, 2048)
DIGITS = 20
MOST_DEGREE = 8  # some ten seconds where no coefficient is 0


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient is zero, and what the Hessian says about it.

    `exact` where the coordinates have a closed form of degree two at most; `decimals` are certain
    digits, correctly rounded.
    """

    exact: tuple[Expr, ...] | None
    decimals: tuple[str, ...]
    kind: Kind
    links: tuple[Link, ...]


@dataclass(frozen=True)
class CriticalPoints:
    """All of them: each coordinate of a critical point is a root of that variable's eliminant."""

    points: tuple[CriticalPoint, ...]
    eliminants: tuple[Expr, ...]


@dataclass(frozen=True)
class _Root:
    """A real root of an irreducible factor: the factor, which of its roots, and a closed form."""

    factor: Poly
    place: int
    exact: Expr | None

    def ball(self, bits: int) -> arb:
        return real_roots(self.factor, bits)[self.place]


def critical_points(objective: Objective) -> CriticalPoints:
    """Every real point where the gradient is zero, each proved to be one, and no other.

    Two variables: the resultants of the two derivatives vanish at the coordinates of every common
    zero. Each pair of their real roots is then excluded by an enclosure of the gradient there,
    or proved to be a zero exactly or by the interval Newton method.

    Raises:
        InputError: not a polynomial with rational coefficients of degree 8 at most, or of more than
            two variables and not a quadratic.
        UndecidedError: the gradient vanishes along a curve, or a pair of roots is not settled.

    Source: Cox, Little & O'Shea 2015, "Ideals, Varieties, and Algorithms", section 3.6, for
    resultants; Moore, Kearfott & Cloud 2009, "Introduction to Interval Analysis", section 8.1.
    """
    system = _system(objective)
    if (degree(objective) or 0) > MOST_DEGREE:
        raise InputError(f"critical points are found up to degree {MOST_DEGREE}")
    if len(objective.variables) > 2:
        return CriticalPoints((_of_quadratic(system),), ())
    eliminants = _eliminants(_without_common(system.slopes))
    roots = [list(_real_roots(part)) for part in eliminants]
    found = [_judged(system, pair) for pair in product(*roots)]
    kept = [pair for pair in found if pair is not None]
    if not all(map(_apart, combinations([box for _, box in kept], 2))):
        raise UndecidedError("two critical points are too close to be told apart")
    points = tuple(point for point, _ in kept)
    return CriticalPoints(points, tuple(part.as_expr() for part in eliminants))


@dataclass(frozen=True)
class _System:
    """The gradient and the Hessian, as expressions and as terms for balls."""

    objective: Objective
    hessian: Matrix
    slopes: tuple[Poly, ...]
    slope_terms: tuple[Terms, ...]
    hessian_terms: tuple[Terms, ...]


def _system(objective: Objective) -> _System:
    variables, hessian = objective.variables, objective.hessian.applyfunc(sp.expand)
    slopes = tuple(rational_poly(part, variables) for part in objective.gradient())
    curved = (terms_of(rational_poly(part, variables)) for part in hessian)
    return _System(objective, hessian, slopes, tuple(map(terms_of, slopes)), tuple(curved))


def _of_quadratic(system: _System) -> CriticalPoint:
    """The one solution of a linear system."""
    if degree(system.objective) != 2:
        raise InputError("critical points are found for two variables at most, or a quadratic")
    if system.hessian.det() == 0:
        raise UndecidedError("the Hessian is singular: critical points are not isolated")
    origin = dict.fromkeys(system.objective.variables, 0)
    slopes = Matrix([part.subs(origin) for part in system.objective.gradient()])
    return _exactly(system, tuple(system.hessian.LUsolve(-slopes)))


def _without_common(slopes: Sequence[Poly]) -> Sequence[Poly]:
    """The derivatives without a common factor, if that has no real zero."""
    if all(slope.is_zero for slope in slopes):
        raise UndecidedError("the gradient vanishes everywhere")
    if len(slopes) == 1:
        return slopes
    common = sp.gcd(*slopes)
    if common.total_degree() == 0:
        return slopes
    if sign(common.as_expr()).sign not in ("positive", "negative"):
        raise UndecidedError(f"the gradient vanishes wherever {common.as_expr()} = 0")
    return [slope.quo(common) for slope in slopes]


def _eliminants(slopes: Sequence[Poly]) -> list[Poly]:
    """For each variable a polynomial in it that vanishes at every common zero."""
    if len(slopes) == 1:
        return list(slopes)
    for slope in slopes:
        if slope.is_ground and not slope.is_zero:  # a derivative that is never 0
            return [sp.Poly(1, x, domain=sp.QQ) for x in slope.gens]
    (first, second), (x, y) = slopes, slopes[0].gens
    found = []
    for kept, gone in ((x, y), (y, x)):
        resultant = sp.resultant(first.as_expr(), second.as_expr(), gone)
        found.append(sp.Poly(resultant, kept, domain=sp.QQ))
    return found


def _real_roots(poly: Poly) -> Iterator[_Root]:
    """The real roots, factor by factor, with closed forms for factors of degree two at most."""
    for factor, _ in poly.factor_list()[1]:
        if factor.degree() > 2:
            closed: list[Expr | None] = [None] * len(real_roots(factor, PRECISIONS[0]))
        else:
            closed = sorted(root for root in sp.roots(factor) if root.is_real)
        for place, exact in enumerate(closed):
            yield _Root(factor, place, exact)


def _apart(boxes: tuple[Sequence[arb], Sequence[arb]]) -> bool:
    """Whether two boxes have no point in common: then they hold different zeros."""
    return any(not x.overlaps(y) for x, y in zip(*boxes, strict=True))


def _judged(system: _System, pair: Sequence[_Root]) -> tuple[CriticalPoint, Sequence[arb]] | None:
    """The critical point at these coordinates with a box around it, or None if there is none."""
    for bits in PRECISIONS:
        at = [root.ball(bits) for root in pair]
        with precision(bits):
            if any(not value_in(slope, at).contains(0) for slope in system.slope_terms):
                return None
        if bits == PRECISIONS[0] and all(root.exact is not None for root in pair):
            found = _exactly(system, [root.exact for root in pair])
            if all_proved(found.links):
                return found, at
            if any(part.verdict.status == "refuted" for part in found.links):
                return None
        box = _proved_box(system, at, bits)
        if box is not None:
            return _enclosed(system, box, bits), box
    where = ", ".join(str(decimal(x, 6)) for x in at)
    raise UndecidedError(f"whether ({where}) is a critical point is not settled")


def _exactly(system: _System, exact: Sequence[Expr]) -> CriticalPoint:
    """A point with closed coordinates, judged."""
    variables = system.objective.variables
    at = dict(zip(variables, exact, strict=True))
    links = tuple(
        link(f"∂f/∂{x}", part, "=", 0, where=at)
        for x, part in zip(variables, system.objective.gradient(), strict=True)
    )
    here = system.hessian.subs(at)
    signs = [sign(here[:size, :size].det()).sign for size in range(1, here.rows + 1)]
    decimals = tuple(from_sympy(x, Field()).decimal(DIGITS) for x in exact)
    return CriticalPoint(tuple(exact), decimals, _kind(signs), links)


def _kind(signs: Sequence[str | None]) -> Kind:
    """By the leading minors (Sylvester's criterion)."""
    if signs[-1] not in ("positive", "negative"):
        return "degenerate"
    if all(found == "positive" for found in signs):
        return "minimum"
    alternating = ["negative" if size % 2 else "positive" for size in range(1, len(signs) + 1)]
    return "maximum" if list(signs) == alternating else "saddle"


def _proved_box(system: _System, at: Sequence[arb], bits: int) -> list[arb] | None:
    """A box around the candidate that holds exactly one zero of the gradient, or None.

    The Newton step from the middle m, m - H(box)⁻¹·∇f(m), must lie inside the box.
    """
    size = len(at)
    with precision(bits):
        spread = arb(2) ** (-bits // 4)
        box = [arb(x.mid(), spread) for x in at]
        middle = [arb(x.mid()) for x in box]
        slope = arb_mat([[value_in(terms, middle)] for terms in system.slope_terms])
        matrix = arb_mat(size, size, [value_in(terms, box) for terms in system.hessian_terms])
        try:
            step = matrix.solve(slope)
        except ZeroDivisionError:
            return None
        new = [middle[i] - step[i, 0] for i in range(size)]
        inside = all(box[i].contains_interior(new[i]) for i in range(size))
        return new if inside else None


def _enclosed(system: _System, box: Sequence[arb], bits: int) -> CriticalPoint:
    """A point known by a box that holds it."""
    size = len(box)
    with precision(bits):
        matrix = arb_mat(size, size, [value_in(terms, box) for terms in system.hessian_terms])
        minors = [_leading(matrix, k).det() for k in range(1, size + 1)]
        signs = ["positive" if x > 0 else "negative" if x < 0 else None for x in minors]
    decimals = tuple(decimal(x, DIGITS) or decimal(x, 6) or str(x) for x in box)
    variables = system.objective.variables
    where = tuple(f"{x} = {text}…" for x, text in zip(variables, decimals, strict=True))
    verdict = Verdict(
        "proved",
        "interval Newton",
        ("exactly one zero of the gradient lies in the box around", *where),
        precision_bits=bits,
    )
    links = tuple(
        Link(part, "=", sp.S.Zero, verdict, f"∂f/∂{x}")
        for x, part in zip(variables, system.objective.gradient(), strict=True)
    )
    return CriticalPoint(None, decimals, _kind(signs), links)


def _leading(matrix: arb_mat, size: int) -> arb_mat:
    return arb_mat(size, size, [matrix[i, j] for i in range(size) for j in range(size)])
