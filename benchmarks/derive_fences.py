"""A second opinion on fences: rules walked step by step with mpmath, surfaces looked at in points.

Of the judge it takes the state map and the parameters that are to be checked, and nothing else.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import mpmath
import sympy as sp

from benchmarks.derive_values import DIGITS, TOLERANCE, NowhereError, Point, draw, evaluate, holds
from symopt.derive.body import Fence
from symopt.derive.chains import read_rows
from symopt.derive.same.equivalence import Equivalence
from symopt.derive.statement import Statement
from symopt.derive.unrolled import TIME
from symopt.front_matter import read_objective
from symopt.notation.read import read_expression
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import Node, Number, key, walk
from symopt.objective import real_symbols
from symopt.page import Entry
from symopt.parameter import PARAMETERS
from symopt.rule import GRADIENT, NORM, POINT, STEP, Rule, before, now

STEPS = 5
WORLDS = 8
SAMPLES = 100
ASKED = sp.Symbol("the gradient", real=True)


class StuckError(NowhereError):
    """One rule has no next step where the other one does: whether they are the same is a word."""


Values = dict[str, mpmath.mpf]


def single(entries: list[Entry]) -> Iterator[Entry]:
    """The texts in entries, those in lists and mappings too."""
    for entry in entries:
        if isinstance(entry.value, str):
            yield entry
        else:
            several = entry.value.values() if isinstance(entry.value, dict) else entry.value
            yield from single([*several])


def fence_is_true(fence: Fence, found: object, statement: Statement) -> bool:
    """Whether nothing speaks against a claim; one of a kind that is not looked at is not true."""
    with mpmath.workdps(DIGITS):
        if fence.kind == "induction":
            return _induction(fence, statement)
        if isinstance(found, Equivalence):
            parted = any(_part(found, statement, seed) for seed in range(WORLDS))
            return parted == (fence.kind == "different")
        return fence.kind == "landscape" and _landscape(fence)


def _induction(fence: Fence, statement: Statement) -> bool:
    """By the first steps of the rule."""
    vocabulary, unrolled = statement.vocabulary, statement.unrolled
    for entry in single([fence.entries["claim"]]):
        sides = read_rows([(entry.text("claim"), entry.place)], vocabulary)
        head, right = sides.typed[0], sides.values[1]
        quantity = vocabulary.quantities[key(replace(head, index=head.index[:-1]))]
        for step in range(STEPS):
            value = unrolled.at(quantity, step)
            if not holds(value, "=", right.subs(TIME, step), None, statement):
                return False
    return True


def _part(found: Equivalence, statement: Statement, seed: int) -> bool:
    """Whether the second rule leaves the image of what the first carries, in one world."""
    try:
        return not _together(found, statement, seed)
    except StuckError:
        raise
    except NowhereError:  # the first rule stops, and until then they did not part
        return False


def _together(found: Equivalence, statement: Statement, seed: int) -> bool:
    chance = random.Random(seed)
    domains = {
        name: PARAMETERS[name].interval for name in found.first.parameters if name in PARAMETERS
    }
    domains |= {n: text for n, text in statement.assumptions.items() if n not in domains}
    fixed = {name: evaluate(value, Point({}, 0)) for name, value in found.fixed.items()}
    constant = {name: draw(text, chance) for name, text in domains.items()} | fixed
    changing = {name: [draw(domains[name], chance) for _ in range(STEPS)] for name in found.varying}
    slopes = [mpmath.mpf(chance.randint(-90, 90)) / 31 for _ in range(STEPS)]
    image = {POINT: before(POINT)} if found.state_map is None else found.state_map
    scale = sp.diff(image[POINT], before(POINT))
    first = Walk(found.first, mpmath.mpf(chance.randint(-90, 90)) / 17)
    second = Walk(found.second)
    for step in range(STEPS):
        known = constant | {n: values[step] for n, values in changing.items()}
        known[STEP.name] = mpmath.mpf(step + 1)
        theirs = known | {n: evaluate(v, Point(known, 0)) for n, v in found.where.items()}
        theirs |= {n: v for n, v in fixed.items() if n not in found.where}
        here = Point(known | first.before(known), 0)
        wanted = dict(_known(image, here))
        if POINT not in wanted:
            return False
        if step == 0:
            second.state[POINT] = wanted[POINT]
        carried = second.carried(theirs)
        if any(not _near(carried[name], value) for name, value in wanted.items()):
            return False
        asked, slope = first.walk(known, slopes[step]), evaluate(found.gradient, here)
        try:
            point = second.walk(theirs, slope * slopes[step])
        except NowhereError as error:
            raise StuckError("the second rule stops where the first goes on") from error
        if not _near(point, evaluate(scale, here) * asked):
            return False
    return True


def _known(image: Mapping[str, sp.Expr], here: Point) -> Iterator[tuple[str, mpmath.mpf]]:
    """The images that have a value."""
    for name, value in image.items():
        with suppress(NowhereError):
            yield name, evaluate(value, here)


def _near(a: mpmath.mpf, b: mpmath.mpf) -> bool:
    return bool(abs(a - b) <= TOLERANCE * max(1, abs(a), abs(b)))


@dataclass
class Walk:
    """A rule on its way along one coordinate, and what it carries."""

    rule: Rule
    start: mpmath.mpf | None = None
    state: Values = field(default_factory=dict)

    def carried(self, known: Mapping[str, mpmath.mpf]) -> Values:
        if self.start is not None:
            self.state.setdefault(POINT, self.start)
        for name in self.rule.carried:
            if name not in self.state:
                self.state[name] = evaluate(sp.sympify(self.rule.state[name]), Point(known, 0))
        return self.state

    def before(self, known: Mapping[str, mpmath.mpf]) -> Values:
        """What is carried, by the symbols that a line has for it."""
        return {before(name).name: value for name, value in self.carried(known).items()}

    def walk(self, known: Values, slope: mpmath.mpf) -> mpmath.mpf:
        """One step with that gradient; the point at which it was asked for."""
        here = known | self.before(known) | {ASKED.name: slope}
        asked = mpmath.mpf(0)
        for line in self.rule.lines:
            right = line.right.doit()
            for call in right.atoms(GRADIENT):
                asked = evaluate(call.args[0], Point(here, 0))
                right = right.xreplace({call: ASKED})
            here[now(line.left).name] = evaluate(right.replace(NORM, sp.Abs), Point(here, 0))
        self.state = {name: here[now(name).name] for name in self.rule.carried}
        return asked


def _landscape(fence: Fence) -> bool:
    """By the gradient where it is said to vanish, and the Hessian at random points."""
    said = fence.entries
    text = said["objective"].text("objective")
    names = [name for name in ("x", "y") if name in text]
    symbols = real_symbols(names)
    objective = read_objective(text, names)
    for entry in single([said["points"]]) if "points" in said else ():
        node = read_expression(entry.text("points"))
        if not _stationary(objective, symbols, node.items):
            return False
    curved = sp.hessian(objective, symbols)
    chance = random.Random(1)
    ends = []
    for _ in range(SAMPLES):
        at = {s: sp.Rational(chance.randint(-4000, 4000), 1000) for s in symbols}
        values = mpmath.eigsy(mpmath.matrix(curved.subs(at).evalf(30).tolist()), eigvals_only=True)
        ends.append((min(values), max(values)))
    low, steepest = min(a for a, _ in ends), max(max(abs(a), abs(b)) for a, b in ends)
    convex = {"strictly convex": low > 0, "convex": low >= 0, "not convex": low < 0}
    if "convexity" in said and not convex[said["convexity"].text("convexity")]:
        return False
    bound = said["lipschitz"].text("lipschitz") if "lipschitz" in said else "none"
    if bound == "none":
        return True
    return abs(steepest - mpmath.mpf(sp.N(to_sympy(read_expression(bound), {}), 30))) < 1e-9


def _stationary(objective: sp.Expr, symbols: Sequence[sp.Symbol], stated: Sequence[Node]) -> bool:
    """Whether a Newton step from the point leads no farther than its digits may be off."""
    at = dict(zip(symbols, (to_sympy(item, {}) for item in stated), strict=True))
    slopes = sp.Matrix([objective.diff(symbol) for symbol in symbols]).subs(at)
    curved = sp.hessian(objective, symbols).subs(at)
    if curved.det() == 0:
        return bool(slopes.is_zero_matrix)
    step = curved.evalf(30).LUsolve(slopes.evalf(30))
    for move, item in zip(step, stated, strict=True):
        (number,) = [part for part in walk(item) if isinstance(part, Number)]
        if abs(move) > (0.5 * 10.0**-number.decimals if number.decimals else 1e-9):
            return False
    return True
