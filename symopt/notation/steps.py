"""The step that a heading or a label names: `Step 2`, `2단계`, `t = 2`, `iteration 2`."""

from __future__ import annotations

import re

_NUMBER = r"(\d{1,6})"
_PART_BEFORE = "step|étape|schritt|paso|passo|шаг|bước|단계|스텝|ステップ|步骤"
_BEFORE = (
    "iteration|iter|epoch|round|update|itération|iterationsschritt|iteración|iterazione|итерация|"
    "반복|반복횟수|迭代|반복회차"
)
_PART_BEHIND = "단계|스텝|ステップ|步|(?:st|nd|rd|th)\\s+step"
_BEHIND = (
    "번째|회차|회|ステップ目|回目|ステップめ|次迭代|步迭代|番目|"
    "(?:st|nd|rd|th)\\s+(?:iteration|update|epoch)"
)
_PLURAL = (
    "steps?|iterations?|updates?|epochs?|schritten?|iterationen|itérations?|pasos?|iteraciones"
)


def _numbered(before: str, behind: str) -> tuple[re.Pattern[str], ...]:
    """A word before its number, and a number before its word."""
    follows = r"\s*[#:№.]?\s*(?:t\s*=\s*)?"
    return (
        re.compile(rf"(?<![^\W\d_])(?:{before}){follows}{_NUMBER}(?![\d.,]\d|\d)", re.I),
        re.compile(rf"(?<![\w.]){_NUMBER}\s*(?:{behind})", re.I),
    )


_PART = _numbered(_PART_BEFORE, _PART_BEHIND)
_ROUND = _numbered(_BEFORE, _BEHIND)
_TIME = (
    re.compile(rf"\(\s*[tkn]\s*=\s*{_NUMBER}\s*\)"),
    re.compile(rf"^\W*\(?[tkn]\s*=\s*{_NUMBER}\)?[*_$\s]*(?:$|[:：,.)])"),
)
_STEP = (
    re.compile(rf"第\s*{_NUMBER}\s*(?:步|次|回|ステップ|轮)"),
    re.compile(rf"(?<!\w)(?:after|nach|après|tras)\s+{_NUMBER}\s+(?:{_PLURAL})", re.I),
    re.compile(rf"(?<!\w){_NUMBER}\s*[번차](?:의)?\s*(?:반복|업데이트|갱신)"),
    *_TIME,
)
_WORDS = ("first", "second", "third", "fourth", "fifth")
_CARDINALS = ("one", "two", "three", "four", "five")
_KOREAN = ("첫", "두", "세", "네", "다섯")


def _in_words(english: str, korean: str) -> re.Pattern[str]:
    """The first iteration, iteration one, 첫 번째 반복."""
    return re.compile(
        rf"(?<![^\W\d_])(?:({'|'.join(_WORDS)})\s+(?:{english})"
        rf"|(?:{english})\s+({'|'.join(_CARDINALS)})"
        rf"|({'|'.join(_KOREAN)})\s*번째\s*(?:{korean}))(?![A-Za-z])",
        re.I,
    )


_ROUND_IN_WORDS = _in_words("iteration|epoch|update", "반복|업데이트|갱신|회차")
_PART_IN_WORDS = _in_words("step", "단계|스텝")
_CHINESE = re.compile(r"第([一二三四五六七八九十])(?:步|次|回)")
_NUMERALS = "一二三四五六七八九十"


def find_steps(text: str) -> list[tuple[int, int]]:
    """The numbers of all steps that a text names, each behind the offset at which it does.

    >>> find_steps("Step 1: x = 3, step 2: x = 4")
    [(0, 1), (15, 2)]

    Where an iteration is named as well, a step is a part of it.

    >>> find_steps("Iteration 2, step 1: the gradient")
    [(0, 2)]
    """
    found = _found(_ROUND, _ROUND_IN_WORDS, text) or _found(_PART, _PART_IN_WORDS, text)
    found |= {m.start(): int(m[1]) for pattern in _STEP for m in pattern.finditer(text)}
    found |= {m.start(): _NUMERALS.index(m[1]) + 1 for m in _CHINESE.finditer(text)}
    return sorted(found.items())


def _found(
    patterns: tuple[re.Pattern[str], ...], in_words: re.Pattern[str], text: str
) -> dict[int, int]:
    """The numbers that stand in a text, in digits or in words, under their offsets."""
    found = {m.start(): int(m[1]) for pattern in patterns for m in pattern.finditer(text)}
    for m in in_words.finditer(text):
        word = m[m.lastindex or 0].lower()
        found[m.start()] = 1 + next(
            w.index(word) for w in (_WORDS, _CARDINALS, _KOREAN) if word in w
        )
    return found


def names_part(text: str) -> bool:
    """Whether the steps that a text names may be the parts of one: "Step 2", not "Iteration 2".

    >>> [names_part(text) for text in ("Step 2: the update", "2단계", "Iteration 2, step 1")]
    [True, True, False]
    """
    return not any(pattern.search(text) for pattern in (*_ROUND, *_STEP, _ROUND_IN_WORDS, _CHINESE))


def names_time(text: str) -> bool:
    """Whether a text says what t is: "t = 2:", "Step 2 (t = 1)"."""
    return any(pattern.search(text) for pattern in _TIME)


def find_step(text: str) -> int | None:
    """The number of the step that a heading names; None where it names none, or several.

    >>> [find_step(text) for text in ("## Step 2", "2단계: 보정", "t = 3:", "第二步", "x = 2")]
    [2, 2, 3, 2, None]
    """
    found = {number for _, number in find_steps(text)}
    return found.pop() if len(found) == 1 else None
