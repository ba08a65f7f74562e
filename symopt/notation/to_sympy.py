"""A scalar tree as a SymPy expression, exactly: decimals become rationals, never floats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import log10

import sympy

from symopt.errors import NotationError, Place
from symopt.notation.read import canonical
from symopt.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
    Positive,
    Vector,
    key,
)
from symopt.notation.typed import Typed

LARGEST_EXPONENT = 10_000
MOST_DIGITS = 100_000

CONSTANTS: Mapping[str, sympy.Expr] = {"pi": sympy.pi, "e": sympy.E, "E": sympy.E}
"""What these names mean where the page gives them no meaning of its own."""


def _root(index: sympy.Expr, radicand: sympy.Expr) -> sympy.Expr:
    """The n-th root, that of a negative number being negative: SymPy's power is complex there."""
    if radicand.is_Rational and radicand < 0:
        return sympy.Mul(-1, sympy.Pow(-radicand, sympy.Pow(index, -1)))
    return sympy.Pow(radicand, sympy.Pow(index, -1))


FUNCTIONS: Mapping[str, Callable[..., sympy.Expr]] = {
    **{name: getattr(sympy, name) for name in "exp log sin cos tan sinh cosh tanh sqrt".split()},
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "arctan": sympy.atan,
    "root": _root,
    "abs": sympy.Abs,
    "sign": sympy.sign,
    "max": sympy.Max,
    "min": sympy.Min,
    "sigmoid": lambda z: sympy.Pow(sympy.Add(1, sympy.exp(sympy.Mul(-1, z))), -1),
    "sigma": lambda z: sympy.Pow(sympy.Add(1, sympy.exp(sympy.Mul(-1, z))), -1),
    "relu": lambda z: sympy.Max(0, z),
    "sum": sympy.Add,
    "mean": lambda *items: sympy.Mul(sympy.Add(*items), sympy.Rational(1, len(items))),
}
SEVERAL = frozenset({"max", "min", "sum", "mean"})
COMPARING = frozenset({"abs", "sign", "max", "min", "relu"})


def to_sympy(
    node: Node,
    symbols: Mapping[str, sympy.Expr],
    *,
    functions: Mapping[str, Callable[..., sympy.Expr]] | None = None,
    several: frozenset[str] = frozenset(),
    keep_order: bool = False,
    text: str = "",
    place: Place | None = None,
) -> sympy.Expr:
    """The expression of a tree.

    Args:
        node: a scalar tree.
        symbols: what each name means, under any spelling of it (`beta1`, `β₁`, `beta_1`).
        functions: what further functions mean, of one argument each (`grad`, `norm`).
        several: those of them that check the number of their arguments themselves.
        keep_order: build under `sympy.evaluate(False)`, in the author's own order.
        text, place: the text that the tree was read from and where it stands, for messages.

    Raises:
        NotationError: an unknown name or function, a vector, a division by zero, a power too large.
    """
    typed = Typed(text, place or Place())
    symbols = {canonical(name): symbol for name, symbol in symbols.items()}
    functions = {**FUNCTIONS, **(functions or {})}
    builder = _Builder(symbols, typed, keep_order, functions, SEVERAL | several)
    with sympy.evaluate(False) if keep_order else nullcontext():
        return builder.build(node)


@dataclass(slots=True)
class _Builder:
    """One conversion, with the digits that its powers have used up."""

    symbols: Mapping[str, sympy.Expr]
    typed: Typed
    keep_order: bool
    functions: Mapping[str, Callable[..., sympy.Expr]]
    several: frozenset[str]
    digits: float = field(default=0.0)

    def build(self, node: Node) -> sympy.Expr:
        """The expression of a node."""
        match node:
            case Number(truncated=True, text=text):
                raise self._error(f"'{text}…' leaves digits out", node, "write the exact number")
            case Number(value=value):
                return sympy.Rational(int(value.p), int(value.q))
            case Name():
                return self._symbol(node)
            case Negative(operand=operand):
                return self._negative(operand)
            case Positive(operand=operand):
                return self.build(operand)
            case Binary(operator="+" | "-"):
                return sympy.Add(*self._terms(node))
            case Binary(operator="^"):
                return self._power(node)
            case Binary():
                return sympy.Mul(*self._factors(node))
            case Call():
                return self._call(node)
            case Vector():
                raise self._error("a vector where a scalar is needed", node)

    def _terms(self, node: Node) -> list[sympy.Expr]:
        """The terms of a sum, from left to right."""
        terms: list[sympy.Expr] = []
        while isinstance(node, Binary) and node.operator in "+-":
            minus = node.operator == "-"
            terms.append(self._negative(node.right) if minus else self.build(node.right))
            node = node.left
        return [self.build(node), *reversed(terms)]

    def _factors(self, node: Node) -> list[sympy.Expr]:
        """The factors of a product, a divisor as a power -1; a fraction is one factor."""
        factors: list[sympy.Expr] = []
        while isinstance(node, Binary) and node.operator in "*/":
            divide = node.operator == "/"
            factors.append(self._inverse(node.right) if divide else self.build(node.right))
            node = node.left
        return [self.build(node), *reversed(factors)]

    def _negative(self, operand: Node) -> sympy.Expr:
        value = self.build(operand)
        if not self.keep_order or value.is_Number:
            with sympy.evaluate(True):
                return -value
        return sympy.Mul(-1, *value.args) if value.is_Mul else sympy.Mul(-1, value)

    def _inverse(self, divisor: Node) -> sympy.Expr:
        value = self.build(divisor)
        if value == 0:
            raise self._error("a division by zero", divisor)
        return sympy.Pow(value, -1)

    def _power(self, node: Binary) -> sympy.Expr:
        """A power whose size is known to be bounded."""
        base, exponent = self.build(node.left), self.build(node.right)
        try:
            with sympy.evaluate(True):
                size = exponent.doit() if not exponent.free_symbols else None
        except ValueError:  # SymPy: 'not comparable'
            raise self._error("an exponent that is not real", node.right) from None
        if size is not None and size.is_Rational:
            self._bound(base, size, node)
        elif size is not None and exponent.has(sympy.Pow) and base.is_number:
            self._bound_tower(exponent, node)
        return sympy.Pow(base, exponent)

    def _bound(self, base: sympy.Expr, exponent: sympy.Rational, node: Binary) -> None:
        """Keep powers of numbers within `MOST_DIGITS` digits, all of them together."""
        if max(abs(exponent.p), exponent.q) > LARGEST_EXPONENT:
            raise self._error(f"the exponent is larger than {LARGEST_EXPONENT}", node.right)
        if base.is_Rational:
            if base == 0 and exponent < 0:
                raise self._error("a division by zero", node.left)
            if base < 0 and exponent.q > 1:
                raise self._error("the root of a negative number", node.left)
            largest = max(abs(int(base.p)), int(base.q))
            self.digits += abs(int(exponent.p)) * largest.bit_length() * log10(2)
            if self.digits > MOST_DIGITS:
                raise self._error(f"powers of more than {MOST_DIGITS} digits", node)

    def _bound_tower(self, exponent: sympy.Expr, node: Binary) -> None:
        """Numbers in the exponent of a number, as in 2^(2^√2), stay symbolic but small."""
        with sympy.evaluate(True):  # `count_ops` adds up its own counts as expressions
            operations = sympy.count_ops(exponent)
        if operations > 50:
            raise self._error("an exponent of more than 50 operations", node.right)

    def _symbol(self, name: Name) -> sympy.Expr:
        known = key(name)
        if known in self.symbols:
            return self.symbols[known]
        if known in CONSTANTS:
            return CONSTANTS[known]
        close = get_close_matches(known, [*self.symbols, *CONSTANTS], n=1)
        hint: str | None = None
        if len(known) > 1 and all(letter in self.symbols for letter in known):
            hint = f"for a product write {'*'.join(known)}"
        elif close:
            hint = f"did you mean '{close[0]}'?"
        elif self.symbols:
            hint = f"known are {', '.join(self.symbols)}"
        raise self._error(f"'{known}' is not known", name, hint)

    def _call(self, node: Call) -> sympy.Expr:
        function = self.functions.get(node.function)
        if function is None:
            close = get_close_matches(node.function, self.functions, n=1)
            hint = f"did you mean '{close[0]}'?" if close else None
            if node.function in self.symbols:
                hint = f"for a product write {node.function}*(…)"
            raise self._error(f"the function '{node.function}' is not known here", node, hint)
        arguments = [self.build(argument) for argument in node.arguments]
        needed = 2 if node.function == "root" else 1
        if node.function not in self.several and len(arguments) != needed:
            raise self._error(f"'{node.function}' takes {needed} argument(s)", node)
        if node.function == "root":
            self._check_root(node, arguments[0])
        self._check_real(node, arguments)
        plain = all(argument.is_Rational or argument.free_symbols for argument in arguments)
        if node.function in COMPARING and not plain:  # SymPy would evaluate numbers to compare
            with sympy.evaluate(False):
                return function(*arguments)
        return function(*arguments)

    def _check_root(self, node: Call, index: sympy.Expr) -> None:
        if not (index.is_Integer and 0 < index <= LARGEST_EXPONENT):
            raise self._error("the index of a root must be a positive whole number", node)

    def _check_real(self, node: Call, arguments: list[sympy.Expr]) -> None:
        """Refuse even roots and logarithms of numbers that have none in the reals."""
        argument = arguments[-1]
        if not argument.is_Rational:
            return
        even = node.function == "sqrt" or (node.function == "root" and int(arguments[0]) % 2 == 0)
        if even and argument < 0:
            raise self._error("the root of a negative number", node)
        if node.function == "log" and argument <= 0:
            raise self._error("the logarithm of a number that is not positive", node)

    def _error(self, message: str, node: Node, hint: str | None = None) -> NotationError:
        return self.typed.error(message, node.span.start, hint)
