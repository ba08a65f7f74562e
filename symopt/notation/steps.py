"""The step that a heading or a label names: `Step 2`, `2단계`, `t = 2`, `iteration 2`."""

from __future__ import annotations

import re

_NUMBER = r"(\d{1,6})"
_BEFORE = (
    "step|iteration|iter|epoch|round|update|itération|étape|schritt|iterationsschritt|paso|passo|"
    "iteración|iterazione|шаг|итерация|bước|단계|스텝|반복|ステップ|반복횟수|迭代|步骤|반복회차"
)
_BEHIND = (
    "단계|번째|회차|회|스텝|ステップ目|ステップ|回目|ステップめ|次迭代|步迭代|步|番目|"
    "(?:st|nd|rd|th)\\s+(?:step|iteration|update|epoch)"
)
_PLURAL = (
    "steps?|iterations?|updates?|epochs?|schritten?|iterationen|itérations?|pasos?|iteraciones"
)
_STEP = (
    re.compile(
        rf"(?<![^\W\d_])(?:{_BEFORE})s?\s*[#:№.]?\s*(?:t\s*=\s*)?{_NUMBER}(?![\d.,]\d|\d)", re.I
    ),
    re.compile(rf"(?<![\w.]){_NUMBER}\s*(?:{_BEHIND})", re.I),
    re.compile(rf"第\s*{_NUMBER}\s*(?:步|次|回|ステップ|轮)"),
    re.compile(rf"(?<!\w)(?:after|nach|après|tras)\s+{_NUMBER}\s+(?:{_PLURAL})", re.I),
    re.compile(rf"(?<!\w){_NUMBER}\s*번(?:의)?\s*(?:반복|업데이트|갱신)"),
    re.compile(rf"\(\s*[tkn]\s*=\s*{_NUMBER}\s*\)"),
    re.compile(rf"^\W*\(?[tkn]\s*=\s*{_NUMBER}\)?[*_$\s]*(?:$|[:：,.)])"),
)
_CHINESE = re.compile(r"第([一二三四五六七八九十])(?:步|次|回)")
_NUMERALS = "一二三四五六七八九十"


def find_steps(text: str) -> list[tuple[int, int]]:
    """The numbers of all steps that a text names, each behind the offset at which it does.

    >>> find_steps("Step 1: x = 3, step 2: x = 4")
    [(0, 1), (15, 2)]
    """
    found = {m.start(): int(m[1]) for pattern in _STEP for m in pattern.finditer(text)}
    found |= {m.start(): _NUMERALS.index(m[1]) + 1 for m in _CHINESE.finditer(text)}
    return sorted(found.items())


def find_step(text: str) -> int | None:
    """The number of the step that a heading names; None where it names none, or several.

    >>> [find_step(text) for text in ("## Step 2", "2단계: 보정", "t = 3:", "第二步", "x = 2")]
    [2, 2, 3, 2, None]
    """
    found = {number for _, number in find_steps(text)}
    return found.pop() if len(found) == 1 else None
