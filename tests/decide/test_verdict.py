import json
import pickle

import pytest

from symopt.decide import Verdict

REFUTED = Verdict(
    "refuted",
    "witness",
    ("left - right = 1 at x = 2",),
    witness={"x": "2", "left side": "3", "right side": "2"},
    assumptions=("x real",),
    obligations=("x - 1 != 0",),
    precision_bits=128,
)


def test_a_verdict_is_neither_true_nor_false():
    with pytest.raises(TypeError, match=r"write verdict.status == 'proved'"):
        bool(REFUTED)


def test_everything_is_in_the_text():
    text = str(REFUTED)
    for part in ("refuted (witness)", "left - right = 1", "at x = 2", "for x real", "x - 1 != 0"):
        assert part in text


def test_json_holds_every_field_and_nothing_else():
    data = json.loads(json.dumps(REFUTED.to_json()))
    assert data["witness"] == {"x": "2", "left side": "3", "right side": "2"}
    assert data["precision_bits"] == 128
    assert data["sign"] is None
    assert set(data) == set(REFUTED.__dataclass_fields__)


def test_it_travels_between_processes():
    assert pickle.loads(pickle.dumps(REFUTED)) == REFUTED
