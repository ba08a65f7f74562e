from pathlib import Path

import numpy as np
import pytest

from symopt import rules
from symopt.errors import InputError
from symopt.network.curve import smoothed
from symopt.network.data import read_data
from symopt.network.network import Network
from symopt.network.race import RULES, race
from symopt.network.threads import one_thread
from symopt.network.train import Plan

MNIST = Path(__file__).parents[2] / ".." / "shared" / "data" / "mnist"


@pytest.fixture(name="plan")
def plan_of_blobs(blobs):
    return Plan(Network((5, 8, 3)), blobs, iterations=30, batch=32)


def test_every_rule_of_the_registry_takes_part(plan):
    found, _ = race(plan, [*rules.REGISTRY])
    assert [*found] == [*rules.REGISTRY]
    starts = {training.losses[0] for training in found.values()}
    assert len(starts) == 1
    going = {name: t for name, t in found.items() if t.diverged_at is None}
    assert len(going) >= len(found) - 1
    for training in going.values():
        assert training.losses[-1] != training.losses[0]


def test_one_that_diverges_does_not_stop_the_others(blobs):
    dark = np.zeros((400, 1))  # AdaMax divides 0 by 0 where an input is never lit
    data = type(blobs)(
        "dark",
        np.hstack([blobs.train, dark[:300]]),
        blobs.train_labels,
        np.hstack([blobs.test, dark[300:]]),
        blobs.test_labels,
    )
    plan = Plan(Network((6, 8, 3)), data, iterations=30, batch=32)
    found, _ = race(plan, ["adamax", "adam"])
    assert found["adamax"].diverged_at == 2
    assert found["adam"].diverged_at is None


def test_checkpoints_last_as_long_as_the_race(plan, tmp_path):
    seen = []
    file = tmp_path.joinpath
    race(plan, ["sgd", "adam"], checkpoint=file, watch=lambda _: seen.append([*tmp_path.iterdir()]))
    assert file("sgd") in seen[-1]
    assert not [*tmp_path.iterdir()]


def test_steps_are_counted_over_all_rules(plan):
    seen = []
    race(plan, ["sgd", "adam"], watch=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 60


def test_an_unknown_rule_is_refused(plan):
    with pytest.raises(InputError, match="unknown rule 'adm'"):
        race(plan, ["adm"])


def test_one_thread_is_asked_for_or_nothing_is_claimed(monkeypatch):
    monkeypatch.setattr("symopt.network.threads.find_spec", lambda name: None)
    with one_thread() as threads:
        assert threads is None


def test_the_document_s_race_on_the_digits():
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    data = read_data("digits")
    plan = Plan(Network((64, 100, 100, 100, 100, 10)), data, iterations=150, seed=1)
    found, _ = race(plan)
    ends = {name: smoothed(training.losses)[-1] for name, training in found.items()}
    assert [*found] == [*RULES]
    assert all(end < found[name].losses[0] for name, end in ends.items())
    assert all(ends[name] < ends["sgd"] for name in RULES if name != "sgd")


@pytest.mark.skipif(not MNIST.is_dir(), reason="the MNIST files are not beside the project")
def test_adam_reads_handwritten_digits():
    data = read_data(str(MNIST))
    assert (len(data.train), len(data.test)) == (8000, 2000)
    plan = Plan(Network((784, 100, 100, 100, 100, 10)), data, iterations=400, seed=1)
    found, _ = race(plan, ["adam"])
    assert found["adam"].accuracy >= 0.93
