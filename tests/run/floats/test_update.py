"""`rules.NAME.update` on arrays is the same step as `problem.run`."""

from importlib.util import find_spec

import numpy as np
import pytest

from symopt import rules
from symopt.errors import InputError
from symopt.run.floats import update as module

HERE = [name for name in rules.REGISTRY if name not in ("nesterov", "nesterov_ema")]


def gradient(point):
    x, y = point
    return np.array([x / 10.0, 2.0 * y])


@pytest.mark.parametrize("name", HERE)
def test_an_update_is_the_rules_step(problem, name):
    params, state = {"w": np.array([-7.0, 2.0])}, None
    path = problem(rule=name).run(60)
    for t in range(1, 61):
        state = rules.get(name).update(params, {"w": gradient(params["w"])}, state)
        assert np.array_equal(params["w"], path[t])
        assert state["t"] == t


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
@pytest.mark.parametrize("shape", [(), (3,), (2, 3, 4), (0,), (5000,)])
def test_any_float_type_and_shape(dtype, shape):
    start = np.full(shape, 2, dtype=dtype)
    params = {"w": start.copy(), "b": np.ones(2, dtype=np.float64)}
    grads = {"w": np.full(shape, 0.5, dtype=dtype), "b": np.ones(2)}
    state = rules.adam.update(params, grads, lr=0.25)
    assert params["w"].dtype == state["m"]["w"].dtype == dtype
    assert params["w"].shape == shape
    assert np.allclose(params["w"].astype(float), 1.75, atol=0.002)
    assert np.allclose(params["b"], 0.75)


def test_arrays_with_gaps_are_updated_in_place():
    whole = np.arange(24.0).reshape(4, 6)
    expected = whole.copy()
    expected[::2, 1::2] -= 0.5
    part = whole[::2, 1::2]
    rules.sgd.update({"w": part}, {"w": np.ones(part.shape)}, lr="1/2")
    assert np.array_equal(whole, expected)


@pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_compiled_loop_updates_to_the_same_bits(dtype, monkeypatch):
    draw = np.random.default_rng(1)
    start, grad = draw.normal(size=(2, 3000)).astype(dtype)
    ends = []
    for large in (1, 10**9):
        monkeypatch.setattr(module, "LARGE", large)
        params, state = {"w": start.copy()}, None
        for _ in range(5):
            state = rules.adam.update(params, {"w": grad}, state)
        ends.append((params["w"], state["v"]["w"]))
    assert np.array_equal(ends[0], ends[1])


def test_the_norm_is_of_all_arrays_together():
    params = {"a": np.zeros(1), "b": np.zeros((1, 1))}
    rules.normalized_gd.update(params, {"a": np.array([3.0]), "b": np.array([[4.0]])}, lr=1)
    assert params["a"][0] == pytest.approx(-0.6)
    assert params["b"][0, 0] == pytest.approx(-0.8)


@pytest.mark.parametrize(
    ("params", "grads", "message"),
    [
        ({"w": np.ones(2)}, {"v": np.ones(2)}, "the same names"),
        ({"w": np.ones(2, dtype=int)}, {"w": np.ones(2)}, "array of floats .got int64"),
        ({"w": [1.0]}, {"w": [1.0]}, "array of floats .got list"),
        ({"w": np.ones(2)}, {"w": np.ones(3)}, "must have shape"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(params, grads, message):
    with pytest.raises(InputError, match=message):
        rules.adam.update(params, grads)


def test_a_rule_that_looks_ahead_is_refused():
    with pytest.raises(InputError, match="gradient at another point") as refused:
        rules.nesterov.update({"w": np.ones(1)}, {"w": np.ones(1)})
    assert "nesterov_shifted" in refused.value.hint
    rules.nesterov_shifted.update({"w": np.ones(1)}, {"w": np.ones(1)})


def test_a_hyper_parameter_outside_its_domain_is_refused():
    with pytest.raises(InputError, match="'lr' must be a positive number"):
        rules.sgd.update({"w": np.ones(1)}, {"w": np.ones(1)}, lr=-0.5)
