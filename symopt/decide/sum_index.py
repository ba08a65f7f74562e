"""Which shift or reversal of its index a sum is written with.

A body such as g(s + k) x(t - k) has several arguments that are linear in the index k. One of them
is chosen by what it is the argument of (the function's name and the argument's place), and becomes
the index itself; sums that differ by a shift or a reversal of their index then look the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp
from sympy.core.function import AppliedUndef

from symopt.decide.scope import Scope


def chosen_argument(body: sp.Expr, scope: Scope) -> sp.Expr:
    """What is to be the index: k + c or c - k; k itself when there is nothing to choose."""
    candidates = sorted(_candidates(body, scope), key=lambda found: found[0])
    return candidates[0][1] if candidates else scope.index


def _candidates(body: sp.Expr, scope: Scope) -> Iterator[tuple[tuple[object, ...], sp.Expr]]:
    """What the index could be, with what it is ranked by."""
    k = scope.index
    for node in sp.preorder_traversal(body):
        for rank, argument in _arguments(node):
            if k not in argument.free_symbols:
                continue
            argument = sp.expand(argument)
            slope = argument.coeff(k, 1)
            offset = argument - slope * k
            if not slope.is_Integer or offset.has(k):
                continue
            direction = sp.sign(slope)
            number, symbolic = sp.expand(offset / abs(slope)).as_coeff_Add()
            if isinstance(node, sp.Pow) and symbolic.could_extract_minus_sign():
                # A base has no direction of its own: 1/(t - k) is -1/(k - t).
                direction, number, symbolic = -direction, -number, -symbolic
            shift = symbolic + sp.floor(number)
            # Ends that depend on other indices, which are dummies, would forbid an interchange.
            if symbolic.atoms(sp.Dummy) or not scope.integers(shift):
                if direction < 0:
                    continue
                shift = sp.floor(number)
            rank = (*rank, -int(direction), sp.srepr(symbolic), float(number))
            yield rank, direction * k + shift


def _arguments(node: sp.Basic) -> Iterator[tuple[tuple[object, ...], sp.Expr]]:
    """The arguments of unknown functions, of others, and bases, ranked in this order."""
    if isinstance(node, sp.Function):
        known = not isinstance(node, AppliedUndef)
        for place, argument in enumerate(node.args):
            yield (int(known), type(node).__name__, place), argument
    elif isinstance(node, sp.Pow) and not (node.exp.is_Integer and node.exp > 0):
        yield (2, sp.srepr(node.exp), 0), node.base
