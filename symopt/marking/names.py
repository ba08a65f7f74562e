"""Which quantity, step and coordinate a name on a page means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from symopt.notation.read import canonical
from symopt.notation.tree import Name, key
from symopt.parameter import resolve
from symopt.rule import POINT, STEP
from symopt.setting import Setting

POINT_NAMES = frozenset({POINT, "X", "x", "W", "w", "params", "p"})
GRADIENT_NAMES = frozenset({"g", "grad", "dw", "dx", "dtheta", "dW", "dX"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at a step; `component` where the name means one coordinate of a vector."""

    name: str
    step: int
    component: int | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A hyper-parameter of the rule."""

    name: str


@dataclass(frozen=True, slots=True)
class StepNumber:
    """The number t of the step itself."""

    step: int


Meaning = Quantity | Parameter | StepNumber
_T = TypeVar("_T")


def part_of(values: Sequence[_T], quantity: Quantity) -> tuple[_T, ...] | _T:
    """The coordinate that a quantity means, or all; a single coordinate is a plain number."""
    if len(values) == 1:
        return values[0]
    return tuple(values) if quantity.component is None else values[quantity.component]


def meaning(name: Name, setting: Setting, step: int | None) -> Meaning | None:
    """What a name means where the working has reached `step`; None when it is not known.

    The page's own variables come first, then the rule's parameters and quantities.
    """
    variables = [canonical(str(variable)) for variable in setting.variables]
    if key(name) in variables:
        return None if step is None else Quantity(POINT, step, variables.index(key(name)))
    bare = Name(name.base, name.marks, name.index[:-1])
    at = _step(name.index[-1], step) if name.index else step
    if name.index and at is not None and key(bare) in variables and len(variables) > 1:
        return Quantity(POINT, at, variables.index(key(bare)))
    quantity = None if at is None else _quantity(key(bare) if name.index else key(name), setting)
    if quantity is not None and at is not None and key(bare) in variables:
        return Quantity(quantity, at)
    parameter = resolve(_plain(name), setting.rule.parameters)
    if parameter is not None:
        return Parameter(parameter)
    if key(name) == STEP.name and step is not None:
        return StepNumber(step)
    return None if quantity is None or at is None else Quantity(quantity, at)


def known_names(setting: Setting) -> frozenset[str]:
    """The keys of all names that mean something, at every step of the setting and one more."""
    variables = {canonical(str(variable)) for variable in setting.variables}
    bare = {*setting.rule.quantities, *setting.rule.state, *variables}
    bare |= (POINT_NAMES | GRADIENT_NAMES) - {"grad"}  # ∇f(…) is a call
    indices = [str(step) for step in range(setting.steps + 2)] + ["t", "t-1", "t+1"]
    indexed = {f"{name}_{index}" for name in bare for index in indices}
    parameters = set(setting.rule.parameters)
    spaced = {re.sub(r"(?<=[a-z])(?=\d+$)", "_", name) for name in parameters}
    return frozenset(bare | indexed | parameters | spaced)


def _plain(name: Name) -> str:
    """beta1, beta_1 and β₁ alike."""
    return key(name).replace("_", "")


def _quantity(text: str, setting: Setting) -> str | None:
    known = (*setting.rule.quantities, *setting.rule.state)
    if text in known:
        return text
    stepped = f"{resolve(text, setting.rule.parameters)}_t"  # α₂ is lr_t at step 2
    if stepped in known:
        return stepped
    if text in POINT_NAMES or text in [canonical(str(v)) for v in setting.variables]:
        return POINT
    return "g" if text in GRADIENT_NAMES and "g" in known else None


def _step(index: str, step: int | None) -> int | None:
    """The step that an index means: a number, or t, t-1 where the step is known."""
    if index.isascii() and index.removeprefix("-").isdigit():
        return int(index)
    if step is None or not index.startswith(STEP.name):
        return None
    shift = index[1:].replace(" ", "")
    return step + int(shift) if shift.lstrip("+-").isdigit() else (None if shift else step)
