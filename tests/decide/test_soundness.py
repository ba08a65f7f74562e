"""A small run of the generated pairs; the large one is `python -m benchmarks.decide_soundness`."""

import importlib
import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bench():
    if not (ROOT / "benchmarks" / "decide_soundness.py").exists():
        pytest.skip("the benchmarks are not beside the tests")
    sys.path.insert(0, str(ROOT))
    try:
        yield importlib.import_module("benchmarks.decide_soundness")
    finally:
        sys.path.remove(str(ROOT))


def test_no_verdict_on_generated_pairs_is_false(bench):
    counts, wrong = bench.run(120, seed=20, seconds=5)
    assert wrong == []
    decided = sum(n for (_, status), n in counts.items() if status in ("proved", "refuted"))
    assert decided > 80


def test_equal_pairs_are_equal_and_changed_ones_mostly_not(bench):
    r = random.Random(3)
    pairs = [bench.make_pair(r) for _ in range(120)]
    assert not any(bench.told_apart(p.left, p.right, r) for p in pairs if p.equal)
    changed = [p for p in pairs if not p.equal]
    assert sum(bench.told_apart(p.left, p.right, r) for p in changed) > len(changed) / 2


def test_a_false_verdict_would_be_noticed(bench, monkeypatch):
    r = random.Random(5)
    pairs = [bench.make_pair(r) for _ in range(40)]
    for status, complaint in (("proved", "FALSE PROVED"), ("refuted", "FALSE REFUTED")):
        lie = bench.Verdict(status, "a lie")
        monkeypatch.setattr(bench, "equal", lambda *_, lie=lie, **__: lie)
        assert any(bench.judge(p, r, 1.0)[0] == complaint for p in pairs)
