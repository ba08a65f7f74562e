"""A run that starts at the initial state and ends where two rules have parted.

A step that does not preserve a state map refutes nothing by itself, as its state may be one that
is never reached. Here both rules are run from the start, on gradients given as small whole numbers
(on one polynomial, where a rule looks ahead), in exact rationals or certified balls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from flint import arb
from sympy import Expr, Integer, Rational

from symopt.decide.budget import Budget
from symopt.decide.domain import Domain, Point
from symopt.derive.bisimulation import Claim, following, unit, with_values
from symopt.errors import SymoptError, UndefinedError
from symopt.numbers.ball import precision
from symopt.objective import GivenGradients, Objective, real_symbols
from symopt.rule import GRADIENT, POINT, STEP, Rule, before, now, parameter
from symopt.run.certified import StuckError, certified_steps
from symopt.run.exact import exact_steps, is_rational
from symopt.run.floats.request import Floats
from symopt.run.shown import Shown
from symopt.run.trajectory import Step, Value
from symopt.setting import Setting

STEPS = 4
POINTS = 6
DIGITS = 12
BITS = 1024
IMAGE = "image of "  # names no quantity: a rule's names have no blanks
VARIABLES = real_symbols(["x", "y"])
START = (Integer(1), Integer(-2))
GRADIENTS = (
    ((1, -2), (2, 1), (-3, 1), (1, 5)),
    ((3, 1), (-1, 2), (1, -4), (2, 3)),
)
_x, _y = VARIABLES
OBJECTIVES = (_x**2 / 2 - 3 * _x + _y**2 + _y, _x**3 / 3 + _x * _y + _y**2 / 2)


@dataclass(frozen=True)
class Witness:
    """Where two rules part: a step, a coordinate of a quantity, and both values there.

    `constants` are the values of parameters and other constants; those that change from step to
    step are written in t. `problem` is the list of gradients, or the objective. `left` is the value
    of the second rule, `right` the image of the first's, `floats` what float64 makes of the points.
    """

    constants: Mapping[str, Expr]
    problem: Expr | tuple[tuple[Expr, ...], ...]
    start: tuple[Expr, ...]
    step: int
    quantity: str
    left: str
    right: str
    floats: tuple[float, float] | None = None

    def evidence(self) -> tuple[str, ...]:
        """The run in words."""
        values = ", ".join(f"{name} = {value}" for name, value in self.constants.items())
        kind = "on" if isinstance(self.problem, Expr) else "with the gradients"
        lines = [
            f"from {self.start} {kind} {self.problem}" + (values and f", {values}"),
            f"after step {self.step}, {self.quantity} is {self.left}, not {self.right}",
        ]
        if self.floats is not None:
            lines.append(f"in floats it is {self.floats[0]!r}, not {self.floats[1]!r}")
        return tuple(lines)


def reachable_witness(
    claim: Claim, state_map: Mapping[str, Expr], budget: Budget
) -> Witness | None:
    """The first run found in which a quantity of the second rule is not its image by the map."""
    for point, world in product(_constants(claim, state_map), _worlds(claim)):
        if not budget.left:
            return None
        try:
            found = _Run(claim, state_map, point, world).parting()
        except SymoptError:
            continue  # a value that does not exist, or numbers outside what the runs can do
        if found is not None:
            return found
    return None


def _constants(claim: Claim, state_map: Mapping[str, Expr]) -> Iterator[dict[str, Expr]]:
    """Values of all constants in their domains; a changing one falls as 1/t."""
    expressions = [claim.gradient, *claim.where.values(), *state_map.values()]
    free = {symbol for expression in expressions for symbol in expression.free_symbols}
    free |= set(map(parameter, claim.first.parameters))
    free -= {*map(before, claim.first.carried), STEP}
    for point in Domain(sorted(free, key=str), claim.domain).points(POINTS):
        if all(_stays(claim, name, point) for name in claim.varying):
            yield {
                name: Rational(value.numerator, value.denominator)
                / (STEP if name in claim.varying else 1)
                for name, value in point.items()
            }


def _stays(claim: Claim, name: str, point: Point) -> bool:
    """Whether a changing constant is in its domain at each step."""
    interval = claim.domain.get(name)
    return interval is None or all(
        Fraction(point[name], t) in interval for t in range(1, STEPS + 2)
    )


World = Expr | tuple[tuple[int, ...], ...]


def _worlds(claim: Claim) -> tuple[World, ...]:
    """Lists of gradients; objectives, where a rule asks at another point than the parameters."""
    calls = {
        call
        for rule in (claim.first, claim.second)
        for line in rule.lines
        for call in line.right.atoms(GRADIENT)
    }
    return GRADIENTS if calls == {GRADIENT(before(POINT))} else OBJECTIVES


class _Run:
    """Both rules at these constants, from the start."""

    def __init__(
        self,
        claim: Claim,
        state_map: Mapping[str, Expr],
        constants: Mapping[str, Expr],
        world: World,
    ):
        self.claim, self.constants, self.world = claim, constants, world
        moving = {parameter(name): constants[name] for name in claim.varying}
        moving |= {
            following(name): constants[name].xreplace({STEP: STEP + 1}) for name in claim.varying
        }
        numbers = {parameter(n): v for n, v in constants.items() if n not in claim.varying}
        self.unit = unit(state_map).xreplace(numbers)
        self.gradient = claim.gradient.xreplace(numbers | moving)
        nows = {name: now(name) for name in claim.first.carried}
        images = {
            IMAGE + name: claim.later(image, nows).xreplace(moving)
            for name, image in state_map.items()
        }
        where = {name: value.xreplace(moving) for name, value in claim.where.items()}
        changing = {name: constants[name] for name in claim.varying}
        self.is_same = state_map[POINT] == before(POINT)
        self.quantities = tuple(state_map)
        self.first = self._setting(with_values(claim.first, changing, images), first=True)
        self.second = self._setting(with_values(claim.second, where), first=False)

    def parting(self) -> Witness | None:
        """The first step after which they certainly differ."""
        lefts = self._steps(self.second, self.quantities)
        rights = self._steps(self.first, [IMAGE + name for name in self.quantities])
        for left, right in list(zip(lefts, rights, strict=False))[1:]:
            for name in self.quantities:
                pairs = zip(left.values[name], right.values[IMAGE + name], strict=True)
                for coordinate, (own, image) in enumerate(pairs):
                    if _differ(own, image):
                        return self._witness(left.number, name, coordinate, own, image)
        return None

    def _setting(self, rule: Rule, *, first: bool) -> Setting:
        k, c = (Integer(1), Integer(1)) if first else (self.unit, self.gradient)
        objective: Objective | GivenGradients
        if isinstance(self.world, Expr):
            # f'(x) = ck f(x/k) has the gradient c ∇f(x/k).
            scaled = self.world.xreplace({variable: variable / k for variable in VARIABLES})
            objective = Objective(c * k * scaled, VARIABLES)
        else:
            factors = [c.xreplace({STEP: Integer(t)}) for t in range(1, STEPS + 1)]
            objective = GivenGradients(
                VARIABLES,
                tuple(
                    tuple(factor * part for part in gradient)
                    for factor, gradient in zip(factors, self.world, strict=True)
                ),
            )
        return Setting(
            objective=objective,
            rule=rule,
            values={name: self.constants[name] for name in rule.parameters},
            start=tuple(k * part for part in START),
            initial={name: (value,) * len(VARIABLES) for name, value in rule.state.items()},
            steps=STEPS,
        )

    @staticmethod
    def _steps(setting: Setting, quantities: Sequence[str]) -> list[Step]:
        """As many steps as have certain values: exact ones, or balls where there are roots."""
        found: list[Step] = []
        try:
            if is_rational(setting):
                found.extend(islice(exact_steps(setting), STEPS + 1))
            else:
                start = Step(0, {})
                found = [
                    start,
                    *certified_steps(
                        setting,
                        STEPS,
                        digits=DIGITS,
                        first=1,
                        quantities=quantities,
                        most_bits=BITS,
                    ),
                ]
        except StuckError as stuck:
            found = [Step(0, {}), *stuck.steps]
        except UndefinedError:
            pass
        return found

    def _witness(self, step: int, name: str, coordinate: int, own: Value, image: Value) -> Witness:
        return Witness(
            constants=self.constants,
            problem=self.world,
            start=self.first.start,
            step=step,
            quantity=name,
            left=_text(own),
            right=_text(image),
            floats=self._in_floats(step, coordinate) if name == POINT and self.is_same else None,
        )

    def _in_floats(self, step: int, coordinate: int) -> tuple[float, float]:
        left, right = (
            float(Floats(setting).run(step, record=1)[-1][coordinate])
            for setting in (self.second, self.first)
        )
        return left, right


def _differ(left: Value, right: Value) -> bool:
    """Whether two values, each exact or in a ball, certainly differ."""
    with precision(BITS):
        return not arb(left).overlaps(arb(right))


def _text(value: Value) -> str:
    shown = Shown(value, DIGITS)
    return shown.text if shown.text is not None else f"about {shown.decimal}"
