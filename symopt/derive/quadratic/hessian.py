"""The exact eigenvalues and eigenvectors of a quadratic's Hessian."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cmp_to_key

import sympy as sp
from sympy import Expr, Matrix

from symopt.decide import sign
from symopt.derive.judge import Link
from symopt.derive.link import link
from symopt.errors import InputError, UndecidedError
from symopt.objective import Objective

Pair = tuple[Expr, tuple[Expr, ...]]
MOST_VARIABLES = 6
_ORDER = {"negative": -1, "zero": 0, "positive": 1}


@dataclass(frozen=True)
class Curvature:
    """An eigenvalue of the Hessian with an eigenvector: along it f is value·x²/2, and a line."""

    value: Expr
    vector: tuple[Expr, ...]
    links: tuple[Link, ...]


def degree(objective: Objective) -> int | None:
    """The total degree of a polynomial objective; None for any other."""
    if not objective.value.is_polynomial(*objective.variables):
        return None
    return int(sp.Poly(objective.value, *objective.variables).total_degree())


def curvatures(objective: Objective) -> tuple[Curvature, ...]:
    """Every eigenvalue of the Hessian, from the smallest to the largest, with multiplicity.

    Raises:
        InputError: the objective is not a quadratic, or of more than 6 variables that are coupled.
        UndecidedError: the eigenvalues have no closed form that is found.
    """
    if degree(objective) != 2:
        raise InputError("the objective must be a quadratic", hint="its degree must be two")
    hessian = objective.hessian.applyfunc(sp.expand)
    if hessian.rows > MOST_VARIABLES and not hessian.is_diagonal():
        raise InputError(f"eigenvalues are found for at most {MOST_VARIABLES} variables")
    found = sorted(_pairs(hessian), key=cmp_to_key(_compare))
    curved = tuple(
        Curvature(value, vector, _links(hessian, value, vector)) for value, vector in found
    )
    if len(curved) != hessian.rows:
        raise UndecidedError("the eigenvalues of the Hessian are not found in closed form")
    return curved


def _pairs(hessian: Matrix) -> Iterator[Pair]:
    if hessian.is_diagonal():
        for i in range(hessian.rows):
            yield hessian[i, i], tuple(sp.eye(hessian.rows).row(i))
    elif hessian.rows == 2:
        a, b, d = hessian[0, 0], hessian[0, 1], hessian[1, 1]
        root = sp.sqrt(sp.expand((a - d) ** 2 + 4 * b**2))
        for value in ((a + d - root) / 2, (a + d + root) / 2):
            yield sp.expand(value), (b, sp.expand(value - a))
    else:
        for value, _, vectors in hessian.eigenvects(error_when_incomplete=False):
            for vector in vectors:
                yield value, tuple(vector)


def _compare(one: Pair, other: Pair) -> int:
    verdict = sign(one[0] - other[0])
    if verdict.sign not in _ORDER:
        raise UndecidedError("the order of two eigenvalues is not settled")
    return _ORDER[verdict.sign]


def _links(hessian: Matrix, value: Expr, vector: tuple[Expr, ...]) -> tuple[Link, ...]:
    """H·v = value·v, a link for each coordinate."""
    image = hessian * Matrix(vector)
    return tuple(
        link("eigenvector", part, "=", value * x) for part, x in zip(image, vector, strict=True)
    )
