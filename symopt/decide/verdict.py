"""What the judge answers: a status, how it was reached, and what a reader needs to check it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from symopt.display import Reported

Status = Literal["proved", "refuted", "undecided"]
SignName = Literal["positive", "nonnegative", "zero", "nonpositive", "negative"]


@dataclass(frozen=True)
class Verdict(Reported):
    """The answer to "are these equal for every value in the domain?" (or "of which sign?").

    An equality is claimed for those values of the domain at which *both* sides are defined as real
    numbers, and at least one such point was found before anything is called proved.

    status          proved, refuted or undecided; only the first two claim anything
    method          the decisive step: "normal form", "witness", "separation bound", ...
    evidence        readable lines: what was done and what came out
    witness         refuted: exact values of the variables, and the value of both sides there
    assumptions     the domain, one line a variable
    obligations     what had to be nonzero or of a sign: proved on the domain ("v >= 0"), or needed
                    for a side to be defined ("x - 1 != 0")
    precision_bits  the highest working precision that was used, where a precision was used
    sign            for `sign`: the strongest sign that was proved for every value
    """

    status: Status
    method: str
    evidence: tuple[str, ...] = ()
    witness: Mapping[str, str] | None = None
    assumptions: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    precision_bits: int | None = None
    sign: SignName | None = None

    def __bool__(self) -> bool:
        raise TypeError(
            "a verdict is proved, refuted or undecided, not true or false: "
            "write verdict.status == 'proved'"
        )

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain lists, dictionaries and texts."""
        return {
            "status": self.status,
            "method": self.method,
            "evidence": list(self.evidence),
            "witness": None if self.witness is None else dict(self.witness),
            "assumptions": list(self.assumptions),
            "obligations": list(self.obligations),
            "precision_bits": self.precision_bits,
            "sign": self.sign,
        }

    def __str__(self) -> str:
        head = self.status if self.sign is None else f"{self.status}: {self.sign}"
        lines = [f"{head} ({self.method})", *(f"  {line}" for line in self.evidence)]
        if self.witness is not None:
            lines.append("  at " + ", ".join(f"{k} = {v}" for k, v in self.witness.items()))
        if self.assumptions:
            lines.append("  for " + ", ".join(self.assumptions))
        if self.obligations:
            lines.append("  given " + ", ".join(self.obligations))
        return "\n".join(lines)
