"""A small run of the generated pairs; the large one is benchmarks/decide_soundness.py."""

import importlib.util
import random
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "benchmarks" / "decide_soundness.py"


@pytest.fixture(scope="module")
def generator():
    spec = importlib.util.spec_from_file_location("decide_soundness", SOURCE)
    module = importlib.util.module_from_spec(spec)
    sys.modules["decide_soundness"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["decide_soundness"]


def test_no_verdict_on_generated_pairs_is_false(generator):
    counts, wrong = generator.run(200, seed=20, seconds=30)
    assert wrong == []
    decided = sum(n for (_, status), n in counts.items() if status in ("proved", "refuted"))
    assert decided > 190


def test_equal_pairs_are_equal_and_mutations_mostly_not(generator):
    r = random.Random(3)
    pairs = [generator.make_pair(r) for _ in range(300)]
    assert not any(generator.told_apart(p.left, p.right, r) for p in pairs if p.equal)
    changed = [p for p in pairs if not p.equal]
    assert sum(generator.told_apart(p.left, p.right, r) for p in changed) > len(changed) / 2


def test_a_false_verdict_would_be_noticed(generator, monkeypatch):
    proved = generator.Verdict("proved", "a lie")
    refuted = generator.Verdict("refuted", "a lie")
    r = random.Random(5)
    pairs = [generator.make_pair(r) for _ in range(60)]
    monkeypatch.setattr(generator, "equal", lambda *_, **__: proved)
    assert any(generator.judge(p, r, 1.0)[0] == "FALSE PROVED" for p in pairs)
    monkeypatch.setattr(generator, "equal", lambda *_, **__: refuted)
    assert any(generator.judge(p, r, 1.0)[0] == "FALSE REFUTED" for p in pairs)
