"""Values of the LaTeX that `solve` writes, in mpmath alone: a second opinion on what a side is.

Nothing of symopt's reading or deciding is used, so that its verdicts can be counted against it.
Vectors are tuples; functions and products work component by component.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

import mpmath

Value: TypeAlias = "mpmath.mpf | tuple[mpmath.mpf, ...]"
Gradient = Callable[[tuple[mpmath.mpf, ...]], Value]

DIGITS = 60
TOKEN = re.compile(r"\s*(\\[a-zA-Z]+|\\[^a-zA-Z]|\d+(?:\.\d+)?|[^\s])")
GREEK = {rf"\{name}" for name in "alpha beta gamma delta epsilon theta lambda rho".split()}
CLOSERS = {")", "}", ",", "+", "-", r"\right", "&", "="}


class MeaninglessError(ArithmeticError):
    """The side has no value: a division by zero, an even root of a negative number."""


def value(side: str, names: Mapping[str, Value], gradient: Gradient) -> Value:
    """The side's value; `MeaninglessError` where it has none, `KeyError` for an unknown name."""
    with mpmath.workdps(DIGITS):
        reader = _Reader(TOKEN.findall(side), names, gradient)
        result = reader.sum()
        if reader.at < len(reader.tokens):
            raise SyntaxError(side)
        return result


def spread(function: Callable[..., mpmath.mpf], *values: Value) -> Value:
    """The function applied component by component; a number goes with every component."""
    sizes = {len(v) for v in values if isinstance(v, tuple)}
    if not sizes:
        return _real(function, *values)
    (size,) = sizes
    columns = [v if isinstance(v, tuple) else (v,) * size for v in values]
    return tuple(_real(function, *row) for row in zip(*columns, strict=True))


def _real(function: Callable[..., mpmath.mpf], *values: mpmath.mpf) -> mpmath.mpf:
    try:
        result = function(*values)
    except (ZeroDivisionError, ValueError) as error:
        raise MeaninglessError(str(error)) from None
    if isinstance(result, mpmath.mpc) or not mpmath.isfinite(result):
        raise MeaninglessError("not a real number")
    return result


class _Reader:
    def __init__(self, tokens: list[str], names: Mapping[str, Value], gradient: Gradient):
        self.tokens, self.names, self.gradient = tokens, names, gradient
        self.at = 0

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *expected: str) -> str:
        token = self.next
        if not token or (expected and token not in expected):
            raise SyntaxError(f"{token!r} instead of {expected}")
        self.at += 1
        return token

    def sum(self) -> Value:
        result = self.product()
        while self.next in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            result = spread(lambda a, b, s=sign: a + s * b, result, self.product())
        return result

    def product(self) -> Value:
        if self.next == "-":
            self.take()
            return spread(lambda a: -a, self.product())
        result = self.power()
        while self.next and self.next not in CLOSERS:
            if self.next in (r"\cdot", r"\odot"):
                self.take()
            result = spread(lambda a, b: a * b, result, self.power())
        return result

    def power(self) -> Value:
        base = self.base()
        if self.next != "^":
            return base
        self.take()
        return spread(lambda a, b: a**b, base, self.group())

    def group(self) -> Value:
        self.take("{")
        result = self.sum()
        self.take("}")
        return result

    def bracket(self) -> Value:
        """What stands between \\left( and \\right): a number, or a vector's components."""
        self.take(r"\left")
        self.take("(")
        items = [self.sum()]
        while self.next == ",":
            self.take()
            items.append(self.sum())
        self.take(r"\right")
        self.take(")")
        return items[0] if len(items) == 1 else tuple(items)  # type: ignore[return-value]

    def base(self) -> Value:
        token = self.next
        if token == r"\left" and self.tokens[self.at + 1] != "(":
            return self.bars()
        if token == r"\left":
            return self.bracket()
        self.take()
        if token[0].isdigit():
            return mpmath.mpf(token)
        if token == r"\frac":
            return spread(lambda a, b: a / b, self.group(), self.group())
        if token == r"\sqrt":
            return spread(mpmath.sqrt, self.group())
        if token == r"\log":
            return spread(mpmath.log, self.bracket())
        if token == r"\max":
            return self.maximum()
        if token == r"\nabla":
            self.take("f")
            point = self.bracket()
            return self.gradient(point if isinstance(point, tuple) else (point,))
        return self.name(token)

    def maximum(self) -> Value:
        self.take(r"\left")
        self.take("(")
        left = self.sum()
        self.take(",")
        right = self.sum()
        self.take(r"\right")
        self.take(")")
        return spread(max, left, right)

    def bars(self) -> Value:
        self.take(r"\left")
        bar = self.take("|", r"\|")
        inside = self.sum()
        self.take(r"\right")
        self.take(bar)
        if bar == "|":
            return spread(abs, inside)
        parts = inside if isinstance(inside, tuple) else (inside,)
        return mpmath.sqrt(sum(part**2 for part in parts))

    def name(self, token: str) -> Value:
        if token == r"\hat":
            self.take("{")
            token += "{" + self.take() + self.take("}")
        elif token not in GREEK and not token.isalpha():
            raise SyntaxError(token)
        if self.next == "_":
            begin = self.at
            self.take()
            self.take("{")
            depth = 1
            while depth:
                depth += {"{": 1, "}": -1}.get(self.take(), 0)
            token += "".join(self.tokens[begin : self.at])
        if token == "e" and token not in self.names:
            return mpmath.e
        return self.names[token]
