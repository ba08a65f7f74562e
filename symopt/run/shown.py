"""How a value is shown: exactly as a person would write it, or in certified decimals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy
from flint import arb, fmpq
from sympy import Expr, Rational

from symopt.errors import UndecidedError
from symopt.notation.from_sympy import from_sympy, number_tree
from symopt.notation.tree import Node
from symopt.numbers import Real
from symopt.numbers.ball import certain_decimal, decimal_of_rational, magnitude
from symopt.numbers.graph import below
from symopt.numbers.kinds import Function
from symopt.numbers.readable import readable, written
from symopt.run.trajectory import Value

LONGEST_EXACT = 200


@dataclass(frozen=True)
class Shown:
    """A value and the number of significant digits to certify.

    `text` is exact ASCII as SymPy prints it, or None where the value has no readable exact form.
    """

    value: Value
    digits: int

    @cached_property
    def rational(self) -> fmpq | None:
        """The value where it is known to be a fraction; among exact reals, a readable one."""
        if isinstance(self.value, fmpq):
            return self.value
        found = self.value.rational if isinstance(self.value, Real) else None
        return found if found is not None and len(str(found)) <= LONGEST_EXACT else None

    @cached_property
    def expression(self) -> Expr | None:
        """The exact value in textbook form, or None."""
        if self.rational is not None:
            return Rational(int(self.rational.p), int(self.rational.q))
        if isinstance(self.value, Real):
            textbook = readable(self.value, max_characters=LONGEST_EXACT)
            return _as_built(self.value) if textbook is None else textbook
        return None

    @cached_property
    def text(self) -> str | None:
        """The exact value as ASCII text, or None."""
        if self.rational is not None:
            return str(self.rational)  # flint writes integers of any length, Python does not
        return None if self.expression is None else written(self.expression)

    @cached_property
    def tree(self) -> Node | None:
        """The exact value as it is written, or None."""
        if self.rational is not None:
            return number_tree(self.rational)
        return None if self.expression is None else from_sympy(self.expression, keep_order=False)

    @property
    def is_short(self) -> bool:
        """Whether a page can show the exact value."""
        return self.text is not None and len(self.text) <= LONGEST_EXACT

    @cached_property
    def decimal(self) -> str:
        """The value to `digits` significant digits, every one certain."""
        return self.rounded(self.digits)

    def rounded(self, digits: int) -> str:
        """The value to so many significant digits, every one certain."""
        value = self.value if self.rational is None else self.rational
        if isinstance(value, fmpq):
            return decimal_of_rational(value, digits)
        if isinstance(value, Real):
            return value.decimal(digits)
        return certain_decimal(value, digits) or _bounded(value)

    @property
    def number(self) -> Expr:
        """The value for SymPy: exact where `text` is, else a Float with the certified digits."""
        if self.expression is not None:
            return self.expression
        return sympy.Float(self.decimal, self.digits)


def _as_built(value: Real) -> Expr | None:
    """A number such as −1 − e⁻¹: a polynomial in one value of exp, log or the like."""
    if not any(isinstance(node, Function) for node in below(value.same, lambda _: True)):
        return None
    try:
        expression = value.to_sympy()
    except UndecidedError:
        return None
    parts = expression.atoms(sympy.Function, sympy.core.numbers.NumberSymbol)
    rest = expression.xreplace({part: sympy.Dummy() for part in parts})
    return expression if len(parts) == 1 and rest.is_polynomial() else None


def _bounded(ball: arb) -> str:
    """A tiny ball around zero: zero to as many decimal places as are certain."""
    top = magnitude(ball)
    if top is None or top >= 0:
        raise UndecidedError("a value is not known well enough to be shown")
    return f"0e-{int(-top * 0.30102)}"
