"""Proofs that what was derived for a layer is its gradient, and its stable form the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sympy import Add, Expr, IndexedBase, Symbol

from symopt.decide import equal
from symopt.decide.verdict import Verdict
from symopt.network.indices import (
    SIZES,
    I,
    J,
    N,
    by_cases,
    component,
    j,
    n,
    places,
    spelled_out,
)
from symopt.network.layer import SMALL, G, Layer, x, y
from symopt.network.network import Network


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


def network_gradients(network: Network) -> Iterator[tuple[str, Verdict]]:
    """The chain of derived gradients through a small network, for any one row of inputs.

    Each entry is compared with SymPy's derivative of the whole loss by that parameter, for all
    values of the inputs, the targets and the parameters.
    """
    steps, values = [], [component(x[1, at]) for at in range(1, network.sizes[0] + 1)]
    for pair, layer, sizes in _small_layers(network):
        step = _Step(layer, sizes, pair, dict(zip(_row(x, len(values)), values, strict=True)))
        values = step.forward()
        steps.append(step)
    (loss,) = values
    handed: list[Expr] = []
    for step in reversed(steps):
        for entry, derived in step.parameters(handed):
            yield f"dL/d{entry}", equal(derived, by_cases(loss.diff(entry)))
        handed = step.backward(handed)


@dataclass(frozen=True)
class _Step:
    """A layer of a small network, with the expressions that come into it from one row."""

    layer: Layer
    sizes: Mapping[Symbol, int]
    pair: int
    known: Mapping[Symbol, Expr]

    def forward(self) -> list[Expr]:
        """What goes out; the loss alone from the last layer."""
        if self.layer.is_loss:
            return [self._entry(self.layer.forward, {}, [])]
        return [self._entry(self.layer.forward, {n: 1, j: at}, []) for at in self._to(J)]

    def backward(self, handed: Sequence[Expr]) -> list[Expr]:
        """What is handed on to the layer before."""
        by = self.layer.came_in
        derived, axis = self.layer.backward[by], SIZES[by.indices[1]]
        return [self._entry(derived, {n: 1, by.indices[1]: at}, handed) for at in self._to(axis)]

    def parameters(self, handed: Sequence[Expr]) -> Iterator[tuple[Symbol, Expr]]:
        """Each parameter's symbol, and the derived derivative by it."""
        for by in self.layer.parameters:
            for at in places(by, self.sizes):
                derived = self._entry(self.layer.backward[by], at, handed)
                yield self._own(component(by.xreplace(at))), derived

    def _to(self, axis: Symbol) -> range:
        return range(1, self.sizes[axis] + 1)

    def _own(self, parameter: Symbol) -> Symbol:
        """The parameter's symbol with its layer's number."""
        return Symbol(f"{parameter}^{self.pair}", real=True)

    def _entry(self, e: Expr, at: Mapping[Symbol, int], handed: Sequence[Expr]) -> Expr:
        small = spelled_out(e.xreplace(dict(at)), self.sizes)
        values = {**self.known, **dict(zip(_row(G, len(handed)), handed, strict=True))}
        for by in self.layer.parameters:
            own = (component(by.xreplace(place)) for place in places(by, self.sizes))
            values |= {symbol: self._own(symbol) for symbol in own}
        out = _row(y, self.sizes[J])
        if small.has(*out):
            values |= dict(zip(out, self.forward(), strict=True))
        return small.xreplace(values)


def _row(base: IndexedBase, width: int) -> list[Symbol]:
    return [component(base[1, at]) for at in range(1, width + 1)]


def _small_layers(network: Network) -> Iterator[tuple[int, Layer, Mapping[Symbol, int]]]:
    """Each layer with the number of its affine map, and the lengths of its axes."""
    pair = 0
    for layer in network.layers:
        pair += bool(layer.parameters)
        yield pair, layer, {N: 1, I: network.sizes[pair - 1], J: network.sizes[pair]}


def _loss(layer: Layer) -> Expr:
    if layer.is_loss:
        return spelled_out(layer.forward, SMALL)
    terms = (layer.small(G[n, j] * layer.forward, at) for at in places(y[n, j], SMALL))
    return Add(*terms)
