"""Starting weights: the variance that keeps a signal's size from layer to layer.

A unit z = Σ w a over n inputs, whose weights have mean 0 and variance v and depend on nothing, has
Var(z) = n·v·E[a²]. With a = f(z) of the layer before, Var(z) stays what it is if n·v is
Var(z)/E[f(z)²]. Linear units keep the whole second moment: v = 1/n (Glorot & Bengio 2010). ReLU
keeps half of a normal z's: v = 2/n (He, Zhang, Ren & Sun 2015, equation 10).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Symbol, simplify
from sympy.stats import E, Normal

from symopt.network.indices import j, n
from symopt.network.layer import Layer, x
from symopt.network.layers import relu, sigmoid
from symopt.network.network import HE, XAVIER, Batch, Network

DEPTH, WIDTH, ROWS = 5, 100, 1000
DEVIATIONS = {
    "1": 1.0,
    "0.01": 0.01,
    "√(1/n)": math.sqrt(XAVIER / WIDTH),
    "√(2/n)": math.sqrt(HE / WIDTH),
}
SHOWN = (sigmoid, relu)


def kept(layer: Layer) -> Expr:
    """E[f(z)²]/Var(z) for a normal z of mean 0: what a layer leaves of the second moment.

    Where it depends on Var(z), no variance of the weights suits all signals.
    """
    deviation = Symbol("sigma", positive=True)
    signal = Normal("z", 0, deviation)
    return simplify(E(layer.forward.xreplace({x[n, j]: signal}) ** 2) / deviation**2)


def activations(layer: Layer, deviation: float, *, seed: int = 0) -> list[NDArray[Any]]:
    """What goes out of each of five layers of 100 units, for 1,000 normal inputs.

    The weights of all layers have the given standard deviation, the biases are 0.
    """
    draw = np.random.default_rng(seed)
    network = Network((WIDTH,) * (DEPTH + 2), layer)
    batch, parameters = Batch(network, ROWS, "float64"), network.start(seed, "float64")
    for view in network.views(parameters):
        if view.ndim == 2:
            view[...] = draw.normal(0.0, deviation, view.shape)
    batch.forward(draw.normal(size=(ROWS, WIDTH)), network.views(parameters))
    return batch.outputs[1 : 2 * DEPTH : 2]
