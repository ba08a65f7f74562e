"""Rules that look ahead, with the point looked at in the parameters' place."""

from __future__ import annotations

from dataclasses import replace

from sympy import Dummy, Expr

from symopt.errors import InputError
from symopt.rule import GRADIENT, POINT, Rule, before, now


def ahead(rule: Rule) -> Expr:
    """How far from the parameters the rule takes its gradient: 0, or such as momentum·v.

    `InputError` for a rule with several gradients, or one that starts away from the parameters.
    """
    calls = {call for line in rule.lines for call in line.right.atoms(GRADIENT)}
    if len(calls) != 1:
        raise InputError(f"rule '{rule.name}' takes {len(calls)} gradients a step, not one")
    offset = calls.pop().args[0] - before(POINT)
    initial = {before(name): value for name, value in rule.state.items()}
    if offset.has(before(POINT)) or offset.xreplace(initial) != 0:
        raise InputError(f"rule '{rule.name}' does not start at the parameters")
    return offset


def at_the_parameters(rule: Rule) -> Rule:
    """The same rule in φ = θ + offset for θ, so that its gradient is taken at the parameters.

    θ is φ less the old offset, and the new φ is the new θ with the new offset (Bengio,
    Boulanger-Lewandowski & Pascanu 2013, section 3.5). A network's gradients are computed once a
    step, at the parameters: they are φ then.
    """
    offset, point, gradient = ahead(rule), before(POINT), Dummy()
    if offset == 0:
        return rule
    new = offset.xreplace({before(name): now(name) for name in rule.state})

    def shifted(line: Expr) -> Expr:
        taken = line.replace(lambda e: isinstance(e, GRADIENT), lambda _: gradient)
        return taken.xreplace({point: point - offset}).xreplace({gradient: GRADIENT(point)})

    lines = (
        replace(line, right=shifted(line.right) + (new if line.left == POINT else 0))
        for line in rule.lines
    )
    return replace(rule, lines=tuple(lines))
