"""The layers: each is its equation, and nothing about it is derived by hand."""

from sympy import Abs, Max, Min, exp, log
from sympy import tanh as hyperbolic_tangent

from symopt.network.indices import N, i, j, k, n, total
from symopt.network.layer import Layer, W, b, c, t, x

affine = Layer("affine", total(x[n, i] * W[i, j], i) + b[j], "A weighted sum, plus a bias.")

relu = Layer("relu", Max(x[n, j], 0), "The positive part; its derivative at 0 is taken as 0.")

sigmoid = Layer(
    "sigmoid",
    1 / (1 + exp(-x[n, j])),
    "The logistic function, between 0 and 1.",
    stable=exp(Min(x[n, j], 0)) / (1 + exp(-Abs(x[n, j]))),
)

tanh = Layer("tanh", hyperbolic_tangent(x[n, j]), "The hyperbolic tangent, between -1 and 1.")

log_softmax = Layer(
    "log_softmax",
    x[n, j] - log(total(exp(x[n, k]), k)),
    "The logarithm of softmax: probabilities, which sum to 1 in each row.",
    stable=x[n, j] - c[n] - log(total(exp(x[n, k] - c[n]), k)),
)

cross_entropy = Layer(
    "cross_entropy",
    -total(t[n, j] * x[n, j], j, n) / N,
    "The mean of -log of the probability given to the target; behind log_softmax.",
    is_loss=True,
)

squared_error = Layer(
    "squared_error",
    total((x[n, j] - t[n, j]) ** 2, j, n) / (2 * N),
    "Half the squared distance to the target, as a mean over the batch.",
    is_loss=True,
)

LAYERS = (affine, relu, sigmoid, tanh, log_softmax, cross_entropy, squared_error)
