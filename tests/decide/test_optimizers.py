"""Equalities between forms of real update rules, and near relatives that are not equal."""

import pytest
import sympy as sp

from symopt.decide import equal, sign

lr, eps = sp.symbols("lr epsilon", positive=True)
beta1, beta2, decay, rho, t = sp.symbols("beta1 beta2 lambda rho t")
theta, m, g, x, y = sp.symbols("theta m g x y", real=True)
v, v_max = sp.symbols("v v_max", nonnegative=True)
gradients = sp.symbols("g1:6", real=True)
ASSUMING = {
    "beta1": "(0, 1)",
    "beta2": "(0, 1)",
    "rho": "(0, 1)",
    "lambda": ">= 0",
    "t": "positive integer",
}
m1, v1 = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2


def judge(left, right):
    return equal(left, right, assuming=ASSUMING)


def adam(shrink=1):
    """Kingma & Ba 2015, Algorithm 1."""
    return shrink * theta - lr * (m1 / (1 - beta1**t)) / (sp.sqrt(v1 / (1 - beta2**t)) + eps)


def adam_lr_t(epsilon, shrink=1):
    """The efficient form of Kingma & Ba 2015, section 2."""
    lr_t = lr * sp.sqrt(1 - beta2**t) / (1 - beta1**t)
    return shrink * theta - lr_t * m1 / (sp.sqrt(v1) + epsilon)


def test_adam_in_both_forms_with_epsilon_rescaled():
    rescaled = eps * sp.sqrt(1 - beta2**t)
    assert judge(adam(), adam_lr_t(rescaled)).status == "proved"


def test_adam_in_both_forms_with_the_same_epsilon():
    verdict = judge(adam(), adam_lr_t(eps))
    assert verdict.status == "refuted"
    assert {"beta1", "beta2", "t", "v", "left side"} <= set(verdict.witness)


def test_decoupled_weight_decay():
    rescaled = eps * sp.sqrt(1 - beta2**t)
    shrink = 1 - lr * decay
    assert judge(adam(shrink), adam_lr_t(rescaled, shrink)).status == "proved"
    assert judge(adam(shrink), adam_lr_t(rescaled, 1 - decay)).status == "refuted"
    coupled = adam().subs(g, g + decay * theta)
    assert judge(adam(shrink), coupled).status == "refuted"


@pytest.mark.parametrize("swap", [(beta1, beta2), (g**2, g), (sp.sqrt, lambda z: z)])
def test_common_mistakes_in_adam_are_refuted(swap):
    wrong = adam().replace(sp.Pow, lambda b, e: b if e == sp.Rational(1, 2) else sp.Pow(b, e))
    if swap[0] is beta1:
        wrong = adam().xreplace({beta1: beta2, beta2: beta1})
    elif swap[0] == g**2:
        wrong = adam().xreplace({g**2: g})
    assert judge(adam(), wrong).status == "refuted"


def test_moving_averages():
    assert judge(m + (1 - beta1) * (g - m), m1).status == "proved"
    assert judge(v - (1 - beta2) * (v - g**2), v1).status == "proved"
    assert judge(m + beta1 * (g - m), m1).status == "refuted"


def test_the_bias_of_a_moving_average():
    k = sp.Symbol("k")
    weights = sp.Sum((1 - beta1) * beta1**k, (k, 0, t - 1))
    assert judge(weights, 1 - beta1**t).status == "proved"
    assert judge(weights, 1 - beta1 ** (t + 1)).status == "refuted"


def unrolled(steps, increments):
    """Adam from zero moments over several steps, in one of two forms."""
    mean = square = sp.Integer(0)
    point = theta
    for s, gradient in enumerate(gradients[:steps], start=1):
        if increments:
            mean += (1 - beta1) * (gradient - mean)
            square -= (1 - beta2) * (square - gradient**2)
            scale = sp.sqrt(1 - beta2**s)
            point -= lr * scale / (1 - beta1**s) * mean / (sp.sqrt(square) + eps * scale)
        else:
            mean = beta1 * mean + (1 - beta1) * gradient
            square = beta2 * square + (1 - beta2) * gradient**2
            corrected = sp.sqrt(square / (1 - beta2**s))
            point -= lr * mean / (1 - beta1**s) / (corrected + eps)
    return point


def test_three_steps_of_adam_unrolled():
    assert judge(unrolled(3, False), unrolled(3, True)).status == "proved"


def test_amsgrad():
    by_max = theta - lr * m1 / (sp.sqrt(sp.Max(v_max, v1)) + eps)
    larger = (v_max + v1 + sp.Abs(v_max - v1)) / 2
    assert judge(by_max, theta - lr * m1 / (sp.sqrt(larger) + eps)).status == "proved"
    roots = sp.Max(sp.sqrt(v_max), sp.sqrt(v1))
    assert judge(by_max, theta - lr * m1 / (roots + eps)).status == "proved"
    corrected = sp.Max(v_max, v1 / (1 - beta2**t))
    assert judge(by_max, theta - lr * m1 / (sp.sqrt(corrected) + eps)).status == "refuted"
    together = sp.Max(v_max / (1 - beta2**t), v1 / (1 - beta2**t))
    apart = sp.Max(v_max, v1) / (1 - beta2**t)
    assert judge(together, apart).status == "proved"


def test_adagrad_and_rmsprop():
    total = v + g**2
    step = theta - lr * g / (sp.sqrt(total) + eps)
    assert judge(
        step, (theta * (sp.sqrt(total) + eps) - lr * g) / (eps + sp.sqrt(total))
    ).status == ("proved")
    inside = theta - lr * g / sp.sqrt(total + eps)
    assert judge(step, inside).status == "refuted"
    mean = rho * v + (1 - rho) * g**2
    rms = theta - lr * g / (sp.sqrt(mean) + eps)
    rationalised = theta - lr * g * (sp.sqrt(mean) - eps) / (mean - eps**2)
    verdict = judge(rms, rationalised)
    assert verdict.status == "proved"
    assert any("!= 0" in obligation for obligation in verdict.obligations)


def test_momentum_and_nesterov():
    velocity = rho * m + g
    heavy_ball = theta - lr * velocity
    assert judge(heavy_ball, theta - lr * g - rho * lr * m).status == "proved"
    nesterov = theta - lr * (g + rho * velocity)
    assert judge(nesterov, theta - lr * ((1 + rho) * g + rho**2 * m)).status == "proved"
    assert judge(nesterov, heavy_ball).status == "refuted"


def test_second_moments_stay_nonnegative():
    assert sign(v1, assuming=ASSUMING).sign == "nonnegative"
    assert sign(1 - beta2**t, assuming=ASSUMING).sign == "positive"
    assert sign(sp.sqrt(v1) + eps, assuming=ASSUMING).sign == "positive"


def tenths(text):
    return sp.Rational(text)


def test_a_gradient_worked_out_by_hand_against_the_true_one():
    """A quartic in x and y whose published gradient misses in both components."""
    surface = (
        tenths("0.4") * x**2 * y**2 + tenths("0.3") * x**2 * y + tenths("0.3") * x**2
        + tenths("0.3") * y**2 - tenths("0.25") * x * y**2 + tenths("0.31") * x * y
        - tenths("0.2") * x + tenths("2.1") * y
    )  # fmt: skip
    by_hand = (
        tenths("0.8") * x * y**2 + tenths("0.6") * y + tenths("0.6") * x - tenths("0.5") * y
        + tenths("0.31") * y - tenths("0.2"),
        tenths("0.8") * x**2 * y + tenths("0.6") * x**2 + tenths("0.6") * y
        - tenths("0.5") * x * y + tenths("0.31") * x + tenths("2.1"),
    )  # fmt: skip
    residuals = (-3 * x * y / 5 + y**2 / 4 + y / 10, 3 * x**2 / 10)
    for variable, slope, residual in zip((x, y), by_hand, residuals, strict=True):
        true = sp.diff(surface, variable)
        verdict = equal(slope, true)
        assert verdict.status == "refuted"
        assert f"left - right = {residual}" in verdict.evidence
        assert equal(slope - residual, true).status == "proved"


def test_the_memory_of_momentum_is_about_one_over_one_minus_beta():
    base = sp.Symbol("beta")
    limit = sp.Limit(base ** (1 / (1 - base)), base, 1)
    assert equal(limit, 1 / sp.E).status == "proved"
    assert equal(sp.Rational(9, 10) ** 10, 1 / sp.E).status == "refuted"
