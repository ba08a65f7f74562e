import numpy as np
import pytest
from sympy import Rational, Symbol, simplify
from sympy.stats import E, Normal, variance

from symopt.network.indices import j, n
from symopt.network.layer import Layer, x
from symopt.network.layers import relu, sigmoid, tanh
from symopt.network.network import HE, XAVIER
from symopt.network.weights import DEVIATIONS, activations, kept


def test_a_weighted_input_has_the_variance_of_the_weight_times_the_second_moment():
    deviation, mean, spread = (Symbol(name, positive=True) for name in ("s", "m", "d"))
    weight, signal = Normal("w", 0, deviation), Normal("a", mean, spread)
    second = E(signal**2)
    assert simplify(variance(weight * signal) - deviation**2 * second) == 0


def test_relu_keeps_half_and_so_he_s_weights_have_twice_the_variance():
    assert kept(relu) == Rational(1, 2)
    assert HE * kept(relu) == 1


def test_a_linear_unit_keeps_all_and_has_xavier_s():
    assert kept(Layer("linear", x[n, j], "The input itself.")) * XAVIER == 1


def test_he_s_weights_keep_the_size_of_the_signal_and_others_do_not():
    sizes = {name: [a.std() for a in activations(relu, s)] for name, s in DEVIATIONS.items()}
    assert sizes["√(2/n)"][-1] == pytest.approx(sizes["√(2/n)"][0], rel=0.5)
    assert sizes["1"][-1] > 1000 * sizes["1"][0]
    assert sizes["0.01"][-1] < sizes["0.01"][0] / 1000
    assert sizes["√(1/n)"][-1] < 0.5 * sizes["√(1/n)"][0]


def test_the_document_s_observations_on_the_sigmoid():
    first = np.abs(activations(sigmoid, 1.0)[-1] - 0.5)
    small = np.abs(activations(sigmoid, 0.01)[-1] - 0.5)
    assert np.mean(first > 0.4) > 0.5  # stuck to both ends
    assert np.all(small < 0.1)  # all in the middle


def test_five_layers_of_their_own_arrays():
    found = activations(tanh, 0.1)
    assert [a.shape for a in found] == [(1000, 100)] * 5
    assert len({a.tobytes() for a in found}) == 5
