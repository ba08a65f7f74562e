"""x_{t+1} below "Step 1": the value that the step gives, and x_t the one before it.

So where labels count the steps from 1, whatever t itself is; below "t = 1" or from "Step 0" on it
is a number. A name that is never written with t+1, as m_t beside x_{t+1}, is the step's own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symopt.notation.tree import Name, walk
from symopt.reading.names import SOME_STEP, Quantity, meaning
from symopt.reading.statement import Statement, Unreadable
from symopt.reading.synonyms import TIMES
from symopt.setting import Setting

_AHEAD = re.compile(rf"[{''.join(sorted(TIMES))}]\+1")


def settle_ahead(
    items: list[Statement | Unreadable], setting: Setting
) -> list[Statement | Unreadable]:
    """The statements below labels with the steps of x_{t+1} and x_t as numbers."""
    labelled = [item for item in items if isinstance(item, Statement) and item.step is not None]
    ahead = {
        _quantity(part, setting)
        for item in labelled
        for side in item.chain.sides
        for part in walk(side)
        if isinstance(part, Name) and any(map(_AHEAD.fullmatch, part.index))
    } - {None}
    if not ahead or any(item.step == 0 for item in labelled):
        return items

    def placed(item: Statement, step: int) -> Statement:
        def change(name: Name) -> Name:
            rest = tuple(part for part in name.index if part not in TIMES)
            rest = tuple(part for part in rest if not _AHEAD.fullmatch(part))
            if len(rest) == len(name.index) or _quantity(name, setting) not in ahead:
                return name
            number = step if any(map(_AHEAD.fullmatch, name.index)) else step - 1
            return replace(name, index=(*rest, str(number)), form="raised")

        return item.with_names(change)

    return [
        placed(item, item.step) if isinstance(item, Statement) and item.step else item
        for item in items
    ]


def _quantity(name: Name, setting: Setting) -> str | None:
    """The quantity that a name is about, whatever its step."""
    rest = tuple(p for p in name.index if p not in TIMES and not _AHEAD.fullmatch(p))
    found = meaning(replace(name, index=rest, form=""), setting, SOME_STEP)
    return found.name if isinstance(found, Quantity) else None
