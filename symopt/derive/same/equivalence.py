"""Are two rules the same? A proof by bisimulation, a replayed witness, or neither.

`proved` claims that for every start, every sequence of gradients and all values of the constants
in their domains the second rule carries, at every step, the image of what the first one carries,
for as long as both have values; in exact real arithmetic: rounded runs of the two may drift apart.
`refuted` always has a witness that starts at the initial state. See `bisimulation` for the method
(Park 1981; Milner 1989).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_

from sympy import Expr, Symbol

from symopt.decide.assumptions import read_assumption
from symopt.decide.budget import Budget
from symopt.decide.interval import REALS, Interval
from symopt.decide.sides import Side, components, known_names
from symopt.decide.verdict import Status
from symopt.derive.same.bisimulation import (
    Bisimulation,
    Claim,
    Obligation,
    domain_of,
    unit,
    with_values,
)
from symopt.derive.same.maps import maps
from symopt.derive.same.replay import Replay, Witness, replay
from symopt.errors import InputError, UndecidedError
from symopt.parameter import did_you_mean, resolve
from symopt.rule import POINT, STEP, Rule, before, now, parameter
from symopt.setting import check_value, exact

UNCONFIRMED = "proved step by step, but runs of both rules did not confirm it"
NOT_BY_THIS_MAP = "not proved by this map, and no run was found in which the rules part"


@dataclass(frozen=True)
class Equivalence:
    """What is known of "the second rule does what the first does".

    where        each parameter of the second rule, in those of the first
    state_map    what the second rule carries, in what the first carries: given or found; None
                 where none was found, and then the claim is that the points are the same
    gradient     the factor by which the second rule's gradients are larger
    fixed        the parameters that were given values
    varying      the parameters that may be different at each step
    links        the obligations with their verdicts
    evidence     what was done, in words
    witness      refuted: a run from the initial state in which the rules part
    """

    first: Rule
    second: Rule
    status: Status
    where: Mapping[str, Expr]
    state_map: Mapping[str, Expr] | None
    gradient: Expr
    fixed: Mapping[str, Expr]
    varying: tuple[str, ...]
    links: tuple[Obligation, ...]
    evidence: tuple[str, ...]
    witness: Witness | None = None

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Where the constants and the state lie, one phrase each."""
        return _distinct(line for link in self.links for line in link.verdict.assumptions)

    @property
    def obligations(self) -> tuple[str, ...]:
        """What had to hold for both sides of the links to have values."""
        return _distinct(line for link in self.links for line in link.verdict.obligations)

    def __str__(self) -> str:
        head = f"{self.second.name} against {self.first.name}: {self.status}"
        return "\n".join([head, *(f"  {line}" for line in self.evidence), *map(str, self.links)])


def equivalent(
    first: Rule,
    second: Rule,
    *,
    where: Mapping[str, Side] | None = None,
    state_map: Mapping[str, Side] | None = None,
    fixed: Mapping[str, Side] | None = None,
    gradient: Side = 1,
    varying: Collection[str] = (),
    assuming: Mapping[str, object] | None = None,
    seconds: float = 20.0,
) -> Equivalence:
    """Judge whether the second rule does what the first does, step by step.

    Args:
        first, second: the rules. Expressions are SymPy's or text in the notation; a symbol means
            the parameter or carried quantity of `first` that it names, else a constant that
            `assuming` must name.
        where: parameters of the second rule in those of the first ({"lr": "lr/(1 - beta)"}) and t;
            those left out are the first's of the same name or meaning. None: they are sought, if
            the map is.
        state_map: what the second rule carries, the point included, in what the first carries
            before a step; quantities left out are the first's of the same name. None: sought.
        fixed: values of parameters, in both rules: {"epsilon": 0}.
        gradient: the factor by which the second rule's gradients are larger. Where the map scales
            the point, θ' = kθ + …, gradients are asked for at points that are k times the first's.
        varying: parameters of the first rule that may be different at each step.
        assuming: where the other constants lie, as `decide.equal` takes it.
        seconds: the time allowed; when it is used up the answer is undecided.

    Raises:
        InputError: a name that is not known, a value outside its domain, a parameter of the second
            rule of which nothing says what it is.
    """
    question = _Question(first, second, fixed or {}, varying, assuming or {}, gradient)
    budget = Budget(seconds=seconds)
    given = question.read(where or {}, "where", second.parameters)
    wanted = question.read_map(state_map)
    tried: tuple[Obligation, ...] = ()
    claim = question.claim(given, complete=where is not None or wanted is not None)
    candidates = maps(claim, budget) if wanted is None else [(claim.where, wanted)]
    for found, image in candidates:
        candidate = question.claim(found, complete=True)
        try:
            links = _proof(candidate, image, budget, whole=wanted is not None)
        except UndecidedError:  # a rule too long to be written out
            break
        tried = tried or links
        if _is_proved(links):
            run = replay(candidate, image, budget, enough=1)
            if run.is_confirmed:
                evidence = _proved(candidate, image, run)
                return question.answer("proved", candidate, image, links, evidence)
            return question.answer("undecided", candidate, image, links, (UNCONFIRMED,))
    claim = question.claim(given, complete=True)
    witness = replay(claim, wanted or {POINT: before(POINT)}, budget).witness
    if witness is None:
        return question.answer("undecided", claim, wanted, tried, (NOT_BY_THIS_MAP,))
    evidence = (*_refuted(claim, wanted), *witness.evidence())
    return question.answer("refuted", claim, wanted, tried, evidence, witness)


def _proof(
    claim: Claim, state_map: Mapping[str, Expr], budget: Budget, *, whole: bool
) -> tuple[Obligation, ...]:
    """The obligations, up to the first that is not proved or, if `whole`, all of them."""
    links: list[Obligation] = []
    for link in Bisimulation(claim, state_map, budget).links():
        links.append(link)
        if not whole and link.verdict.status != "proved":
            break
    return tuple(links)


def _is_proved(links: Collection[Obligation]) -> bool:
    return bool(links) and all(link.verdict.status == "proved" for link in links)


def _proved(claim: Claim, state_map: Mapping[str, Expr], run: Replay) -> tuple[str, ...]:
    images = ", ".join(f"{name} of {claim.second.name} = {state_map[name]}" for name in state_map)
    return (
        *_parameters(claim),
        f"before each step {images}",
        "the initial states correspond, and a step from any corresponding states, with any "
        "gradient and any t >= 1, ends in corresponding states: by induction they always do",
        f"run side by side, both agreed after each of {run.common} steps",
        "in exact real arithmetic, for as long as both rules have values",
    )


def _refuted(claim: Claim, state_map: Mapping[str, Expr] | None) -> tuple[str, ...]:
    what = "the points are not the same" if state_map is None else "the map does not hold"
    return (*_parameters(claim), what)


def _parameters(claim: Claim) -> tuple[str, ...]:
    where = ", ".join(f"{name} = {value}" for name, value in claim.where.items())
    return (f"{claim.second.name} with {where}",) if where else ()


def _distinct(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))


class _Question:
    """What was asked, with every name resolved."""

    def __init__(
        self,
        first: Rule,
        second: Rule,
        fixed: Mapping[str, Side],
        varying: Collection[str],
        assuming: Mapping[str, object],
        gradient: Side,
    ):
        self.first, self.second = first, second
        self.fixed = {name: self._fixed(name, value) for name, value in fixed.items()}
        self._check_names(assuming)
        self.constants = {name: read_assumption(name, text) for name, text in assuming.items()}
        for name in varying:
            if name not in first.parameters or name in self.fixed:
                hint = did_you_mean(name, first.parameters)
                raise InputError(f"'varying' must name parameters of '{first.name}'", hint=hint)
        self.varying = frozenset(varying)
        self.names: dict[str, Expr] = {name: Symbol(name, real=True) for name in self.constants}
        self.names |= {name: parameter(name) for name in first.parameters} | {STEP.name: STEP}
        self.gradient = self._read(gradient, "gradient", self.names)

    def _check_names(self, constants: Iterable[str]) -> None:
        """Refuse names that stand for something else in the proof: t, m, m_t, m_{t-1}, g_{t}."""
        rules = (self.first, self.second)
        quantities = {name for rule in rules for name in rule.quantities}
        taken = quantities | {now(name).name for name in quantities}
        wrong = [name for name in constants if name in taken]
        names = (*constants, *self.first.parameters, *self.second.parameters)
        wrong += [name for name in names if name == STEP.name or set(name) & set("{ ")]
        for name in wrong:
            raise InputError(f"a constant can't be called '{name}' here", hint="rename it")

    def _fixed(self, name: str, value: Side) -> Expr:
        parameters = {**self.first.parameters, **self.second.parameters}
        if name not in parameters:
            raise InputError(
                f"neither rule has a parameter '{name}'", hint=did_you_mean(name, parameters)
            )
        return check_value(name, exact(value, name))

    def read(self, given: Mapping[str, Side], what: str, known: Iterable[str]) -> dict[str, Expr]:
        """Expressions in the constants and t, by names of the second rule."""
        for name in given:
            if name not in known:
                raise InputError(
                    f"'{what}': rule '{self.second.name}' has no '{name}'",
                    hint=did_you_mean(name, known),
                )
        return {name: self._read(value, name, self.names) for name, value in given.items()}

    def read_map(self, given: Mapping[str, Side] | None) -> dict[str, Expr] | None:
        """The map of every carried quantity; those left out are the first's of the same name."""
        if given is None:
            return None
        names = self.names | {name: before(name) for name in self.first.carried}
        names |= {before(name).name: before(name) for name in self.first.carried}
        found = {name: self._read(value, name, names) for name, value in given.items()}
        for name in self.second.carried:
            if name not in found and name not in self.first.carried:
                raise InputError(f"the state map does not say what '{name}' is")
            found.setdefault(name, before(name))
        if unknown := found.keys() - {*self.second.carried}:
            name = min(unknown)
            raise InputError(
                f"the state map: rule '{self.second.name}' carries no '{name}'",
                hint=did_you_mean(name, self.second.carried),
            )
        moving = self.claim({}, complete=False).moving
        if unit(found) == 0 or unit(found).free_symbols & moving:
            raise InputError("the image of theta must be a fixed multiple of theta plus a shift")
        return {name: found[name] for name in self.second.carried}

    def _read(self, side: Side, what: str, names: Mapping[str, Expr]) -> Expr:
        parts = components(side, known_names((side,), dict.fromkeys(names, "real")))
        if len(parts) != 1:
            raise InputError(f"'{what}' must be one expression")
        for symbol in sorted(parts[0].free_symbols, key=str):
            if symbol.name not in names:
                raise InputError(
                    f"'{what}': nothing is known of '{symbol}'",
                    hint=f"{did_you_mean(symbol.name, names)} Others are named under 'assuming'.",
                )
        named = parts[0].xreplace({s: names[s.name] for s in parts[0].free_symbols})
        return named.doit().xreplace({parameter(n): value for n, value in self.fixed.items()})

    def claim(self, where: Mapping[str, Expr], *, complete: bool) -> Claim:
        """The claim at these parameters of the second rule; if `complete`, at all of them."""
        found = {name: self.fixed[name] for name in self.second.parameters if name in self.fixed}
        found |= where
        if complete:
            for name in self.second.parameters:
                if name not in found:
                    found[name] = self._of_same_meaning(name)
        first = with_values(self.first, self.fixed)
        return Claim(first, self.second, found, self.gradient, self.varying, self._domain(found))

    def _of_same_meaning(self, name: str) -> Expr:
        meant = resolve(name, self.first.parameters)
        if meant is None:
            meant = next((p for p in self.first.parameters if resolve(p, [name])), None)
        if meant is None:
            raise InputError(
                f"nothing says what '{name}' of '{self.second.name}' is",
                hint=f"say it: where {name} = …",
            )
        return self.fixed.get(meant, parameter(meant))

    def _domain(self, where: Mapping[str, Expr]) -> dict[str, Interval]:
        """Each constant where both rules allow it."""
        found = dict(self.constants)
        for name in (*self.constants, *self.first.parameters):
            own = [name] if name in self.first.parameters else []
            own += [n for n, value in where.items() if value == parameter(name)]
            intervals = [domain_of(n) or REALS for n in own]
            found[name] = reduce(and_, intervals, found.get(name, REALS))
        return found

    def answer(
        self,
        status: Status,
        claim: Claim,
        state_map: Mapping[str, Expr] | None,
        links: tuple[Obligation, ...],
        evidence: tuple[str, ...],
        witness: Witness | None = None,
    ) -> Equivalence:
        return Equivalence(
            self.first,
            self.second,
            status,
            claim.where,
            state_map,
            self.gradient,
            self.fixed,
            tuple(sorted(self.varying)),
            links,
            evidence,
            witness,
        )
