"""Judges lines that hold at every step, as `m_t = β₁ m_{t-1} + (1 - β₁) g_t` or `v ← ρ v + g²`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

from sympy import Expr, Interval, S, Symbol, oo

from symopt.decide.equal import equal
from symopt.errors import SymoptError
from symopt.marking.author import EPSILON
from symopt.marking.compare import Comparison
from symopt.marking.conventions import family_of
from symopt.marking.heavy_ball import point_before_last
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import EQUALITIES, Name, Node, key, walk
from symopt.objective import Objective
from symopt.parameter import PARAMETERS
from symopt.reading.names import Meaning, Parameter, Quantity, StepNumber, meaning
from symopt.reading.statement import Statement
from symopt.reading.synonyms import TIMES
from symopt.rule import GRADIENT, NORM, POINT, STEP, before, now, parameter
from symopt.setting import Setting

SOME_STEP = 1_000_000  # stands for t: no page reaches it
FURTHEST = 2  # steps between t and another index of a line
SECONDS = 3.0


@dataclass(frozen=True)
class GeneralLine:
    """The claim that a quantity's line is such, at every step.

    `leads` says by how much the author's indices are ahead of the rule's, for each family of names:
    by 1 for the point in θ_{t+1} = θ_t - α g_t; nothing for a family that no line tells.
    """

    setting: Setting
    quantity: str
    leads: Mapping[str, int]

    def compare(self, side: Node) -> Comparison:
        """A side against the rule's own line, for all values of its names."""
        found = self._compare(side)
        if found.status != "refuted":
            return found
        free = [family for family in ("point", "moments") if family not in self.leads]
        for ahead in islice(product((0, 1), repeat=len(free)), 1, None):
            other = replace(self, leads={**self.leads, **dict(zip(free, ahead, strict=True))})
            if other._compare(side).status == "proved":
                return Comparison("proved", reason="with indices that are ahead of the rule's")
        return found

    def _compare(self, side: Node) -> Comparison:
        rule, values = self.setting.rule, self.setting.values
        line = next(line for line in rule.lines if line.left == self.quantity)
        try:
            typed = self._expression(side)
            right, written = (self._inlined(e) for e in (line.right, typed))
            if right.has(GRADIENT) and not written.has(GRADIENT):
                return self._own_gradient(right, written)
            right, written = gradients_named(right, written)
            verdict = equal(right, written, assuming=self._domain(), seconds=SECONDS)
            if verdict.status == "refuted":
                numbers = {parameter(n): v for n, v in values.items()}
                if not typed.free_symbols & {*numbers} and self._holds(right, written, numbers):
                    return Comparison("proved", reason="with this page's values")
                if self._holds(right, written, {parameter(EPSILON): S.Zero}):
                    return Comparison("undecided", reason="right where epsilon is left out")
        except SymoptError as error:
            return Comparison("undecided", reason=error.message)
        if verdict.status == "proved":
            return Comparison("proved")
        first = verdict.evidence[:1] if verdict.status == "refuted" else verdict.evidence
        return Comparison(verdict.status, expected=line.right, reason="; ".join(first))

    def _own_gradient(self, right: Expr, written: Expr) -> Comparison:
        """A line in which the page's own ∇f is written out: for one variable it is put in."""
        objective = self.setting.objective
        reason = "the gradient is written out here; it is judged at numbers alone"
        if not isinstance(objective, Objective) or len(self.setting.variables) > 1:
            return Comparison("undecided", reason=reason)
        (slope,), (variable,) = objective.gradient(), self.setting.variables
        calls = {call: slope.subs(variable, call.args[0]) for call in right.atoms(GRADIENT)}
        numbers = {parameter(n): v for n, v in self.setting.values.items()}
        if self._holds(right.xreplace(calls), written, numbers):
            return Comparison("proved", reason="with this page's values")
        return Comparison("undecided", reason=reason)

    def _holds(self, right: Expr, written: Expr, values: Mapping[Symbol, Expr]) -> bool:
        here = [side.subs(dict(values)) for side in (right, written)]
        return equal(*here, assuming={STEP.name: "positive integer"}).status == "proved"

    def _expression(self, side: Node) -> Expr:
        symbols: dict[str, Expr] = {}
        for part in walk(side):
            if isinstance(part, Name) and (symbol := self._symbol(part)) is not None:
                symbols[key(part)] = symbol
        return to_sympy(side, symbols, functions={"grad": GRADIENT, "norm": NORM})

    def _symbol(self, name: Name) -> Expr | None:
        """What a name stands for in the rule's line."""
        found, ahead = _at_some_step(name, self.setting)
        match found:
            case Parameter(name=known):
                return parameter(known)
            case StepNumber():
                return STEP - self.leads.get("moments", 0)
            case Quantity(name=quantity, step=step, component=None):
                if not name.index:
                    order = [*self.setting.rule.quantities]
                    done = quantity in order[: order.index(self.quantity)]
                    return now(quantity) if done else before(quantity)
                lead = self.leads.get(family_of(found), 0)
                symbols = [now(quantity), before(quantity)]
                if quantity == POINT:
                    symbols += [point_before_last(self.setting)]
                back = SOME_STEP - step - ahead + lead
                return symbols[back] if 0 <= back < len(symbols) else None
            case _:
                return None

    def _inlined(self, expression: Expr) -> Expr:
        """An expression of what the step begins with: lines before this one are put in."""
        lines = self.setting.rule.lines
        place = next(i for i, line in enumerate(lines) if line.left == self.quantity)
        for line in reversed(lines[:place]):
            expression = expression.xreplace({now(line.left): line.right})
        return expression

    def _domain(self) -> dict[Any, object]:
        """The domains of the parameters and of t."""
        domain: dict[Any, object] = {STEP.name: "positive integer"}
        for name in self.setting.rule.parameters:
            if (known := PARAMETERS.get(name)) is not None:
                domain[name] = Interval(
                    known.lower,
                    oo if known.upper is None else known.upper,
                    left_open=not known.lower_included,
                    right_open=not known.upper_included,
                )
        return domain


def general_lines(statements: Iterable[Statement], setting: Setting) -> dict[int, GeneralLine]:
    """The claims for every step among a page's statements, by the statements' identities."""
    heads = {}
    for statement in statements:
        if (claim := _head(statement, setting)) is not None:
            heads[id(statement)] = claim
    found: dict[str, set[int]] = {}
    for head, ahead in heads.values():
        found.setdefault(family_of(head), set()).add(ahead)
    leads = {family: ahead.pop() for family, ahead in found.items() if len(ahead) == 1}
    return {
        at: GeneralLine(setting, head.name, {**leads, family_of(head): ahead})
        for at, (head, ahead) in heads.items()
    }


def is_closed_form(statement: Statement, setting: Setting) -> bool:
    """Whether a chain speaks of a quantity at every step t without the quantities before it."""
    head = statement.chain.sides[0]
    if statement.step is not None or not isinstance(head, Name):
        return False
    last = head.index[-1] if head.index else ""
    if last[:1] not in TIMES or last[1:2] not in ("", "+", "-"):
        return False
    found, _ = _at_some_step(head, setting)
    return isinstance(found, Quantity) and abs(found.step - SOME_STEP) <= 1


def _head(statement: Statement, setting: Setting) -> tuple[Quantity, int] | None:
    """The quantity that a chain is about at every step, and how far its index is ahead of t."""
    head = statement.chain.sides[0]
    if statement.step is not None or not isinstance(head, Name):
        return None
    found, ahead = _at_some_step(head, setting)
    if not isinstance(found, Quantity) or found.step != SOME_STEP or found.component is not None:
        return None
    general = all(_is_general(side, setting) for side in statement.chain.sides[1:])
    general &= all(relation.sign in EQUALITIES for relation in statement.chain.relations)
    return (found, ahead) if general and found.name in setting.rule.quantities else None


def _at_some_step(name: Name, setting: Setting) -> tuple[Meaning | None, int]:
    """What a name means at step t, and 1 where its index is t + 1."""
    if name.index and name.index[-1][:1] in TIMES and name.index[-1][1:].replace(" ", "") == "+1":
        name = replace(name, index=(*name.index[:-1], name.index[-1][0]))
        return meaning(name, setting, SOME_STEP), 1
    return meaning(name, setting, SOME_STEP), 0


def _is_general(side: Node, setting: Setting) -> bool:
    """Whether a side is written in quantities of any step, and in none of a certain one."""
    names = [part for part in walk(side) if isinstance(part, Name)]
    found = [_at_some_step(name, setting)[0] for name in names]
    steps = [part.step for part in found if isinstance(part, Quantity)]
    return bool(steps) and all(abs(step - SOME_STEP) <= FURTHEST for step in steps)


def gradients_named(right: Expr, written: Expr) -> tuple[Expr, Expr]:
    """Both sides with ∇f(…) at equal points under one name."""
    points: list[Expr] = []
    names: dict[Expr, Symbol] = {}
    for call in sorted(right.atoms(GRADIENT) | written.atoms(GRADIENT), key=str):
        at = next((i for i, p in enumerate(points) if _same(p, call.args[0])), len(points))
        if at == len(points):
            points.append(call.args[0])
        names[call] = Symbol(f"gradient_{at}", real=True)
    return right.xreplace(names), written.xreplace(names)


def _same(a: Expr, b: Expr) -> bool:
    return equal(a, b, seconds=SECONDS).status == "proved"
