"""Judges lines that hold at every step, as `m_t = β₁ m_{t-1} + (1 - β₁) g_t` or `v ← ρ v + g²`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

from sympy import Expr, S, Symbol

from symopt.decide.equal import equal
from symopt.errors import SymoptError
from symopt.marking.author import EPSILON
from symopt.marking.compare import Comparison
from symopt.marking.conventions import family_of
from symopt.marking.coordinates import StepFormulas
from symopt.marking.from_below import from_below, said_by
from symopt.marking.heavy_ball import point_before_last
from symopt.marking.said import OpenError, joined, sentence
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import EQUALITIES, Call, Name, Node, Vector, key, walk, with_names
from symopt.parameter import domains
from symopt.reading.before import gathered
from symopt.reading.names import (
    GradientOf,
    Meaning,
    Parameter,
    Quantity,
    StepNumber,
    call_meaning,
    meaning,
)
from symopt.reading.statement import Statement
from symopt.reading.synonyms import TIMES
from symopt.rule import GRADIENT, NORM, POINT, STEP, Line, before, now, parameter
from symopt.setting import Setting
from symopt.spelling import name_of

SOME_STEP = 1_000_000  # stands for t: no page reaches it
FURTHEST = 2  # steps between t and another index of a line
SECONDS = 3.0
WRITTEN_OUT = sentence(
    en="the gradient is written out here; it is judged at numbers alone",
    ko="기울기를 식으로 풀어 썼으므로 숫자로만 판정합니다",
)
AHEAD = sentence(
    en="with indices that are ahead of the rule's", ko="첨자를 규칙보다 하나 앞서 세면 맞습니다"
)
THIS_PAGE = sentence(en="with this page's values", ko="이 문제의 값을 넣으면 맞습니다")
WITHOUT_EPSILON = sentence(en="right where epsilon is left out", ko="ε을 빼면 맞습니다")
UNKNOWN = sentence(en="'{name}' is not known", ko="'{name}' 기호가 무엇인지 알 수 없습니다")
UNTOLD = sentence(
    en="at which step '{name}' is meant is not told",
    ko="'{name}' 값이 몇 단계의 것인지 알 수 없습니다",
)


@dataclass(frozen=True)
class GeneralLine:
    """The claim that a quantity's line is such, at every step.

    `leads` says by how much the author's indices are ahead of the rule's, for each family of names:
    by 1 for the point in θ_{t+1} = θ_t - α g_t; nothing for a family that no line tells.
    `component` is the coordinate that the line is about, where it is about one.
    """

    setting: Setting
    quantity: str
    leads: Mapping[str, int]
    component: int | None = None

    def compare(self, side: Node) -> Comparison:
        """A side against the rule's own line, for all values of its names."""
        found = self._compare(side)
        if found.status == "proved":
            return found
        for other in islice(self.readings(), 1, None):
            if other._compare(side).status == "proved":
                return Comparison("proved", reason=AHEAD)
        return found

    def readings(self) -> Iterator[GeneralLine]:
        """The line with each lead that the indices of a family may have where no line tells it."""
        free = [family for family in ("point", "moments") if family not in self.leads]
        for ahead in product((0, 1), repeat=len(free)):
            yield replace(self, leads={**self.leads, **dict(zip(free, ahead, strict=True))})

    def _compare(self, side: Node) -> Comparison:
        values, line = self.setting.values, self._line
        try:
            if self._names_coordinates(side):
                return self._by_coordinates(side)
            typed = self._expression(side)
            right, written = (self._inlined(e) for e in (line.right, typed))
            if right.has(GRADIENT) and not written.has(GRADIENT):
                return self._by_coordinates(side)
            right, written = gradients_named(right, written)
            verdict = equal(right, written, assuming=self._domain(), seconds=SECONDS)
            if verdict.status == "refuted":
                numbers = {parameter(n): v for n, v in values.items()}
                if not typed.free_symbols & {*numbers} and self._holds(right, written, numbers):
                    return Comparison("proved", reason=THIS_PAGE)
                if self._holds(right, written, {parameter(EPSILON): S.Zero}):
                    return Comparison("undecided", reason=WITHOUT_EPSILON)
        except SymoptError as error:
            return Comparison("undecided", reason=said_by(error))
        if verdict.status == "proved":
            return Comparison("proved")
        first = verdict.evidence[:1] if verdict.status == "refuted" else verdict.evidence
        return Comparison(
            verdict.status, expected=line.right, reason=joined([*map(from_below, first)])
        )

    @property
    def _line(self) -> Line:
        return next(line for line in self.setting.rule.lines if line.left == self.quantity)

    def _names_coordinates(self, side: Node) -> bool:
        """Whether a line is about single coordinates, in its head or on its right."""
        meanings = [_at_some_step(n, self.setting)[0] for n in walk(side) if isinstance(n, Name)]
        single = any(isinstance(m, Quantity) and m.component is not None for m in meanings)
        return (
            single or self.component is not None or any(isinstance(n, Vector) for n in walk(side))
        )

    def _by_coordinates(self, side: Node) -> Comparison:
        """A line in which the page's own ∇f, or a coordinate, is written out."""
        formulas = StepFormulas(self.setting)
        named: set[str] = set()

        def coordinates(name: Name) -> tuple[Expr, ...]:
            found, _ = _at_some_step(name, self.setting)
            if isinstance(found, Parameter):
                named.add(found.name)
            component = found.component if isinstance(found, Quantity) else None
            whole = replace(found, component=None) if isinstance(found, Quantity) else found
            symbol = self._symbol_of(name, whole)
            if symbol is None:
                raise OpenError(UNKNOWN.filled(name=key(name)))
            parts = formulas.of(symbol)
            return parts if component is None else (parts[component],) * len(parts)

        rights, writtens = formulas.of(self._line.right), formulas.side(side, coordinates)
        numbers = {parameter(n): v for n, v in self.setting.values.items() if n not in named}
        wanted = range(len(rights)) if self.component is None else (self.component,)
        if all(self._holds(rights[i], writtens[i], numbers) for i in wanted):
            return Comparison("proved", reason=THIS_PAGE)
        return Comparison("undecided", reason=WRITTEN_OUT)

    def counted_by_the_rule(self, side: Node) -> Node:
        """A side with the rule's own indices; `UndecidedError` where they are not told."""

        variables = self.setting.variables

        def counted(name: Name) -> Name:
            found, ahead = _at_some_step(name, self.setting)
            if isinstance(found, Parameter):
                return name
            if not name.index or not isinstance(found, Quantity):
                raise OpenError(UNTOLD.filled(name=key(name)))
            back = SOME_STEP - found.step - ahead + self.leads.get(family_of(found), 0)
            index = () if found.component is None else (str(variables[found.component]),)
            return name_of(found.name, *index, "t" + (f"-{back}" if back else ""))

        return with_names(side, counted)

    def _holds(self, right: Expr, written: Expr, values: Mapping[Symbol, Expr]) -> bool:
        here = [side.subs(dict(values)) for side in (right, written)]
        return equal(*here, assuming={STEP.name: "positive integer"}).status == "proved"

    def _expression(self, side: Node) -> Expr:
        symbols: dict[str, Expr] = {}
        for part in walk(side):
            if isinstance(part, Name) and (symbol := self._symbol(part)) is not None:
                symbols[key(part)] = symbol
        calls = (part for part in walk(side) if isinstance(part, Call))
        slopes = {
            c.function: GRADIENT for c in calls if call_meaning(c, self.setting) == GradientOf()
        }
        return to_sympy(side, symbols, functions={**slopes, "norm": NORM})

    def _symbol(self, name: Name) -> Expr | None:
        """What a name stands for in the rule's line."""
        return self._symbol_of(name, _at_some_step(name, self.setting)[0])

    def _symbol_of(self, name: Name, found: Meaning | None) -> Expr | None:
        """The symbol in the rule's lines for a name that means a whole quantity or a parameter."""
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
                back = SOME_STEP - step - _at_some_step(name, self.setting)[1] + lead
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
        return {STEP.name: "positive integer", **domains(self.setting.rule.parameters)}


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
        at: GeneralLine(setting, head.name, {**leads, family_of(head): ahead}, head.component)
        for at, (head, ahead) in heads.items()
    }


def is_closed_form(statement: Statement, setting: Setting) -> bool:
    """Whether a chain speaks of a quantity at every step t without the quantities before it."""
    head = statement.chain.sides[0]
    if statement.step is not None or not isinstance(head, Name):
        return False
    if _time_at(head) is None:
        return False
    found, _ = _at_some_step(head, setting)
    return isinstance(found, Quantity) and abs(found.step - SOME_STEP) <= 1


def _head(statement: Statement, setting: Setting) -> tuple[Quantity, int] | None:
    """The quantity that a chain is about at every step, and how far its index is ahead of t."""
    head = statement.chain.sides[0]
    if statement.step is not None:
        return None
    found, ahead = _claimed(head, setting)
    if not isinstance(found, Quantity) or found.step != SOME_STEP:
        return None
    if found.component is not None and isinstance(head, Name) and _time_at(head) is None:
        return None  # dx = 2x is a formula of the variables
    general = all(_is_general(side, setting) for side in statement.chain.sides[1:])
    general &= all(relation.sign in EQUALITIES for relation in statement.chain.relations)
    return (found, ahead) if general and found.name in setting.rule.quantities else None


def _claimed(head: Node, setting: Setting) -> tuple[Meaning | None, int]:
    """What a head means at step t, a name or all coordinates of a quantity with one index."""
    if isinstance(head, Name):
        return _at_some_step(head, setting)
    if not isinstance(head, Vector):
        return None, 0
    names = [item for item in head.items if isinstance(item, Name)]
    times = {name.index[at] if (at := _time_at(name)) is not None else "" for name in names}
    if len(times) != 1 or "" in times:
        return None, 0
    whole = gathered(head, setting, lambda name: _at_some_step(name, setting)[0])
    return whole, _at_some_step(names[0], setting)[1]


def _at_some_step(name: Name, setting: Setting) -> tuple[Meaning | None, int]:
    """What a name means at step t, and 1 where its index is t + 1.

    Beside t a number is that of a coordinate: m_{1,t} and m_t^{(1)}.
    """
    at = _time_at(name)
    if at is None:
        return meaning(name, setting, SOME_STEP), 0
    ahead = name.index[at][1:].replace(" ", "") == "+1"
    time = name.index[at][0] if ahead else name.index[at]
    rest = (*name.index[:at], *name.index[at + 1 :])
    found = meaning(replace(name, index=(*rest, time), form=""), setting, SOME_STEP)
    if found is None and len(rest) == 1 and rest[0].isdigit():
        found = meaning(replace(name, index=(time,), form=""), setting, SOME_STEP)
        number = int(rest[0][:4]) - 1
        if not isinstance(found, Quantity) or not 0 <= number < len(setting.variables):
            return None, 0
        found = replace(found, component=number)
    return found, int(ahead)


def _time_at(name: Name) -> int | None:
    """Where t, t - 1 or the like stands in an index."""
    times = (i for i, p in enumerate(name.index) if p[:1] in TIMES and p[1:2] in ("", "+", "-"))
    return next(times, None)


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
