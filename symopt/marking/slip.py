"""A refuted link, with all that is needed to ask which known mistake would explain it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symopt.marking.evaluate import Value
from symopt.marking.names import Quantity
from symopt.notation.tree import Node
from symopt.setting import Setting


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What was written where something else belongs.

    `quantity` is what the link claims, where it was judged against the rule; else the link is
    arithmetic, `left` = `right`. `evaluate` gives a tree its value from the author's own numbers:
    names stand for the quantities that the page has reached (`m_1`, `g_2`, `theta_0`), parameters
    for their values, `grad(point)` for the gradient; it raises a `SymoptError` where there is none.
    `agrees` says, with proof, whether a value is the written one, to the written digits;
    `is_written` whether a quantity of a step stands on the page, and so has been judged itself.
    """

    setting: Setting
    quantity: Quantity | None
    step: int | None
    left: Node
    right: Node
    evaluate: Callable[[Node], Value]
    agrees: Callable[[Value], bool]
    is_written: Callable[[str, int], bool] = lambda name, step: False
