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

FUNCTIONS = {
    sympy.exp: "exp", sympy.log: "log", sympy.sin: "sin", sympy.cos: "cos", sympy.tan: "tan",
    sympy.asin: "asin", sympy.acos: "acos", sympy.atan: "atan", sympy.sinh: "sinh",
    sympy.cosh: "cosh", sympy.tanh: "tanh", sympy.asinh: "asinh", sympy.acosh: "acosh",
    sympy.atanh: "atanh", sympy.erf: "erf",
}  # fmt: skip
UNDEFINED = (sympy.zoo, sympy.nan, sympy.oo, -sympy.oo)


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
    pending = [expr]
    while pending:
        node = pending[-1]
        missing = [argument for argument in node.args if id(argument) not in done]
        if missing and not _is_leaf(node):
            pending += missing
            continue
        pending.pop()
        if id(node) not in done:
            arguments = [] if _is_leaf(node) else [done[id(argument)] for argument in node.args]
            done[id(node)] = _converted(node, arguments, field, values or {})
    return done[id(expr)]


def _is_leaf(node: sympy.Basic) -> bool:
    return not isinstance(node, sympy.Expr) or node.is_Atom or node in UNDEFINED


def _converted(
    node: sympy.Basic, arguments: list[Real], field: Field, values: Mapping[sympy.Symbol, Real]
) -> Real:
    if isinstance(node, sympy.Rational):
        return field.rational(fmpq(int(node.p), int(node.q)))
    if isinstance(node, sympy.Symbol) and node in values:
        return values[node]
    if node == sympy.pi or node == sympy.E:
        return field.constant("pi" if node == sympy.pi else "E")
    if isinstance(node, sympy.Add):
        return _balanced(arguments, field.add)
    if isinstance(node, sympy.Mul):
        return _balanced(arguments, field.multiply)
    if isinstance(node, sympy.Pow):
        return _power(arguments[0], arguments[1], field)
    if isinstance(node, sympy.Max):
        return _balanced(arguments, field.maximum)
    if isinstance(node, sympy.Min):
        return _balanced(arguments, field.minimum)
    if isinstance(node, sympy.Abs):
        return field.absolute(arguments[0])
    if isinstance(node, sympy.sign):
        return field.signum(arguments[0])
    if node.func in FUNCTIONS and len(arguments) == 1:
        return field.function(FUNCTIONS[node.func], arguments[0])
    raise _refused(node)


def _balanced(parts: list[Real], combine: Callable[[Real, Real], Real]) -> Real:
    """All parts combined in pairs, pairs of pairs, …: cheap where results grow with each part."""
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        odd = parts[-1:] if len(parts) % 2 else []
        parts = [combine(a, b) for a, b in pairs] + odd
    return parts[0]


def _power(base: Real, exponent: Real, field: Field) -> Real:
    value = exponent.rational
    if value is None:
        return field.function("exp", exponent * field.function("log", base))
    if value.q == 1:
        return field.power(base, int(value.p))
    if base.sign() < 0:
        raise UndefinedError(f"({base.decimal(6)})^({value}) is not a real number")
    return field.power(field.root(base, int(value.q)), int(value.p))


def _refused(node: sympy.Basic) -> InputError | UndefinedError:
    if node in UNDEFINED:
        return UndefinedError(f"'{node}' is not a real number")
    if isinstance(node, sympy.Float):
        return InputError(
            f"'{node}' is a floating-point number, not an exact one",
            hint="write Rational(1, 10) or '0.1'",
        )
    if isinstance(node, sympy.Symbol):
        return InputError(f"'{node}' has no value")
    if node == sympy.I:
        return InputError("'I' is a complex number; only real numbers are understood")
    name = type(node).__name__
    return InputError(f"'{name}' is not understood in an exact number")
