"""Where ∇f is zero: `the minimum is at x = 3` says nothing of a step."""

from __future__ import annotations

from symopt.errors import SymoptError
from symopt.marking.reference import Reference
from symopt.notation.tree import Name, Node, Vector
from symopt.reading.before import claimed_by
from symopt.reading.names import Quantity, meaning
from symopt.reading.points import coordinates
from symopt.rule import POINT


def is_stationary(head: Name | Vector, value: Node, reference: Reference, step: int) -> bool:
    """Whether a chain gives coordinates of the point in which the slopes of f are zero."""
    setting = reference.setting
    if claimed_by(head, setting, step) != POINT:
        return False
    found = meaning(head, setting, step) if isinstance(head, Name) else None
    component = found.component if isinstance(found, Quantity) else None
    given = coordinates(value, component, setting)
    at = {setting.variables[i]: number for i, number in given.items()}
    try:
        slopes = reference.slopes(None)
    except SymoptError:
        return False
    return bool(given) and all(slopes[i].subs(at, simultaneous=True) == 0 for i in given)
