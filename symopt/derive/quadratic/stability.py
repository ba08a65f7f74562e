"""For which learning rates every eigenvalue of a rule's step lies inside the unit circle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp
from sympy import Expr, Symbol

from symopt.decide import sign
from symopt.derive.judge import Link
from symopt.derive.link import factored, link
from symopt.derive.quadratic.hessian import Curvature, curvatures
from symopt.derive.quadratic.linear import LinearMap, linear_map
from symopt.derive.quadratic.spectrum import Spectrum, Z, spectrum
from symopt.errors import InputError, RuleError, UndecidedError
from symopt.objective import Objective
from symopt.rule import Rule, parameter

SHARE = Symbol("s", real=True)
MORE = Symbol("u", real=True)
RATE = parameter("lr")
_NOT_NEGATIVE = {"positive", "nonnegative", "zero"}


@dataclass(frozen=True)
class StableRange:
    """The step converges from everywhere if and only if 0 < lr < upper.

    `jury` holds the expressions that are all positive exactly where every eigenvalue has a modulus
    below 1. `links` show that they are for lr = s·upper with 0 < s < 1, that one of them is 0 at
    s = 1 and negative for s > 1, and that upper falls as the curvature grows: of several
    eigenvalues of a Hessian, the largest counts.
    """

    spectrum: Spectrum
    jury: Mapping[str, Expr]
    upper: Expr
    binding: str
    links: tuple[Link, ...]

    @property
    def map(self) -> LinearMap:
        """The step that this is about."""
        return self.spectrum.map


def jury(found: Spectrum) -> dict[str, Expr]:
    """The expressions that are all positive if and only if every root lies in the unit circle.

    Source: Jury 1964, "Theory and Application of the z-Transform Method", section 3.3.
    """
    p = found.polynomial
    if found.size == 1:
        ends = {"p(1)": p.subs(Z, 1), "-p(-1)": -p.subs(Z, -1)}
    else:
        ends = {"p(1)": p.subs(Z, 1), "p(-1)": p.subs(Z, -1), "1 - det": 1 - found.determinant}
    return {name: factored(value, found.map.domain) for name, value in ends.items()}


@lru_cache(maxsize=64)
def stable_range(rule: Rule) -> StableRange:
    """The bound on lr, derived from the rule's lines on f(x) = λx²/2 for λ > 0.

    Raises:
        RuleError: the rule is not linear in its state, has no lr, or its bound is not positive.
        UndecidedError: the Jury expressions don't give one bound on lr.
    """
    found = spectrum(linear_map(rule))
    if RATE.name not in rule.parameters:
        raise RuleError(f"'{rule.name}' has no learning rate")
    conditions = jury(found)
    bounds = {name: _bound(found.map, value) for name, value in conditions.items()}
    uppers = {name: bound for name, bound in bounds.items() if bound is not None}
    if len(uppers) != 1:
        raise UndecidedError(f"the learning rate of '{rule.name}' has {len(uppers)} upper bounds")
    ((binding, upper),) = uppers.items()
    if sign(upper, assuming=found.map.domain).sign != "positive":
        raise RuleError(f"'{rule.name}' is not shown to converge for any learning rate")
    links = (*found.links, *bound_links(found, upper, binding))
    return StableRange(found, conditions, upper, binding, links)


def _bound(found: LinearMap, condition: Expr) -> Expr | None:
    """The lr at which a linear condition turns from positive to negative; None if it never does."""
    poly = sp.Poly(condition, RATE)
    if poly.degree() <= 1:
        slope, start = (poly.coeff_monomial(power) for power in (RATE, 1))
        rising, above = (sign(part, assuming=found.domain).sign for part in (slope, start))
        if rising == "negative":
            return factored(-start / slope, found.domain)
        if rising in _NOT_NEGATIVE and above in _NOT_NEGATIVE:
            return None
    raise UndecidedError(f"the bound that {condition} > 0 puts on lr is not settled")


def bound_links(found: Spectrum, upper: Expr, binding: str) -> tuple[Link, ...]:
    """That a rate is stable below `upper` and not above, whoever claims it: right or wrong."""
    conditions = jury(found)
    domain = found.map.domain
    below, above = domain | {"s": "(0, 1)"}, domain | {"s": "> 1"}
    scaled = {RATE: SHARE * upper}
    curvature = found.map.curvature
    return (
        link("a positive bound", upper, ">", 0, assuming=domain),
        *(
            link(f"{name} below the bound", value, ">", 0, assuming=below, where=scaled)
            for name, value in conditions.items()
        ),
        link("at the bound", conditions[binding], "=", 0, assuming=domain, where={RATE: upper}),
        link("above the bound", conditions[binding], "<", 0, assuming=above, where=scaled),
        link(
            "smaller for a larger curvature",
            upper.subs(curvature, curvature + MORE),
            "<",
            upper,
            assuming=domain | {"u": "> 0"},
        ),
    )


@dataclass(frozen=True)
class StableOn:
    """The step converges from everywhere on a quadratic if and only if 0 < lr < upper.

    `links` stand beside those of the range.
    """

    range: StableRange
    curvatures: tuple[Curvature, ...]
    upper: Expr
    links: tuple[Link, ...]


def stable_on(rule: Rule, objective: Objective) -> StableOn:
    """The bound at the largest eigenvalue of a Hessian, proved for every eigenvalue of it.

    Raises:
        InputError: the objective is not a quadratic, or its Hessian is not positive definite.
        RuleError, UndecidedError: as `stable_range` and `curvatures` do.
    """
    found, curved = stable_range(rule), curvatures(objective)
    if sign(curved[0].value).sign != "positive":
        raise InputError(
            "the Hessian must be positive definite",
            hint=f"its smallest eigenvalue is {curved[0].value}",
        )
    at, domain = found.map.curvature, found.map.domain
    upper = factored(found.upper.subs(at, curved[-1].value), domain)
    below, above = domain | {"s": "(0, 1)"}, domain | {"s": "> 1"}
    inside = (
        link(
            f"{name} at eigenvalue {place}",
            value,
            ">",
            0,
            assuming=below,
            where={RATE: SHARE * upper, at: pair.value},
        )
        for place, pair in enumerate(curved, start=1)
        for name, value in found.jury.items()
    )
    beyond = link(
        "above the bound",
        found.jury[found.binding],
        "<",
        0,
        assuming=above,
        where={RATE: SHARE * upper, at: curved[-1].value},
    )
    own = (part for pair in curved for part in pair.links)
    return StableOn(found, curved, upper, (*own, *inside, beyond))
