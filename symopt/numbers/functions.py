"""Elementary functions of exact reals: their domains, and the exact values that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symopt.errors import InputError, UndefinedError
from symopt.numbers.kinds import ENCLOSURES, Function
from symopt.numbers.real import Real

if TYPE_CHECKING:
    from symopt.numbers.exact import Field

AT_ZERO = dict.fromkeys(("sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh", "erf"), 0)
AT_ZERO |= dict.fromkeys(("exp", "cos", "cosh"), 1)
AT_ONE = {"log": 0, "acos": 0, "acosh": 0}
INVERSE = {"exp": "log", "log": "exp", "sinh": "asinh", "asinh": "sinh"}  # both ways, everywhere


def apply(field: Field, name: str, x: Real) -> Real:
    """The function's value at x, exact where it is known to be.

    Raises UndefinedError outside the domain, UndecidedError where it is open whether x is inside.
    """
    if name not in ENCLOSURES:
        known = ", ".join(sorted(ENCLOSURES))
        raise InputError(f"'{name}' is not a known function", hint=f"known: {known}")
    x = x.same
    if x.rational == 0 and name in AT_ZERO:
        return field.rational(AT_ZERO[name])
    if x.rational == 1 and name in AT_ONE:
        return field.rational(AT_ONE[name])
    if isinstance(x, Function) and x.argument is not None and INVERSE.get(name) == x.name:
        return x.argument.same
    _check_domain(field, name, x)
    x = x.same
    return field.intern((name, x.serial), lambda: Function(field, name, x))


def _check_domain(field: Field, name: str, x: Real) -> None:
    if name == "log":
        inside = x.sign() > 0
    elif name in ("asin", "acos"):
        inside = (1 - x * x).sign() >= 0
    elif name == "atanh":
        inside = (1 - x * x).sign() > 0
    elif name == "acosh":
        inside = (x - 1).sign() >= 0
    elif name == "tan":
        inside = field.function("cos", x).sign() != 0
    else:
        inside = True
    if not inside:
        raise UndefinedError(f"{name}({x.decimal(6)}) is not a real number")
