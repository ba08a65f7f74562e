"""Everything that judging says, in every language."""

import importlib
import pkgutil
import re
from string import Formatter

import pytest

import symopt.marking
from symopt import check
from symopt.errors import UndecidedError
from symopt.marking.mistakes import LIBRARY
from symopt.marking.said import OpenError, Said, joined, quoted, said_by, sentence

MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(symopt.marking.__path__, "symopt.marking.")
]
SENTENCES = [said for module in MODULES for said in vars(module).values() if isinstance(said, Said)]
HANGUL = re.compile("[가-힣]")
FRONT = """---
objective: x*y
start: {x: 1, y: 2}
rule: adam
lr: 1
beta1: 1/2
beta2: 1/2
epsilon: 0
steps: 2
---
"""


def places(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("texts", [s.texts for s in SENTENCES] + [m.texts for m in LIBRARY])
def test_every_sentence_is_said_in_both_languages_with_the_same_places(texts):
    assert len(SENTENCES) > 30
    assert texts.keys() == {"en", "ko"}
    assert HANGUL.search(texts["ko"])
    assert not HANGUL.search(texts["en"])


@pytest.mark.parametrize("said", SENTENCES)
def test_the_same_values_fill_both(said):
    assert places(said.texts["en"]) == places(said.texts["ko"])


@pytest.mark.parametrize(
    "line",
    [
        "x_2 = -0.943",
        "x_2 ≈ -0.9429",
        "q_1 = 3",
        "X_1 = (0, 1, 2)",
        "v_1 = (2, 1/2)/0",
        "2/3 = 0.667...",
        "X_2 < X_1",
        "m_1 = (1, 1)\n\nX_1 = (0, 0)",
        "∇f(x, y) = (3 y, x)",
        "∇f(x, y) = 2",
        "$g_t = (x_{t-1}, y_{t-1})$",
    ],
)
def test_reasons_follow_the_language_and_the_verdicts_do_not(line):
    english, korean = (check(FRONT + line, language=language) for language in ("en", "ko"))
    assert english.summary == korean.summary
    reasons = [k.reason for v in (english, korean) for k in v.lines[-1].links if k.reason]
    first, second = reasons
    assert not HANGUL.search(first)
    assert HANGUL.search(second)


def test_sentences_are_filled_and_joined():
    said = sentence(en="{name} is {what}", ko="{name}: {what}")
    inner = sentence(en="wrong", ko="틀림").filled()
    assert said.filled(name="{x}", what=inner).text("ko") == "{x}: 틀림"
    assert joined([inner, quoted("m_{t-1}")]).text("en") == "wrong; m_{t-1}"
    assert joined([]) is None


def test_an_error_says_its_sentence():
    said = sentence(en="open", ko="열림")
    error = OpenError(said)
    assert (str(error), said_by(error)) == ("open", said)
    assert said_by(UndecidedError("division by zero")).text("ko") == "0으로 나눕니다"
    assert said_by(UndecidedError("from below")).text("ko") == "from below"
