"""What comes of an expression in which sums or limits were replaced by what they equal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import sympy as sp


@dataclass
class Closed:
    """An expression without what was replaced in it, and how each replacement was found."""

    expression: sp.Basic
    methods: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    obligations: list[str] = field(default_factory=list)

    def note(self, method: str, *evidence: str, obligations: Iterable[str] = ()) -> None:
        """Remember a step, once."""
        for known, new in (
            (self.methods, [method]),
            (self.evidence, evidence),
            (self.obligations, obligations),
        ):
            known += [line for line in dict.fromkeys(new) if line not in known]
