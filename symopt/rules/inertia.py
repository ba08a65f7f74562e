"""Momentum: the step remembers the steps before it."""

from typing import Any

from symopt.rule import rule

_LOOKAHEAD = (
    "`nesterov` keeps the parameters and looks ahead by momentum*v; `nesterov_shifted` keeps the "
    "point looked at; `nesterov_ema` looks ahead by the average form's own step."
)


@rule(
    state="v",
    lr="1/100",
    momentum="9/10",
    cites="Polyak 1964; Sutskever et al. 2013, equations 1 and 2",
    variants="Velocity form: lr is inside v. `momentum_buffer` keeps lr outside, `momentum_ema` "
    "averages; with a constant lr all three walk the same path.",
)
def momentum(s: Any) -> None:
    """Heavy-ball momentum, velocity form."""
    s.g = s.grad(s.theta)
    s.v = s.momentum * s.v - s.lr * s.g
    s.theta = s.theta + s.v


@rule(
    state="v",
    lr="1/100",
    momentum="9/10",
    cites="Polyak 1964; the form of PyTorch's SGD",
    variants="The buffer sums gradients without lr, so a changed lr acts on all of it at once.",
)
def momentum_buffer(s: Any) -> None:
    """Heavy-ball momentum, buffer form."""
    s.g = s.grad(s.theta)
    s.v = s.momentum * s.v + s.g
    s.theta = s.theta - s.lr * s.v


@rule(
    state="m",
    lr="1/100",
    beta="9/10",
    cites="Polyak 1964, with the gradient averaged",
    variants="Average form: the same path as `momentum` when its lr is the velocity form's "
    "divided by 1 - beta.",
)
def momentum_ema(s: Any) -> None:
    """Momentum as an exponential moving average of gradients."""
    s.g = s.grad(s.theta)
    s.m = s.beta * s.m + (1 - s.beta) * s.g
    s.theta = s.theta - s.lr * s.m


@rule(
    state="v",
    lr="1/100",
    momentum="9/10",
    cites="Nesterov 1983; Sutskever et al. 2013, equations 3 and 4",
    variants="Some write v with the other sign: v = momentum*v + lr*g at theta - momentum*v, then "
    "theta - v. " + _LOOKAHEAD,
)
def nesterov(s: Any) -> None:
    """Nesterov's accelerated gradient, lookahead form."""
    s.g = s.grad(s.theta + s.momentum * s.v)
    s.v = s.momentum * s.v - s.lr * s.g
    s.theta = s.theta + s.v


@rule(
    state="m",
    lr="1/100",
    beta="9/10",
    cites="Nesterov 1983, with the gradient averaged",
    variants=_LOOKAHEAD,
)
def nesterov_ema(s: Any) -> None:
    """Nesterov's accelerated gradient, average form: the gradient at theta - lr*m."""
    s.g = s.grad(s.theta - s.lr * s.m)
    s.m = s.beta * s.m + (1 - s.beta) * s.g
    s.theta = s.theta - s.lr * s.m


@rule(
    state="v",
    lr="1/100",
    momentum="9/10",
    cites="Bengio, Boulanger-Lewandowski & Pascanu 2013, section 3.5; as Keras and PyTorch do",
    variants=_LOOKAHEAD,
)
def nesterov_shifted(s: Any) -> None:
    """Nesterov's accelerated gradient, its parameters at the lookahead point."""
    s.g = s.grad(s.theta)
    s.v = s.momentum * s.v - s.lr * s.g
    s.theta = s.theta + s.momentum * s.v - s.lr * s.g
