import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.errors import InputError
from symopt.network import network as module
from symopt.network.layers import cross_entropy, log_softmax, relu, sigmoid, squared_error, tanh
from symopt.network.network import Batch, Network

ROWS = 5
LOSSES = [(log_softmax, cross_entropy), (squared_error,), (sigmoid, squared_error)]


def at_work(network, seed, dtype="float64"):
    """A batch at work, its input and targets, and parameters none of which is 0."""
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(ROWS, network.sizes[0])).astype(dtype)
    t = np.eye(network.sizes[-1], dtype=dtype)[draw.integers(network.sizes[-1], size=ROWS)]
    flat = draw.normal(0, 0.6, network.parameters).astype(dtype)
    return Batch(network, ROWS, dtype), x, t, flat


def loss_at(batch, x, t, flat):
    network = batch.network
    return batch.gradient(x, t, network.views(flat), network.views(np.empty_like(flat)))


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss[0].name)
@pytest.mark.parametrize("activation", [relu, sigmoid, tanh], ids=lambda layer: layer.name)
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_gradients_equal_finite_differences(activation, loss, seed):
    network = Network((3, 4, 3), activation, loss)
    batch, x, t, flat = at_work(network, seed)
    gradient = np.empty_like(flat)
    batch.gradient(x, t, network.views(flat), network.views(gradient))
    direction = np.random.default_rng(seed + 1).normal(size=flat.size)

    def slope(h):
        ahead, behind = (loss_at(batch, x, t, flat + s * h * direction) for s in (1, -1))
        return (ahead - behind) / (2 * h)

    finite = (4 * slope(5e-4) - slope(1e-3)) / 3  # the error is of fourth order
    if activation is relu and _near_a_corner(network, x, flat, direction, 1.1e-3):
        return
    assert abs(gradient @ direction - finite) <= 1e-7 * np.linalg.norm(gradient) * np.linalg.norm(
        direction
    )


def _near_a_corner(network, x, flat, direction, h):
    """Whether a unit of the first layer changes its sign on the way."""
    signs = [
        np.sign(x @ weights + bias)
        for step in (-h, 0, h)
        for weights, bias in [network.views(flat + step * direction)[:2]]
    ]
    return not (np.array_equal(signs[0], signs[1]) and np.array_equal(signs[1], signs[2]))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_array_has_the_type_asked_for(dtype):
    network = Network((3, 4, 2))
    batch, x, t, flat = at_work(network, 1, dtype)
    gradient = np.empty_like(flat)
    batch.gradient(x, t, network.views(flat), network.views(gradient))
    assert gradient.dtype == batch.forward(x, network.views(flat)).dtype == dtype


@pytest.mark.parametrize("size", [1e4, 1e30])
def test_large_values_neither_overflow_nor_turn_into_nan(size):
    with np.errstate(all="raise", under="ignore"):
        for loss in LOSSES[::2]:
            network = Network((2, 2), relu, loss)
            flat = np.array([size, -size, 0.0, 0.0, 0.0, 0.0])
            x, t = np.ones((1, 2)), np.array([[0.0, 1.0]])
            batch, gradient = Batch(network, 1, "float64"), np.empty_like(flat)
            found = batch.gradient(x, t, network.views(flat), network.views(gradient))
            assert np.isfinite(found)
            assert np.isfinite(gradient).all()


def test_probabilities_sum_to_1():
    network = Network((3, 4, 3))
    batch, x, _, flat = at_work(network, 2)
    assert np.allclose(np.exp(batch.forward(x, network.views(flat))).sum(axis=1), 1)


def test_views_are_of_the_same_memory_and_cover_it():
    network = Network((3, 4, 2))
    flat = np.zeros(network.parameters)
    for view in network.views(flat):
        assert np.shares_memory(view, flat)
        view += 1
    assert np.array_equal(flat, np.ones(3 * 4 + 4 + 4 * 2 + 2))


def test_starting_weights_are_he_s_for_relu_and_xavier_s_else():
    for activation, gain in ((relu, 2), (tanh, 1)):
        network = Network((400, 300, 2), activation)
        weights, bias, *_ = network.views(network.start(3, "float64"))
        assert weights.var() == pytest.approx(gain / 400, rel=0.02)
        assert not bias.any()


def test_both_precisions_start_at_the_same_point():
    network = Network((5, 4, 3))
    assert np.array_equal(network.start(7, "float32"), network.start(7, "float64").astype("f4"))


@pytest.mark.parametrize("sizes", [(3,), (3, 0), (100_000, 100_000)])
def test_impossible_sizes_are_refused(sizes):
    with pytest.raises(InputError, match="'sizes' must be"):
        Network(sizes)


def test_the_examples_hold():
    assert doctest.testmod(module).failed == 0
