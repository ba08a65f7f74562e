"""The function that is minimised under its own name: y(10), and f_1 for its value at x_1.

A page that gives f_0 counts its points from 0 as the rule does, so that f_1 is f(x_1). Without it
f_1 may be the value before the first step or the one behind it, and means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from sympy import Expr

from symopt.decide.equal import equal
from symopt.errors import SymoptError
from symopt.notation.read import canonical
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import Call, Name, Node, key
from symopt.objective import Objective
from symopt.reading.statement import Statement, Unreadable, each_renamed
from symopt.reading.synonyms import FUNCTION_NAMES, LOSS_NAMES
from symopt.reading.vocabulary import vocabulary_of
from symopt.rule import POINT
from symopt.setting import Setting

SECONDS = 3.0
_OBJECTIVE = re.compile(r"^objective:\s*[\"']?\s*([^\W\d]\w*)\s*(?:\([^()]*\))?\s*=", re.M)


def function_names(setting: Setting) -> frozenset[str]:
    """What a page may call the function: f, L, … and the name that its objective has."""
    return (FUNCTION_NAMES | _own(setting.front or "")) - vocabulary_of(setting).taken


@lru_cache(maxsize=64)
def _own(front: str) -> frozenset[str]:
    """The name before the objective's own equals sign."""
    found = _OBJECTIVE.search(front)
    return frozenset({canonical(found[1])} if found else ())


def names_given(items: Iterable[Statement | Unreadable], setting: Setting) -> frozenset[str]:
    """The names that a page gives the function, C in C(w) = (w - 3)²: proved to be the objective.

    What a name means is what it is first said to be.
    """
    page, objective = vocabulary_of(setting), setting.objective
    if not isinstance(objective, Objective):
        return frozenset()
    symbols = dict(zip(page.variables, setting.variables, strict=True))
    said: dict[str, bool] = {}
    for item in items:
        head, *values = item.chain.sides if isinstance(item, Statement) else (None,)
        if isinstance(head, Call) and head.function in LOSS_NAMES - page.taken and values:
            given = tuple(key(part) for part in head.arguments if isinstance(part, Name))
            if given == page.variables and head.function not in said:
                said[head.function] = _is_equal(values[0], objective.value, symbols)
    return frozenset(name for name, equal in said.items() if equal) - function_names(setting)


def _is_equal(node: Node, value: Expr, symbols: Mapping[str, Expr]) -> bool:
    """Whether a side is proved to be the function."""
    try:
        return equal(to_sympy(node, symbols), value, seconds=SECONDS).status == "proved"
    except SymoptError:
        return False


def settle_losses(
    items: list[Statement | Unreadable], setting: Setting
) -> list[Statement | Unreadable]:
    """The statements with f_1 read as f(x_1) on a page that gives f_0."""
    names = function_names(setting)
    heads = [item.chain.sides[0] for item in items if isinstance(item, Statement)]
    counted = {
        head.base
        for head in heads
        if isinstance(head, Name)
        and head.base in names
        and _is_plain(head)
        and head.index == ("0",)
    }
    if not counted or vocabulary_of(setting).samples:  # L_0 may be of one row of the data
        return items

    def change(name: Name) -> Node:
        if name.base not in counted or not _is_plain(name):
            return name
        return Call("f", (Name(POINT, (), name.index, name.span, "raised"),), name.span)

    return each_renamed(items, change)


def _is_plain(name: Name) -> bool:
    """Whether a name bears nothing but a number."""
    return not name.marks and len(name.index) == 1 and name.index[0].isdigit()
