"""The benchmarks' workloads, which the tests run in small."""

import importlib.util
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def load(name):
    source = BENCHMARKS / f"{name}.py"
    if not source.exists():
        pytest.skip("the benchmarks are not beside the tests")
    spec = importlib.util.spec_from_file_location(name, source)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def soundness():
    return load("numbers_soundness")


@pytest.fixture(scope="session")
def iterates():
    return load("numbers_iterates")
