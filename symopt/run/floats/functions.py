"""The functions that a step calls, on floats, as IEEE 754 has them: inf or nan, no exception.

Python's own operations raise where IEEE has a value. Elsewhere both agree bit for bit, so that a
loop may use Python's and turn to these where those raise. Back ends that compile their functions
take `maximum`, `least`, `signum` and `root` from this file's source.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps

from symopt.run.emit import TRANSCENDENTAL

SQUARED_TINY = 2.0**-480


def maximum(a: float, b: float) -> float:
    """The larger one; nan where either is; a zero of either sign gives +0."""
    return (a if a >= b or a != a else b) + 0.0


def minimum(a: float, b: float) -> float:
    """The smaller one; nan where either is; a zero of either sign gives +0."""
    return (a if a <= b or a != a else b) + 0.0


def least(a: float, b: float) -> float:
    """The smaller one, where a is a number; else b."""
    return a if a < b else b


def signum(x: float) -> float:
    """-1, 0 or 1; nan of nan."""
    return 1.0 if x > 0.0 else -1.0 if x < 0.0 else x * 0.0


def root(x: float, n: float) -> float:
    """The real n-th root; nan of a negative number where n is even."""
    size = math.pow(abs(x), 1.0 / n)
    if x < 0.0:
        return math.nan if n % 2.0 == 0.0 else -size
    return size


def power(base: float, exponent: float) -> float:
    """A whole power by squaring from the right: the same everywhere; below 0, its reciprocal."""
    left, result = abs(int(exponent)), 1.0
    while left:
        if left & 1:
            result *= base
        left >>= 1
        base = squared(base)
    return result if exponent >= 0 else divide(1.0, result)


def squared(base: float) -> float:
    """The square; 0 where it would be below 2**-960, since products that underflow are slow."""
    return base * base if abs(base) > SQUARED_TINY else 0.0


def divide(a: float, b: float) -> float:
    """The quotient; of a number by zero it is infinite, of zero by zero nan."""
    try:
        return a / b
    except ZeroDivisionError:
        return a * math.copysign(math.inf, b)  # 0 * inf is nan


def log(x: float) -> float:
    """The natural logarithm; -inf of 0."""
    if x == 0.0:
        return -math.inf
    return math.log(x) if x > 0.0 else math.nan


def atanh(x: float) -> float:
    """The inverse of tanh; infinite at -1 and 1."""
    if abs(x) == 1.0:
        return math.copysign(math.inf, x)
    return math.atanh(x) if abs(x) < 1.0 else math.nan


def _total(function: Callable[[float], float]) -> Callable[[float], float]:
    """The function with a value where Python's raises."""

    @wraps(function)
    def total(x: float) -> float:
        try:
            return function(x)
        except ValueError:
            return math.nan
        except OverflowError:  # of exp, cosh and sinh
            return math.copysign(math.inf, x) if function is math.sinh else math.inf

    return total


PLAIN: dict[str, Callable[..., float]] = {
    "abs": abs,
    "root": root,
    "signum": signum,
    "power": power,
    "maximum": maximum,
    "minimum": minimum,
    "least": least,
}
QUICK: dict[str, Callable[..., float]] = {
    **PLAIN,
    **{name: getattr(math, name) for name in ("sqrt", *TRANSCENDENTAL.split())},
}
CAREFUL: dict[str, Callable[..., float]] = {
    **PLAIN,
    **{name: _total(getattr(math, name)) for name in ("sqrt", *TRANSCENDENTAL.split())},
    "log": log,
    "atanh": atanh,
    "divide": divide,
}
