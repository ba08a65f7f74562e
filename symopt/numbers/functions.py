"""Elementary functions of exact reals: their domains, and what is known exactly.

Powers of e and logarithms are brought into a normal form in which their laws hold by themselves:
exp(q + Σ c·x) = e^q · ∏ exp(x)^c and log(c · ∏ x^e) = log c + Σ e·log x, for numbers x > 0 and
log c split by the small primes. Odd and even functions take the sign out of their argument.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from flint import fmpq, fmpz

from symopt.errors import InputError, UndecidedError, UndefinedError
from symopt.numbers.arithmetic import monomial
from symopt.numbers.integers import primitive_power, small_primes_of, split_multiplicity
from symopt.numbers.kinds import ENCLOSURES, Function, Rational, Root, Sum
from symopt.numbers.real import Real

if TYPE_CHECKING:
    from symopt.numbers.exact import Field

ODD = frozenset(("sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh", "erf"))
EVEN = frozenset(("cos", "cosh"))
AT_ZERO = dict.fromkeys(ODD, 0) | dict.fromkeys(EVEN, 1)
AT_ONE = {"acos": 0, "acosh": 0}
UNDOES = {
    "sin": "asin", "cos": "acos", "tan": "atan", "sinh": "asinh", "asinh": "sinh",
    "cosh": "acosh", "tanh": "atanh", "atanh": "tanh",
}  # fmt: skip
LARGEST_ORDER = 12  # exp(p/q·x) is a root of exp(x) up to this q, else a leaf of its own
LARGEST_POWER = 1000


def apply(field: Field, name: str, x: Real) -> Real:
    """The function's value at x, exact where it is known to be.

    Raises UndefinedError outside the domain, UndecidedError where it is open whether x is inside.
    """
    if name not in ENCLOSURES:
        known = ", ".join(sorted(ENCLOSURES))
        raise InputError(f"'{name}' is not a known function", hint=f"known: {known}")
    if not _inside_domain(field, name, x):
        raise UndefinedError(f"{name}({x.decimal(6)}) is not a real number")
    x = x.same
    if name == "exp":
        return _exp(field, x)
    if name == "log":
        return _log(field, x)
    if x.rational == 0 and name in AT_ZERO:
        return field.rational(AT_ZERO[name])
    if x.rational == 1 and name in AT_ONE:
        return field.rational(AT_ONE[name])
    if isinstance(x, Function) and x.argument is not None and UNDOES.get(name) == x.name:
        return x.argument.same
    if (name in ODD or name in EVEN) and _leads_with_minus(x):
        value = apply(field, name, -x)
        return -value if name in ODD else value
    return _leaf(field, name, x)


def _leaf(field: Field, name: str, x: Real) -> Real:
    return field.intern((name, x.serial), lambda: Function(field, name, x))


def _inside_domain(field: Field, name: str, x: Real) -> bool:
    if name == "log":
        return x.sign() > 0
    if name in ("asin", "acos"):
        return (1 - x * x).sign() >= 0
    if name == "atanh":
        return (1 - x * x).sign() > 0
    if name == "acosh":
        return (x - 1).sign() >= 0
    if name == "tan":
        return field.function("cos", x).sign() != 0
    return True


def _leads_with_minus(x: Real) -> bool:
    if isinstance(x, Rational):
        return bool(x.value < 0)
    return isinstance(x, Sum) and bool(x.terms[0][1] < 0)


def _exp(field: Field, x: Real) -> Real:
    """e^q · ∏ exp(y)^c for x = q + Σ c·y."""
    one = field.rational(1)
    terms = [(x, fmpq(1))]
    if isinstance(x, Rational):
        terms = [(one, x.value)]
    elif isinstance(x, Sum):
        terms = [(one, x.constant), *x.terms]
    return math.prod((_exp_of_multiple(field, y, c) for y, c in terms), start=one)


def _exp_of_multiple(field: Field, x: Real, c: fmpq) -> Real:
    """exp(c·x) as a power of a root of exp(x), where c is simple enough."""
    if c.q > LARGEST_ORDER or abs(c.p) > LARGEST_POWER:
        return _leaf(field, "exp", field.rational(abs(c)) * x) ** (1 if c > 0 else -1)
    if isinstance(x, Rational):
        base = field.constant("E")
    elif isinstance(x, Function) and x.name == "log" and x.argument is not None:
        base = x.argument
    else:
        base = _leaf(field, "exp", x)
    return field.power(field.root(base, int(c.q)), int(c.p))


def _log(field: Field, x: Real) -> Real:
    """log c + Σ e·log y for x = c·∏ y^e with c > 0 and all y > 0; else a leaf."""
    content, factors = monomial(field, x)
    try:
        if content < 0 or any(y.sign() < 0 for y in factors):
            return _leaf(field, "log", x)
    except UndecidedError:
        return _leaf(field, "log", x)
    result = _log_of_integer(field, content.p) - _log_of_integer(field, content.q)
    for y, e in factors.items():
        result = result + e * _log_of_factor(field, y)
    return result


def _log_of_factor(field: Field, y: Real) -> Real:
    if isinstance(y, Root):
        return _log(field, y.radicand.same) / y.order
    if isinstance(y, Function) and y.name == "exp" and y.argument is not None:
        return y.argument
    if isinstance(y, Function) and y.name == "E":
        return field.rational(1)
    return _leaf(field, "log", y)


def _log_of_integer(field: Field, n: fmpz) -> Real:
    """log n over its small primes and the base of what remains."""
    result, rest = field.rational(0), n
    for prime in small_primes_of(n):
        multiplicity, rest = split_multiplicity(rest, prime)
        result = result + multiplicity * _leaf(field, "log", field.rational(fmpq(prime)))
    if rest > 1:
        base, power = primitive_power(rest)
        result = result + power * _leaf(field, "log", field.rational(fmpq(base)))
    return result
