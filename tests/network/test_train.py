from dataclasses import replace

import numpy as np
import pytest

from symopt import rules
from symopt.errors import InputError
from symopt.network.network import Network
from symopt.network.train import Plan, train


@pytest.fixture(name="plan")
def plan_of_blobs(blobs):
    return Plan(Network((5, 8, 3)), blobs, iterations=60, batch=32, every=20)


def same(one, other):
    arrays = zip((one.parameters, one.losses), (other.parameters, other.losses), strict=True)
    return all(a.tobytes() == b.tobytes() for a, b in arrays) and one.accuracies == other.accuracies


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_loss_falls_and_the_test_images_are_named(plan, dtype):
    done = train(replace(plan, dtype=dtype, iterations=200), rules.adam, {"lr": "1/100"})
    assert done.losses[-1] < 0.5 * done.losses[0]
    assert done.parameters.dtype == dtype
    assert list(done.accuracies) == [20, 40, 60, 80, 100, 120, 140, 160, 180, 200]
    assert done.accuracy > 0.8


def test_the_same_seed_gives_the_same_bits_and_another_one_does_not(plan):
    one, other = (train(plan, rules.momentum, {}) for _ in range(2))
    assert same(one, other)
    assert not same(one, train(replace(plan, seed=5), rules.momentum, {}))


def test_plain_descent_is_what_it_says(plan, blobs):
    done = train(replace(plan, iterations=1, dtype="float64"), rules.sgd, {"lr": "1/2"})
    start = plan.network.start(plan.seed, "float64")
    assert done.losses.size == 1
    assert 0 < np.abs(done.parameters - start).max() < 1


class Killed(Exception):
    """Stands for the end of the process."""


@pytest.mark.parametrize("name", ["adam", "nesterov_shifted", "adagrad", "sgd"])
def test_a_killed_training_goes_on_from_its_checkpoint_to_the_same_bits(
    plan, name, tmp_path, monkeypatch
):
    monkeypatch.setattr("symopt.network.train.SAVED", 15)
    whole, seen = train(plan, rules.get(name), {}), []

    def kill(done):
        seen.append(done)
        if done == 40 and len(seen) < 6:
            raise Killed

    file = tmp_path / "checkpoint"
    with pytest.raises(Killed):
        train(plan, rules.get(name), {}, checkpoint=file, watch=kill)
    seen.clear()
    resumed = train(plan, rules.get(name), {}, checkpoint=file, watch=seen.append)
    assert min(seen) == 40  # it went on from step 30
    assert same(whole, resumed)


def test_another_training_s_checkpoint_or_a_damaged_one_is_not_used(plan, tmp_path):
    file = tmp_path / "checkpoint"
    train(plan, rules.adam, {}, checkpoint=file)
    other = replace(plan, seed=9)
    assert same(train(other, rules.adam, {}, checkpoint=file), train(other, rules.adam, {}))
    file.write_bytes(file.read_bytes()[:-200])
    assert same(train(other, rules.adam, {}, checkpoint=file), train(other, rules.adam, {}))


def test_a_training_that_diverges_says_where_and_stays_so_from_its_checkpoint(plan, tmp_path):
    file, values = tmp_path / "checkpoint", {"lr": "10^30"}
    done = train(plan, rules.sgd, values, checkpoint=file)
    assert done.diverged_at is not None
    assert np.isfinite(done.losses[: done.diverged_at - 1]).all()
    assert not np.isfinite(done.losses[done.diverged_at - 1 :]).any()
    assert train(plan, rules.sgd, values, checkpoint=file).diverged_at == done.diverged_at


def test_a_batch_larger_than_the_data_is_refused(plan):
    with pytest.raises(InputError, match="'batch' must be"):
        train(replace(plan, batch=301), rules.sgd, {})
