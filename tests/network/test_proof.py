import pytest

from symopt.network.layers import (
    cross_entropy,
    log_softmax,
    relu,
    sigmoid,
    squared_error,
    tanh,
)
from symopt.network.network import Network
from symopt.network.proof import network_gradients

LOSSES = [(log_softmax, cross_entropy), (squared_error,), (sigmoid, squared_error)]


@pytest.mark.parametrize(
    ("activation", "loss"),
    [(tanh, LOSSES[0]), (sigmoid, LOSSES[2]), (relu, LOSSES[1])],
    ids=lambda part: getattr(part, "name", None),
)
def test_the_chain_through_a_2_2_2_network_is_proved_for_every_parameter(activation, loss):
    claims = dict(network_gradients(Network((2, 2, 2), activation, loss)))
    assert len(claims) == 12
    assert {verdict.status for verdict in claims.values()} == {"proved"}


def test_a_wrong_link_of_the_chain_is_refuted():
    network = Network((2, 2, 2), tanh, (squared_error,))
    wrong = {entry: 2 * derived for entry, derived in tanh.backward.items()}
    changed = type(tanh)(tanh.name, tanh.forward, tanh.about)
    changed.__dict__["backward"] = wrong
    claims = dict(network_gradients(Network((2, 2, 2), changed, network.loss)))
    refuted = {name for name, verdict in claims.items() if verdict.status == "refuted"}
    assert refuted == {name for name in claims if name.endswith("^1")}
