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
    k = scope.index
    candidates = sorted(_linear(body, scope), key=lambda found: found[0])
    return candidates[0][1] if candidates else k


def _linear(body: sp.Expr, scope: Scope) -> Iterator[tuple[tuple[object, ...], sp.Expr]]:
    """The arguments +-k + c in a body, with what they are ranked by."""
    k = scope.index
    for node in sp.preorder_traversal(body):
        for rank, argument in _arguments(node):
            if k not in argument.free_symbols:
                continue
            argument = sp.expand(argument)
            slope = argument.coeff(k, 1)
            offset = argument - slope * k
            if slope not in (1, -1) or offset.has(k):
                continue
            number, symbolic = offset.as_coeff_Add()
            # Ends that depend on other indices, which are dummies, would forbid an interchange.
            dependent = bool(symbolic.atoms(sp.Dummy))
            if dependent and slope == 1:
                argument = k + sp.floor(number)
            elif dependent or not scope.integers(offset):
                continue
            yield (*rank, -int(slope), sp.srepr(symbolic), float(number)), argument


def _arguments(node: sp.Basic) -> Iterator[tuple[tuple[object, ...], sp.Expr]]:
    if isinstance(node, AppliedUndef):
        for place, argument in enumerate(node.args):
            yield (0, node.func.__name__, place), argument
    elif isinstance(node, sp.Function):
        for place, argument in enumerate(node.args):
            yield (1, type(node).__name__, place), argument
    elif isinstance(node, sp.Pow) and not (node.exp.is_Integer and node.exp > 0):
        yield (2, sp.srepr(node.exp), 0), node.base
