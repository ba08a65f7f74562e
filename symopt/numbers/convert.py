"""SymPy's exact numbers as reals of a field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import sympy
from flint import fmpq

from symopt.errors import InputError, UndefinedError

if TYPE_CHECKING:
    from symopt.numbers.exact import Field
    from symopt.numbers.real import Real

UNDEFINED = (sympy.zoo, sympy.nan, sympy.oo, sympy.S.NegativeInfinity)


def from_sympy(
    expr: sympy.Expr, field: Field, values: Mapping[sympy.Symbol, Real] | None = None
) -> Real:
    """The number that a SymPy expression stands for, its symbols replaced by the given values.

    Exact numbers, + · powers, roots, exp, log, trigonometric and hyperbolic functions and their
    inverses, erf, Abs, sign, Max, Min, pi and E are understood, powers of negative numbers with
    fractional exponents not being real in SymPy's convention. Raises InputError naming anything
    else, UndefinedError where the value does not exist, UndecidedError where a sign stays open.
    Shared parts are converted once, and a deep expression needs no deep stack.
    """
    done: dict[int, Real] = {}
    pending: list[sympy.Basic] = [expr]
    while pending:
        node = pending[-1]
        build = OPERATIONS.get(type(node))
        if build is None:
            done[id(node)] = _leaf(node, field, values or {})
        else:
            missing = [argument for argument in node.args if id(argument) not in done]
            if missing:
                pending += missing
                continue
            done[id(node)] = build(field, [done[id(argument)] for argument in node.args])
        pending.pop()
    return done[id(expr)]


def _leaf(node: sympy.Basic, field: Field, values: Mapping[sympy.Symbol, Real]) -> Real:
    if isinstance(node, sympy.Rational):
        return field.rational(fmpq(int(node.p), int(node.q)))
    if isinstance(node, sympy.Symbol) and node in values:
        return values[node]
    if node is sympy.pi or node is sympy.E:
        return field.constant("pi" if node is sympy.pi else "E")
    raise _refused(node)


def _balanced(parts: list[Real], combine: Callable[[Real, Real], Real]) -> Real:
    """All parts combined in pairs, pairs of pairs, …: cheap where results grow with each part."""
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        odd = parts[-1:] if len(parts) % 2 else []
        parts = [combine(a, b) for a, b in pairs] + odd
    return parts[0]


def _power(field: Field, base: Real, exponent: Real) -> Real:
    value = exponent.rational
    if value is None:
        return field.function("exp", exponent * field.function("log", base))
    if value.q == 1:
        return field.power(base, int(value.p))
    if base.sign() < 0:
        raise UndefinedError(f"({base.decimal(6)})^({value}) is not a real number")
    return field.power(field.root(base, int(value.q)), int(value.p))


def _refused(node: sympy.Basic) -> InputError | UndefinedError:
    if any(node is value for value in UNDEFINED):
        return UndefinedError(f"'{node}' is not a real number")
    if isinstance(node, sympy.Float):
        return InputError(
            f"'{node}' is a floating-point number, not an exact one",
            hint="write Rational(1, 10) or '0.1'",
        )
    if isinstance(node, sympy.Symbol):
        return InputError(f"'{node}' has no value")
    if node is sympy.I:
        return InputError("'I' is a complex number; only real numbers are understood")
    name = type(node).__name__
    return InputError(f"'{name}' is not understood in an exact number")


Operation = Callable[["Field", list["Real"]], "Real"]


def _function(name: str) -> Operation:
    return lambda field, arguments: field.function(name, arguments[0])


FUNCTIONS = (
    sympy.exp, sympy.log, sympy.sin, sympy.cos, sympy.tan, sympy.asin, sympy.acos, sympy.atan,
    sympy.sinh, sympy.cosh, sympy.tanh, sympy.asinh, sympy.acosh, sympy.atanh, sympy.erf,
)  # fmt: skip
OPERATIONS: dict[type, Operation] = {
    sympy.Add: lambda field, arguments: _balanced(arguments, field.add),
    sympy.Mul: lambda field, arguments: _balanced(arguments, field.multiply),
    sympy.Max: lambda field, arguments: _balanced(arguments, field.maximum),
    sympy.Min: lambda field, arguments: _balanced(arguments, field.minimum),
    sympy.Pow: lambda field, arguments: _power(field, *arguments),
    sympy.Abs: lambda field, arguments: field.absolute(*arguments),
    sympy.sign: lambda field, arguments: field.signum(*arguments),
    **{function: _function(function.__name__) for function in FUNCTIONS},
}
