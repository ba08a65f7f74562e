"""A link of a derivation: one relation between two expressions, and the judge's verdict on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import sympy as sp
from sympy import Expr, Symbol

from symopt.decide import Verdict, equal, sign
from symopt.decide.operations import RELATIONS

Relation = Literal["=", ">", ">=", "<", "<="]
Assumptions = Mapping[str, str]
_SIGNS = {
    "positive": {1},
    "nonnegative": {0, 1},
    "zero": {0},
    "nonpositive": {-1, 0},
    "negative": {-1},
}


@dataclass(frozen=True)
class Link:
    """`left relation right`, with what its symbols stand for and the verdict.

    `where` gives some symbols as expressions in others (lr = s·2/λ, say); `verdict.assumptions`
    says which values these take.
    """

    name: str
    left: Expr
    relation: Relation
    right: Expr
    verdict: Verdict
    where: Mapping[Symbol, Expr]

    @property
    def proved(self) -> bool:
        """Whether it holds for every value of its symbols."""
        return self.verdict.status == "proved"


def link(
    name: str,
    left: Expr | int,
    relation: Relation,
    right: Expr | int,
    *,
    assuming: Assumptions | None = None,
    where: Mapping[Symbol, Expr] | None = None,
) -> Link:
    """The link, judged. An inequality is judged by the sign of left - right."""
    left, right, where = sp.sympify(left), sp.sympify(right), dict(where or {})
    sides = left.subs(where), right.subs(where)
    if relation == "=":
        verdict = equal(*sides, assuming=assuming)
    else:
        verdict = _compared(*sides, relation, assuming)
    return Link(name, left, relation, right, verdict, where)


def _compared(left: Expr, right: Expr, relation: Relation, assuming: Assumptions | None) -> Verdict:
    """What the sign of left - right says about the relation."""
    verdict = sign(left - right, assuming=assuming)
    if verdict.sign is None:
        return verdict  # of both signs: then no inequality holds everywhere
    signs, allowed = _SIGNS[verdict.sign], set(RELATIONS[relation])
    if signs <= allowed:
        return verdict
    if signs & allowed == {0}:  # it holds only where the sides are equal
        equality = equal(left, right, assuming=assuming)
        if equality.status == "refuted":
            return equality
    evidence = (*verdict.evidence, f"left - right is {verdict.sign}")
    status: Literal["refuted", "undecided"] = "undecided" if signs & allowed else "refuted"
    return replace(verdict, status=status, sign=None, evidence=evidence)


def all_proved(links: Iterable[Link]) -> bool:
    """Whether every link is proved."""
    return all(link.proved for link in links)


def factored(value: Expr, domain: Assumptions) -> Expr:
    """The value as a product, in which no factor is negative throughout: 1 - β, never β - 1."""
    factors = []
    for factor in sp.Mul.make_args(sp.factor(value)):
        base, exponent = factor.as_base_exp()
        if base.is_Add and sign(base, assuming=domain).sign == "negative":
            factors += [sp.Pow(-base, exponent), sp.Pow(-1, exponent)]
        else:
            factors.append(factor)
    return sp.Mul(*factors)
