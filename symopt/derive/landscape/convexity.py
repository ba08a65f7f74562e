"""Whether an objective is convex, and whether a vector field is a gradient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import sympy as sp
from sympy import Expr, Matrix, Rational, Symbol

from symopt.decide import sign
from symopt.decide.domain import Domain
from symopt.derive.judge import Link
from symopt.derive.link import all_proved, link
from symopt.errors import InputError
from symopt.objective import Objective

Kind = Literal["strictly convex", "convex", "not convex", "undecided"]
POINTS = 200
MOST_VARIABLES = 4
_KINKS = (sp.DiracDelta, sp.Heaviside, sp.sign, sp.Derivative, sp.Subs)
_ENTIRE = (sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh)


@dataclass(frozen=True)
class Convexity:
    """The answer, and a link for each principal minor of the Hessian.

    Where it is not convex, `witness` is a point at which the first link's minor is negative.
    """

    kind: Kind
    hessian: Matrix
    links: tuple[Link, ...]
    witness: Mapping[str, Rational] | None = None


def convexity(objective: Objective) -> Convexity:
    """Judge convexity on the whole space by the signs of the Hessian's principal minors.

    All of them >= 0 everywhere: convex. The leading ones > 0 everywhere: strictly convex. One of
    them negative at one point: not convex. Positive answers are given only for expressions that
    are smooth everywhere: polynomials with exp, sin, cos, sinh and cosh.

    Raises:
        InputError: more than 4 variables.

    Source: Boyd & Vandenberghe 2004, "Convex Optimization", section 3.1.4.
    """
    if objective.dimension > MOST_VARIABLES:
        raise InputError(f"convexity is judged for at most {MOST_VARIABLES} variables")
    hessian = objective.hessian.applyfunc(sp.expand)
    if hessian.has(*_KINKS):
        return Convexity("undecided", hessian, ())
    minors = _principal_minors(hessian)
    for name, minor in minors.items():
        witness = _negative_at(minor, objective.variables)
        if witness is not None:
            here = {x: witness[str(x)] for x in objective.variables}
            found = link(name, minor, "<", 0, where=here)
            return Convexity("not convex", hessian, (found,), witness)
    leading = tuple(
        link(_name(range(size)), minors[_name(range(size))], ">", 0)
        for size in range(1, hessian.rows + 1)
    )
    smooth = is_smooth(objective.value)
    if smooth and all_proved(leading):
        return Convexity("strictly convex", hessian, leading)
    links = tuple(link(name, minor, "≥", 0) for name, minor in minors.items())
    return Convexity("convex" if smooth and all_proved(links) else "undecided", hessian, links)


def is_smooth(value: Expr) -> bool:
    """Whether an expression has all derivatives at every real point, as its form shows."""
    return all(map(_keeps_smooth, sp.preorder_traversal(value)))


def _keeps_smooth(part: Expr) -> bool:
    if part.is_Pow:
        base, exponent = part.args
        return bool((exponent.is_Integer and exponent > 0) or base.is_positive is True)
    return bool(part.is_Add or part.is_Mul or part.is_Symbol or part.is_number) or isinstance(
        part, _ENTIRE
    )


def _name(chosen: Sequence[int]) -> str:
    return "minor " + ", ".join(str(i + 1) for i in chosen)


def _principal_minors(hessian: Matrix) -> dict[str, Expr]:
    size = hessian.rows
    rows = [c for k in range(1, size + 1) for c in combinations(range(size), k)]
    return {_name(c): sp.expand(hessian.extract(list(c), list(c)).det()) for c in rows}


def _negative_at(minor: Expr, variables: Sequence[Symbol]) -> dict[str, Rational] | None:
    """A point at which the minor is certainly negative."""
    for point in Domain(variables).points(POINTS):
        exact = {name: Rational(x.numerator, x.denominator) for name, x in point.items()}
        value = minor.subs({x: exact[str(x)] for x in variables})
        if value.is_real is not False and sign(value).sign == "negative":
            return exact
    return None


@dataclass(frozen=True)
class Potential:
    """Whether a field is a gradient: a link for each pair of mixed derivatives.

    `potential` is a function whose gradient it is, where all of them are proved.
    """

    potential: Expr | None
    links: tuple[Link, ...]


def potential(field: Sequence[Expr], variables: Sequence[Symbol]) -> Potential:
    """Judge whether a polynomial field is the gradient of a function.

    It is if and only if ∂F_i/∂x_j = ∂F_j/∂x_i for all i < j; then f(x) = ∫ F(s·x)·x ds from 0 to 1.

    Raises:
        InputError: the field is not polynomial, or has not one component a variable.
    """
    parts = [sp.expand(part) for part in field]
    if len(parts) != len(variables) or not all(p.is_polynomial(*variables) for p in parts):
        raise InputError("the field must have one polynomial component a variable")
    pairs = combinations(range(len(variables)), 2)
    curl = tuple(
        link(
            f"curl {i + 1}, {j + 1}",
            sp.diff(parts[j], variables[i]),
            "=",
            sp.diff(parts[i], variables[j]),
        )
        for i, j in pairs
    )
    if not all_proved(curl):
        return Potential(None, curl)
    share = sp.Dummy("s", real=True)
    along = {x: share * x for x in variables}
    rate = sum(p.subs(along, simultaneous=True) * x for p, x in zip(parts, variables, strict=True))
    function = sp.expand(sp.integrate(sp.expand(rate), (share, 0, 1)))
    gradient = tuple(
        link(f"gradient {i + 1}", sp.diff(function, x), "=", part)
        for i, (x, part) in enumerate(zip(variables, parts, strict=True))
    )
    return Potential(function, (*curl, *gradient))
