"""Links between expressions, for proofs that no page writes out: judged where they are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sympy as sp
from sympy import Expr, Symbol

from symopt.decide import sign
from symopt.derive.judge import Link, judge
from symopt.notation.tree import RelationSign

Assumptions = Mapping[str, str]


def link(
    name: str,
    left: Expr | int,
    relation: RelationSign,
    right: Expr | int,
    *,
    assuming: Assumptions | None = None,
    where: Mapping[Symbol, Expr] | None = None,
) -> Link:
    """The link, judged for what its symbols stand for."""
    left, right, where = sp.sympify(left), sp.sympify(right), dict(where or {})
    sides = left, right
    for symbol, value in where.items():
        sides = sides[0].subs(symbol, value), sides[1].subs(symbol, value)
    verdict = judge(sides[0], relation, sides[1], assuming=assuming or {})
    return Link(left, relation, right, verdict, name, where)


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
