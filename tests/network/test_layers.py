"""Every layer's gradients and stable form are proved; wrong ones are refuted."""

from dataclasses import replace

import pytest
from sympy import Abs, Heaviside, Symbol, exp, log

from symopt.network import layers, proof
from symopt.network.indices import j, k, n, total
from symopt.network.layer import G, Layer, W, c, i, x, y
from symopt.network.layers import LAYERS, affine, log_softmax, relu, sigmoid, tanh

layer_of_each_name = pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)


def verdicts(claims):
    return {verdict.status for _, verdict in claims}


@layer_of_each_name
def test_the_derived_gradients_are_proved(layer):
    assert verdicts(proof.gradients(layer)) == {"proved"}


@pytest.mark.parametrize("layer", [sigmoid, log_softmax], ids=lambda layer: layer.name)
def test_the_stable_form_is_proved(layer):
    assert verdicts(proof.stable_form(layer)) == {"proved"}


def with_backward(layer, by, wrong):
    """The layer with another gradient in the derived one's place."""
    changed = replace(layer)
    changed.__dict__["backward"] = {**layer.backward, by: wrong}
    return changed


@pytest.mark.parametrize(
    ("layer", "by", "wrong"),
    [
        (affine, x[n, i], total(G[n, j] * W[j, i], j)),
        (affine, W[i, j], 2 * total(G[n, j] * x[n, i], n)),
        (relu, x[n, j], G[n, j] * Heaviside(-x[n, j], 0)),
        (sigmoid, x[n, j], G[n, j] * y[n, j]),
        (tanh, x[n, j], G[n, j] * (1 - y[n, j])),
        (log_softmax, x[n, j], G[n, j] - exp(y[n, j]) * G[n, j]),
        (layers.cross_entropy, x[n, j], Symbol("t_11", real=True)),
    ],
    ids=lambda part: getattr(part, "name", None),
)
def test_a_wrong_gradient_is_refuted(layer, by, wrong):
    assert "refuted" in verdicts(proof.gradients(with_backward(layer, by, wrong)))


def test_a_form_that_is_not_the_same_is_refuted():
    almost = replace(sigmoid, stable=1 / (1 + exp(-Abs(x[n, j]))))
    assert "refuted" in verdicts(proof.stable_form(almost))
    shifted = replace(log_softmax, stable=x[n, j] - log(total(exp(x[n, k] - c[n]), k)))
    assert "refuted" in verdicts(proof.stable_form(shifted))


def test_gradients_are_written_in_what_goes_out_where_that_is_shorter():
    assert sigmoid.backward[x[n, j]] == G[n, j] * y[n, j] * (1 - y[n, j])
    assert not tanh.backward[x[n, j]].has(x)
    assert not log_softmax.backward[x[n, j]].has(x)


def test_what_the_output_does_not_tell_stays_in_the_input():
    square = Layer("square", x[n, j] ** 2, "Not invertible: y does not tell the sign of x.")
    assert (square.backward[x[n, j]] - 2 * G[n, j] * x[n, j]).expand() == 0
    assert verdicts(proof.gradients(square)) == {"proved"}


def test_a_layer_of_ones_own_is_an_equation():
    softplus = Layer("softplus", log(1 + exp(x[n, j])), "A smooth positive part.")
    assert verdicts(proof.gradients(softplus)) == {"proved"}
