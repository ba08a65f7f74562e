"""A run that starts at the initial state and ends where two rules have parted.

A step that does not preserve a state map refutes nothing by itself, as its state may be one that
is never reached. Here both rules are run from the start, on gradients given as small whole numbers
(on one polynomial, where a rule looks ahead), in exact rationals or certified balls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle, islice, product
from typing import TypeAlias

from flint import arb
from sympy import Expr, Integer, Pow, Rational

from symopt.decide.budget import Budget
from symopt.decide.domain import Domain, Point
from symopt.derive.same.bisimulation import Claim, following, unit, with_values
from symopt.errors import SymoptError, UndefinedError
from symopt.numbers import Real
from symopt.numbers.ball import precision
from symopt.objective import GivenGradients, Gradient, Objective, real_symbols
from symopt.rule import GRADIENT, POINT, STEP, Rule, before, now, parameter
from symopt.run.certified import StuckError, certified_steps
from symopt.run.exact import exact_steps, is_rational
from symopt.run.floats.request import Floats
from symopt.run.shown import Shown
from symopt.run.trajectory import Step, Value
from symopt.setting import Setting, check_value, exact

STEPS = 4
POINTS = 6
DIGITS = 12
BITS = 1024
IMAGE = "image of "  # names no quantity: a rule's names have no blanks
VARIABLES = real_symbols(["x", "y"])
START = (Integer(1), Integer(-2))
World: TypeAlias = "Expr | tuple[Gradient, ...]"  # an objective, or the gradients of all steps
GRADIENTS: tuple[tuple[Gradient, ...], ...] = tuple(
    tuple(tuple(map(Integer, gradient)) for gradient in gradients)
    for gradients in (((1, -2), (2, 1), (-3, 1), (1, 5)), ((3, 1), (-1, 2), (1, -4), (2, 3)))
)
_x, _y = VARIABLES
OBJECTIVES: tuple[Expr, ...] = (_x**2 / 2 - 3 * _x + _y**2 + _y, _x**3 / 3 + _x * _y + _y**2 / 2)


@dataclass(frozen=True)
class Witness:
    """Where two rules part: a step, a coordinate of a quantity, and both values there.

    `constants` are the values of parameters and other constants; those that change from step to
    step are written in t. `problem` is the list of gradients, or the objective. `left` is the value
    of the second rule, `right` the image of the first's, `floats` what float64 makes of the points.
    """

    constants: Mapping[str, Expr]
    problem: World
    start: tuple[Expr, ...]
    step: int
    quantity: str
    left: str
    right: str
    floats: tuple[float, float] | None = None

    def to_text(self) -> dict[str, str]:
        """Everything as text, by name."""
        parts = {"start": self.start, "problem": self.problem, "step": self.step}
        parts |= {"quantity": self.quantity, "left side": self.left, "right side": self.right}
        return {name: str(value) for name, value in {**self.constants, **parts}.items()}

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


@dataclass(frozen=True)
class Replay:
    """What runs of both rules have shown: a witness, or `common` steps after which they agreed."""

    witness: Witness | None
    common: int

    @property
    def is_confirmed(self) -> bool:
        """Whether both rules had values, and the same."""
        return self.witness is None and self.common > 0


def replay(
    claim: Claim, state_map: Mapping[str, Expr], budget: Budget, *, enough: int | None = None
) -> Replay:
    """Runs of both rules from the start, until a quantity of the second is not the map's image.

    Or until they have agreed after `enough` steps.
    """
    common = 0
    for point, world in product(_constants(claim, state_map), _worlds(claim)):
        if not budget.left or (enough is not None and common >= enough):
            break
        try:
            found = _Run(claim, state_map, point, world).parting()
        except SymoptError:
            continue  # a value that does not exist, or numbers outside what the runs can do
        if isinstance(found, Witness):
            return Replay(found, common)
        common += found
    return Replay(None, common)


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


def _worlds(claim: Claim) -> Sequence[World]:
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
        for name, value in where.items():
            for t in range(1, STEPS + 1):
                check_value(name, exact(value.xreplace({**numbers, STEP: Integer(t)}), name))
        self.is_same = state_map[POINT] == before(POINT)
        self.quantities = tuple(state_map)
        self.first = self._setting(with_values(claim.first, changing, images), first=True)
        self.second = self._setting(with_values(claim.second, where), first=False)

    def parting(self) -> Witness | int:
        """The first step after which they certainly differ, or one of them has no value.

        If there is none, the number of steps after which they agree.
        """
        left = _Steps.of(self.second, self.quantities)
        right = _Steps.of(self.first, [IMAGE + name for name in self.quantities])
        for own, other in zip(left.steps, right.steps, strict=False):
            for name in self.quantities:
                pairs = zip(own.values[name], cycle(other.values[IMAGE + name]), strict=False)
                for coordinate, (value, image) in enumerate(pairs):
                    if _differ(value, image):
                        floats = self._in_floats(own.number, coordinate, name)
                        return self._witness(own.number, name, _text(value), _text(image), floats)
        done = min(len(left.steps), len(right.steps))
        if left.undefined and len(right.steps) > done:
            there = _text(right.steps[done].values[IMAGE + POINT][0])
            return self._witness(done + 1, POINT, left.undefined, there)
        if right.undefined and len(left.steps) > done:
            there = _text(left.steps[done].values[POINT][0])
            return self._witness(done + 1, POINT, there, right.undefined)
        return done

    def _setting(self, rule: Rule, *, first: bool) -> Setting:
        k, c = (Integer(1), Integer(1)) if first else (self.unit, self.gradient)
        return Setting(
            objective=_scaled(self.world, k, c),
            rule=rule,
            values={name: self.constants[name] for name in rule.parameters},
            start=tuple(k * part for part in START),
            initial={name: (value,) * len(START) for name, value in rule.state.items()},
            steps=STEPS,
        )

    def _witness(
        self,
        step: int,
        name: str,
        left: str,
        right: str,
        floats: tuple[float, float] | None = None,
    ) -> Witness:
        start = self.first.start
        return Witness(self.constants, self.world, start, step, name, left, right, floats)

    def _in_floats(self, step: int, coordinate: int, name: str) -> tuple[float, float] | None:
        """The same in float64, where the points themselves are compared."""
        settings = (self.second, self.first)
        if name != POINT or not self.is_same or not all(map(_fits_floats, settings)):
            return None
        left, right = (
            float(Floats(setting).run(step, record=1)[-1][coordinate]) for setting in settings
        )
        return left, right


@dataclass(frozen=True)
class _Steps:
    """Steps 1, 2, … with certain values; `undefined` says why the next one has none."""

    steps: list[Step]
    undefined: str | None = None

    @classmethod
    def of(cls, setting: Setting, quantities: Sequence[str]) -> _Steps:
        """Exact ones, or balls where there are roots."""
        if is_rational(setting):
            return cls._exact(setting, STEPS)
        undefined: str | None = None
        for count in range(STEPS, 0, -1):
            try:
                found = certified_steps(
                    setting, count, digits=DIGITS, first=1, quantities=quantities, most_bits=BITS
                )
                return cls(list(found), undefined)
            except StuckError as stuck:
                return cls(list(stuck.steps)) if stuck.steps else cls._exact(setting, 1)
            except UndefinedError as error:
                undefined = error.message
        return cls([], undefined)

    @classmethod
    def _exact(cls, setting: Setting, count: int) -> _Steps:
        steps: list[Step] = []
        try:
            for step in islice(exact_steps(setting), 1, count + 1):
                steps.append(step)
        except UndefinedError as error:
            return cls(steps, error.message)
        return cls(steps)


def _scaled(world: World, k: Expr, c: Expr) -> Objective | GivenGradients:
    """The problem of the second rule, whose gradient at kx is c times the first's at x."""
    if isinstance(world, Expr):
        # f'(x) = ck f(x/k) has the gradient c ∇f(x/k).
        scaled = world.xreplace({variable: variable / k for variable in VARIABLES})
        return Objective(c * k * scaled, VARIABLES)
    factors = [c.xreplace({STEP: Integer(t)}) for t in range(1, STEPS + 1)]
    return GivenGradients(
        VARIABLES,
        tuple(
            tuple(factor * part for part in gradient)
            for factor, gradient in zip(factors, world, strict=True)
        ),
    )


def _fits_floats(setting: Setting) -> bool:
    """Whether t is an exponent only as it is: float loops take powers from the 0th upwards."""
    powers = (power for line in setting.rule.lines for power in line.right.doit().atoms(Pow))
    return all(power.exp == STEP or not power.exp.has(STEP) for power in powers)


def _differ(left: Value, right: Value) -> bool:
    """Whether two values, each exact or in a ball, certainly differ."""
    with precision(BITS):
        return not ball(left).overlaps(ball(right))


def ball(value: Value) -> arb:
    """A ball that holds the value, at the precision of the context."""
    return value.enclose(BITS) if isinstance(value, Real) else arb(value)


def _text(value: Value) -> str:
    shown = Shown(value, DIGITS)
    return shown.text if shown.text is not None else f"about {shown.decimal}"
