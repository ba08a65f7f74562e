"""The sentences of the reports on working, in every language side by side."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "ko")

TEXTS: Mapping[str, Mapping[str, str]] = {
    # what became of a line
    "first slip": {"en": "the first slip", "ko": "처음 틀린 곳"},
    "refuted": {"en": "wrong", "ko": "틀림"},
    "undecided": {"en": "undecided", "ko": "판정하지 못함"},
    "unreadable": {"en": "can't be read", "ko": "읽을 수 없음"},
    # the parts of a refutation
    "component": {"en": "component {number}:", "ko": "{number}번째 성분:"},
    "expected": {"en": "expected", "ko": "맞는 값"},
    "written": {"en": "written", "ko": "쓴 값"},
    "difference": {"en": "difference", "ko": "차이"},
    "about": {"en": "about {number}", "ko": "약 {number}"},
    "cause": {"en": "cause", "ko": "원인"},
    "note": {"en": "note", "ko": "참고"},
    # lines that follow from a slip
    "follows one": {
        "en": "Line {lines} is right by the numbers of the line before.",
        "ko": "{lines}번째 줄은 앞줄의 수로는 맞습니다.",
    },
    "follows many": {
        "en": "Lines {lines} are right by the numbers of the line before.",
        "ko": "{lines}번째 줄은 앞줄의 수로는 맞습니다.",
    },
    # the closing line
    "none": {"en": "no working found", "ko": "풀이가 없습니다"},
    "one holds": {"en": "its one line holds", "ko": "한 줄뿐인 풀이가 맞습니다"},
    "all hold": {"en": "all {total} lines hold", "ko": "{total}줄이 모두 맞습니다"},
    "some hold": {
        "en": "{held} of {total} lines hold",
        "ko": "{total}줄 가운데 {held}줄이 맞습니다",
    },
    "first is": {"en": "the first slip is line {line}", "ko": "처음 틀린 줄은 {line}번째 줄입니다"},
    "follow": {
        "en": "{count} more follow from the writer's own numbers",
        "ko": "{count}줄은 앞에서 쓴 수를 따랐습니다",
    },
    "left undecided": {"en": "{count} undecided", "ko": "{count}줄은 판정하지 못했습니다"},
    "left unreadable": {"en": "{count} can't be read", "ko": "{count}줄은 읽을 수 없습니다"},
    # a class's sheets
    "sheet": {"en": "sheet", "ko": "답안"},
    "column lines": {"en": "lines", "ko": "줄"},
    "column proved": {"en": "proved", "ko": "증명"},
    "column rounded": {"en": "rounded", "ko": "반올림"},
    "column refuted": {"en": "refuted", "ko": "틀림"},
    "column undecided": {"en": "undecided", "ko": "미정"},
    "column unreadable": {"en": "unreadable", "ko": "못읽음"},
    "column first_slip": {"en": "first slip", "ko": "처음틀린줄"},
    "column cause": {"en": "cause", "ko": "원인"},
    "line": {"en": "line {line}", "ko": "{line}번째"},
    "sheets": {
        "en": "{good} of {total} sheets hold; `symopt check SHEET` explains one line by line",
        "ko": "답안 {total}장 가운데 {good}장이 맞습니다. `symopt check 답안`은 줄마다 설명합니다",
    },
    "not judged": {"en": "not judged: {why}", "ko": "채점하지 못함: {why}"},
    "slow": {"en": "took longer than {seconds:g} s", "ko": "{seconds:g}초를 넘겼습니다"},
    "died": {"en": "the process that judged it ended", "ko": "채점하던 프로세스가 끝났습니다"},
}


def say(key: str, language: str, /, **parts: object) -> str:
    """A sentence in a language, its {names} filled."""
    return TEXTS[key][language].format(**parts)
