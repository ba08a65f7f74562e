"""What a page holds besides working and is not judged."""

from __future__ import annotations

from symopt.marking.said import Said, sentence
from symopt.page import Page
from symopt.reading.pieces import programs

_PROGRAM = sentence(
    en="programs are passed over, such as the one in line {line}",
    ko="프로그램은 채점하지 않습니다({line}행 등)",
)


def passed_over(page: Page) -> tuple[Said, ...]:
    """What to say of it: the first program in a fence, if there is one."""
    return tuple(_PROGRAM.filled(line=line) for line in programs(page)[:1])
