"""The library of known mistakes: each a short declaration, replayed to see what it would give.

The modules stand in the order in which their mistakes are named where several fit.
"""

from symopt.marking.mistakes import (  # isort: skip
    readings,
    moments,
    motion,
    gradients,
    arithmetic,
    copying,
    numerals,
)
from symopt.marking.mistakes.declare import LIBRARY, Mistake

__all__ = [
    "LIBRARY",
    "Mistake",
    "arithmetic",
    "copying",
    "gradients",
    "moments",
    "motion",
    "numerals",
    "readings",
]
