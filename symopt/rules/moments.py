"""Adam and its relatives: averaged gradients over averaged squares, corrected for their start."""

from typing import Any

from sympy import Abs, Max, sqrt

from symopt.rule import rule

_EPSILON = (
    "`adam` adds epsilon to the root of the corrected moment, `adam_lr_t` to the root of the "
    "uncorrected one (the paper's remark after algorithm 1), `adam_eps_inside` under the root."
)


@rule(
    state="m v",
    lr="1/1000",
    beta1="9/10",
    beta2="999/1000",
    epsilon="1/10^8",
    cites="Kingma & Ba 2015, algorithm 1",
    variants=_EPSILON,
)
def adam(s: Any) -> None:
    """Adam with bias correction."""
    s.g = s.grad(s.theta)
    s.m = s.beta1 * s.m + (1 - s.beta1) * s.g
    s.v = s.beta2 * s.v + (1 - s.beta2) * s.g**2
    s.m_hat = s.m / (1 - s.beta1**s.t)
    s.v_hat = s.v / (1 - s.beta2**s.t)
    s.theta = s.theta - s.lr * s.m_hat / (sqrt(s.v_hat) + s.epsilon)


@rule(
    state="m v",
    lr="1/1000",
    beta1="9/10",
    beta2="999/1000",
    epsilon="1/10^8",
    cites="Kingma & Ba 2015, section 2, the order of computation that saves two divisions",
    variants=_EPSILON + " Both agree when epsilon is 0.",
)
def adam_lr_t(s: Any) -> None:
    """Adam with the bias correction folded into the step size."""
    s.g = s.grad(s.theta)
    s.m = s.beta1 * s.m + (1 - s.beta1) * s.g
    s.v = s.beta2 * s.v + (1 - s.beta2) * s.g**2
    s.lr_t = s.lr * sqrt(1 - s.beta2**s.t) / (1 - s.beta1**s.t)
    s.theta = s.theta - s.lr_t * s.m / (sqrt(s.v) + s.epsilon)


@rule(
    state="m v",
    lr="1/1000",
    beta1="9/10",
    beta2="999/1000",
    epsilon="1/10^8",
    cites="Kingma & Ba 2015, algorithm 1, with epsilon under the root",
    variants=_EPSILON,
)
def adam_eps_inside(s: Any) -> None:
    """Adam with epsilon under the root."""
    s.g = s.grad(s.theta)
    s.m = s.beta1 * s.m + (1 - s.beta1) * s.g
    s.v = s.beta2 * s.v + (1 - s.beta2) * s.g**2
    s.m_hat = s.m / (1 - s.beta1**s.t)
    s.v_hat = s.v / (1 - s.beta2**s.t)
    s.theta = s.theta - s.lr * s.m_hat / sqrt(s.v_hat + s.epsilon)


@rule(
    state="m v",
    lr="1/1000",
    beta1="9/10",
    beta2="999/1000",
    epsilon="1/10^8",
    weight_decay="1/100",
    cites="Loshchilov & Hutter 2019, algorithm 2",
    variants="Decoupled decay lr*weight_decay*theta, as frameworks scale it; the paper multiplies "
    "the decay by a schedule of its own instead of by lr.",
)
def adamw(s: Any) -> None:
    """Adam with decoupled weight decay."""
    s.g = s.grad(s.theta)
    s.m = s.beta1 * s.m + (1 - s.beta1) * s.g
    s.v = s.beta2 * s.v + (1 - s.beta2) * s.g**2
    s.m_hat = s.m / (1 - s.beta1**s.t)
    s.v_hat = s.v / (1 - s.beta2**s.t)
    s.theta = (
        s.theta - s.lr * s.m_hat / (sqrt(s.v_hat) + s.epsilon) - s.lr * s.weight_decay * s.theta
    )


@rule(
    state="m u",
    lr="2/1000",
    beta1="9/10",
    beta2="999/1000",
    cites="Kingma & Ba 2015, algorithm 2",
    variants="The paper has no epsilon; frameworks add one to |g| or to the maximum.",
)
def adamax(s: Any) -> None:
    """Adam with the maximum norm in place of the root mean square."""
    s.g = s.grad(s.theta)
    s.m = s.beta1 * s.m + (1 - s.beta1) * s.g
    s.u = Max(s.beta2 * s.u, Abs(s.g))
    s.theta = s.theta - s.lr / (1 - s.beta1**s.t) * s.m / s.u


@rule(
    state="m v v_max",
    lr="1/1000",
    beta1="9/10",
    beta2="999/1000",
    epsilon="1/10^8",
    cites="Reddi, Kale & Kumar 2018, algorithm 2",
    variants="The paper has neither bias correction nor epsilon (epsilon: 0 is the paper); PyTorch "
    "corrects both moments and keeps the maximum of the raw one, optax of the corrected one.",
)
def amsgrad(s: Any) -> None:
    """Adam whose second moment never shrinks."""
    s.g = s.grad(s.theta)
    s.m = s.beta1 * s.m + (1 - s.beta1) * s.g
    s.v = s.beta2 * s.v + (1 - s.beta2) * s.g**2
    s.v_max = Max(s.v_max, s.v)
    s.theta = s.theta - s.lr * s.m / (sqrt(s.v_max) + s.epsilon)
