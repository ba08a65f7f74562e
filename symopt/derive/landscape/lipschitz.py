"""The least L with |∇f(x) - ∇f(y)| <= L·|x - y|: on the whole space, or on a box."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, product

import sympy as sp
from flint import arb, fmpq
from sympy import Expr, Rational, Symbol

from symopt.decide import sign
from symopt.derive.judge import Link
from symopt.derive.landscape.enclosed import Terms, rational_poly, terms_of, value_in
from symopt.derive.link import link
from symopt.derive.quadratic.hessian import curvatures, degree
from symopt.errors import InputError, UndecidedError
from symopt.numbers.ball import endpoints, precision
from symopt.objective import Objective
from symopt.run.exact import to_fmpq

BITS = 64
MOST_BOXES = 4_000
CLOSE = fmpq(101, 100)  # the ratio to which the two bounds on a box are brought

Box = tuple[tuple[fmpq, fmpq], ...]


@dataclass(frozen=True)
class Lipschitz:
    """`lower` <= L <= `upper`, both L itself where that is exact; both None: no L is enough."""

    lower: Expr | None
    upper: Expr | None
    links: tuple[Link, ...] = ()


def lipschitz(
    objective: Objective, *, box: Mapping[str, tuple[Rational, Rational]] | None = None
) -> Lipschitz:
    """The Lipschitz constant of the gradient of a polynomial.

    On a convex set it is the supremum of the Hessian's spectral norm. A quadratic: the largest
    |eigenvalue|, exactly. A higher degree: none on the whole space, since some second derivative
    is a polynomial that is not constant along a line; on a box, bounds by subdivision with balls.

    Raises:
        InputError: not a polynomial, or a box with more than two variables.

    Source: Nesterov 2004, "Introductory Lectures on Convex Optimization", lemma 1.2.2.
    """
    power = degree(objective)
    if power is None:
        raise InputError("the objective must be a polynomial")
    if power < 2:
        return Lipschitz(sp.S.Zero, sp.S.Zero)
    if power == 2:
        return _of_quadratic(objective)
    if box is None:
        return Lipschitz(None, None, (_unbounded(objective, power),))
    return _on_box(objective, box)


def _of_quadratic(objective: Objective) -> Lipschitz:
    """The largest |eigenvalue|: that of the first or the last one."""
    curved = curvatures(objective)
    ends = -curved[0].value, curved[-1].value
    verdict = sign(ends[1] - ends[0])
    if verdict.sign is None:
        raise UndecidedError("which eigenvalue is larger in size is not settled")
    largest = ends[0] if verdict.sign == "negative" else ends[1]
    links = [part for found in curved for part in found.links]
    links += [link("|eigenvalue|", sp.Abs(found.value), "≤", largest) for found in curved]
    return Lipschitz(largest, largest, tuple(links))


def _unbounded(objective: Objective, power: int) -> Link:
    """A second derivative along a line through 0, on which it is a polynomial without bound.

    A polynomial of a lower degree than `power` that vanishes on the whole grid is 0.
    """
    along = Symbol("s", real=True)
    entry = next(h for h in objective.hessian if sp.expand(h).free_symbols)
    for steps in product(range(1, power + 1), repeat=objective.dimension):
        where = {x: along * k for x, k in zip(objective.variables, steps, strict=True)}
        value = sp.expand(entry.subs(where))
        if value.free_symbols:
            return link("second derivative along a line", entry, "=", value, where=where)
    raise UndecidedError("no line was found along which a second derivative grows")


def _on_box(objective: Objective, box: Mapping[str, tuple[Rational, Rational]]) -> Lipschitz:
    """Halve the box with the largest upper bound until it is close to a value that is taken."""
    names = [str(x) for x in objective.variables]
    if len(names) > 2 or set(box) != set(names):
        raise InputError(f"the box needs an interval for each of at most two variables: {names}")
    second = sp.expand(objective.hessian)
    entries = [terms_of(rational_poly(part, objective.variables)) for part in second]
    first: Box = tuple((to_fmpq(box[name][0]), to_fmpq(box[name][1])) for name in names)
    if any(low > high for low, high in first):
        raise InputError("an interval of the box ends before it begins")
    with precision(BITS):
        low, high = _bounds(entries, first)
        number = count()
        heap = [(-high, next(number), first)]
        while -heap[0][0] > low * CLOSE and len(heap) < MOST_BOXES:
            _, _, widest = heapq.heappop(heap)
            for half in _halves(widest):
                taken, bound = _bounds(entries, half)
                low = max(low, taken)
                heapq.heappush(heap, (-bound, next(number), half))
    lower, upper = (Rational(int(x.p), int(x.q)) for x in (low, -heap[0][0]))
    return Lipschitz(lower, upper)


def _bounds(entries: Sequence[Terms], box: Box) -> tuple[fmpq, fmpq]:
    """A lower bound on the norm at the middle, an upper one on it throughout."""
    middle = [arb((low + high) / 2) for low, high in box]
    whole = [arb(low).union(arb(high)) for low, high in box]
    ends = [endpoints(_norm([value_in(part, at) for part in entries])) for at in (middle, whole)]
    if ends[0] is None or ends[1] is None:
        raise UndecidedError("the box is too large to be enclosed")
    return ends[0][0], ends[1][1]


def _norm(entries: Sequence[arb]) -> arb:
    """The spectral norm of a symmetric matrix of size 1 or 2."""
    if len(entries) == 1:
        return abs(entries[0])
    a, b, _, d = entries
    half = (a - d) / 2
    return abs(a + d) / 2 + _root(half * half + b * b)


def _root(square: arb) -> arb:
    """The root of a ball whose negative part, if it has one, is overestimation."""
    if square.lower() > 0:
        return square.sqrt()
    return arb(0).union(square.upper().sqrt())


def _halves(box: Box) -> tuple[Box, Box]:
    """The box cut across its longest side."""
    side = max(range(len(box)), key=lambda i: box[i][1] - box[i][0])
    low, high = box[side]
    middle = (low + high) / 2
    cut = (low, middle), (middle, high)
    one, other = ((*box[:side], half, *box[side + 1 :]) for half in cut)
    return one, other
