"""One step of a rule on a quadratic, as a linear map of what the rule carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import sympy as sp
from sympy import Expr, ImmutableMatrix, Symbol

from symopt.derive.judge import Link
from symopt.derive.link import factored, link
from symopt.errors import RuleError
from symopt.parameter import domains
from symopt.rule import GRADIENT, POINT, STEP, Rule, before, now

CURVATURE = Symbol("lambda", real=True)
SLOPE = Symbol("g", real=True)


@dataclass(frozen=True)
class LinearMap:
    """state_t = matrix · state_{t-1} + offset, on f(x) = curvature·x²/2 + slope·x.

    `step` holds the same as the rule's lines give it, unexpanded.
    """

    rule: Rule
    curvature: Expr
    state: tuple[Symbol, ...]
    step: tuple[Expr, ...]
    matrix: ImmutableMatrix
    offset: ImmutableMatrix

    @property
    def domain(self) -> dict[str, str]:
        """What is assumed: each parameter in its domain, an upper end left out; curvature > 0."""
        known = {n: text.replace("]", ")") for n, text in domains(self.rule.parameters).items()}
        return known | {str(symbol): "> 0" for symbol in self.curvature.free_symbols}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """That the lines of the rule come to the matrix, a link for each carried quantity."""
        linear = self.matrix * sp.Matrix(self.state) + self.offset
        return tuple(
            link(f"{name}_t", written, "=", row)
            for name, written, row in zip(self.rule.carried, self.step, linear, strict=True)
        )


def linear_map(rule: Rule, *, curvature: Expr = CURVATURE, slope: Expr = sp.S.Zero) -> LinearMap:
    """The step on f(x) = curvature·x²/2 + slope·x, computed from the rule's own lines.

    A quadratic of several variables falls apart into one such f for each eigenvalue of its Hessian,
    since the lines act on each coordinate alike and are linear.

    Raises:
        RuleError: the step is not linear in the state, or depends on the step's number.
    """
    state = tuple(before(name) for name in rule.carried)
    values: dict[Expr, Expr] = {}
    for line in rule.lines:
        written = line.right.xreplace(values)
        values[now(line.left)] = written.replace(GRADIENT, lambda at: curvature * at + slope)
    step = tuple(values[now(name)] for name in rule.carried)
    rows = [_coefficients(rule, part, state) for part in step]
    matrix = ImmutableMatrix([row[:-1] for row in rows])
    offset = ImmutableMatrix([row[-1] for row in rows])
    return LinearMap(rule, curvature, state, step, matrix, offset)


def _coefficients(rule: Rule, part: Expr, state: tuple[Symbol, ...]) -> list[Expr]:
    """The factors of the state in a linear expression, then what stands alone."""
    expanded = sp.expand(part)
    if not expanded.is_polynomial(*state):
        raise RuleError(f"'{rule.name}' is not linear in its state")
    poly = sp.Poly(expanded, *state)
    if poly.total_degree() > 1:
        raise RuleError(f"'{rule.name}' is not linear in its state")
    if STEP in expanded.free_symbols:
        raise RuleError(f"the step of '{rule.name}' depends on its number")
    return [sp.expand(poly.coeff_monomial(monomial)) for monomial in (*state, 1)]


@dataclass(frozen=True)
class Terminal:
    """What the state tends to under one constant gradient, and the point's step from then on."""

    state: Mapping[str, Expr]
    velocity: Expr
    links: tuple[Link, ...]


def terminal(rule: Rule, *, gradient: Symbol = SLOPE) -> Terminal:
    """The fixed point of the state under a constant gradient, and that every state tends to it.

    With momentum: v = -lr·g/(1 - ρ), since what v lacks of it is multiplied by ρ at each step.

    Raises:
        RuleError: the step is not linear, or the rule carries not just one number beside the point.
    """
    found = linear_map(rule, curvature=sp.S.Zero, slope=gradient)
    if len(found.state) != 2 or found.matrix[1, 0] != 0 or found.matrix[0, 0] != 1:
        raise RuleError(f"'{rule.name}' carries no velocity")
    kept, given, old = found.matrix[1, 1], found.offset[1], found.state[1]
    domain = found.domain
    end = factored(given / (1 - kept), domain)
    velocity = factored(found.matrix[0, 1] * end + found.offset[0], domain)
    links = (
        link("fixed", kept * end + given, "=", end, assuming=domain),
        link("distance", kept * old + given - end, "=", kept * (old - end), assuming=domain),
        link("factor", kept, "≥", 0, assuming=domain),
        link("factor below 1", kept, "<", 1, assuming=domain),
    )
    (name,) = (name for name in rule.carried if name != POINT)
    return Terminal({name: end}, velocity, (*found.links, *links))
