"""Another reading of a side: what it would mean with the brackets that were left out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from symopt.marking.mistakes.case import Case
from symopt.marking.mistakes.declare import Variant, mistake
from symopt.marking.mistakes.words import spell, spell_value
from symopt.notation.alternatives import alternatives
from symopt.notation.tree import Node

# Of the readings only root-power is not here: (√x)² and √x² are equal where both exist.
READINGS = """
    fraction-divisor sum-divisor product-divisor sum-exponent product-exponent fraction-exponent
    power-left signed-base root-reach index-reach times-letter
""".split()


def _other_reading(code: str, case: Case) -> Iterator[Variant]:
    """The link holds if the left or the right side is read otherwise."""
    typed = case.slip.right
    for found, meant in case.right_readings:
        if found == code:
            yield Variant(result=typed, fields=_reading(case, typed, meant))
    if case.name is None:
        for found, meant in alternatives(case.tree):
            if found == code:
                yield Variant(result=meant, fields=_reading(case, case.tree, meant))


def _reading(case: Case, typed: Node, meant: Node) -> dict[str, str]:
    value = case.replay.attempt(typed)
    return {
        "typed": spell(typed),
        "is": "…" if value is None else spell_value(value),
        "meant": spell(meant),
    }


for _code in READINGS:
    mistake(
        f"precedence-{_code}",
        en="as typed, {typed} is {is}; with brackets, {meant}, it would be right",
        ko="쓴 그대로 계산하면 {typed} = {is}입니다. 괄호를 넣어 {meant} 식으로 쓰면 맞습니다",
        on=("line", "arithmetic"),
        upstream=False,
    )(partial(_other_reading, _code))
