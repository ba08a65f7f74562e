"""The fences about two rules: `same`, that one does what the other does, and `different`.

    ```same
    rules: [momentum, momentum_ema]
    where: {beta: momentum, lr: lr/(1 - momentum)}
    map: {m: -(1 - momentum)/lr*v}
    fixed: {epsilon: 0}
    gradient: c
    varying: [lr]
    ```

Only `rules` must be given; "this" is the page's own rule. `where` says the second rule's parameters
in the first one's, `map` what it carries: both are sought where they are left out. `gradient` is
the factor by which the second rule's gradients are larger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from sympy import Expr

from symopt import rules
from symopt.decide.verdict import Status, Verdict
from symopt.derive.claim import Claim, Claimed
from symopt.derive.judge import Link
from symopt.derive.same.bisimulation import Obligation
from symopt.derive.same.equivalence import Equivalence, equivalent
from symopt.errors import InputError
from symopt.notation.tree import Name, RelationSign
from symopt.page import Entry
from symopt.rule import STEP, Rule

THIS = "this"
NO_OTHER = "no parameters were found with which they would be the same"
ORDERS: Mapping[str, RelationSign] = {"parameter": "≥", "invariant": "≥"}
"""The relation of an obligation, where it is no equality."""


def same(claim: Claim) -> Claimed:
    """That the second rule does what the first does, proved by bisimulation."""
    found = _compared(claim)
    if found.witness is not None and "where" not in claim.fence.entries:
        found = replace(found, evidence=(*found.evidence, NO_OTHER))
    details = [
        Link(link.left, ORDERS.get(link.kind, "="), link.right, _reached(link, found), link.kind)
        for link in found.links
    ]
    return Claimed((*details, _together(found, "=", found.status)), found)


def _reached(link: Obligation, found: Equivalence) -> Verdict:
    """An obligation's verdict: a state in which it fails refutes nothing if no run leads there."""
    unreached = link.verdict.status == "refuted" and found.status != "refuted"
    return replace(link.verdict, status="undecided") if unreached else link.verdict


def different(claim: Claim) -> Claimed:
    """That the two rules part, with a run from the initial state in which they do."""
    found = _compared(claim)
    turned: dict[Status, Status] = {"proved": "refuted", "refuted": "proved"}
    return Claimed((_together(found, "≠", turned.get(found.status, found.status)),), found)


def _together(found: Equivalence, relation: Literal["=", "≠"], status: Status) -> Link:
    verdict = Verdict(
        status,
        "witness" if found.witness else "bisimulation",
        found.evidence,
        assumptions=found.assumptions,
        obligations=found.obligations,
    )
    return Link(Name(found.second.name), relation, Name(found.first.name), verdict)


def _compared(claim: Claim) -> Equivalence:
    claim.only("rules", "where", "map", "fixed", "gradient", "varying")
    entry = claim.entry("rules")
    parts = entry.value if isinstance(entry.value, tuple) else ()
    if len(parts) != 2:
        raise InputError("'rules' must name two rules", place=entry.place, hint="[sgd, momentum]")
    first, second = (_rule(part, claim) for part in parts)
    constants = {
        name: known
        for name, known in claim.statement.assumptions.items()
        if name not in (STEP.name, *first.parameters)
    }
    return equivalent(
        first,
        second,
        where=claim.texts("where"),
        state_map=claim.texts("map"),
        fixed={**_set_on_page(parts, claim), **(claim.texts("fixed") or {})},
        gradient=claim.text("gradient") or 1,
        varying=claim.list("varying"),
        assuming=constants,
    )


def _set_on_page(parts: Sequence[Entry], claim: Claim) -> Mapping[str, Expr]:
    """The values of parameters that the page gives to its own rule, if it is one of the two."""
    unrolled = claim.statement.unrolled
    own = unrolled is not None and any(part.text("rules") == THIS for part in parts)
    return unrolled.values if unrolled is not None and own else {}


def _rule(entry: Entry, claim: Claim) -> Rule:
    """The rule of that name, or the page's own."""
    name = entry.text("rules")
    if name == THIS and claim.statement.unrolled is not None:
        return claim.statement.unrolled.rule
    return entry.placed(lambda: rules.get(name))
