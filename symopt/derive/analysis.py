"""The fences about a rule on a quadratic, and about an objective.

    ```stable                                    ```landscape
    rule: momentum                               objective: x^2/20 + y^2
    bound: 2 (1 + ρ)/λ                           convexity: strictly convex
    on: x^2/20 + y^2                             points: [(0, 0)]
    start: {x: -7, y: 2}                         lipschitz: 2
    ```                                          ```

    ```best                       ```damping                 ```terminal
    rule: sgd                     rule: momentum             rule: momentum
    lr: 2/(μ + L)                 momentum: (1 - √(α λ))^2   velocity: -α g/(1 - ρ)
    rate: (L - μ)/(L + μ)         ```                        ```
    ```

    ```course
    objective: x^2/20 + y^2
    rule: sgd
    lr: 0.95
    start: {x: -7, y: 2}
    steps: 30
    ```

λ is the curvature of f(x) = λx²/2, μ and L are the smallest and the largest of several, and g is a
constant gradient. What a fence states is compared with what is derived from the rule's own lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sympy import Expr, Max, Rational, Symbol

from symopt import rules
from symopt.decide import sign
from symopt.decide.defined import defined
from symopt.decide.verdict import Status, Verdict
from symopt.derive.claim import Claim, Claimed
from symopt.derive.judge import Link, half_a_digit, judge
from symopt.derive.landscape.convexity import Convexity, convexity
from symopt.derive.landscape.critical import CriticalPoint, CriticalPoints, critical_points
from symopt.derive.landscape.lipschitz import Lipschitz, lipschitz
from symopt.derive.quadratic.best import LARGEST, SMALLEST, best_values, critical_damping
from symopt.derive.quadratic.boundary import Sides, both_sides
from symopt.derive.quadratic.linear import CURVATURE, SLOPE, linear_map, terminal
from symopt.derive.quadratic.stability import StableRange, bound_links, stable_on, stable_range
from symopt.derive.unrolled import Unrolled
from symopt.derive.vocabulary import Vocabulary
from symopt.errors import InputError
from symopt.front_matter import read_objective
from symopt.notation.read import read_expression
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import Name, Node, Vector
from symopt.objective import Objective, real_symbols
from symopt.page import Entry
from symopt.parameter import did_you_mean
from symopt.rule import Rule, parameter
from symopt.run.floats.request import Floats
from symopt.setting import build, whole

MOST_COURSE = 200
CONVEXITY = ("strictly convex", "convex", "not convex")
PARTIAL = "what is stated is not proved to have a value for all parameters"
QUADRATIC: Mapping[str, Expr] = {"lambda": CURVATURE, "mu": SMALLEST, "L": LARGEST, "g": SLOPE}


@dataclass(frozen=True)
class Stable:
    """A stable range, and float runs on both sides of its bound."""

    range: StableRange
    sides: tuple[Sides, ...]
    curvatures: tuple[Expr, ...] = ()


@dataclass(frozen=True)
class Course:
    """The points of a run in floats, to be looked at: it claims nothing."""

    objective: Objective
    points: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Landscape:
    """What was found of an objective, as far as it was asked for."""

    objective: Objective
    convexity: Convexity | None
    critical: CriticalPoints | None
    lipschitz: Lipschitz | None


def stable(claim: Claim) -> Claimed:
    """That a rule converges from everywhere on λx²/2 if and only if 0 < lr < bound."""
    claim.only("rule", "bound", "on", "start")
    rule = _rule(claim)
    found = stable_range(rule)
    entry = claim.entry("bound")
    side, bound = _read(entry, "bound", rule)
    links = [_stated(parameter("lr"), side, bound, found.upper, found.map.domain)]
    links += found.links
    if bound != found.upper:
        links += bound_links(found.spectrum, bound, found.binding)
    sides: tuple[Sides, ...] = ()
    spread: tuple[Expr, ...] = ()
    if (text := claim.text("on")) is not None:
        start = claim.texts("start") or {}
        objective = _objective(text, [*start])
        sides = both_sides(rule, objective, start=start)
        on = stable_on(rule, objective)
        links += on.links
        spread = tuple(pair.value for pair in on.curvatures)
        if not all(side.agree for side in sides):
            verdict = Verdict("undecided", "float runs", ("float runs say otherwise",))
            links.append(Link(side, "=", side, verdict))
    return Claimed(tuple(links), Stable(found, sides, spread))


def best(claim: Claim) -> Claimed:
    """Which parameters, with which rate, are the best for curvatures between μ and L."""
    rule = _rule(claim)
    found = best_values(rule)
    names = [str(symbol) for symbol in found.values]
    claim.only("rule", "rate", *names)
    derived: dict[str, Expr] = {**{str(s): v for s, v in found.values.items()}, "rate": found.rate}
    links = []
    apart = {LARGEST: SMALLEST + Symbol("d")}
    for name, value in derived.items():
        side, stated = _read(claim.entry(name), name, rule)
        head = Name("r") if name == "rate" else parameter(name)
        sides = stated.subs(apart), value.subs(apart)
        links.append(_stated(head, side, *sides, {"mu": "> 0", "d": ">= 0"}))
    return Claimed((*links, *found.links), found)


def damping(claim: Claim) -> Claimed:
    """From which momentum on a path oscillates."""
    claim.only("rule", "momentum")
    rule = _rule(claim)
    found = critical_damping(rule)
    side, stated = _read(claim.entry("momentum"), "momentum", rule)
    domain = found.spectrum.map.domain
    link = _stated(parameter("momentum"), side, stated, found.momentum, domain)
    return Claimed((link, *found.links), found)


def ending(claim: Claim) -> Claimed:
    """What a velocity tends to under a constant gradient."""
    claim.only("rule", "velocity")
    rule = _rule(claim)
    found = terminal(rule)
    side, stated = _read(claim.entry("velocity"), "velocity", rule)
    domain = linear_map(rule).domain | {SLOPE.name: "real"}
    link = _stated(Name("v"), side, stated, found.velocity, domain)
    return Claimed((link, *found.links), found)


def course(claim: Claim) -> Claimed:
    """A run on a quadratic, for its picture along the eigenvectors of the Hessian."""
    rule = _rule(claim)
    claim.only("objective", "rule", "start", "steps", *rule.parameters)
    start, steps = claim.texts("start") or {}, claim.entry("steps")
    objective = _objective(claim.entry("objective").text("objective"), [*start])
    given = {name: text for name in rule.parameters if (text := claim.text(name)) is not None}
    setting = build(objective, start=start, rule=rule, parameters=given)
    count = whole(steps.text("steps"), "steps", most=MOST_COURSE)
    points = Floats(setting).run(count, record=1).tolist()
    return Claimed((), Course(objective, tuple(map(tuple, points))))


def landscape(claim: Claim) -> Claimed:
    """Whether an objective is convex, where its gradient vanishes, how fast that can change."""
    claim.only("objective", "variables", "convexity", "points", "lipschitz")
    entry = claim.entry("objective")
    objective = entry.placed(lambda: _objective(entry.text("objective"), claim.list("variables")))
    links: list[Link] = []
    curved, points, steepest = None, None, None
    stated = claim.fence.entries
    if not {"convexity", "points", "lipschitz"} & {*stated}:
        hint = "add a line 'convexity: …', 'points: …' or 'lipschitz: …'"
        raise InputError("nothing is claimed here", place=claim.fence.place, hint=hint)
    if "convexity" in stated:
        curved = convexity(objective)
        links += [*curved.links, _convexity(stated["convexity"], curved.kind)]
    if "points" in stated:
        points = critical_points(objective)
        links += _points(stated["points"], points)
    if "lipschitz" in stated:
        steepest = lipschitz(objective)
        links += [*steepest.links, _constant(stated["lipschitz"], steepest)]
    return Claimed(tuple(links), Landscape(objective, curved, points, steepest))


def _points(entry: Entry, found: CriticalPoints) -> Iterator[Link]:
    """Each point as stated against the one found that is nearest; there must be as many."""
    parts = entry.parts
    yield _worded(entry, "points", str(len(found.points)), str(len(parts)))
    left = list(found.points)
    for part in parts[: len(left)]:
        items = _items(part, len(left[0].decimals))
        point = min(left, key=lambda point: _distance(items, point))
        left.remove(point)
        yield from point.links
        exact = point.exact or (None,) * len(items)
        for item, value, decimals in zip(items, exact, point.decimals, strict=True):
            yield _coordinate(item, value, decimals)


def _items(entry: Entry, size: int) -> list[tuple[Node, Expr]]:
    """The coordinates of a point as stated, as typed and as numbers."""
    text = entry.text("points")
    node = read_expression(text, place=entry.place)
    items = node.items if isinstance(node, Vector) else (node,)
    if len(items) != size:
        message = f"a point must have {size} coordinates (got {len(items)})"
        raise InputError(message, place=entry.place)
    return [(item, to_sympy(item, {}, text=text, place=entry.place)) for item in items]


def _distance(items: Sequence[tuple[Node, Expr]], point: CriticalPoint) -> Expr:
    pairs = zip(items, point.decimals, strict=True)
    return Max(*(abs(value - Rational(decimals)) for (_, value), decimals in pairs)).n()


def _coordinate(stated: tuple[Node, Expr], exact: Expr | None, decimals: str) -> Link:
    """A coordinate as stated: exact, or rounded from digits that are certain."""
    node, value = stated
    if exact is not None:
        return Link(exact, "=", node, judge(exact, "=", value, assuming={}), "critical point")
    true = Rational(decimals)
    digit = Rational(10) ** int(Decimal(decimals).as_tuple().exponent)  # the last certain one
    half = half_a_digit(node) or 0
    far = sign(abs(true - value) - half - digit).sign
    near = sign(abs(true - value) - half + digit).sign
    status: Status = "undecided"
    if near in ("negative", "zero"):
        status = "proved"
    elif far in ("positive", "zero"):
        status = "refuted"
    verdict = Verdict(status, "enclosures", (f"certainly {decimals}",))
    return Link(true, "≈", node, verdict, "critical point")


def _convexity(entry: Entry, found: str) -> Link:
    """What is stated of convexity. Where minors vanish, a function may still be strictly convex."""
    stated = entry.text("convexity")
    if stated not in CONVEXITY:
        hint = did_you_mean(stated, CONVEXITY)
        raise InputError(f"'{stated}' is no kind of convexity", place=entry.place, hint=hint)
    if (found, stated) == ("strictly convex", "convex"):
        found = stated
    elif (found, stated) == ("convex", "strictly convex"):
        found = "undecided"
    return _worded(entry, "convexity", found)


def _constant(entry: Entry, found: Lipschitz) -> Link:
    """The Lipschitz constant as stated; none where it is not finite."""
    text = entry.text("lipschitz")
    if text == "none" or found.upper is None:
        return _worded(entry, "lipschitz", "none" if found.upper is None else str(found.upper))
    side = read_expression(text, place=entry.place)
    verdict = judge(found.upper, "=", to_sympy(side, {}), assuming={})
    return Link(found.upper, "=", side, verdict, "Lipschitz constant")


def _worded(entry: Entry, name: str, found: str, stated: str | None = None) -> Link:
    """What is stated in a word, against the word for what was found."""
    stated = entry.text(name) if stated is None else stated
    status: Status = "proved" if stated == found else "refuted"
    if found == "undecided":
        status = "undecided"
    words = Name(found.replace(" ", "-")), Name(stated.replace(" ", "-"))
    return Link(words[0], "=", words[1], Verdict(status, "comparison", (f"it is {found}",)), name)


def _stated(
    head: Expr | Node, side: Node, stated: Expr, derived: Expr, assuming: Mapping[str, str]
) -> Link:
    """What a fence states, against what was derived; shown as a statement about `head`."""
    verdict = judge(derived, "=", stated, assuming=assuming)
    if verdict.status == "proved" and not defined(stated, assuming=assuming):
        verdict = replace(verdict, status="undecided", evidence=(PARTIAL,))
    return Link(head, "=", side, verdict, "stated")


def _rule(claim: Claim) -> Rule:
    entry = claim.entry("rule")
    return entry.placed(lambda: rules.get(entry.text("rule")))


def _read(entry: Entry, name: str, rule: Rule) -> tuple[Node, Expr]:
    """An expression in the rule's parameters and the letters of a quadratic."""
    vocabulary = Vocabulary({**Unrolled(rule).parameters, **QUADRATIC})
    text = entry.text(name)
    side = vocabulary.side(text, entry.place)
    return side, vocabulary.expression(side, text, entry.place)


def _objective(text: str, names: Sequence[str]) -> Objective:
    """The objective in these variables; x and y where none are named."""
    known = [*names] or [name for name in ("x", "y") if name in text]
    return Objective(read_objective(text, known), real_symbols(known))
