"""Judges links between formulas: the function, its gradient, and a rule's own line."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Symbol

from symopt.decide.equal import equal
from symopt.errors import SymoptError
from symopt.marking.compare import Comparison
from symopt.notation.read import canonical
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import Call, Name, Negative, Node, Vector, key, walk
from symopt.objective import Objective
from symopt.setting import Setting
from symopt.spelling import line_tree

SECONDS = 5.0


def is_formula(left: Node, right: Node, setting: Setting, step: int | None) -> bool:
    """Whether left = right speaks of all values of the variables, as f(x, y) = x·y does.

    x = 1 states a value, not an identity; so does ∇f(x, y) = (1, 0) below the heading of a step.
    """
    variables = [canonical(str(variable)) for variable in setting.variables]
    if any(isinstance(side, Name) for side in (left, right)):
        return False
    names = {key(part) for part in walk(right) if isinstance(part, Name)}
    if step is None:
        names |= {key(part) for part in walk(left) if isinstance(part, Name)}
        return not names.isdisjoint(variables)
    at_the_variables = isinstance(left, Call) and list(map(_key, left.arguments)) == variables
    return at_the_variables and not names.isdisjoint(variables)


def _key(node: Node) -> str:
    return key(node) if isinstance(node, Name) else ""


def compare_formulas(left: Node, right: Node, setting: Setting) -> Comparison | None:
    """The verdict on left = right for all values of the variables; None where one is no formula.

    A right side without variables may be meant at one point: it is proved or undecided.
    """
    symbols = {canonical(str(variable)): variable for variable in setting.variables}
    try:
        lefts, rights = (_components(side, setting, symbols) for side in (left, right))
        if lefts is None or rights is None:
            return None
        if len(lefts) != len(rights):
            reason = f"{len(rights)} components written, {len(lefts)} expected"
            return Comparison("refuted", reason=reason)
        verdicts = [equal(a, b, seconds=SECONDS) for a, b in zip(lefts, rights, strict=True)]
    except SymoptError as error:
        return Comparison("undecided", reason=error.message)
    if any(v.status == "refuted" for v in verdicts) and not any(r.free_symbols for r in rights):
        return Comparison("undecided", reason="at which point this holds is not said")
    for status in ("refuted", "undecided"):
        for i, verdict in enumerate(verdicts):
            if verdict.status == status:
                return Comparison(
                    verdict.status,
                    i if len(verdicts) > 1 else None,
                    expected=lefts[i],
                    written=rights[i],
                    reason="; ".join(verdict.evidence) or None,
                )
    return Comparison("proved")


def is_rule_line(quantity: str, step: int, right: Node, setting: Setting) -> bool:
    """Whether a side is the rule's own line for the quantity at the step, name for name."""
    for line in setting.rule.lines:
        if line.left == quantity:
            return bool(line_tree(setting.rule, line, step) == right)
    return False


def _components(
    node: Node, setting: Setting, symbols: Mapping[str, Symbol]
) -> tuple[Expr, ...] | None:
    """A side's components as expressions of the variables."""
    objective = setting.objective
    match node:
        case Call(function="grad" | "f" as function, arguments=arguments):
            if not isinstance(objective, Objective):
                return None
            at = _point(arguments, setting, symbols)
            whole = objective.gradient() if function == "grad" else (objective.value,)
            return None if at is None else tuple(part.subs(at) for part in whole)
        case Vector(items=items):
            return tuple(to_sympy(item, symbols) for item in items)
        case Negative(operand=Vector(items=items)):
            return tuple(-to_sympy(item, symbols) for item in items)
        case _:
            return (to_sympy(node, symbols),)


def _point(
    arguments: tuple[Node, ...], setting: Setting, symbols: Mapping[str, Symbol]
) -> dict[Symbol, Expr] | None:
    """What the function's arguments put in place of the variables."""
    if len(arguments) == 1 and isinstance(arguments[0], Vector):
        arguments = arguments[0].items
    if len(arguments) != len(setting.variables):
        return None
    values = (to_sympy(argument, symbols) for argument in arguments)
    return dict(zip(setting.variables, values, strict=True))
