"""Which rules are the same: every pair of the registry, related by search.

Most pairs are told apart beforehand by numbers: related rules ask for gradients along the same
path, up to its scale. What is left is searched and proved (`equivalence`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from flint import arb
from sympy import Expr, Rational, S

from symopt.decide.budget import Budget
from symopt.derive.same.bisimulation import domain_of
from symopt.derive.same.equivalence import Equivalence, equivalent
from symopt.derive.same.replay import GRADIENTS, ball
from symopt.errors import SymoptError
from symopt.numbers.ball import precision
from symopt.objective import GivenGradients, real_symbols
from symopt.rule import GRADIENT, POINT, Line, Rule, before
from symopt.rules import REGISTRY
from symopt.run.certified import certified_steps
from symopt.setting import Setting

SCALE = "c"
BITS = 128
DIGITS = 15
ASKED = "asked for"  # names no quantity: a rule's names have no blanks
# Parameters of one meaning have one value here; epsilon, which relations may rescale, is 0.
VALUES: Mapping[str, Expr] = {
    "lr": Rational(1, 2),
    **dict.fromkeys(("momentum", "beta", "beta1"), Rational(1, 3)),
    **dict.fromkeys(("beta2", "decay"), Rational(1, 5)),
    "epsilon": S.Zero,
    "weight_decay": Rational(1, 7),
}
OTHER = Rational(1, 11)


def relations(rules: Iterable[Rule] | None = None, *, seconds: float = 60.0) -> list[Equivalence]:
    """All relations found and proved between two of the rules; by default, of the registry.

    First those that hold for all values of the parameters; then those where one parameter is 0
    (`fixed`), unless they follow from the others. What can't be proved in time is left out.
    """
    budget = Budget(seconds=seconds)
    pairs = [_ordered(*pair) for pair in combinations(rules or REGISTRY.values(), 2)]
    found: list[Equivalence] = []
    for fixed in ({}, *_conditions(pairs)):
        for first, second in pairs:
            known = [r for r in found if not r.fixed or r.fixed == fixed]
            if fixed and (not _uses(first, second, fixed) or _linked(first, second, known)):
                continue
            if _may_be_related(first, second, fixed) and budget.left:
                relation = _related(first, second, fixed, budget)
                found += [relation] if relation is not None else []
    return found


def invariances(rules: Iterable[Rule] | None = None, *, seconds: float = 60.0) -> list[Equivalence]:
    """What each rule does when the loss is multiplied by c > 0: proved relations with itself."""
    budget = Budget(seconds=seconds)
    found = []
    for rule in rules or REGISTRY.values():
        if budget.left:
            known = {SCALE: "positive"}
            result = equivalent(rule, rule, gradient=SCALE, assuming=known, seconds=budget.left)
            found += [result] if result.status == "proved" else []
    return found


def _ordered(first: Rule, second: Rule) -> tuple[Rule, Rule]:
    """What carries less can be a function of what carries more."""
    return (second, first) if len(second.state) > len(first.state) else (first, second)


def _conditions(pairs: Iterable[tuple[Rule, Rule]]) -> Iterator[dict[str, Expr]]:
    """One parameter at 0, where 0 is in its domain."""
    names = dict.fromkeys(name for pair in pairs for rule in pair for name in rule.parameters)
    for name in names:
        interval = domain_of(name)
        if interval is not None and 0 in interval:
            yield {name: S.Zero}


def _uses(first: Rule, second: Rule, fixed: Mapping[str, Expr]) -> bool:
    return any(name in rule.parameters for name in fixed for rule in (first, second))


def _linked(first: Rule, second: Rule, known: Iterable[Equivalence]) -> bool:
    """Whether known relations lead from one rule to the other."""
    reached = {first}
    links = [{relation.first, relation.second} for relation in known]
    while more := [link for link in links if len(link & reached) == 1]:
        reached.update(*more)
    return second in reached


def _may_be_related(first: Rule, second: Rule, fixed: Mapping[str, Expr]) -> bool:
    """Whether both ask for gradients along the same path, up to its scale."""
    paths = [_path(rule, _values(rule, fixed)) for rule in (first, second)]
    with precision(BITS):
        return all(left.overlaps(right) for left, right in zip(*paths, strict=False)) and all(paths)


def _values(rule: Rule, fixed: Mapping[str, Expr]) -> tuple[tuple[str, Expr], ...]:
    values = {**VALUES, **fixed}
    return tuple((name, values.get(name, OTHER)) for name in rule.parameters)


@lru_cache(maxsize=256)
def _path(rule: Rule, values: tuple[tuple[str, Expr], ...]) -> tuple[arb, ...]:
    """Each coordinate of the points asked for, counted from the first point in first moves.

    () where a rule asks for no gradient or several, or does not move.
    """
    calls = [call for line in rule.lines for call in line.right.atoms(GRADIENT)]
    if len(calls) != 1:
        return ()
    (call,) = calls
    # The gradients are the same whatever the point: they are unknown values to both rules.
    at_theta = {call: GRADIENT(before(POINT))}
    lines = [Line(ASKED, call.args[0])]
    lines += [Line(line.left, line.right.xreplace(at_theta)) for line in rule.lines]
    watched = Rule(rule.name, rule.parameters, rule.state, tuple(lines))
    variables = real_symbols(["x", "y"])
    setting = Setting(
        objective=GivenGradients(variables, GRADIENTS[0]),
        rule=watched,
        values=dict(values),
        start=(S.One, S.One),
        initial={name: (value,) * 2 for name, value in rule.state.items()},
    )
    try:
        steps = certified_steps(
            setting, len(GRADIENTS[0]), digits=DIGITS, first=1, quantities={ASKED}, most_bits=BITS
        )
    except SymoptError:
        return ()
    path: list[arb] = []
    with precision(BITS):
        for points in zip(*(map(ball, step.values[ASKED]) for step in steps), strict=True):
            first, *moves = [point - points[0] for point in points[1:]]
            path += [move / first for move in moves]
    return tuple(path) if all(map(arb.is_finite, path)) else ()


def _related(
    first: Rule, second: Rule, fixed: Mapping[str, Expr], budget: Budget
) -> Equivalence | None:
    try:
        result = equivalent(first, second, fixed=fixed, seconds=budget.left)
    except SymoptError:  # a parameter of which nothing says what it is
        return None
    return result if result.status == "proved" else None
