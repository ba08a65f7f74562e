"""The kinds of nodes: rational, sum, product, root, function; each with its normal form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import sympy
from flint import arb, fmpq

from symopt.numbers import bound
from symopt.numbers.bound import Bound
from symopt.numbers.degree import Radical
from symopt.numbers.real import Real

if TYPE_CHECKING:
    from symopt.numbers.exact import Field


ENCLOSURES: Final[Mapping[str, Callable[[arb], arb]]] = {
    "exp": arb.exp, "log": arb.log, "sin": arb.sin, "cos": arb.cos, "tan": arb.tan,
    "asin": arb.asin, "acos": arb.acos, "atan": arb.atan, "sinh": arb.sinh, "cosh": arb.cosh,
    "tanh": arb.tanh, "asinh": arb.asinh, "acosh": arb.acosh, "atanh": arb.atanh, "erf": arb.erf,
}  # fmt: skip


class Rational(Real):
    """A fraction."""

    __slots__ = ("value",)

    def __init__(self, field: Field, value: fmpq):
        super().__init__(field)
        self.value = value
        self.surd = True
        self._sign = int(value > 0) - int(value < 0)

    @property
    def rational(self) -> fmpq:
        """The value."""
        return self.value

    def _evaluate(self) -> arb:
        return arb(self.value)

    def _bound_above(self) -> Bound:
        return bound.of_rational(self.value)

    def _unfold(self, arguments: Sequence[sympy.Expr]) -> sympy.Expr:
        return sympy.Rational(int(self.value.p), int(self.value.q))

    def _own_bits(self) -> int:
        return int(self.value.height_bits())


class Sum(Real):
    """constant + Σ c·x over distinct nodes x, none of them rational or a sum, in order of age.

    As sums are flat, those that differ only in the order of terms are one node, and like terms
    cancel. A single term c·x has constant 0 and c ≠ 1.
    """

    __slots__ = ("constant", "terms")

    def __init__(self, field: Field, constant: fmpq, terms: tuple[tuple[Real, fmpq], ...]):
        super().__init__(field)
        self.constant = constant
        self.terms = terms
        self.surd = all(x.surd for x, _ in terms)

    def _arguments(self) -> Sequence[Real]:
        return [x for x, _ in self.terms]

    def _evaluate(self) -> arb:
        total = arb(self.constant)
        for x, c in self.terms:
            total += x._ball * c.p if c.q == 1 else x._ball * c.p / c.q
        return total

    def _bound_above(self) -> Bound:
        parts = [(c, x._bound or bound.UNKNOWN) for x, c in self.terms]
        if self.constant != 0:
            parts.append((self.constant, bound.of_rational(fmpq(1))))
        return bound.of_sum(parts)

    def _unfold(self, arguments: Sequence[sympy.Expr]) -> sympy.Expr:
        parts = [
            sympy.Rational(int(c.p), int(c.q)) * x
            for x, (_, c) in zip(arguments, self.terms, strict=True)
        ]
        return sympy.Add(sympy.Rational(int(self.constant.p), int(self.constant.q)), *parts)

    def _known_sign(self, max_bits: int | None) -> int | None:
        if len(self.terms) > 1 or self.constant != 0:
            return None
        ((x, c),) = self.terms
        return x.sign(max_bits=max_bits) * (1 if c > 0 else -1)

    def _own_bits(self) -> int:
        return sum((int(c.height_bits()) for _, c in self.terms), int(self.constant.height_bits()))

    def _vanishes(self) -> bool:
        return self.field.vanishes(self)


class Product(Real):
    """∏ x^e over distinct roots, functions and primitive sums x, with integers e ≠ 0.

    A root's exponent is smaller in size than its order. What is divided by is known to be nonzero.
    """

    __slots__ = ("factors",)

    def __init__(self, field: Field, factors: tuple[tuple[Real, int], ...]):
        super().__init__(field)
        self.factors = factors

    def _arguments(self) -> Sequence[Real]:
        return [x for x, _ in self.factors]

    def _evaluate(self) -> arb:
        above, below = arb(1), arb(1)
        for x, e in self.factors:
            if e > 0:
                above *= x._ball if e == 1 else x._ball**e
            else:
                below *= x._ball if e == -1 else x._ball**-e
        return above / below

    def _bound_above(self) -> Bound:
        return bound.of_product([(x._bound or bound.UNKNOWN, e) for x, e in self.factors])

    def _unfold(self, arguments: Sequence[sympy.Expr]) -> sympy.Expr:
        return sympy.Mul(*(x**e for x, (_, e) in zip(arguments, self.factors, strict=True)))

    def _known_sign(self, max_bits: int | None) -> int | None:
        sign = 1
        for x, e in self.factors:
            sign *= x.sign(max_bits=max_bits) ** (e % 2 or 2)
        return sign


class Root(Real):
    """ⁿ√x > 0 for n >= 2 and a positive x that is no such power of a rational.

    `content` is the rational that stands before x as a monomial.
    """

    __slots__ = ("content", "order", "radical", "radicand")

    def __init__(self, field: Field, radicand: Real, order: int, content: fmpq):
        super().__init__(field)
        self.content = content
        self.radicand = radicand
        self.order = order
        value = radicand.rational
        self.radical = Radical(order, None if value is None else value.p)
        self.surd = value is not None and order == 2
        self._sign = 1

    def _arguments(self) -> Sequence[Real]:
        return (self.radicand,)

    def _evaluate(self) -> arb:
        value = self.radicand._ball
        return value.sqrt() if self.order == 2 else value.root(self.order)

    def _bound_above(self) -> Bound:
        return bound.of_root(self.radicand._bound or bound.UNKNOWN, self.order, self.radical)

    def _unfold(self, arguments: Sequence[sympy.Expr]) -> sympy.Expr:
        return sympy.root(arguments[0], self.order)


class Function(Real):
    """A function's value, or a constant (then without argument): enclosures and no bound."""

    __slots__ = ("argument", "name")

    def __init__(self, field: Field, name: str, argument: Real | None):
        super().__init__(field)
        self.name = name
        self.argument = argument
        self._sign = 1 if name in ("pi", "E", "exp", "cosh") else None

    def _arguments(self) -> Sequence[Real]:
        return () if self.argument is None else (self.argument,)

    def _evaluate(self) -> arb:
        if self.argument is None:
            return arb.pi() if self.name == "pi" else arb.const_e()
        return ENCLOSURES[self.name](self.argument._ball)

    def _unfold(self, arguments: Sequence[sympy.Expr]) -> sympy.Expr:
        return getattr(sympy, self.name)(*arguments) if arguments else getattr(sympy, self.name)

    @property
    def _transcendental(self) -> bool:
        return True
