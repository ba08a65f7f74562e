"""A run that is killed goes on where it was, to the same bits."""

import subprocess
import sys

import numpy as np
import pytest

from symopt.run.floats import drive

KILLED = """
import sys
from symopt import Problem
from symopt.run.floats import drive
drive.CHUNK, drive.CHECKPOINT_SECONDS = 1024, 0.0
problem = Problem("x^2/20 + y^2", start={"x": -7, "y": 2}, rule="adam", lr="0.3")
def watch(done):
    if done >= 8 * 1024:
        print("under way", flush=True)
        sys.stdin.read()
problem.run(20_000, record=50, checkpoint=sys.argv[1], watch=watch)
"""


def test_a_killed_run_resumes_to_the_same_bits(problem, tmp_path, monkeypatch):
    file = tmp_path / "run.checkpoint"
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, file],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "under way\n"
        process.kill()
        process.wait()
        assert process.returncode == -9
    assert file.exists()
    monkeypatch.setattr(drive, "CHUNK", 1024)
    seen = []
    asked = problem(lr="0.3")
    path = asked.run(20_000, record=50, checkpoint=file, watch=seen.append)
    assert seen[0] == 8 * 1024  # the checkpoint was of the chunk before
    assert np.array_equal(path, asked.run(20_000, record=50))
    assert not file.exists()


@pytest.fixture
def checkpoint(problem, tmp_path, monkeypatch):
    """The checkpoint of a run that was interrupted after two chunks."""
    monkeypatch.setattr(drive, "CHUNK", 1024)
    monkeypatch.setattr(drive, "CHECKPOINT_SECONDS", 0.0)
    file = tmp_path / "run.checkpoint"

    def watch(done):
        if done == 3 * 1024:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        problem(rule="momentum").run(9000, record=10, checkpoint=file, watch=watch)
    return file


def begun(asked, file, **more):
    """The step at which a run began, and its path."""
    seen = []
    path = asked.run(9000, **{"record": 10} | more, checkpoint=file, watch=seen.append)
    return seen[0] - 1024, path


def test_the_checkpoint_is_used(problem, checkpoint):
    asked = problem(rule="momentum")
    begin, path = begun(asked, checkpoint)
    assert begin == 2048
    assert np.array_equal(path, asked.run(9000, record=10))


def test_another_runs_checkpoint_is_not_taken(problem, checkpoint):
    content = checkpoint.read_bytes()
    for asked, more in [
        (problem(rule="momentum", lr="1/3"), {}),
        (problem(rule="nesterov"), {}),
        (problem(rule="momentum"), {"record": 20}),
        (problem(rule="momentum"), {"tolerance": 1e-9}),
    ]:
        checkpoint.write_bytes(content)
        begin, path = begun(asked, checkpoint, **more)
        assert begin == 0
        assert np.array_equal(path, asked.run(9000, **{"record": 10} | more))


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 nonsense", None])
def test_a_damaged_checkpoint_is_not_taken(problem, checkpoint, damage):
    content = checkpoint.read_bytes()
    checkpoint.write_bytes(content[: len(content) // 2] if damage is None else damage)
    begin, _ = begun(problem(rule="momentum"), checkpoint)
    assert begin == 0


def test_a_longer_run_goes_on_from_a_shorter_ones_checkpoint(problem, checkpoint):
    asked, seen = problem(rule="momentum"), []
    path = asked.run(12_000, record=10, checkpoint=checkpoint, watch=seen.append)
    assert seen[0] == 3 * 1024
    assert np.array_equal(path, asked.run(12_000, record=10))
