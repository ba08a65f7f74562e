"""Judging one link of a chain, for all values of its names: =, ≠, ≈ and the orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Add, Derivative, Expr, Integer, Rational, Symbol
from sympy.core.function import AppliedUndef

from symopt.decide.equal import equal
from symopt.decide.sign import ordered
from symopt.decide.verdict import Status, Verdict
from symopt.notation.tree import Negative, Node, Number, RelationSign
from symopt.notation.write import tree_text, write_text
from symopt.rule import NORM

SECONDS = 5.0
LENGTH = "one coordinate does not tell how long the gradient is"
SEQUENCES: Mapping[str, Callable[..., Expr]] = {
    "1 and -1 by turns": lambda *indices: (-1) ** Add(*indices),
    "0": lambda *_: Integer(0),
}
"""Sequences for which a claim about all of them may fail, in words and by their indices."""


@dataclass(frozen=True)
class Link:
    """left, a relation, right, and what was found; `name` says what it is about.

    `where` gives some symbols as expressions in others, replaced in this order before judging.
    """

    left: Node | Expr
    relation: RelationSign
    right: Node | Expr
    verdict: Verdict
    name: str = ""
    where: Mapping[Symbol, Expr] = field(default_factory=dict)

    @property
    def proved(self) -> bool:
        """Whether it holds for every value of its symbols."""
        return self.verdict.status == "proved"

    def __str__(self) -> str:
        return f"{_text(self.left)} {self.relation} {_text(self.right)}"

    def to_json(self) -> dict[str, Any]:
        """The claim as plain text, and the verdict."""
        sides = {"left": _text(self.left), "relation": self.relation, "right": _text(self.right)}
        return {"claim": self.name, **sides, **self.verdict.to_json()}


def judge(
    left: Expr,
    relation: RelationSign,
    right: Expr,
    *,
    assuming: Mapping[Any, object],
    written: Node | None = None,
    seconds: float = SECONDS,
) -> Verdict:
    """Whether a relation holds for every value in the domain at which both sides are defined.

    left ≠ right claims that they are not the same everywhere; left ≈ right, for numbers, that left
    rounds to the digits that are `written` on the right. Undecided when the time is used up.
    """
    if relation == "≠":
        return _opposite(judge(left, "=", right, assuming=assuming, seconds=seconds))
    if relation == "≈":
        return _rounds(left, right, written, assuming, seconds)
    verdict = _judged(left, relation, right, assuming, seconds)
    if left.has(NORM) or right.has(NORM):
        refuted = verdict.status == "refuted"
        return replace(verdict, status="undecided", evidence=(LENGTH,)) if refuted else verdict
    unknown = left.has(AppliedUndef) or right.has(AppliedUndef)
    if verdict.status == "undecided" and unknown:
        return next(_examples(left, relation, right, assuming, seconds), verdict)
    return verdict


def _judged(
    left: Expr,
    relation: RelationSign,
    right: Expr,
    assuming: Mapping[Any, object],
    seconds: float,
) -> Verdict:
    match relation:
        case "<" | "≤" | ">" | "≥":
            return ordered(left, relation, right, assuming=assuming, seconds=seconds)
        case _:
            return equal(left, right, assuming=assuming, seconds=seconds)


def _examples(
    left: Expr,
    relation: RelationSign,
    right: Expr,
    assuming: Mapping[Any, object],
    seconds: float,
) -> Iterator[Verdict]:
    """Refutations for one choice of all sequences: what is claimed of any is claimed of it."""
    if left.has(Derivative) or right.has(Derivative):
        return
    for words, term in SEQUENCES.items():
        sides = [side.replace(AppliedUndef, term) for side in (left, right)]
        verdict = _judged(sides[0], relation, sides[1], assuming, seconds)
        if verdict.status == "refuted":
            yield replace(
                verdict, evidence=(f"for sequences whose terms are {words}", *verdict.evidence)
            )


def _opposite(verdict: Verdict) -> Verdict:
    turned: Mapping[Status, Status] = {"proved": "refuted", "refuted": "proved"}
    return replace(verdict, status=turned.get(verdict.status, verdict.status))


def _rounds(
    left: Expr,
    right: Expr,
    written: Node | None,
    assuming: Mapping[Any, object],
    seconds: float,
) -> Verdict:
    """Whether |left - right| is at most half a unit of the last digit written."""
    half = half_a_digit(written)
    if half is None:
        return Verdict("undecided", "no digits", ("to the right of ≈ stands no decimal number",))
    below = ordered(left, "≤", right + half, assuming=assuming, seconds=seconds)
    if below.status != "proved":
        return below
    return ordered(left, "≥", right - half, assuming=assuming, seconds=seconds)


def half_a_digit(written: Node | None) -> Rational | None:
    """Half a unit of the last digit of a decimal number, with its sign or without."""
    digits = written.operand if isinstance(written, Negative) else written
    decimals = digits.decimals if isinstance(digits, Number) else None
    return None if decimals is None else Rational(1, 2 * 10**decimals)


def _text(side: Node | Expr) -> str:
    return write_text(side) if isinstance(side, Expr) else tree_text(side)
