"""A rule: ordered equations with parameters and state, recorded as they are written.

    @rule(state="v", lr="1/100", momentum="9/10", cites="Polyak 1964, equation 9")
    def momentum(s):
        s.v = s.momentum * s.v - s.lr * s.grad(s.theta)
        s.theta = s.theta + s.v

Each assignment becomes a `Line`. A quantity read before its own assignment is the last step's
(m_{t-1}), afterwards this step's (m_t). Lines act on each coordinate alike; `s.grad(point)` is the
gradient at a point, `s.norm(vector)` the Euclidean norm of a whole vector.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

import sympy
from sympy import Expr, Function, Rational, Symbol

from symopt.display import Reported
from symopt.errors import Place, RuleError
from symopt.parameter import PARAMETERS, did_you_mean

POINT = "theta"
STEP = Symbol("t", positive=True, integer=True)
GRADIENT: type[Function] = Function("grad")
NORM: type[Function] = Function("norm", nonnegative=True)


@lru_cache(maxsize=1024)
def now(name: str) -> Symbol:
    """The quantity's value at this step, m_t."""
    return Symbol(f"{name}_t", real=True)


@lru_cache(maxsize=1024)
def before(name: str) -> Symbol:
    """The quantity's value after the last step, m_{t-1}."""
    return Symbol(f"{name}_{{t-1}}", real=True)


def parameter(name: str) -> Symbol:
    """The symbol that stands for a hyper-parameter."""
    return Symbol(name, real=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One equation left = right, unevaluated, in the author's own order."""

    left: str
    right: Expr
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, eq=False)
class Rule(Reported):
    """An optimizer: what one step does to the point and the state.

    `parameters` maps each hyper-parameter to its default (None where a page must give one),
    `state` each state quantity to its initial value. Building a rule checks it; `RuleError`
    names the line that is wrong.
    """

    name: str
    parameters: Mapping[str, Rational | None]
    state: Mapping[str, Rational]
    lines: tuple[Line, ...]
    cites: str = ""
    about: str = ""
    variants: str = ""
    place: Place = field(default=Place(), compare=False)

    def __post_init__(self) -> None:
        _validate(self)

    def __repr__(self) -> str:
        return f"<rule {self.name}>"

    def update(
        self,
        params: MutableMapping[str, Any],
        grads: Mapping[str, Any],
        state: dict[str, Any] | None = None,
        **parameters: Any,
    ) -> dict[str, Any]:
        """One step on NumPy arrays of floats, by name, in place; returns the state for the next.

            state = None
            for _ in range(100):
                state = rules.adam.update(params, gradients(params), state, lr=0.01)

        The arrays have any shape and any float type, which the step is computed in. The state is
        {"t": steps done, "m": {name: array}, …}. Large arrays take one compiled loop where Numba
        is installed. `InputError` for arrays that don't fit, and for a rule that needs the gradient
        at another point than the parameters.
        """
        import symopt  # by its public name, when called: running is on a floor above this one

        new: dict[str, Any] = symopt.update(self, params, grads, state, parameters)
        return new

    @cached_property
    def quantities(self) -> tuple[str, ...]:
        """Every quantity that a step assigns, in order."""
        return tuple(line.left for line in self.lines)

    @cached_property
    def carried(self) -> tuple[str, ...]:
        """The quantities that one step hands to the next: the point and the state."""
        return (POINT, *self.state)

    @cached_property
    def scalars(self) -> frozenset[str]:
        """The quantities with one value for all coordinates, such as a step size lr_t."""
        vectors = set(self.carried)
        for line in self.lines:
            if _is_vector(line.right, vectors):
                vectors.add(line.left)
        return frozenset(set(self.quantities) - vectors)


def _is_vector(expression: Expr, vectors: set[str]) -> bool:
    if isinstance(expression, NORM):
        return False
    if isinstance(expression, GRADIENT):
        return True
    if expression.is_Symbol:
        return any(expression in (now(name), before(name)) for name in vectors)
    return any(_is_vector(part, vectors) for part in expression.args)


def _validate(rule: Rule) -> None:
    """Every name known, every parameter used, every state updated, the point moved once."""
    seen: set[str] = set()
    for line in rule.lines:
        if line.left in seen:
            raise RuleError(f"'{line.left}' is assigned twice in rule '{rule.name}'").at(line.place)
        if line.left in rule.parameters or line.left == STEP.name:
            raise RuleError(
                f"'{line.left}' is a parameter of rule '{rule.name}' and can't be assigned"
            ).at(line.place)
        known = {
            STEP,
            *map(parameter, rule.parameters),
            *map(now, seen),
            *map(before, rule.carried),
        }
        for symbol in sorted(line.right.free_symbols - known, key=str):
            raise RuleError(
                f"unknown name '{symbol}' in rule '{rule.name}'",
                hint=did_you_mean(str(symbol), map(str, known)),
            ).at(line.place)
        seen.add(line.left)
    for name in rule.carried:
        if name not in seen:
            what = "the point 'theta'" if name == POINT else f"state '{name}'"
            last = rule.lines[-1].place if rule.lines else rule.place
            raise RuleError(f"{what} is never updated in rule '{rule.name}'").at(last)
    used = {symbol for line in rule.lines for symbol in line.right.free_symbols}
    for name in rule.parameters:
        if parameter(name) not in used:
            raise RuleError(f"parameter '{name}' is never used in rule '{rule.name}'").at(
                rule.place
            )


class Recorder:
    """Stands for the quantities while a rule's function runs, and writes down its equations."""

    def __init__(self, name: str, parameters: Iterable[str], state: Iterable[str]):
        self.__dict__["_rule"] = name
        self.__dict__["_parameters"] = set(parameters)
        self.__dict__["_carried"] = {POINT, *state}
        self.__dict__["_lines"] = []

    t: Symbol = STEP

    @staticmethod
    def grad(point: Expr) -> Expr:
        """∇f at a point."""
        return GRADIENT(point)

    @staticmethod
    def norm(vector: Expr) -> Expr:
        """The Euclidean norm of a whole vector."""
        return NORM(vector)

    def __getattr__(self, name: str) -> Any:
        if name in self._parameters:
            return parameter(name)
        if any(line.left == name for line in self._lines):
            return now(name)
        if name in self._carried:
            return before(name)
        known = {*self._parameters, *self._carried, *(line.left for line in self._lines)}
        raise RuleError(
            f"unknown name '{name}' in rule '{self._rule}'", hint=did_you_mean(name, known)
        ).at(_caller())

    def __setattr__(self, name: str, value: Any) -> None:
        self._lines.append(Line(name, sympy.sympify(value, strict=True), _caller()))


def _caller() -> Place:
    frame = sys._getframe(2)
    return Place(source=frame.f_code.co_filename.rsplit("/", 1)[-1], line=frame.f_lineno)


def rational(value: str | int | Rational | Fraction) -> Rational:
    """A default or initial value: an integer, 'p/q', or 'p/q^k' as declarations write them."""
    if not isinstance(value, str):
        return Rational(value)
    numerator, _, denominator = value.partition("/")
    base, _, exponent = denominator.partition("^")
    return Rational(int(numerator), int(base or 1) ** int(exponent or 1))


def rule(
    *,
    state: str | Mapping[str, str] = "",
    cites: str = "",
    variants: str = "",
    **parameters: str,
) -> Callable[[Callable[[Any], None]], Rule]:
    """Declare a rule: the decorated function's assignments become its lines.

    `state` names the state quantities ("m v", all starting at zero) or maps each to its initial
    value; every other keyword is a parameter with its default as exact text.
    """
    initial = dict.fromkeys(state.split(), "0") if isinstance(state, str) else dict(state)
    for name in parameters:
        if name not in PARAMETERS:
            raise RuleError(f"unknown parameter '{name}'", hint=did_you_mean(name, PARAMETERS))

    def declare(function: Callable[[Any], None]) -> Rule:
        recorder = Recorder(function.__name__, parameters, initial)
        with sympy.evaluate(False):
            function(recorder)
        code = function.__code__
        return Rule(
            name=function.__name__,
            parameters={name: rational(value) for name, value in parameters.items()},
            state={name: rational(value) for name, value in initial.items()},
            lines=tuple(recorder._lines),
            cites=cites,
            about=(function.__doc__ or "").strip(),
            variants=variants,
            place=Place(code.co_filename.rsplit("/", 1)[-1], code.co_firstlineno),
        )

    return declare
