"""A fully connected network: its layers, its generated code, and its parameters in one vector."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symopt.errors import InputError
from symopt.network.indices import j, n
from symopt.network.layer import Layer, y
from symopt.network.layers import affine, cross_entropy, log_softmax, relu
from symopt.network.source import lines
from symopt.run.floats.loop import compiled

Array = NDArray[Any]
LARGEST = 100_000_000  # parameters
HE, XAVIER = 2, 1  # n times the variance of a unit's n starting weights, see `weights`


@dataclass(frozen=True)
class Network:
    """Affine maps with a layer that acts on each entry between them, and a loss.

        >>> Network((2, 3, 2)).parameters
        17

    `sizes` are the widths from the inputs to the outputs, `loss` what stands behind the last
    affine map. The gradient's NumPy code is generated from the layers' equations (`source`).
    """

    sizes: tuple[int, ...]
    activation: Layer = relu
    loss: tuple[Layer, ...] = (log_softmax, cross_entropy)

    def __post_init__(self) -> None:
        if len(self.sizes) < 2 or min(self.sizes) < 1 or self.parameters > LARGEST:
            raise InputError(f"'sizes' must be two or more widths from 1 on (got {self.sizes})")

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """The parameters' shapes: W1, b1, W2, b2, …"""
        pairs = zip(self.sizes, self.sizes[1:], strict=False)
        return [shape for into, out in pairs for shape in ((into, out), (out,))]

    @property
    def parameters(self) -> int:
        """How many numbers are learnt."""
        return sum(map(math.prod, self.shapes))

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """All layers in order; the last one is the loss."""
        between = [affine, self.activation] * (len(self.sizes) - 2)
        return (*between, affine, *self.loss)

    def views(self, flat: Array) -> list[Array]:
        """The parameters, or their gradients, as parts of one vector."""
        ends = np.cumsum([math.prod(shape) for shape in self.shapes])[:-1]
        return [
            part.reshape(shape)
            for part, shape in zip(np.split(flat, ends), self.shapes, strict=True)
        ]

    def start(self, seed: int, dtype: str = "float32") -> Array:
        """Seeded starting weights in one vector: He's variance 2/n for ReLU, else Xavier's 1/n.

        n is the number of inputs; biases are 0. The weights are drawn in float64, so that both
        precisions begin at the same point.
        """
        draw, gain = np.random.default_rng(seed), HE if self.activation is relu else XAVIER
        flat = np.zeros(self.parameters)
        for view in self.views(flat):
            if view.ndim == 2:
                view[...] = draw.normal(0.0, math.sqrt(gain / len(view)), view.shape)
        return flat.astype(dtype)

    @cached_property
    def source(self) -> str:
        """The generated module: forward, loss and backward for a whole batch."""
        return "\n".join(_module(self))

    @cached_property
    def _functions(self) -> dict[str, Callable[..., Any]]:
        namespace: dict[str, Any] = {"np": np, "exp": np.exp, "log": np.log, "tanh": np.tanh}
        compiled(self.source, f"<symopt network {id(self):x}>", namespace, "backward")
        return namespace

    @cached_property
    def _widths(self) -> list[int]:
        """What each layer but the loss makes: an array so many numbers wide."""
        widths = [w for width in self.sizes[1:-1] for w in (width, width)]
        return [*widths, *(self.sizes[-1] for _ in self.loss)]


class Batch:
    """A network at work on batches of one size, with every array that it writes into."""

    def __init__(self, network: Network, rows: int, dtype: str = "float32"):
        self.network = network
        self.outputs, self._handed = (
            [np.empty((rows, width), dtype) for width in network._widths] for _ in range(2)
        )

    def forward(self, x: Array, parameters: Sequence[Array]) -> Array:
        """What goes into the loss: for classes the logarithms of their probabilities."""
        self.network._functions["forward"](x, parameters, self.outputs)
        return self.outputs[-1]

    def gradient(
        self, x: Array, t: Array, parameters: Sequence[Array], gradients: Sequence[Array]
    ) -> float:
        """The loss; its derivatives by the parameters are written into `gradients`."""
        found = float(self.network._functions["loss"](self.forward(x, parameters), t))
        self.network._functions["backward"](x, t, parameters, self.outputs, gradients, self._handed)
        return found


def _module(network: Network) -> Iterator[str]:
    """The source, function by function."""
    layers, last = network.layers, len(network.layers)
    parameters = [f"{name}{at}" for at in range(1, len(network.sizes)) for name in "Wb"]
    outputs, handed = ([f"{name}{at}" for at in range(1, last)] for name in "yg")
    names = list(_names(network))

    yield "def forward(x, parameters, outputs):"
    yield f"    {', '.join(parameters)}, = parameters"
    yield f"    {', '.join(outputs)}, = outputs"
    for layer, known in zip(layers[:-1], names, strict=False):
        yield f"    # {layer.name}"
        yield from _indented(lines(known["y"], y[n, j], layer.computed, known))
    yield from ("", "", "def loss(y, t):", "    N = len(y)")
    yield from _indented(lines(None, y[n, j], layers[-1].computed, {"x": "y"}))
    yield from ("", "", "def backward(x, t, parameters, outputs, gradients, handed):")
    yield f"    {', '.join(parameters)}, = parameters"
    yield f"    {', '.join(outputs)}, = outputs"
    yield f"    {', '.join(f'd{name}' for name in parameters)}, = gradients"
    yield f"    {', '.join(handed)}, = handed"
    yield "    N, ones = len(x), np.ones(len(x), x.dtype)"
    for layer, known in zip(reversed(layers), reversed(names), strict=True):
        yield f"    # {layer.name}"
        for entry, derived in layer.backward.items():
            target = known.get(f"d{entry.base.label}")
            if target:
                yield from _indented(lines(target, entry, derived, known))
    yield ""


def _names(network: Network) -> Iterator[dict[str, str]]:
    """For each layer, what the arrays of its equations are called in the source.

    Nothing is handed on to the network's own inputs.
    """
    pair = 0
    for at, layer in enumerate(network.layers):
        pair += layer is affine
        known = {"y": f"y{at + 1}", "G": f"g{at + 1}", "W": f"W{pair}", "b": f"b{pair}", "t": "t"}
        known |= {"dW": f"dW{pair}", "db": f"db{pair}"}
        yield known | ({"x": f"y{at}", "dx": f"g{at}"} if at else {"x": "x"})


def _indented(statements: Sequence[str]) -> Iterator[str]:
    return (f"    {statement}" for statement in statements)
