"""The sign of an expression for every value in the domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import sympy as sp
from flint import fmpq
from sympy.core.function import AppliedUndef

from symopt.decide.budget import Budget
from symopt.decide.cells import leaves
from symopt.decide.domain import Domain
from symopt.decide.evaluate import compiled
from symopt.decide.normal_form import Workplace
from symopt.decide.numeric import sign_of_number
from symopt.decide.obligations import obligations_of
from symopt.decide.operations import Missing
from symopt.decide.oracle import SignOracle
from symopt.decide.rewriting import rewritten
from symopt.decide.scope import Scope
from symopt.decide.sides import Look, Side, components, known_names, look_over
from symopt.decide.signs import ANY, Signs
from symopt.decide.sum_signs import note_values
from symopt.decide.sums import SUMS
from symopt.decide.verdict import SignName, Verdict
from symopt.decide.witness import QUICK_BITS, text_of
from symopt.errors import InputError, UndecidedError, UndefinedError

POINTS = 40
Order = Literal["<", "≤", ">", "≥"]
ORDERS: Mapping[Order, Signs] = {
    "<": frozenset({-1}),
    "≤": frozenset({-1, 0}),
    ">": frozenset({1}),
    "≥": frozenset({0, 1}),
}
"""The signs that left - right may have."""
REPLACED = (sp.Derivative, sp.Limit, *SUMS)
NAMES: dict[Signs, SignName] = {
    frozenset({1}): "positive",
    frozenset({0, 1}): "nonnegative",
    frozenset({0}): "zero",
    frozenset({-1, 0}): "nonpositive",
    frozenset({-1}): "negative",
}
SIGNS = {name: signs for signs, name in NAMES.items()}


def sign(
    expression: Side,
    *,
    assuming: Mapping[Any, object] | None = None,
    seconds: float = 5.0,
    max_bits: int = 2_000_000,
) -> Verdict:
    """Judge which sign an expression has wherever it is defined on the domain.

    Proved: `verdict.sign` is positive, nonnegative, zero, nonpositive or negative, and holds for
    every value. Refuted: it takes both signs, and the evidence shows where. Otherwise undecided.
    Arguments and errors are those of `equal`; a sign is a scalar's.
    """
    budget = Budget(seconds=seconds, max_bits=max_bits)
    parts = components(expression, known_names((expression,), assuming))
    if len(parts) != 1:
        raise InputError(f"a sign is that of one expression (got {len(parts)} components)")
    look = look_over(parts[0])
    domain = Domain(look.symbols, assuming)
    try:
        if look.algebraic:
            exact = frozenset({sign_of_number(parts[0], budget)})
            return Verdict("proved", "separation bound", sign=NAMES[exact])
        verdict = _on_domain(parts[0], look, domain, budget)
    except (UndecidedError, UndefinedError) as error:
        verdict = Verdict("undecided", "budget", (error.message,))
    return replace(verdict, assumptions=domain.describe())


def ordered(
    left: Side,
    relation: Order,
    right: Side,
    *,
    assuming: Mapping[Any, object] | None = None,
    seconds: float = 5.0,
) -> Verdict:
    """Judge left < right, or another order, wherever both sides are defined on the domain.

    Refuted by one point at which it does not hold. Arguments and errors are those of `sign`.
    """
    names = known_names((left, right), assuming)
    sides = components(left, names), components(right, names)
    if any(len(side) != 1 for side in sides):
        raise InputError(f"'{relation}' is between numbers (got {len(sides[0])} components)")
    difference = sp.Add(sides[0][0], sp.Mul(-1, sides[1][0]))
    verdict = sign(difference, assuming=assuming, seconds=seconds)
    if verdict.status == "proved" and verdict.sign is not None:
        possible = SIGNS[verdict.sign]
        if possible <= ORDERS[relation]:
            return verdict
        if not possible & ORDERS[relation]:
            return replace(verdict, status="refuted")
    domain = Domain(look_over(difference).symbols, assuming)
    seen = _seen(difference, domain, Budget(seconds=seconds))
    if wrong := tuple(line for found, line in seen.items() if found not in ORDERS[relation]):
        lines = tuple(f"left - right: {line}" for line in wrong)
        return replace(verdict, status="refuted", method="witness", evidence=lines, sign=None)
    return verdict if verdict.status == "undecided" else replace(verdict, status="undecided")


def _on_domain(expression: sp.Expr, look: Look, domain: Domain, budget: Budget) -> Verdict:
    seen = _seen(expression, domain, budget)
    if {-1, 1} <= seen.keys():
        lines = tuple(line for s, line in sorted(seen.items()) if s)
        return Verdict("refuted", "witness", lines, precision_bits=QUICK_BITS)
    if not seen:
        reason = "no point of the domain was found at which the expression has a certain sign"
        return Verdict("undecided", "undefined", (reason,))
    if not domain.variables and not look.has(AppliedUndef):
        (found,) = seen
        return _proved(frozenset({found}), "certified value", [], seen)
    place = Workplace(domain, budget)
    note_values(expression, Scope(place))
    if (verdict := _by_forms(expression, place, seen)) is not None:
        return verdict
    if look.tame and look.has(*REPLACED):
        closed = rewritten([expression], [look], place)
        (other,) = closed.expression.args
        if other != expression and (verdict := _by_forms(other, place, seen)) is not None:
            return replace(
                verdict,
                method=", ".join([*closed.methods, verdict.method]),
                evidence=(*closed.evidence, *verdict.evidence),
                obligations=(*closed.obligations, *verdict.obligations),
            )
    return Verdict("undecided", "sign cells", tuple(seen.values()), precision_bits=QUICK_BITS)


def _by_forms(expression: sp.Expr, place: Workplace, seen: dict[int, str]) -> Verdict | None:
    """Proved by the normal form on the domain, or in all cells of it."""
    try:
        oracle, (form,) = place.forms(expression)
        signs, oracles, method = oracle.signs(form), [oracle], "normal form"
    except UndecidedError:
        place.budget.check()
        signs, oracles, method = ANY, [], ""
    if signs not in NAMES:
        signs, oracles, method = frozenset(), [], "sign cells"
        try:
            for leaf in leaves(place, expression):
                signs |= leaf.oracle.signs(leaf.forms[0])
                oracles.append(leaf.oracle)
        except UndecidedError:
            place.budget.check()
            return None
    return _proved(signs, method, oracles, seen) if signs in NAMES else None


def _proved(signs: Signs, method: str, oracles: list[SignOracle], seen: dict[int, str]) -> Verdict:
    return Verdict(
        "proved",
        method,
        tuple(seen.values()),
        obligations=obligations_of(oracles),
        precision_bits=QUICK_BITS,
        sign=NAMES[signs],
    )


def _seen(expression: sp.Expr, domain: Domain, budget: Budget) -> dict[int, str]:
    """The signs that the expression certainly takes, each with a point in words."""
    program = compiled(expression)
    seen: dict[int, str] = {}
    for point in domain.points(POINTS):
        value = program.run(point, QUICK_BITS, budget)
        if isinstance(value, Missing):
            continue
        found = 1 if value > 0 else -1 if value < 0 else 0 if isinstance(value, fmpq) else None
        if found is not None and found not in seen:
            where = ", ".join(f"{name} = {x}" for name, x in point.items())
            seen[found] = f"the value is {text_of(value)}" + (where and f" at {where}")
    return seen
