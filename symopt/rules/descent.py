"""Plain descent: the step depends on this gradient alone."""

from typing import Any

from symopt.rule import rule


@rule(
    lr="1/100",
    cites="Cauchy 1847; Robbins & Monro 1951",
    variants="With `batches:` the gradient is that of the step's batch: minibatch and "
    "single-sample descent are the same rule.",
)
def sgd(s: Any) -> None:
    """Gradient descent."""
    s.g = s.grad(s.theta)
    s.theta = s.theta - s.lr * s.g


@rule(
    lr="1/100",
    cites="Shor 1985, Minimization Methods for Non-Differentiable Functions",
    variants="The whole vector's Euclidean norm divides the gradient, so every step has length lr.",
)
def normalized_gd(s: Any) -> None:
    """Gradient descent with steps of fixed length."""
    s.g = s.grad(s.theta)
    s.theta = s.theta - s.lr * s.g / s.norm(s.g)
