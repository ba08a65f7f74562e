"""Nonnegative combinations target = sum c_i part_i, c_i >= 0, by the exact simplex method.

If the parts are >= 0 so is the target (the easy half of Farkas' lemma), which is how the sign of
one polynomial follows from the signs of others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flint import fmpq

Vector = Mapping[Any, Any]  # coefficients by monomial
MOST_ROWS = 40
MOST_COLUMNS = 60
MOST_PIVOTS = 200


def nonnegative_combination(target: Vector, parts: Sequence[Vector]) -> list[fmpq] | None:
    """Coefficients c_i >= 0 with target = sum c_i parts[i]; None when none are found.

    Phase one of the simplex method with Bland's rule, which cannot cycle, on exact rationals.
    """
    rows = list(dict.fromkeys(key for vector in (target, *parts) for key in vector))
    if len(rows) > MOST_ROWS or len(parts) > MOST_COLUMNS:
        return None
    tableau = []
    for key in rows:
        goal = fmpq(target.get(key, 0))
        flip = -1 if goal < 0 else 1
        tableau.append([fmpq(part.get(key, 0)) * flip for part in parts] + [goal * flip])
    basis: list[int | None] = [None] * len(rows)  # None: an artificial variable, to be driven out
    for _ in range(MOST_PIVOTS):
        column = _entering(tableau, basis, len(parts))
        if column is None:
            break
        row = _leaving(tableau, basis, column)
        _pivot(tableau, row, column)
        basis[row] = column
    if any(line[-1] != 0 for line, column in zip(tableau, basis, strict=True) if column is None):
        return None
    solution = [fmpq(0)] * len(parts)
    for line, column in zip(tableau, basis, strict=True):
        if column is not None:
            solution[column] = line[-1]
    return solution


def _entering(tableau: list[list[fmpq]], basis: list[int | None], columns: int) -> int | None:
    """The first column that lowers the sum of the artificial variables."""
    open_rows = [line for line, column in zip(tableau, basis, strict=True) if column is None]
    for j in range(columns):
        if j not in basis and sum((line[j] for line in open_rows), start=fmpq(0)) > 0:
            return j
    return None


def _leaving(tableau: list[list[fmpq]], basis: list[int | None], column: int) -> int:
    """The row of the least ratio; artificial variables first, then the lowest column."""
    ratios = [
        (line[-1] / line[column], -1 if basis[i] is None else int(basis[i] or 0), i)
        for i, line in enumerate(tableau)
        if line[column] > 0
    ]
    return min(ratios)[2]


def _pivot(tableau: list[list[fmpq]], row: int, column: int) -> None:
    lead = tableau[row][column]
    tableau[row] = [value / lead for value in tableau[row]]
    for i, line in enumerate(tableau):
        if i != row and line[column] != 0:
            factor = line[column]
            tableau[i] = [a - factor * b for a, b in zip(line, tableau[row], strict=True)]
