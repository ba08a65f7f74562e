"""The values that one variable may take: an interval, with exact samples of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, islice
from math import ceil, floor
from typing import Literal


def _fractions(texts: str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, texts.split()))


# Small squares first, so that roots stay readable at a witness; later ones tell functions apart.
POSITIVE = _fractions(
    "4 1 9 1/4 2 3 1/9 16/9 5/7 25 100 1/100 7 11/3 1/1000 12 1/2 "
    "6 3/11 40 1/30 13/10 8/3 1000 1/5 9/10 17/2 70 1/64"
)
REAL = _fractions(
    "2 -3 1/2 5 -1 7/3 -4/5 1 0 13/7 -9/4 3 10 1/100 -7 4 -1/3 "
    "-12 9/10 -2 -1/50 7/10 -6/5 25 -30 1/7 11/8 -5 -1/9"
)
UNIT = _fractions(
    "1/2 1/4 3/4 9/10 1/3 1/10 2/3 16/25 99/100 5/7 1/100 7/11 999/1000 2/5 4/5 1/20 19/20 3/7 8/9"
)
STEPS = (1, 0, 2, 4, 3, 7, 5, 11, 9, 20, 6)


@dataclass(frozen=True, kw_only=True)
class Interval:
    """{x real or integer : lower <(=) x <(=) upper}, perhaps without 0; None is no bound."""

    integer: bool = False
    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_open: bool = False
    upper_open: bool = False
    nonzero: bool = False

    def __contains__(self, value: Fraction | int) -> bool:
        return (
            not (self.integer and value.denominator != 1)
            and not (self.nonzero and value == 0)
            and (self.lower is None or self.lower < value or self._touches(value, "lower"))
            and (self.upper is None or value < self.upper or self._touches(value, "upper"))
        )

    def _touches(self, value: Fraction | int, end: str) -> bool:
        return bool(value == getattr(self, end)) and not getattr(self, f"{end}_open")

    def _canonical(self) -> Interval:
        """The same values with closed ends for integers, and 0 left out by an end if it can be."""
        if not self.integer:
            inside = replace(
                self,
                lower_open=self.lower_open or (self.nonzero and self.lower == 0),
                upper_open=self.upper_open or (self.nonzero and self.upper == 0),
            )
            return replace(inside, nonzero=self.nonzero and 0 in replace(inside, nonzero=False))
        lower, upper = self.lower, self.upper
        if lower is not None:
            lower = Fraction(floor(lower) + 1 if self.lower_open else ceil(lower))
            lower += self.nonzero and lower == 0
        if upper is not None:
            upper = Fraction(ceil(upper) - 1 if self.upper_open else floor(upper))
            upper -= self.nonzero and upper == 0
        ends = Interval(integer=True, lower=lower, upper=upper)
        return replace(ends, nonzero=self.nonzero and 0 in ends)

    def __and__(self, other: Interval) -> Interval:
        """The values in both."""
        lower, lower_open = _tightest(self, other, "lower")
        upper, upper_open = _tightest(self, other, "upper")
        return Interval(
            integer=self.integer or other.integer,
            lower=lower,
            upper=upper,
            lower_open=lower_open,
            upper_open=upper_open,
            nonzero=self.nonzero or other.nonzero,
        )._canonical()

    @property
    def empty(self) -> bool:
        """Whether no value is left."""
        if self.lower is None or self.upper is None or self.lower < self.upper:
            return False
        return self.lower not in self

    @property
    def positive(self) -> bool:
        """Whether every value is > 0."""
        return self.lower is not None and (
            self.lower > 0 or (self.lower == 0 and (self.lower_open or self.nonzero))
        )

    @property
    def nonnegative(self) -> bool:
        """Whether every value is >= 0."""
        return self.lower is not None and self.lower >= 0

    def samples(self) -> Iterator[Fraction]:
        """Exact values of this interval in a fixed order, plain ones first, each once."""
        seen: set[Fraction] = set()
        for value in self._candidates():
            if value in self and value not in seen:
                seen.add(value)
                yield value

    def _candidates(self) -> Iterator[Fraction]:
        lower, upper = self.lower, self.upper
        if self.integer:
            if lower is not None:
                return chain((lower + k for k in STEPS), self._upwards(lower))
            if upper is not None:
                return (upper - k for k in STEPS)
            return iter([Fraction(k) for k in (2, -1, 3, 1, 0, -2, 5, 4, -7, 10, 13)])
        if lower is not None and upper is not None:
            width = upper - lower
            inner = (lower + width * q for q in UNIT)
            return chain(islice(inner, 4), (lower, upper), (lower + width * q for q in UNIT))
        if lower is not None:
            return chain((lower + q for q in POSITIVE[:3]), (lower,), (lower + q for q in POSITIVE))
        if upper is not None:
            return chain((upper - q for q in POSITIVE[:3]), (upper,), (upper - q for q in POSITIVE))
        return iter(REAL)

    def _upwards(self, lower: Fraction) -> Iterator[Fraction]:
        # Of a short interval every value is a sample: with a gap the last one could be missed.
        if self.upper is not None and self.upper - lower <= 20:
            yield from (lower + k for k in range(int(self.upper - lower) + 1))

    def describe(self, name: str) -> str:
        """The interval as a phrase about `name`: 'v >= 0', 'beta in (0, 1)', 't integer >= 1'."""
        kind = "integer" if self.integer else "real"
        hole = " and != 0" if self.nonzero and Fraction(0) in replace(self, nonzero=False) else ""
        if self.lower is not None and self.upper is not None:
            if self.lower == self.upper:
                return f"{name} = {self.lower}"
            left, right = "[("[self.lower_open], "])"[self.upper_open]
            prefix = "integer " if self.integer else ""
            return f"{name} {prefix}in {left}{self.lower}, {self.upper}{right}{hole}"
        subject = f"{name} integer" if self.integer else name
        if self.lower is not None:
            return f"{subject} {'>' if self.lower_open else '>='} {self.lower}{hole}"
        if self.upper is not None:
            return f"{subject} {'<' if self.upper_open else '<='} {self.upper}{hole}"
        return f"{name} {kind}{hole}"


def _tightest(
    a: Interval, b: Interval, end: Literal["lower", "upper"]
) -> tuple[Fraction | None, bool]:
    """The inner one of two ends, and whether it is open."""
    ends = [(getattr(i, end), getattr(i, f"{end}_open")) for i in (a, b)]
    known = [value for value, _ in ends if value is not None]
    if not known:
        return None, False
    best = max(known) if end == "lower" else min(known)
    return best, any(is_open for value, is_open in ends if value == best)


def at_least(bound: Fraction | int, *, strict: bool = False) -> Interval:
    """{x : x >= bound}, or > when strict."""
    return Interval(lower=Fraction(bound), lower_open=strict)


def at_most(bound: Fraction | int, *, strict: bool = False) -> Interval:
    """{x : x <= bound}, or < when strict."""
    return Interval(upper=Fraction(bound), upper_open=strict)


def exactly(value: Fraction | int) -> Interval:
    """{value}."""
    return Interval(lower=Fraction(value), upper=Fraction(value))


REALS = Interval()
INTEGERS = Interval(integer=True)
