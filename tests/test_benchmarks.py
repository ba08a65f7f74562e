"""`python -m benchmarks` finds every workload and says when one fails."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(
    not (ROOT / "benchmarks").exists(), reason="the benchmarks are not beside the tests"
)


def benchmarks(*names):
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *names], cwd=ROOT, capture_output=True, text=True
    )


def test_a_named_workload_runs():
    done = benchmarks("exact_sgd")
    assert done.returncode == 0
    assert done.stdout.startswith("## exact_sgd\n")
    assert "| symopt, 1000 steps |" in done.stdout


def test_every_program_is_known():
    done = benchmarks("no_such")
    assert done.returncode == 2
    _, _, known = done.stdout.strip().partition("there are: ")
    programs = {
        f.stem for f in (ROOT / "benchmarks").glob("*.py") if "\ndef main(" in f.read_text()
    }
    assert set(known.split(", ")) == programs - {"__main__"}
    assert "run_scalar" in programs
