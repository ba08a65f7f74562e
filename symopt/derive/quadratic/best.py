"""The best parameters of a linear rule for curvatures between μ and L, and critical damping.

Proofs are in p = √μ and q = √L, since every value below is rational in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import sympy as sp
from sympy import Expr, Symbol, sqrt

from symopt.decide import sign
from symopt.derive.judge import Link
from symopt.derive.link import Assumptions, all_proved, factored, link
from symopt.derive.quadratic.linear import CURVATURE, linear_map
from symopt.derive.quadratic.spectrum import Spectrum, Z, spectrum
from symopt.derive.quadratic.stability import MORE, RATE, SHARE
from symopt.errors import InputError, RuleError
from symopt.rule import Rule, parameter

SMALLEST, LARGEST = Symbol("mu", positive=True), Symbol("L", positive=True)
P, Q = Symbol("p", positive=True), Symbol("q", positive=True)
RADIUS = Symbol("r", real=True)
WEIGHT = Symbol("w", real=True)
ROOT = Symbol("x", positive=True)
_ROOTS = {P: sqrt(SMALLEST), Q: sqrt(LARGEST)}
_WIDER = {Q: P + MORE}  # q > p
_BETWEEN = {CURVATURE: P**2 + WEIGHT * (Q**2 - P**2), **_WIDER}
_DOMAIN = {"p": "> 0", "u": "> 0", "w": "[0, 1]", "s": "(0, 1)"}


@dataclass(frozen=True)
class Best:
    """Values of the parameters and the rate that they give: |eigenvalue| <= rate for μ <= λ <= L.

    `optimal` says whether the links also prove that no other values give a smaller rate.
    """

    spectrum: Spectrum
    values: Mapping[Symbol, Expr]
    rate: Expr
    optimal: bool
    links: tuple[Link, ...]

    def at(self, smallest: Expr, largest: Expr) -> tuple[dict[str, Expr], Expr]:
        """The values and the rate for curvatures from one exact number to another.

        Raises:
            InputError: unless 0 < smallest < largest.
        """
        if sign(largest - smallest).sign != "positive" or sign(smallest).sign != "positive":
            raise InputError(f"the curvatures must satisfy 0 < μ < L (got {smallest}, {largest})")
        numbers = {SMALLEST: smallest, LARGEST: largest}

        def written(value: Expr) -> Expr:
            return sp.expand(sp.radsimp(value.subs(numbers)))

        return {str(name): written(x) for name, x in self.values.items()}, written(self.rate)


def best_values(rule: Rule) -> Best:
    """The best lr (and momentum): of gradient descent, the heavy ball, or Nesterov's method.

    Source: Polyak 1964, theorem 9 (heavy ball); Nesterov 2004, "Introductory Lectures on Convex
    Optimization", sections 2.1.5 (descent) and 2.2.1. The optimality of the heavy ball's values
    among all lr and momentum is proved here from the characteristic polynomial.

    Raises:
        RuleError: the rule is not linear, or of none of the three kinds.
    """
    found = spectrum(linear_map(rule))
    if found.size == 1:
        return _descent(found)
    if not found.determinant.free_symbols & {RATE, CURVATURE}:
        return _heavy_ball(found)
    if all(
        part.subs(RATE, 1 / CURVATURE).expand() == 0 for part in (found.trace, found.determinant)
    ):
        return _accelerated(found)
    raise RuleError(f"no best values are known for '{rule.name}'")


def momentum_of(rule: Rule) -> Symbol:
    """The one parameter beside lr."""
    names = [name for name in rule.parameters if name != RATE.name]
    if len(names) != 1:
        raise RuleError(f"'{rule.name}' has not just one parameter beside lr")
    return parameter(names[0])


def _root(value: Expr, unknown: Symbol) -> Expr:
    """Where a linear expression is 0."""
    poly = sp.Poly(sp.together(value).as_numer_denom()[0], unknown)
    if poly.degree() != 1:
        raise RuleError(f"no closed form is known for {unknown}")
    return sp.factor(-poly.nth(0) / poly.nth(1))


def _descent(found: Spectrum) -> Best:
    """1 - lr·μ and 1 - lr·L are of one size: any other lr makes one of them larger."""
    trace = found.trace
    low, high = trace.subs(CURVATURE, P**2), trace.subs(CURVATURE, Q**2)
    lr = _root(low + high, RATE)
    rate = sp.cancel(low.subs(RATE, lr))
    best, scaled = {RATE: lr}, {RATE: SHARE * lr, **_WIDER}
    longer = _DOMAIN | {"s": "> 1"}
    links = (
        *found.links,
        link("at the smallest curvature", low, "=", rate, assuming=_DOMAIN, where=best),
        link("at the largest curvature", high, "=", -rate, assuming=_DOMAIN, where=best),
        link("not above", trace.subs(best), "≤", rate, assuming=_DOMAIN, where=_BETWEEN),
        link("not below", trace.subs(best), "≥", -rate, assuming=_DOMAIN, where=_BETWEEN),
        link("worse with a smaller lr", low, ">", rate, assuming=_DOMAIN, where=scaled),
        link("worse with a larger lr", -high, ">", rate, assuming=longer, where=scaled),
    )
    return _named(found, best, rate, all_proved(links[-2:]), links)


def _heavy_ball(found: Spectrum) -> Best:
    """Double eigenvalues at both ends: r at μ, -r at L; all moduli between are r."""
    momentum = momentum_of(found.map.rule)
    trace, determinant = found.trace, found.determinant
    rate = (Q - P) / (Q + P)
    inertia = _root(determinant - rate**2, momentum)
    lr = _root((trace.subs(CURVATURE, Q**2) + 2 * rate).subs(momentum, inertia), RATE)
    best = {momentum: inertia, RATE: lr}
    flat = found.discriminant.subs(best)
    optimal = _no_smaller(found, momentum, rate)
    links = (
        *found.links,
        *_ends(found, best, {P**2: rate, Q**2: -rate}),
        link("complex between", flat, "≤", 0, assuming=_DOMAIN, where=_BETWEEN),
        link("modulus", determinant.subs(best), "=", rate**2, assuming=_DOMAIN),
        *optimal,
    )
    return _named(found, best, rate, all_proved(optimal), links)


def _no_smaller(found: Spectrum, momentum: Symbol, rate: Expr) -> tuple[Link, ...]:
    """No lr and momentum give moduli of at most r < rate at both μ and L.

    The polynomial f of an eigenvalue pair of moduli at most r satisfies f(r) >= 0, f(-r) >= 0 and
    determinant <= r², and the determinant is the momentum, w·r² with 0 <= w <= 1. But
    q²·f_μ(r) + p²·f_L(-r) is free of lr, and negative.
    """
    low, high = (found.polynomial.subs(CURVATURE, end) for end in (P**2, Q**2))
    both = Q**2 * low.subs(Z, RADIUS) + P**2 * high.subs(Z, -RADIUS)
    free = sp.expand(both)
    if RATE in free.free_symbols:
        raise RuleError("the two ends can't be weighed against each other")
    inside = {momentum: WEIGHT * RADIUS**2}
    smaller = {RADIUS: SHARE * rate, **_WIDER}
    return (
        link("free of lr", both, "=", free),
        link("determinant", found.determinant.subs(inside), "=", WEIGHT * RADIUS**2),
        link(
            "no smaller radius",
            free.subs(inside).subs(RADIUS, SHARE * rate),
            "<",
            0,
            assuming=_DOMAIN,
            where=smaller,
        ),
    )


def _accelerated(found: Spectrum) -> Best:
    """Nesterov's lr = 1/L and ρ = (q - p)/(q + p): a double eigenvalue 1 - p/q at μ, 0 at L."""
    best = {momentum_of(found.map.rule): (Q - P) / (Q + P), RATE: 1 / Q**2}
    rate = 1 - P / Q
    flat, size = found.discriminant.subs(best), found.determinant.subs(best)
    links = (
        *found.links,
        *_ends(found, best, {P**2: rate, Q**2: sp.S.Zero}),
        link("complex between", flat, "≤", 0, assuming=_DOMAIN, where=_BETWEEN),
        link("modulus", size, "≤", rate**2, assuming=_DOMAIN, where=_BETWEEN),
    )
    return _named(found, best, rate, False, links)


def _ends(
    found: Spectrum, best: Mapping[Symbol, Expr], doubled: Mapping[Expr, Expr]
) -> tuple[Link, ...]:
    """That the polynomial is (z - double eigenvalue)² at each end of the curvatures."""
    names = "double eigenvalue at μ", "double eigenvalue at L"
    return tuple(
        link(
            name,
            found.polynomial.subs(best).subs(CURVATURE, end),
            "=",
            (Z - value) ** 2,
            assuming=_DOMAIN,
        )
        for name, (end, value) in zip(names, doubled.items(), strict=True)
    )


def _named(
    found: Spectrum,
    values: Mapping[Symbol, Expr],
    rate: Expr,
    optimal: bool,
    links: tuple[Link, ...],
) -> Best:
    """The same with μ and L in place of p and q."""
    return Best(
        found,
        {name: value.subs(_ROOTS) for name, value in values.items()},
        rate.subs(_ROOTS),
        optimal,
        links,
    )


@dataclass(frozen=True)
class Critical:
    """The momentum above which the eigenvalues at curvature λ are complex: the path oscillates.

    Proved for 0 < lr·λ < reach.
    """

    spectrum: Spectrum
    momentum: Expr
    reach: int
    links: tuple[Link, ...]


def critical_damping(rule: Rule) -> Critical:
    """The momentum at which the discriminant vanishes; (1 - √(lr·λ))² for the heavy ball.

    Raises:
        RuleError: the rule is not linear, or no such momentum is proved in closed form.
    """
    found = spectrum(linear_map(rule))
    momentum = momentum_of(rule)
    value = sp.factor(found.discriminant.subs(RATE, ROOT**2 / CURVATURE))
    roots = sp.roots(sp.Poly(sp.fraction(value)[0], momentum))
    for end, root in product((2, 1), roots):
        domain = found.map.domain | _DOMAIN | {"x": f"(0, {end})"}
        inside = factored(root, domain)
        links = _critical_links(value, momentum, inside, domain)
        if all_proved(links):
            named = inside.subs(ROOT, sqrt(RATE * CURVATURE))
            return Critical(found, named, end**2, (*found.links, *links))
    raise RuleError(f"no critical momentum is known for '{rule.name}'")


def _critical_links(
    value: Expr, momentum: Symbol, inside: Expr, domain: Assumptions
) -> tuple[Link, ...]:
    """With x = √(lr·λ): the discriminant is 0 at the momentum, and negative just above it."""
    less, more = SHARE * inside, inside + SHARE * (1 - inside)
    return (
        link("in the domain", inside, "≥", 0, assuming=domain),
        link("below 1", inside, "<", 1, assuming=domain),
        link("critical", value, "=", 0, assuming=domain, where={momentum: inside}),
        link("real below", value, "≥", 0, assuming=domain, where={momentum: less}),
        link("complex above", value, "<", 0, assuming=domain, where={momentum: more}),
    )
