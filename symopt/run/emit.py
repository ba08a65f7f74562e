"""Expressions as Python source, one component at a time, in the author's own order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy
from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol

from symopt.errors import InputError

SUM, PRODUCT, NEGATIVE, ATOM = range(4)
RATIONAL_CALLS = frozenset({"power"})

TRANSCENDENTAL = "exp log sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf"

FUNCTIONS: dict[Any, str] = {
    sympy.Abs: "absolute",
    sympy.sign: "signum",
    sympy.Max: "maximum",
    sympy.Min: "minimum",
    **{getattr(sympy, name): name for name in TRANSCENDENTAL.split()},
}

CALLS = frozenset({"power", "sqrt", "root", "pi", "euler", *FUNCTIONS.values()})


@dataclass(frozen=True)
class Operations:
    """An arithmetic: how it writes rationals and integers, and the functions it knows by name."""

    number: Callable[[Rational], Any]
    integer: Callable[[int], Any]
    functions: Mapping[str, Any]


class Emitter:
    """Writes an expression's code; `names` maps symbols to an identifier, or to one a component.

    It collects the rational constants that the code refers to and the functions that it calls.
    """

    def __init__(self, names: Mapping[Symbol, str | list[str]]):
        self.names: dict[Symbol, str | list[str]] = dict(names)
        self.constants: dict[str, Rational] = {}
        self.calls: set[str] = set()
        self._index = 0

    def assigned(self, expression: Expr, component: int) -> str:
        """The code of one component, as the right side of an assignment."""
        self._index = component
        with sympy.evaluate(True):  # numbers are folded, whatever the caller builds without
            if expression.is_Integer:
                return self._constant(Rational(expression))
            return self._emit(expression)[0]

    def norm(self, parts: Sequence[str]) -> str:
        """The Euclidean norm of named components."""
        return self._call("sqrt", " + ".join(f"{part}*{part}" for part in parts))

    def _constant(self, value: Rational) -> str:
        for name, known in self.constants.items():
            if known == value:
                return name
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def _call(self, name: str, *arguments: str) -> str:
        self.calls.add(name)
        return f"{name}({', '.join(arguments)})"

    def _emit(self, e: Expr) -> tuple[str, int]:
        """Code and binding strength."""
        if not e.is_Atom and not e.free_symbols:
            e = _folded(e)
        if e.is_Symbol:
            return self._symbol(e), ATOM
        if e.is_Integer:
            return str(e), ATOM if e >= 0 else NEGATIVE
        if e.is_Rational:
            return self._constant(e), ATOM
        if e in (sympy.pi, sympy.E):
            return self._call("pi" if e is sympy.pi else "euler"), ATOM
        if isinstance(e, Add):
            return self._sum(e), SUM
        if isinstance(e, Mul):
            return self._product(e)
        if isinstance(e, Pow):
            return self._power(e)
        if e.func in FUNCTIONS:
            return self._function(e), ATOM
        raise InputError(
            f"'{e.func.__name__}' can't be computed exactly",
            hint="use + - * / ^, roots, abs, max, min, exp, log and trigonometry",
        )

    def _symbol(self, symbol: Symbol) -> str:
        name = self.names[symbol]
        if name == "t":
            return "number(t)"
        return name if isinstance(name, str) else name[self._index]

    def _function(self, e: Expr) -> str:
        name, arguments = FUNCTIONS[e.func], [self._argument(a) for a in e.args]
        code = arguments[0]
        if len(arguments) == 1:
            return self._call(name, code)
        for argument in arguments[1:]:
            code = self._call(name, code, argument)
        return code

    def _argument(self, e: Expr) -> str:
        """The code of a function's argument: a number is one of the arithmetic's own, no int."""
        return self._constant(Rational(e)) if e.is_Rational else self._emit(e)[0]

    def _strong(self, e: Expr, strength: int) -> str:
        code, own = self._emit(e)
        return code if own >= strength else f"({code})"

    def _sum(self, e: Add) -> str:
        code = ""
        for term in e.args:
            negative, rest = _without_sign(term)
            if not code:
                code = self._emit(term)[0]
            else:
                code += f" {'-' if negative else '+'} {self._strong(rest, PRODUCT)}"
        return code

    def _product(self, e: Mul) -> tuple[str, int]:
        negative, rest = _without_sign(e)
        if negative:
            return f"-{self._strong(rest, PRODUCT)}", NEGATIVE
        number, factors = _leading_number([_folded(factor) for factor in _factors(e)])
        code = ""
        if number.p == 1 and number.q > 1 and factors and factors[0][0] == "*":
            factors.insert(1, ("/", Integer(number.q)))  # x/10 rather than (1/10)*x
        elif number != 1 or not factors or factors[0][0] == "/":
            code = str(number) if number.q == 1 else self._constant(number)
        for sign, factor in factors:
            part = self._strong(factor, ATOM if code else NEGATIVE)
            code = f"{code}{sign}{part}" if code else part
        return code, PRODUCT

    def _power(self, e: Pow) -> tuple[str, int]:
        base, exponent = e.args
        inverse = _inverse(e)
        if inverse is not None:
            return f"1/{self._strong(inverse, ATOM)}", PRODUCT
        if exponent == 1:
            return self._emit(base)
        if exponent.is_Integer:
            return self._call("power", self._argument(base), str(exponent)), ATOM
        if exponent.is_Rational:
            root = "sqrt" if exponent.q == 2 else "root"
            extra = () if exponent.q == 2 else (str(exponent.q),)
            code = self._call(root, self._argument(base), *extra)
            return (code if exponent.p == 1 else self._call("power", code, str(exponent.p))), ATOM
        whole = self._whole(exponent)
        if whole is not None:
            return self._call("power", self._argument(base), whole), ATOM
        if base is sympy.E:
            return self._call("exp", self._argument(exponent)), ATOM
        log = self._call("log", self._argument(base))
        return self._call("exp", f"{self._strong(exponent, PRODUCT)}*{log}"), ATOM

    def _whole(self, exponent: Expr) -> str | None:
        """Python source of an exponent that is a whole number for every step t; else None."""
        counters = [s for s in exponent.free_symbols if self.names.get(s) == "t"]
        if len(counters) != 1 or exponent.free_symbols != set(counters):
            return None
        polynomial = sympy.Poly(exponent, counters[0]) if exponent.is_polynomial() else None
        if polynomial is None or not all(c.is_Integer for c in polynomial.coeffs()):
            return None
        terms = (f"{c}*t**{d}" if d else str(c) for (d,), c in polynomial.terms())
        return "t" if exponent == counters[0] else " + ".join(terms)


def _factors(e: Expr) -> list[Expr]:
    """A product's factors in order, nested products opened (a·b·c is read from left to right)."""
    if not isinstance(e, Mul):
        return [e]
    return [factor for part in e.args for factor in _factors(part)]


def _leading_number(factors: list[Expr]) -> tuple[Rational, list[tuple[str, Expr]]]:
    """The numbers that a product begins with as one, and the rest as ("*", x) or ("/", x).

    Folded, since a quotient of whole numbers would be a float in Python.
    """
    number = Rational(1)
    rest: list[tuple[str, Expr]] = []
    for factor in factors:
        inverse = _inverse(factor)
        if not rest and factor.is_Rational:
            number *= factor
        elif not rest and inverse is not None and inverse.is_Rational:
            number /= inverse
        elif factor.is_Rational and factor.p == 1:
            rest.append(("/", Integer(factor.q)))
        else:
            rest.append(("*", factor) if inverse is None else ("/", inverse))
    return number, rest


def _folded(e: Expr) -> Expr:
    """The value of an expression without symbols, as far as SymPy computes it exactly."""
    if e.is_Atom or e.free_symbols:
        return e
    return e.func(*(_folded(a) for a in e.args))


def _inverse(e: Expr) -> Expr | None:
    """x where e is 1/x; x**n where e is x**-n."""
    if not isinstance(e, Pow) or not e.args[1].is_Rational or e.args[1] >= 0:
        return None
    exponent = -e.args[1]
    return e.args[0] if exponent == 1 else Pow(e.args[0], exponent, evaluate=False)


def _without_sign(e: Expr) -> tuple[bool, Expr]:
    """Whether a term is written with a minus, and the term without it."""
    if e.is_Rational and e < 0:
        return True, -e
    if not isinstance(e, Mul):
        return False, e
    first, *others = e.args
    negative, rest = _without_sign(first)
    if not negative:
        return False, e
    kept = [] if rest == Integer(1) else [rest]
    factors = [*kept, *others]
    return True, factors[0] if len(factors) == 1 else Mul(*factors, evaluate=False)
