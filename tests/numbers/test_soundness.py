"""No false proof and no false refutation on random pairs; the judge itself is tested first."""

import random

import pytest

from symopt.numbers import graph


def test_the_judge_knows_equal_from_different(soundness):
    two, three = ("q", 2), ("q", 3)
    root = ("root", two, 2)
    assert not soundness.differ(("*", root, root), two)
    assert soundness.differ(root, ("/", ("q", 141421356237309504880), ("q", 10**20)))
    assert soundness.differ(two, three)
    assert soundness.judged(("/", two, ("-", ("*", root, root), two))) is None
    assert soundness.judged(("root", ("-", two, three), 2)) is None


def test_a_false_answer_would_be_noticed(soundness, monkeypatch):
    class Liar:
        def __init__(self, **_):
            pass

        rational = staticmethod(lambda q: LiarNumber())
        root = staticmethod(lambda x, n: x)

    class LiarNumber:
        def equals(self, other):
            return True

        def _same(self, other):
            return self

        __add__ = __sub__ = __mul__ = __truediv__ = _same

    monkeypatch.setattr(soundness, "Field", Liar)
    results = {result for (_, result) in soundness.survey(200, seed=3)}
    assert "WRONG: proved" in results


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_answer_is_wrong(soundness, seed):
    counts = soundness.survey(600, seed=seed)
    wrong = [(kind, result) for kind, result in counts if result.startswith("WRONG")]
    assert not wrong
    assert counts["rewritten", "proved"] > 60
    assert counts["near miss", "refuted"] > 60
    assert counts["mutated", "refuted"] > 60


def test_no_answer_is_wrong_where_algebra_is_asked_first(soundness, monkeypatch):
    """The same with every zero that an enclosure suggests multiplied out before the bound."""
    monkeypatch.setattr(graph, "JUMP_BITS", graph.FIRST_BITS)
    monkeypatch.setattr(graph, "ALGEBRA_BITS", 0)
    counts = soundness.survey(600, seed=4)
    assert not [(kind, result) for kind, result in counts if result.startswith("WRONG")]
    assert counts["rewritten", "proved"] > 60


def test_rewriting_keeps_the_value(soundness):
    rng = random.Random(11)
    for _ in range(50):
        tree = soundness.tree(rng, 3)
        other = soundness.rewritten(rng, tree)
        if soundness.judged(tree) is not None and soundness.judged(other) is not None:
            assert not soundness.differ(tree, other)
