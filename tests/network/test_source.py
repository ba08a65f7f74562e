import pytest
from sympy import exp, log

from symopt.errors import InputError
from symopt.network.indices import N, i, j, k, n, total
from symopt.network.layer import G, W, b, c, x, y
from symopt.network.layers import affine, cross_entropy, relu
from symopt.network.source import lines

NAMES = {"x": "y1", "y": "y2", "G": "g2", "W": "W1", "b": "b1"}


def test_a_sum_of_products_is_a_product_of_matrices():
    assert lines("y2", y[n, j], affine.forward, NAMES) == ["np.matmul(y1, W1, out=y2)", "y2 += b1"]
    backward = [line for by, e in affine.backward.items() for line in lines("out", by, e, NAMES)]
    assert backward == [
        "np.matmul(g2, W1.T, out=out)",
        "np.matmul(y1.T, g2, out=out)",
        "np.matmul(ones, g2, out=out)",
    ]


def test_a_sum_of_products_within_a_row_is_no_product_of_matrices():
    found = lines("out", y[n, j], total(G[n, k] * y[n, k], k), NAMES)
    assert found == ["np.sum(g2*y2, axis=1, keepdims=True, out=out)"]


def test_functions_act_on_whole_arrays():
    assert lines("y2", y[n, j], relu.forward, NAMES) == ["np.maximum(0, y1, out=y2)"]


def test_what_occurs_twice_is_computed_once():
    value = x[n, j] - c[n] - log(total(exp(x[n, k] - c[n]), k))
    found = lines("y2", y[n, j], value, NAMES)
    assert found[0] == "c = y1.max(axis=1, keepdims=True)"
    assert sum(line.count("y1") for line in found[1:]) == 1


def test_a_loss_is_returned():
    assert lines(None, y[n, j], cross_entropy.forward, NAMES) == ["return -np.sum(t*y1)/N"]


@pytest.mark.parametrize(
    "value",
    [total(x[n, k] * exp(G[n, j] * y[n, k]), k), total(x[n, i] * exp(W[i, j]), i) / N + b[j]],
)
def test_what_has_no_form_in_arrays_is_refused(value):
    with pytest.raises(InputError, match="has no form in arrays"):
        lines("out", y[n, j], value, NAMES)
