"""Claims that no single chain can make: what the fences of a statement may hold, by their kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from symopt.derive.analysis import best, course, damping, ending, landscape, stable
from symopt.derive.claim import Claim, Claimed
from symopt.derive.induction import induction
from symopt.derive.sameness import different, same
from symopt.errors import InputError, SymoptError
from symopt.parameter import did_you_mean

CLAIMS: Mapping[str, Callable[[Claim], Claimed]] = {
    "induction": induction,
    "same": same,
    "different": different,
    "stable": stable,
    "best": best,
    "damping": damping,
    "terminal": ending,
    "landscape": landscape,
    "course": course,
}


def judge_claim(claim: Claim) -> Claimed:
    """Judge a claim of any kind; `InputError` for a kind that is none."""
    kind = CLAIMS.get(claim.fence.kind)
    if kind is None:
        raise InputError(
            f"unknown kind of claim '{claim.fence.kind}'",
            place=claim.fence.place,
            hint=did_you_mean(claim.fence.kind, CLAIMS),
        )
    try:
        return kind(claim)
    except SymoptError as error:
        raise error.at(claim.fence.place) from None
