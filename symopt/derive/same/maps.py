"""Search of state maps: what the second rule could carry, in what the first one carries.

The ansatz is linear: the point is kθ plus a shift by multiples of the state, each state quantity a
combination of the first's. Where one step of both rules is polynomial in state and gradient,
comparing coefficients gives equations for the unknown factors and parameters, which are solved one
at a time. What they leave open (factors inside of roots and maxima, epsilon) is tried from a short
list. Nothing found here is believed: `equivalence` proves it or passes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Mul,
    Poly,
    Pow,
    S,
    Symbol,
    cancel,
    factor_list,
    fraction,
    sqrt,
    together,
)
from sympy import factor as factored

from symopt.decide.budget import Budget
from symopt.decide.domain import Domain
from symopt.decide.evaluate import compiled
from symopt.decide.witness import Comparison
from symopt.derive.same.bisimulation import NOT_NEGATIVE, Calls, Claim, after, following, multiple
from symopt.errors import UndecidedError
from symopt.parameter import resolve
from symopt.rule import POINT, STEP, before, parameter

MOST_MAPS = 12
MOST_COMBINED = 3
MOST_TERMS = 5_000
POINTS = 6
Found = tuple[dict[str, Expr], dict[str, Expr]]  # where, state map


def maps(claim: Claim, budget: Budget) -> Iterator[Found]:
    """Parameters of the second rule and state maps that may fit, the likeliest first.

    Parameters that `claim.where` leaves out are unknowns of the search.
    """
    c = claim.gradient
    units = [S.One] if c in (0, 1) or c.free_symbols & claim.moving else [S.One, 1 / c]
    with suppress(UndecidedError):  # the time allowed is used up, or a rule is too long
        for k in units:
            ansatz = Ansatz.linear(claim, k)
            if (solved := ansatz.solved(budget)) is not None:
                yield from islice(ansatz.put(solved).completed(budget), MOST_MAPS)


@dataclass(frozen=True)
class Ansatz:
    """A state map and parameters with unknown symbols in them.

    `pairs` must be equal: what the second rule carries after a step, by its lines and by the map,
    and the points where gradients are asked for. In `compared`, what the first rule's state
    becomes is an independent variable where it is no polynomial. Unknown parameters have their own
    names, unknown factors two: those of the quantities they stand between.
    """

    claim: Claim
    k: Expr
    where: Mapping[str, Expr]
    state_map: Mapping[str, Expr]
    pairs: Sequence[tuple[Expr, Expr]]
    compared: Sequence[tuple[Expr, Expr]]
    variables: Sequence[Symbol]

    @classmethod
    def linear(cls, claim: Claim, k: Expr) -> Ansatz:
        """The linear map whose points are k times the first's, plus a shift."""
        second = claim.second
        where = {name: claim.where.get(name, Dummy(name, real=True)) for name in second.parameters}
        state_map = {POINT: k * before(POINT) + _combination(claim, POINT)}
        state_map |= {name: _combination(claim, name) for name in second.state}
        return cls.at(claim, k, where, state_map)

    def put(self, known: Mapping[Expr, Expr]) -> Ansatz:
        """The ansatz with some of its unknowns replaced."""
        where, state_map = (
            {name: value.xreplace(known) for name, value in values.items()}
            for values in (self.where, self.state_map)
        )
        return Ansatz.at(self.claim, self.k, where, state_map)

    @classmethod
    def at(
        cls, claim: Claim, k: Expr, where: Mapping[str, Expr], state_map: Mapping[str, Expr]
    ) -> Ansatz:
        """The step of both rules at these parameters through this map."""
        first, second = claim.first, claim.second
        calls = Calls()
        same = {before(name): before(name) for name in first.carried}
        stepped = after(first, same, calls.gradient, calls.norm)
        variables = [*same, *calls.points.values()]
        opaque = dict(stepped)
        for name in first.state:
            if not stepped[name].is_polynomial(*variables):
                opaque[name] = Dummy(name, real=True)
                variables.append(opaque[name])
        answers = _Answers(calls, variables, claim.gradient, k)
        begin = {before(name): image for name, image in state_map.items()}
        begin |= {parameter(name): value for name, value in where.items()}
        own = after(second, begin, answers.gradient, answers.norm)
        pairs, compared = (
            answers.points + [(own[n], claim.later(state_map[n], values)) for n in second.carried]
            for values in (stepped, opaque)
        )
        return cls(claim, k, where, state_map, pairs, compared, variables)

    @property
    def unknowns(self) -> list[Dummy]:
        """Parameters first: a product k(β' - β) = 0 is solved by β'."""
        parts = [*self.where.values(), *self.state_map.values()]
        found = {symbol for part in parts for symbol in part.atoms(Dummy)}
        return sorted(found, key=lambda s: (" " in s.name, s.name))

    def solved(self, budget: Budget) -> dict[Expr, Expr] | None:
        """The unknowns as far as coefficients determine them; None where nothing fits."""
        equations: list[Expr] = []
        for own, image in self.compared:
            if _terms(own) + _terms(image) > MOST_TERMS:
                continue
            difference = (own - image).expand()
            if difference.is_polynomial(*self.variables):
                equations += Poly(difference, *self.variables).coeffs()
        solution = solve_one_by_one(equations, self.unknowns, budget)
        if solution is None:
            return None
        moving = self.claim.moving | set(map(following, self.claim.varying))
        factors = [value for u, value in solution.items() if " " in u.name]
        if any(value.free_symbols & moving for value in factors):
            return None
        return solution

    def completed(self, budget: Budget) -> Iterator[Found]:
        """The maps with each unknown put to a likely value, as long as steps agree."""
        left = sorted(self.unknowns, key=lambda u: " " not in u.name)  # state comes first
        pairs = [pair for pair in self.pairs if pair[0] != pair[1]]
        for chosen in self._choices(left, {}, pairs, budget):
            yield (
                {name: self._written(value, chosen) for name, value in self.where.items()},
                {name: self._written(value, chosen) for name, value in self.state_map.items()},
            )

    def _choices(
        self,
        left: Sequence[Dummy],
        chosen: dict[Expr, Expr],
        pairs: Sequence[tuple[Expr, Expr]],
        budget: Budget,
    ) -> Iterator[dict[Expr, Expr]]:
        """Values for what is left; a branch ends where two sides without unknowns differ."""
        budget.check()
        pairs = [(own.xreplace(chosen), image.xreplace(chosen)) for own, image in pairs]
        for own, image in pairs:
            if not (own.atoms(Dummy) | image.atoms(Dummy)) and self._differ(own, image, budget):
                return
        if not left:
            yield chosen
            return
        pairs = [pair for pair in pairs if any(side.atoms(Dummy) for side in pair)]
        for value in self._values(left[0]):
            yield from self._choices(left[1:], chosen | {left[0]: value}, pairs, budget)

    def _differ(self, own: Expr, image: Expr, budget: Budget) -> bool:
        """Whether they certainly differ at some point of the domain whose state is not negative."""
        domain = dict(self.claim.domain)
        domain |= {before(name).name: NOT_NEGATIVE for name in self.claim.first.state}
        points = Domain(own.free_symbols | image.free_symbols, domain).points(POINTS)
        return Comparison([compiled(own)], [compiled(image)], budget).refute(points) is not None

    def _written(self, expression: Expr, known: Mapping[Expr, Expr]) -> Expr:
        """The expression with its unknowns replaced, as a person would write it."""
        positive = {
            Abs(parameter(name)): parameter(name)
            for name, interval in self.claim.domain.items()
            if interval.lower is not None and interval.lower >= 0
        }
        return tidy(expression.xreplace(known).xreplace(positive).doit())

    def _values(self, unknown: Dummy) -> list[Expr]:
        own, _, other = unknown.name.partition(" ")
        return self._factors(own, other) if other else self._parameters(own)

    def _factors(self, own: str, other: str) -> list[Expr]:
        """Of a factor between state quantities: the homogeneous ones, for equal names alone."""
        if own == POINT or (own != other and own in self.claim.first.state):
            return [S.Zero]
        return _scales(self.claim.gradient)

    def _parameters(self, name: str) -> list[Expr]:
        """Of a parameter: the first's of the same meaning, perhaps in other units."""
        meant = resolve(name, self.claim.first.parameters)
        if meant is None:
            return []
        base = parameter(meant)
        found = [base * scale for scale in _scales(self.claim.gradient)]
        if name == "epsilon":
            roots = [sqrt(1 - power) for power in self._corrections()]
            found += [base * factor for root in roots for factor in (root, 1 / root)]
        return found

    def _corrections(self) -> list[Expr]:
        """The powers β^t of a bias correction."""
        sides = [side for pair in self.pairs for side in pair]
        powers = {power for side in sides for power in side.atoms(Pow) if power.exp == STEP}
        return sorted((p for p in powers if not p.atoms(Dummy)), key=str)


class _Answers:
    """The second rule's gradients and norms by the first's, which it is supposed to ask in order.

    `points` are the pairs of points that must be equal for that.
    """

    def __init__(self, calls: Calls, variables: Sequence[Symbol], factor: Expr, k: Expr):
        self._calls, self._variables, self._factor, self._k = calls, variables, factor, k
        self._open = list(calls.points.items())
        self._met: dict[Expr, Expr] = {}
        self.points: list[tuple[Expr, Expr]] = []

    def gradient(self, point: Expr) -> Expr:
        if point not in self._met:
            if not self._open:
                return self._calls.gradient(point)
            known, symbol = self._open.pop(0)
            self.points.append((point, self._k * known))
            self._met[point] = self._factor * symbol
        return self._met[point]

    def norm(self, vector: Expr) -> Expr:
        for known, symbol in self._calls.vectors.items():
            factor = multiple(vector, known, self._variables)
            if factor is not None:
                return Abs(factor) * symbol
        return self._calls.norm(vector)


def _combination(claim: Claim, name: str) -> Expr:
    """An unknown multiple of each state quantity of the first rule, added up.

    Where both carry many, only of the one with the same name or, else, in the same place.
    """
    others = list(claim.first.state)
    if len(others) > MOST_COMBINED:
        place = [POINT, *claim.second.state].index(name)
        others = [name] if name in others else others[place - 1 : place] if place else []
    terms = (Dummy(f"{name} {other}", real=True) * before(other) for other in others)
    return sum(terms, S.Zero)


def _terms(expression: Expr) -> int:
    """At most so many terms has an expression when it is multiplied out."""
    parts = [_terms(part) for part in expression.args]
    if expression.is_Add:
        return sum(parts)
    if expression.is_Mul:
        return prod(parts)
    if expression.is_Pow and expression.exp.is_Integer:
        return int(min(parts[0], MOST_TERMS) ** min(abs(int(expression.exp)), 99))
    return 1


def _scales(c: Expr) -> list[Expr]:
    """The powers of a factor that quantities made of gradients have."""
    return [S.One] if c == 1 else [S.One, c, c**2, 1 / c, 1 / c**2, Abs(c)]


def solve_one_by_one(
    equations: Iterable[Expr], unknowns: Sequence[Symbol], budget: Budget
) -> dict[Expr, Expr] | None:
    """Values for unknowns that make the equations 0, as far as one at a time can be solved for.

    Of an equation that is a product, the first factor that can be solved is put to 0: one solution
    is found, not all. None where the equations contradict each other.
    """
    solution: dict[Expr, Expr] = {}
    pending = [_numerator(e) for e in equations]
    while pending := [e for e in pending if e != 0]:
        budget.check()
        if any(not e.free_symbols & set(unknowns) for e in pending):
            return None
        step = next(filter(None, (_solved(e, unknowns) for e in _easiest(pending, unknowns))), None)
        if step is None:
            break
        unknown, value = step
        solution = {u: v.xreplace({unknown: value}) for u, v in solution.items()}
        solution[unknown] = value
        pending = [
            _numerator(e.xreplace({unknown: value})) if e.has(unknown) else e for e in pending
        ]
    return solution


def _numerator(expression: Expr) -> Expr:
    return fraction(together(expression))[0].expand()


def _easiest(equations: Sequence[Expr], unknowns: Sequence[Symbol]) -> list[Expr]:
    return sorted(equations, key=lambda e: (len(e.free_symbols & set(unknowns)), len(e.args)))


def _solved(equation: Expr, unknowns: Sequence[Symbol]) -> tuple[Symbol, Expr] | None:
    """An unknown of which a factor of the equation is a linear function, with its root.

    One that is determined by constants is preferred to one that others determine, and then a
    factor to a parameter, for which there is a likelier value to be tried.
    """
    factors = [factor for factor, _ in factor_list(equation)[1]]
    for alone in (True, False):
        for unknown, factor in product(unknowns if alone else reversed(unknowns), factors):
            others = set(unknowns) - {unknown}
            if not factor.has(unknown) or not factor.is_polynomial(unknown):
                continue
            slope, *rest = Poly(factor, unknown).all_coeffs()
            fixed = slope.free_symbols | (rest[0].free_symbols if alone and rest else set())
            if len(rest) == 1 and not fixed & others:
                return unknown, cancel(-rest[0] / slope)
    return None


def tidy(expression: Expr) -> Expr:
    """Products of positive-looking factors: lr/(1 - beta), not -lr/(beta - 1)."""
    factors = []
    for factor in Mul.make_args(factored(expression)):
        base, exponent = factor.as_base_exp()
        if isinstance(base, Add) and base.as_coeff_Add()[0] < 0 and exponent.is_odd:
            factors += [S.NegativeOne, Pow(-base, exponent)]
        else:
            factors.append(factor)
    return Mul(*factors)
