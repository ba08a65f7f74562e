"""Records, divergence, stops."""

import numpy as np
import pytest

from symopt import Problem
from symopt.errors import InputError
from symopt.run.floats import drive
from symopt.run.floats.calm import TINY


def test_what_is_recorded(problem):
    asked = problem(rule="momentum")
    full = asked.run(1000)
    assert full.shape == (1001, 2)
    assert tuple(full[0]) == (-7, 2)
    sparse = asked.run(1000, record=300)
    assert sparse.steps.tolist() == [0, 300, 600, 900, 1000]
    assert np.array_equal(sparse, full[sparse.steps])
    assert np.array_equal(asked.run(1000, record=None), full[-1])
    ends = asked.run(1000, starts=[[-7, 2], [1, 1]])
    assert ends.shape == (2, 2)
    assert np.array_equal(ends[0], full[-1])
    assert asked.run(0).shape == (1, 2)
    assert asked.run(0, record=None).tolist() == [-7, 2]


def test_chunks_leave_no_trace(problem, monkeypatch):
    asked = problem(rule="nesterov", objective="quartic")
    full = asked.run(5000, record=37)
    monkeypatch.setattr(drive, "CHUNK", 1)
    assert np.array_equal(asked.run(5000, record=37), full)


@pytest.mark.parametrize("backend", ["python", "numpy"])
def test_a_diverging_run_ends_in_nan_and_says_where_it_began(problem, backend):
    path = problem("x^4 + y^2", "sgd", lr="0.3").run(100, backend=backend)
    assert path.diverged_at == 6
    assert np.isfinite(path[5]).all()
    assert np.isinf(path[6, 0])
    assert np.isnan(path[-1, 0])
    assert np.isfinite(path[-1, 1])


@pytest.mark.parametrize("backend", ["python", "numpy"])
def test_a_division_by_zero_is_no_exception(problem, backend):
    path = Problem("x^2", start={"x": 0}, rule="adagrad", epsilon=0).run(5, backend=backend)
    assert path.diverged_at == 1
    assert np.isnan(path[1:]).all()


@pytest.mark.parametrize("backend", ["python", "numpy"])
def test_leaving_the_domain_of_the_loss_is_divergence(backend):
    """The gradient 1/x goes on past 0, where ln x has no value."""
    asked = Problem("ln x + x^2/8", start={"x": 1}, rule="sgd", lr="9/10")
    path = asked.run(6, backend=backend)
    assert (path[:3, 0] > 0).tolist() == [True, False, True]
    assert path.diverged_at == 2


@pytest.mark.parametrize("backend", ["python", "numpy"])
def test_a_point_that_comes_back_from_infinity_has_still_diverged(backend):
    page = "---\nobjective: x\nstart: {x: 1}\nlr: 1/2\n"
    page += "rule: [u = 10^200 θ θ + lr ∇f(θ), θ = 1/u]\n---\n"
    path = Problem.read(page).run(4, backend=backend)
    assert path[1:, 0].tolist() == [1e-200, 2.0, 1 / (1e200 * 4 + 0.5), 2.0]
    page = page.replace("θ = 1/u", "θ = 10^400/(10^300 u + lr)")
    assert Problem.read(page).run(4, backend=backend).diverged_at in (1, 2)


@pytest.mark.parametrize("backend", ["python", "numpy"])
def test_a_stop_is_after_the_first_small_gradient(problem, starts, backend):
    asked = problem(rule="momentum", lr="1/20")
    path = asked.run(3000, tolerance=1e-3, backend=backend)
    full = asked.run(3000)
    slopes = np.hypot(full[:, 0] / 10, 2 * full[:, 1])
    first = int(np.flatnonzero(slopes <= 1e-3)[0])
    assert path.stopped_at == first + 1
    assert np.array_equal(path, full[: first + 2])
    many = asked.run(3000, starts=starts[3:], tolerance=1e-3, backend=backend, record=1000)
    alone = [
        asked.run(3000, starts=starts[i : i + 1], tolerance=1e-3, backend=backend)
        for i in range(3, 40)
    ]
    assert many.stopped_at.tolist() == [int(end.stopped_at[0]) for end in alone]
    assert np.array_equal(many[-1], np.concatenate(alone))
    assert np.array_equal(many[many.steps >= many.stopped_at.max()][0], many[-1])


def test_decayed_values_become_zero_and_nothing_else_changes(problem):
    path = problem(rule="momentum", lr="1/20").run(16_000)
    sizes = np.abs(path)
    assert not sizes[-1].any()
    assert sizes[sizes > 0].min() > TINY * 2.0**-200
    exact = problem(rule="momentum", lr="1/20").solve(40)
    assert path[40] == pytest.approx([float(x) for x in exact[40].theta], rel=1e-12)


@pytest.mark.parametrize(
    ("objective", "rule", "calm"),
    [
        ("quartic", "nesterov", True),
        ("quartic", "adam", True),
        ("quartic", "adadelta", True),
        ("quartic", "adamax", False),
        ("quartic", "normalized_gd", False),
        ("|x| + y^2", "sgd", False),
    ],
)
def test_tiny_values_are_only_dropped_where_nothing_magnifies_them(problem, objective, rule, calm):
    assert problem(objective, rule)._floats.work().is_calm == calm


def test_without_epsilon_adam_keeps_its_tiny_values(problem):
    assert not problem(rule="adam", epsilon=0)._floats.work().is_calm


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"steps": -1}, "'steps' must be a whole number"),
        ({"record": 0}, "'record' must be a whole number from 1"),
        ({"starts": [1, 2]}, r"'starts' must have the shape \(points, 2\)"),
        ({"tolerance": -1.0}, "'tolerance' must be a number from 0 on"),
        ({"steps": 10**9, "backend": "python"}, "too many points to record"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(problem, asked, message):
    with pytest.raises(InputError, match=message):
        problem().run(**{"steps": 3, **asked})
