"""The setting of a run: objective, rule, exact parameter values and start."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy
from sympy import Expr, Rational, Symbol

from symopt.errors import InputError, Place
from symopt.notation.read import canonical, read_expression
from symopt.notation.to_sympy import to_sympy
from symopt.objective import GivenGradients, Objective, real_symbols
from symopt.parameter import PARAMETERS, did_you_mean, resolve
from symopt.rule import POINT, Rule

MOST_STEPS = 1_000_000
_WEIGHT = re.compile(rf"{POINT}_\d+")
SHOWN = ("formula", "numbers", "result")  # where a worked line begins


@dataclass(frozen=True)
class Setting:
    """Everything that determines a trajectory, with exact numbers throughout.

    `values` has a number for each of the rule's parameters, `start` one for each variable,
    `initial` one for each variable and state quantity. `show` says where the worked lines of a
    quantity begin: at the formula (where it says nothing), the numbers or the result. `front` is
    the front matter as written on the page that states exactly this, if one does.
    """

    objective: Objective | GivenGradients
    rule: Rule
    values: Mapping[str, Expr]
    start: tuple[Expr, ...]
    initial: Mapping[str, tuple[Expr, ...]]
    steps: int = 1
    digits: int = 15
    title: Mapping[str, str] = field(default_factory=dict)
    show: Mapping[str, str] = field(default_factory=dict)
    front: str | None = field(default=None, compare=False)

    @property
    def variables(self) -> tuple[Symbol, ...]:
        """The coordinates' symbols, in order."""
        return self.objective.variables


def exact(value: Any, name: str, *, place: Place | None = None) -> Expr:
    """A real number without rounding: int, Fraction, SymPy number or text such as '√2/2'.

    Floats are refused, since 0.1 as a float is not 1/10. `place` is where a text stands.
    """
    if isinstance(value, bool) or value is None:
        raise InputError(f"'{name}' must be a number (got {value!r})")
    if isinstance(value, str):
        number = to_sympy(read_expression(value, place=place), {}, text=value, place=place)
    elif isinstance(value, int | Fraction):
        number = Rational(value)
    elif isinstance(value, Expr):
        number = value
    else:
        raise inexact(value, name)
    if number.has(sympy.Float):
        raise inexact(value, name)
    if number.free_symbols:
        raise InputError(f"'{name}' must be a number (got '{value}')")
    if number.is_real is not True or number.is_finite is False:
        raise InputError(f"'{name}' must be a real number (got '{value}')")
    return number


def inexact(value: Any, name: str) -> InputError:
    """The refusal of a float, with the way out."""
    if isinstance(value, float | sympy.Float) and math.isfinite(value):
        nearby = Fraction(str(value))
        return InputError(
            f"'{name}' must be exact (got the float {value})",
            hint=f"write '{value}' or Rational({nearby.numerator}, {nearby.denominator})",
        )
    return InputError(f"'{name}' must be an exact number (got {value!r})")


def parameter_values(rule: Rule, given: Mapping[str, Any]) -> dict[str, Expr]:
    """Each of the rule's parameters with its value: the one given, else the default."""
    values: dict[str, Expr] = {}
    for name, value in given.items():
        meant = resolve(name, rule.parameters)
        if meant is None:
            raise InputError(
                f"rule '{rule.name}' has no parameter '{name}'",
                hint=did_you_mean(name, rule.parameters),
            )
        if meant in values:
            raise InputError(f"'{meant}' is given twice (once as '{name}')")
        values[meant] = check_value(meant, exact(value, name))
    for name, default in rule.parameters.items():
        if name not in values and default is None:
            raise InputError(f"parameter '{name}' of the rule needs a value", hint=f"add '{name}:'")
        values.setdefault(name, default)
    return {name: values[name] for name in rule.parameters}


def check_value(name: str, number: Expr) -> Expr:
    """The number, if it lies in the parameter's domain; `InputError` otherwise."""
    domain = PARAMETERS.get(name)
    if domain is not None:
        below = number < domain.lower if domain.lower_included else number <= domain.lower
        above = domain.upper is not None and (
            number > domain.upper if domain.upper_included else number >= domain.upper
        )
        if below or above:
            raise InputError(f"'{name}' must be {domain.domain} (got '{number}')")
    return number


def whole(value: Any, name: str, *, least: int = 0, most: int = MOST_STEPS) -> int:
    """A whole number in a range, from an int or from text."""
    number = exact(value, name)
    if not number.is_Integer or not least <= number <= most:
        raise InputError(f"'{name}' must be a whole number from {least} to {most} (got '{value}')")
    return int(number)


def initial_state(
    rule: Rule, dimension: int, given: Mapping[str, Sequence[Any]]
) -> dict[str, tuple[Expr, ...]]:
    """Each state quantity's first value, coordinate by coordinate."""
    for name in given:
        if name not in rule.state:
            raise InputError(
                f"rule '{rule.name}' has no state '{name}'", hint=did_you_mean(name, rule.state)
            )
    result = {}
    for name, default in rule.state.items():
        values = tuple(exact(v, name) for v in given.get(name, (default,) * dimension))
        if len(values) == 1:
            values *= dimension
        if len(values) != dimension:
            raise InputError(f"'{name}' needs {dimension} values (got {len(values)})")
        result[name] = values
    return result


def shown(rule: Rule, show: Mapping[str, str] | str) -> dict[str, str]:
    """What is shown of each quantity; one word holds for all of them."""
    if isinstance(show, str):
        show = dict.fromkeys(rule.quantities, show)
    for name, word in show.items():
        if name not in rule.quantities:
            hint = did_you_mean(name, rule.quantities)
            raise InputError(f"rule '{rule.name}' has no quantity '{name}'", hint=hint)
        if word not in SHOWN:
            raise InputError(f"'show' must be one of {', '.join(SHOWN)} (got '{word}')")
    return dict(show)


def _check_names(names: Sequence[str], rule: Rule) -> None:
    """Refuse variables that a page could not tell from the rule's own quantities."""
    taken = {canonical(name) for name in (*rule.quantities, *rule.state, *rule.parameters, "t")}
    weights = len(names) > 1 and all(map(_WEIGHT.fullmatch, map(canonical, names)))
    for name in names:
        spelled = canonical(name)
        if weights and spelled not in taken:
            continue  # the weights θ_0, θ_1 of a regression
        if names == [name] and spelled == POINT:
            continue  # f(θ) = θ²: the one variable is the point
        _check_letters(name, "a variable")
        if spelled in taken or spelled.startswith(f"{POINT}_"):
            raise InputError(
                f"a variable can't be called '{name}': rule '{rule.name}' uses that name",
                hint="rename the variable, or write the rule for the whole point",
            )


def _check_letters(name: str, what: str) -> None:
    if not re.fullmatch(r"[A-Za-z]\w*", canonical(name)):
        raise InputError(
            f"{what} can't be called '{name}'", hint="use Latin or Greek letters and digits"
        )


def build(
    objective: Expr | Objective | GivenGradients,
    *,
    start: Mapping[Any, Any],
    rule: Rule,
    steps: Any = 1,
    digits: Any = 15,
    title: Mapping[str, str] | None = None,
    show: Mapping[str, str] | str | None = None,
    initial: Mapping[str, Sequence[Any]] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Setting:
    """A checked setting. `InputError` says which name or value is wrong, and the way out."""
    if not start:
        raise InputError("the start is missing", hint="give each variable a value: start: {x: 1}")
    names = [str(name) for name in start]
    variables = real_symbols(names)
    _check_names(names, rule)
    if isinstance(objective, Expr):
        if objective.has(sympy.Float):
            raise InputError("the objective must be exact (it holds a float)", hint="use Rational")
        objective = Objective(
            objective.subs({s: Symbol(s.name, real=True) for s in objective.free_symbols}),
            variables,
        )
    if isinstance(objective, Objective):
        for column in objective.columns:
            _check_letters(column.name, "a column of data")
    values = tuple(exact(value, name) for name, value in zip(names, start.values(), strict=True))
    return Setting(
        objective=objective,
        rule=rule,
        values=parameter_values(rule, parameters or {}),
        start=values,
        initial=initial_state(rule, len(values), initial or {}),
        steps=whole(steps, "steps"),
        digits=whole(digits, "digits", least=1, most=1000),
        title=dict(title or {}),
        show=shown(rule, show or {}),
    )
