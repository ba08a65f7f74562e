"""Proofs that what was derived for a layer is its gradient, and its stable form the same."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Expr

from symopt.decide import equal
from symopt.decide.verdict import Verdict
from symopt.network.indices import by_cases, component, places, spelled_out
from symopt.network.layer import SMALL, G, Layer, j, n, y


def gradients(layer: Layer) -> Iterator[tuple[str, Verdict]]:
    """Every entry of ∂L/∂x, ∂L/∂W and ∂L/∂b on small axes, against SymPy's derivative of L.

    L is the loss itself, or Σ G y with any G; the entries are free, so that a proof holds for all
    values. Where a maximum has its corner the same convention stands on both sides.
    """
    loss = _loss(layer)
    for by, derived in layer.backward.items():
        for at in places(by, SMALL):
            entry = component(by.xreplace(at))
            yield f"dL/d{entry}", equal(layer.small(derived, at), by_cases(loss.diff(entry)))


def stable_form(layer: Layer) -> Iterator[tuple[str, Verdict]]:
    """Every entry of the form that floats are computed by, against the layer's equation."""
    if layer.stable is not None:
        for at in places(y[n, j], SMALL):
            sides = layer.small(layer.forward, at), layer.small(layer.stable, at)
            yield str(component(y[n, j].xreplace(at))), equal(*sides)


def _loss(layer: Layer) -> Expr:
    if layer.is_loss:
        return spelled_out(layer.forward, SMALL)
    terms = (layer.small(G[n, j] * layer.forward, at) for at in places(y[n, j], SMALL))
    return Add(*terms)
