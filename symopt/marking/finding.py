"""A link to judge, and what was found about it."""

from __future__ import annotations

from dataclasses import dataclass

from symopt.marking.compare import Comparison
from symopt.marking.verdicts import HELD
from symopt.notation.tree import Node


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about a link."""

    comparison: Comparison
    follows: bool | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong here."""
        return self.comparison.status in HELD

    @property
    def is_slip(self) -> bool:
        """Whether something is wrong here, and not for a slip before."""
        return self.comparison.status == "refuted" and not self.follows


@dataclass(frozen=True, slots=True)
class Link:
    """Two sides with their relation."""

    left: Node
    right: Node
    rounded: bool
