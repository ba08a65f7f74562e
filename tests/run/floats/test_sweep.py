"""Grids of runs: every cell is the run that it would be alone, on every back end."""

import pickle

import numpy as np
import pytest

from symopt import Problem
from symopt.errors import InputError
from symopt.run.floats import sweep as sweeps
from symopt.run.floats.grid import Axis, read_axis
from symopt.run.floats.sweep import here, sweep_of


def grid(problem, *texts):
    return [read_axis(text, problem.setting) for text in texts]


def cells(problem, *texts, steps=60, backend="numpy"):
    cut = sweep_of(problem.setting, grid(problem, *texts), steps=steps, backend=backend)
    return cut.gather(here(cut))


def alone(rule, objective, steps, x, **parameters):
    """One cell as a problem of its own; floats are exact rationals."""
    exact = {name: float(value).as_integer_ratio() for name, value in parameters.items()}
    texts = {name: f"{p}/{q}" for name, (p, q) in exact.items()}
    p, q = float(x).as_integer_ratio()
    return Problem(objective, start={"x": f"{p}/{q}", "y": 2}, rule=rule, **texts).run(steps)


@pytest.mark.parametrize("backend", ["python", "numpy", "numba"])
@pytest.mark.parametrize(
    ("rule", "second"), [("momentum", "momentum=0:0.98:3"), ("adam", "beta1=0:0.95:3")]
)
def test_every_cell_is_the_run_that_it_would_be_alone(problem, rule, second, backend):
    """β₁ is raised to the power t, so its values are told apart by groups; the others are lanes."""
    if backend == "numba":
        pytest.importorskip("numba")
    asked = problem("x^4/40 + y^2", rule)
    name = second.partition("=")[0]
    axes = grid(asked, "lr=0.01:2:2:log", second, "x=-7:3:2")
    cut = sweep_of(asked.setting, axes, steps=60, backend=backend)
    ends, diverged = cut.gather(here(cut))
    assert ends.shape == (2, 3, 2, 2)
    for i, lr in enumerate(axes[0].values):
        for j, other in enumerate(axes[1].values):
            for k, x in enumerate(axes[2].values):
                path = alone(rule, "x^4/40 + y^2", 60, x, lr=lr, **{name: other})
                assert np.array_equal(ends[i, j, k], path[-1], equal_nan=True)
                assert (int(diverged[i, j, k]) or None) == path.diverged_at
    assert rule == "adam" or (diverged > 0).any()


def test_parameters_raised_to_the_power_t_are_no_lanes(problem):
    asked = problem(rule="adam")
    cut = sweep_of(asked.setting, grid(asked, "lr=1:2:2", "beta2=0.9:0.99:2", "epsilon=0:1:2"))
    assert set(cut.work.graph.lanes) == {"lr", "epsilon"}
    assert "beta2" in cut.work.parameters


@pytest.mark.parametrize("rule", ["sgd", "adamw", "rmsprop", "nesterov", "adadelta"])
def test_divergence_steps_are_the_same_on_every_back_end(problem, rule):
    asked = problem("x^4/4 + 1/y", rule)
    first = "decay=0.1:0.9:5" if rule == "adadelta" else "lr=0.001:30:9:log"
    found = [
        cells(asked, first, "y=-1:1:7", steps=2500, backend=backend)
        for backend in ("numpy", "python")
    ]
    assert np.array_equal(found[0][1], found[1][1])
    assert np.array_equal(found[0][0], found[1][0], equal_nan=True)
    assert (found[0][1] > 0).any()


def test_blocks_leave_no_trace(problem, monkeypatch):
    asked = problem("x^4/40 + y^2", "adam")
    texts = "x=-7:7:9", "beta1=0.1:0.9:3", "lr=0.1:9:8"
    whole = cells(asked, *texts)
    monkeypatch.setattr(sweeps, "SMALLEST_BLOCK", 5)
    monkeypatch.setattr(sweeps, "BLOCK_STEPS", 1)
    cut = sweep_of(asked.setting, grid(asked, *texts), steps=60, backend="numpy")
    assert cut.blocks == 3 * -(-72 // 5)
    cut = pickle.loads(pickle.dumps(cut))
    parts = cut.gather(cut.run(number) for number in reversed(range(cut.blocks)))
    for one, other in zip(whole, parts, strict=True):
        assert np.array_equal(one, other, equal_nan=True)


def test_a_block_that_is_missing_or_comes_twice_is_seen(problem):
    asked = problem(rule="adam")
    cut = sweep_of(asked.setting, grid(asked, "beta1=0:0.9:3"), steps=3)
    blocks = list(here(cut))
    assert len(blocks) == 3
    with pytest.raises(InputError, match="1 of 3 blocks are missing"):
        cut.gather(blocks[:2])
    with pytest.raises(InputError, match="came twice"):
        cut.gather([*blocks, blocks[1]])


def test_the_starts_of_the_cells(problem):
    asked = problem(rule="sgd")
    cut = sweep_of(asked.setting, grid(asked, "y=0:2:3", "lr=0.1:0.2:2", "x=5:6:2"), steps=0)
    starts = cut.starts()
    assert np.array_equal(starts, cut.gather(here(cut))[0])
    assert starts[2, 0, 1].tolist() == [6, 2]


def test_values_of_a_grid(problem):
    asked = problem(rule="adam")
    (axis,) = grid(asked, "lr=0.1:0.7:4")
    assert axis == Axis("lr", (0.1, 0.3, 0.5, 0.7))
    (axis,) = grid(asked, "alpha = 1/1000 : 10 : 5 : log")
    assert axis.name == "lr"
    assert axis.values == pytest.approx([1e-3, 1e-2, 1e-1, 1, 10])
    assert grid(asked, "x=√2:√2:1")[0].values == (2**0.5,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lr", "is no grid"),
        ("lr=1:2", "is no grid"),
        ("lr=1:2:3:linear", "is no grid"),
        ("lr=0:1:3", "'lr' must be a positive number"),
        ("beta1=0:1:3", "'beta1' must be a number in"),
        ("x=-1:1:3:log", "positive ends"),
        ("lr=1:2:0", "'COUNT' must be a whole number from 1"),
        ("lr=1:2:1", "one value has one end"),
        ("lr=1:z:3", "'z' is not known"),
        ("rate=1:2:3", "nothing is called 'rate'"),
    ],
)
def test_grids_that_make_no_sense(problem, text, message):
    with pytest.raises(InputError, match=message):
        grid(problem(rule="adam"), text)


def test_grids_that_are_too_large_or_doubled(problem):
    asked = problem(rule="sgd")
    with pytest.raises(InputError, match="'lr' has two grids"):
        sweep_of(asked.setting, grid(asked, "lr=1:2:3", "eta=1:2:3"))
    with pytest.raises(InputError, match="at most 4,000,000 cells"):
        sweep_of(asked.setting, grid(asked, "lr=1:2:3000", "x=1:2:3000"))
    with pytest.raises(InputError, match="needs a grid"):
        sweep_of(asked.setting, [])
