"""What is minimised: an expression, a mean over data rows, or a given list of gradients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import sympy
from sympy import Abs, Expr, Matrix, Rational, Symbol

from symopt.errors import InputError

Gradient = tuple[Expr, ...]


@dataclass(frozen=True)
class Objective:
    """A real function f of named variables.

    With data, `expression` is one row's loss and f its mean over the rows; step t then follows
    the gradient of batch (t − 1) mod len(batches). Without, there is one batch: f itself.
    """

    expression: Expr
    variables: tuple[Symbol, ...]
    columns: tuple[Symbol, ...] = ()
    rows: tuple[tuple[Expr, ...], ...] = ()
    batches: tuple[tuple[int, ...], ...] = ()

    def __post_init__(self) -> None:
        unknown = self.expression.free_symbols - {*self.variables, *self.columns}
        for name in sorted(map(str, unknown)):
            names = ", ".join(map(str, (*self.variables, *self.columns)))
            raise InputError(
                f"unknown variable '{name}' in the objective",
                hint=f"known: {names}; give '{name}' a value under start: or a column under data:",
            )

    @property
    def dimension(self) -> int:
        """The number of coordinates."""
        return len(self.variables)

    @cached_property
    def value(self) -> Expr:
        """f itself: the expression, or its mean over all rows."""
        return self._mean(tuple(range(len(self.rows))))

    @property
    def period(self) -> int:
        """After how many steps the batches start again."""
        return max(1, len(self.batches))

    def batch_value(self, step: int) -> Expr:
        """The loss whose gradient step `step` (counted from 1) follows."""
        return self._mean(self.batches[(step - 1) % self.period]) if self.batches else self.value

    def gradient(self, step: int | None = None) -> Gradient:
        """∂f/∂x for each variable x; with `step`, that of the step's batch."""
        return _gradient(self.value if step is None else self.batch_value(step), self.variables)

    def domain(self, step: int) -> tuple[Expr, ...]:
        """Parts of the loss whose domain its gradient forgets: log u, as (log u)' = u'/u."""
        return tuple(sorted(self.batch_value(step).atoms(sympy.log), key=str))

    @cached_property
    def hessian(self) -> Matrix:
        """The matrix of second derivatives of f."""
        return sympy.hessian(self.value, self.variables)

    def _mean(self, rows: tuple[int, ...]) -> Expr:
        if not self.rows:
            return self.expression
        terms = (
            self.expression.subs(dict(zip(self.columns, self.rows[row], strict=True)))
            for row in rows
        )
        mean = sympy.Add(*terms) / len(rows)
        return sympy.expand(mean) if mean.is_polynomial(*self.variables) else mean


@dataclass(frozen=True)
class GivenGradients:
    """No function, but the gradient of each step, as many exercises state it."""

    variables: tuple[Symbol, ...]
    gradients: tuple[Gradient, ...]

    @property
    def dimension(self) -> int:
        """The number of coordinates."""
        return len(self.variables)

    @property
    def period(self) -> int:
        """Each step has a gradient of its own."""
        return len(self.gradients)

    def gradient(self, step: int | None = None) -> Gradient:
        """The gradient given for the step; `InputError` past the last one."""
        if step is None or not 1 <= step <= len(self.gradients):
            raise InputError(
                f"step {step} has no gradient ({len(self.gradients)} given)",
                hint="give one gradient a step, or ask for fewer steps",
            )
        return self.gradients[step - 1]


@lru_cache(maxsize=256)
def _gradient(expression: Expr, variables: tuple[Symbol, ...]) -> Gradient:
    parts = tuple(_undefined_at_kinks(sympy.diff(expression, x)) for x in variables)
    for variable, part in zip(variables, parts, strict=True):
        if part.has(sympy.Derivative, sympy.DiracDelta, sympy.Subs, sympy.I):
            raise InputError(
                f"the objective has no derivative in '{variable}' that can be computed"
            )
    return parts


def _undefined_at_kinks(derivative: Expr) -> Expr:
    """|u|' is u/|u| and the step of max is (1 + u/|u|)/2: no value at the kink, not sign(0) = 0."""

    def direction(u: Expr) -> Expr:
        return u / Abs(u)

    derivative = derivative.replace(sympy.sign, direction)
    return derivative.replace(sympy.Heaviside, lambda u, *_: (1 + direction(u)) * Rational(1, 2))


def batches_of(size: int, rows: int) -> tuple[tuple[int, ...], ...]:
    """Consecutive batches of `size` rows; the last one may be shorter."""
    return tuple(tuple(range(i, min(i + size, rows))) for i in range(0, rows, size))


def real_symbols(names: Sequence[str]) -> tuple[Symbol, ...]:
    """The variables as real symbols, so that √(x²) is |x|."""
    return tuple(Symbol(name, real=True) for name in names)
