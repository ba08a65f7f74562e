"""One step of two rules side by side: what must be proved for their trajectories to correspond.

A state map φ says each quantity that the second rule carries in those of the first. If the initial
states correspond, and one step from corresponding states ends in corresponding states, whatever the
state, the gradient and t ≥ 1, then all trajectories correspond, by induction over t. Inequalities
such as v ≥ 0 that the step needs are themselves proved by induction. Gradients are unknown values:
first the points where the two rules ask for one are proved to correspond, then it is one symbol.
Lines act on each coordinate alike, so one coordinate stands for all; the norm of a vector x is an
unknown scalar with ‖cx‖ = |c| ‖x‖.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from sympy import Abs, Expr, Integer, S, Symbol, cancel, preorder_traversal

from symopt.decide.assumptions import read_assumption
from symopt.decide.budget import Budget
from symopt.decide.equal import equal
from symopt.decide.interval import Interval, at_least
from symopt.decide.sign import sign
from symopt.decide.verdict import Verdict
from symopt.errors import UndecidedError
from symopt.parameter import PARAMETERS
from symopt.rule import GRADIENT, NORM, POINT, STEP, Line, Rule, before, now, parameter

LINK_SECONDS = 3.0
LARGEST = 5_000
NOT_NEGATIVE = at_least(0)
Kind = Literal["parameter", "start", "invariant", "gradient", "norm", "step"]


@dataclass(frozen=True)
class Obligation:
    """One obligation: left = right (for an invariant or a parameter's bound left ≥ right).

    `name` is the quantity or parameter it is about, `kind` which part of the proof it belongs to.
    """

    kind: Kind
    name: str
    left: Expr
    right: Expr
    verdict: Verdict

    def __str__(self) -> str:
        sign = ">=" if self.kind in ("parameter", "invariant") else "="
        return f"{self.kind} {self.name}: {self.left} {sign} {self.right}: {self.verdict.status}"


@dataclass(frozen=True)
class Claim:
    """That the second rule does what the first does, through a state map.

    where     each parameter of the second rule, in the constants of the first and t
    gradient  the factor by which the gradients of the second rule are larger
    varying   the parameters that may be different at each step
    domain    where the constants lie: parameters of the first rule, and other symbols by name
    """

    first: Rule
    second: Rule
    where: Mapping[str, Expr]
    gradient: Expr = S.One
    varying: frozenset[str] = frozenset()
    domain: Mapping[str, Interval] = field(default_factory=dict)

    def later(self, expression: Expr, values: Mapping[str, Expr]) -> Expr:
        """A map's right side one step later, where the first rule carries these values."""
        moved: dict[Expr, Expr] = {before(name): values[name] for name in self.first.carried}
        moved |= {parameter(name): following(name) for name in self.varying}
        moved[STEP] = STEP + 1
        return expression.xreplace(moved).doit()

    @property
    def moving(self) -> set[Expr]:
        """What may be different at each step."""
        return {STEP, *map(before, self.first.carried), *map(parameter, self.varying)}

    @property
    def initial(self) -> dict[Expr, Expr]:
        """What the first rule carries before the first step, from any start."""
        return {before(name): value for name, value in self.first.state.items()} | {STEP: S.One}


def following(name: str) -> Symbol:
    """A changing parameter's value at the next step."""
    return Symbol(f"{name}_{{t+1}}", real=True)


def unit(state_map: Mapping[str, Expr]) -> Expr:
    """The factor between the points of the second rule and of the first: of θ in its image."""
    return state_map[POINT].diff(before(POINT))


def after(
    rule: Rule,
    begin: Mapping[Expr, Expr],
    gradient: Callable[[Expr], Expr],
    norm: Callable[[Expr], Expr],
) -> dict[str, Expr]:
    """Every quantity after one step that begins with these values; calls are replaced by values.

    `UndecidedError` where a quantity, written out in these values, would be too long.
    """
    known = dict(begin)
    for line in rule.lines:
        if _size(line.right, known) > LARGEST:
            raise UndecidedError(f"'{line.left}' of '{rule.name}' is too long when written out")
        value = line.right.xreplace(known).doit()
        while calls := [
            c for c in value.atoms(GRADIENT, NORM) if not c.args[0].has(GRADIENT, NORM)
        ]:
            values = {
                call: (gradient if call.func is GRADIENT else norm)(call.args[0])
                for call in sorted(calls, key=str)
            }
            value = value.xreplace(values)
        known[now(line.left)] = value
    return {name: known[now(name)] for name in rule.quantities}


def _size(expression: Expr, known: Mapping[Expr, Expr]) -> int:
    """The number of symbols and numbers in an expression once values are put in."""
    return sum(
        1
        if leaf not in known
        else sum(1 for part in preorder_traversal(known[leaf]) if not part.args)
        for leaf in preorder_traversal(expression)
        if not leaf.args
    )


@dataclass
class Calls:
    """The gradients and norms that the first rule asks for in a step, each with its symbol."""

    points: dict[Expr, Symbol] = field(default_factory=dict)
    vectors: dict[Expr, Symbol] = field(default_factory=dict)

    def gradient(self, point: Expr) -> Symbol:
        """The gradient at a point: any real number."""
        return self.points.setdefault(point, Symbol(_numbered("g", self.points), real=True))

    def norm(self, vector: Expr) -> Expr:
        """The norm of a vector: any number that is not negative."""
        if vector == 0:
            return S.Zero
        name = _numbered("norm", self.vectors)
        return self.vectors.setdefault(vector, Symbol(name, nonnegative=True))


def multiple(vector: Expr, known: Expr, coordinates: Collection[Symbol]) -> Expr | None:
    """The scalar c with vector = c·known, whatever the symbols that stand for coordinates are."""
    factor = cancel(vector / known)
    if factor.free_symbols & set(coordinates) or factor.has(S.NaN, S.ComplexInfinity):
        return None
    return factor


def _numbered(letter: str, known: Mapping[Expr, Symbol]) -> str:
    """A name that nobody can have given to something else, as names in pages have no braces."""
    return f"{letter}_{{t}}" if not known else f"{letter}_{{t,{len(known) + 1}}}"


class Bisimulation:
    """The obligations for one claim and one state map, proved as they are asked for."""

    def __init__(self, claim: Claim, state_map: Mapping[str, Expr], budget: Budget):
        self.claim = claim
        self.state_map = state_map
        self.budget = budget
        self.calls = Calls()
        same = {before(name): before(name) for name in claim.first.carried}
        self.stepped = after(claim.first, same, self.calls.gradient, self.calls.norm)
        self.domain: dict[str, Interval] = dict(claim.domain)
        self.domain |= {
            following(name).name: claim.domain[name]
            for name in claim.varying
            if name in claim.domain
        }
        self.invariants: tuple[str, ...] = ()
        self.answered: list[Obligation] = []  # the links that second's calls have brought about

    def links(self) -> Iterator[Obligation]:
        """Every obligation with its verdict, the invariants before what relies on them."""
        yield from self._starts()
        yield from self._parameters()
        yield from self._invariants()
        yield from self._steps()

    def _equal(self, left: Expr, right: Expr) -> Verdict:
        if not self.budget.left:
            return Verdict("undecided", "budget", ("the time allowed is used up",))
        seconds = min(LINK_SECONDS, self.budget.left)
        return equal(left, right, assuming=self.domain, seconds=seconds)

    def _sign(self, expression: Expr, *, strict: bool = False) -> Verdict:
        """Whether an expression is not negative (positive, if `strict`)."""
        if not self.budget.left:
            return Verdict("undecided", "budget", ("the time allowed is used up",))
        seconds = min(LINK_SECONDS, self.budget.left)
        found = sign(expression, assuming=self.domain, seconds=seconds)
        if found.status != "proved":
            return found
        allowed = ("positive",) if strict else ("positive", "zero", "nonnegative")
        if found.sign in allowed:
            return found
        wrong = found.sign in ("negative", "zero", "nonpositive")
        return replace(found, status="refuted" if wrong else "undecided")

    def _starts(self) -> Iterator[Obligation]:
        """The states before the first step; the second rule starts at the image of any start."""
        initial, k = self.claim.initial, unit(self.state_map)
        for name in self.claim.second.carried:
            image = self.state_map[name].xreplace(initial).doit()
            own = k * before(POINT) if name == POINT else self.claim.second.state[name]
            own = own.xreplace(initial)
            yield Obligation("start", name, own, image, self._equal(own, image))
        if not k.is_number:  # points that all were mapped to 0 would have any gradient there
            yield Obligation("parameter", POINT, k**2, S.Zero, self._sign(k**2, strict=True))

    def _parameters(self) -> Iterator[Obligation]:
        """The second rule's parameters lie where they may."""
        for name, value in self.claim.where.items():
            interval = domain_of(name)
            if interval is None or value.is_Symbol:  # a symbol's domain is known to be within
                continue
            if interval.lower is not None:
                lower = Integer(interval.lower)
                verdict = self._sign(value - lower, strict=interval.lower_open)
                yield Obligation("parameter", name, value, lower, verdict)
            if interval.upper is not None:
                upper = Integer(interval.upper)
                verdict = self._sign(upper - value, strict=interval.upper_open)
                yield Obligation("parameter", name, upper, value, verdict)

    def _invariants(self) -> Iterator[Obligation]:
        """State quantities that never are negative: the largest set that proves itself."""
        first = self.claim.first
        names = [name for name, value in first.state.items() if value >= 0]
        while True:
            self.domain |= {before(name).name: NOT_NEGATIVE for name in names}
            verdicts = {name: self._sign(self.stepped[name]) for name in names}
            for name in names:
                del self.domain[before(name).name]
            kept = [name for name in names if verdicts[name].status == "proved"]
            if kept == names:
                break
            names = kept
        self.invariants = tuple(names)
        self.domain |= {before(name).name: NOT_NEGATIVE for name in names}
        for name in names:
            yield Obligation("invariant", name, self.stepped[name], S.Zero, verdicts[name])

    def _steps(self) -> Iterator[Obligation]:
        """The image of the state after a step is the second rule's state after its step."""
        claim = self.claim
        begin = {before(name): self.state_map[name] for name in claim.second.carried}
        begin |= {parameter(name): value for name, value in claim.where.items()}
        own = after(claim.second, begin, self._gradient, self._norm)
        yield from self.answered
        for name in claim.second.carried:
            image = claim.later(self.state_map[name], self.stepped)
            yield Obligation("step", name, own[name], image, self._equal(own[name], image))

    def _gradient(self, point: Expr) -> Expr:
        """The second rule's gradient at a point: a multiple of the first's if it corresponds."""
        k = unit(self.state_map)
        missed: Obligation | None = None
        for known, symbol in self.calls.points.items():
            image = k * known
            found = Obligation("gradient", POINT, point, image, self._equal(point, image))
            if found.verdict.status == "proved":
                self.answered.append(found)
                return self.claim.gradient * symbol
            missed = missed or found
        if missed is not None:
            self.answered.append(missed)
        return self.calls.gradient(point)

    def _norm(self, vector: Expr) -> Expr:
        """The norm of a vector: |c| times one of the first's where the vector is c times that."""
        single = {before(name) for name in self.claim.first.carried} | {*self.calls.points.values()}
        for known, symbol in self.calls.vectors.items():
            factor = multiple(vector, known, single)
            if factor is None:
                continue
            image = factor * known
            found = Obligation("norm", symbol.name, vector, image, self._equal(vector, image))
            if found.verdict.status == "proved":
                self.answered.append(found)
                return Abs(factor) * symbol
        return self.calls.norm(vector)


def domain_of(name: str) -> Interval | None:
    """Where the values of a known parameter lie."""
    known = PARAMETERS.get(name)
    if known is None:
        return None
    return read_assumption(name, known.interval)


def with_values(
    rule: Rule, values: Mapping[str, Expr], more: Mapping[str, Expr] | None = None
) -> Rule:
    """The rule with expressions for some of its parameters, and `more` quantities at its end.

    The symbols of these expressions are parameters of the result.
    """
    known = {parameter(name): value for name, value in values.items()}
    lines = [Line(line.left, line.right.xreplace(known), line.place) for line in rule.lines]
    lines += [Line(name, right) for name, right in (more or {}).items()]
    own = {STEP, *map(before, rule.carried), *(now(line.left) for line in lines)}
    used = {symbol for line in lines for symbol in line.right.free_symbols} - own
    return Rule(
        name=rule.name,
        parameters={s.name: rule.parameters.get(s.name) for s in sorted(used, key=str)},
        state=rule.state,
        lines=tuple(lines),
        place=rule.place,
    )
