"""The other names that the quantities of a rule go by: one table, and what tells a role.

A rule's own names come first. Names that a field uses for two quantities stand for neither where
a rule has both: V_dw is Adam's first moment to some and its second to others.
"""

from __future__ import annotations

from functools import lru_cache

from sympy import Pow

from symopt.rule import POINT, Line, Rule, now

SYNONYMS: dict[str, tuple[str, ...]] = {
    "average": ("m", "M", "first_moment", "velocity", "v", "V"),
    "velocity": ("velocity", "vel", "v", "V", "momentum_buffer", "buf", "속도"),
    "squares": ("v", "V", "s", "S", "G", "h", "H", "r", "R", "cache", "second_moment", "velocity"),
}
"""Role -> spellings. Only a name that fits exactly one role of the rule means anything."""

POINT_NAMES = frozenset(
    {POINT, "Theta", "X", "x", "W", "w", "params", "parameters", "weight", "weights", "p"}
)
LETTERS = frozenset({"x", "w", "p", "W"})
"""Point names that on some pages are an input, one weight or a probability."""

LOSS_NAMES = frozenset(
    {"f", "F", "J", "L", "E", "C", "Q", "loss", "Loss", "cost", "Cost", "l", "MSE", "Total", "y"}
)
"""What a derivative may be of: f in ∂f/∂x."""

FUNCTION_NAMES = frozenset({"f", "F", "J", "L", "loss", "Loss", "cost", "Cost"})
"""What the function itself is called wherever nothing else is."""

PARAMETER_WORDS = {"학습률": "lr", "학습율": "lr", "学习率": "lr", "学習率": "lr", "LR": "lr"}

GRADIENT_WORDS = frozenset({"g", "gradient", "grads", "기울기"})

NEW = frozenset({"new", "updated", "next", "plus", "prime"})
OLD = frozenset({"old", "prev", "previous", "before"})
CORRECTED = frozenset({"corr", "corrected", "unbiased", "correction", "hat", "prime", "tilde"})
CONSTANTS = {"pi": "pi", "e": "E"}  # and what exact arithmetic calls them
TIMES = frozenset({"t", "k", "n"})


@lru_cache(maxsize=64)
def roles(rule: Rule) -> dict[str, str]:
    """Each state quantity's role, told by its own equation: what it sums, squared or not.

    What sums bare gradients is an average where the rule calls it m, a velocity where not.
    """
    found = {line.left: _role(line) for line in rule.lines if line.left in rule.state}
    return {name: role for name, role in found.items() if role}


def _role(line: Line) -> str:
    squares = {power.base for power in line.right.atoms(Pow) if power.exp == 2}
    if now("g") in squares:
        return "squares"
    if any(base == now("delta") for base in squares):
        return "squared moves"
    if not line.right.has(now("g")) or line.right.atoms(Pow):
        return ""
    return "average" if line.left.startswith("m") else "velocity"


@lru_cache(maxsize=4096)
def synonym(spelled: str, rule: Rule) -> str | None:
    """The rule's quantity that goes by another name; None where none or several do."""
    if spelled in (*rule.quantities, *rule.state):
        return spelled
    inside = spelled.removeprefix("E[").removesuffix("^2]")
    wanted = ""
    if spelled != inside:
        wanted = "squared moves" if inside.lower().startswith("delta") else "squares"
    found = [
        name
        for name, role in roles(rule).items()
        if role == wanted or spelled in SYNONYMS.get(role, ())
    ]
    return found[0] if len(found) == 1 else None
