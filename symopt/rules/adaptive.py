"""Adaptive steps: each coordinate is scaled by the size of its own past gradients."""

from typing import Any

from sympy import sqrt

from symopt.rule import rule

_EPSILON = "`{0}` adds epsilon to the root, `{0}_eps_inside` puts it under the root."


@rule(
    state="h",
    lr="1/100",
    epsilon="1/10^7",
    cites="Duchi, Hazan & Singer 2011, figure 1 (diagonal form)",
    variants=_EPSILON.format("adagrad") + " Frameworks differ in epsilon and in where h starts.",
)
def adagrad(s: Any) -> None:
    """AdaGrad: the step shrinks by the root of all squared gradients so far."""
    s.g = s.grad(s.theta)
    s.h = s.h + s.g**2
    s.theta = s.theta - s.lr * s.g / (sqrt(s.h) + s.epsilon)


@rule(
    state="h",
    lr="1/100",
    epsilon="1/10^7",
    cites="Duchi, Hazan & Singer 2011, with epsilon under the root",
    variants=_EPSILON.format("adagrad"),
)
def adagrad_eps_inside(s: Any) -> None:
    """AdaGrad with epsilon under the root."""
    s.g = s.grad(s.theta)
    s.h = s.h + s.g**2
    s.theta = s.theta - s.lr * s.g / sqrt(s.h + s.epsilon)


@rule(
    state="v",
    lr="1/1000",
    decay="9/10",
    epsilon="1/10^8",
    cites="Tieleman & Hinton 2012, lecture 6.5",
    variants=_EPSILON.format("rmsprop") + " PyTorch adds it outside, Keras and optax inside.",
)
def rmsprop(s: Any) -> None:
    """RMSProp: the step is divided by a running root mean square of the gradient."""
    s.g = s.grad(s.theta)
    s.v = s.decay * s.v + (1 - s.decay) * s.g**2
    s.theta = s.theta - s.lr * s.g / (sqrt(s.v) + s.epsilon)


@rule(
    state="v",
    lr="1/1000",
    decay="9/10",
    epsilon="1/10^8",
    cites="Tieleman & Hinton 2012, lecture 6.5, with epsilon under the root",
    variants=_EPSILON.format("rmsprop"),
)
def rmsprop_eps_inside(s: Any) -> None:
    """RMSProp with epsilon under the root."""
    s.g = s.grad(s.theta)
    s.v = s.decay * s.v + (1 - s.decay) * s.g**2
    s.theta = s.theta - s.lr * s.g / sqrt(s.v + s.epsilon)


@rule(
    state="v u",
    decay="95/100",
    epsilon="1/10^6",
    cites="Zeiler 2012, algorithm 1",
    variants="The paper has no learning rate; frameworks multiply delta by one (lr = 1).",
)
def adadelta(s: Any) -> None:
    """AdaDelta: past steps give the step its unit, so there is no learning rate."""
    s.g = s.grad(s.theta)
    s.v = s.decay * s.v + (1 - s.decay) * s.g**2
    s.delta = -sqrt(s.u + s.epsilon) / sqrt(s.v + s.epsilon) * s.g
    s.u = s.decay * s.u + (1 - s.decay) * s.delta**2
    s.theta = s.theta + s.delta
