"""The domain of a claim: which values every variable takes, and exact points to try it at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import count, islice
from math import gcd
from typing import Any

import sympy as sp

from symopt.decide.assumptions import of_symbol, read_assumption, without_upper_name
from symopt.decide.interval import Interval
from symopt.errors import InputError

Point = dict[str, Fraction]
MOST_SAMPLES = 29
MOST_TRIED = 1_000
# Facts that every rational number has, or that are part of every interval already.
IN_INTERVALS = frozenset(
    {(fact, True) for fact in ("commutative", "complex", "hermitian", "finite", "real")}
    | {(fact, False) for fact in ("imaginary", "infinite", "irrational", "transcendental")}
    | {(fact, True) for fact in ("extended_real", "rational", "algebraic", "integer")}
    | {
        (prefix + fact, truth)
        for prefix in ("", "extended_")
        for fact in ("positive", "negative", "nonnegative", "nonpositive", "nonzero", "zero")
        for truth in (True, False)
    }
)


@dataclass(frozen=True)
class Variable:
    """One real variable, with every SymPy symbol that means it."""

    name: str
    interval: Interval
    symbols: tuple[sp.Symbol, ...]

    @cached_property
    def samples(self) -> tuple[Fraction, ...]:
        """Values that the interval and all facts of the symbols (prime, odd, ...) allow."""
        samples = _samples_of(self.interval)
        if self._further_facts:
            samples = tuple(value for value in samples if self.allows(value))
        return samples[:MOST_SAMPLES]

    @cached_property
    def _further_facts(self) -> frozenset[tuple[str, bool]]:
        """What the symbols' assumptions say beyond the interval: prime, odd, not rational, ..."""
        facts = {pair for symbol in self.symbols for pair in symbol.assumptions0.items()}
        return frozenset(facts - IN_INTERVALS)

    def allows(self, value: Fraction) -> bool:
        """Whether the variable may have this value."""
        number = sp.Rational(value.numerator, value.denominator)
        return value in self.interval and all(
            getattr(number, f"is_{fact}") is truth for fact, truth in self._further_facts
        )

    def __str__(self) -> str:
        return self.interval.describe(self.name)


@lru_cache(maxsize=256)
def _samples_of(interval: Interval) -> tuple[Fraction, ...]:
    return tuple(islice(interval.samples(), 2 * MOST_SAMPLES))


def key_of(symbol: sp.Symbol) -> str:
    """The name under which a symbol is known; dummies of one name stay apart."""
    if isinstance(symbol, sp.Dummy):
        return f"{symbol.name}_{symbol.dummy_index}"
    return str(symbol.name)


class Domain:
    """Variables with their intervals.

    Symbols of the same name are one variable, whatever SymPy assumptions they were made with: the
    facts of all of them and those in `assuming` must hold together. Symbols without assumptions are
    real. Raises InputError for assumptions that can't be read or that exclude every value.

    A variable may be bounded by another one, as in 'integer in [1, n]': `relations` then holds the
    difference n - j, which is >= 0.
    """

    def __init__(
        self,
        symbols: Iterable[sp.Symbol],
        assuming: Mapping[Any, object] | None = None,
        *,
        bounds: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.given, found = _by_name(assuming)
        self.bounds = (*bounds, *found)
        self.symbols = tuple(symbols)
        groups: dict[str, list[sp.Symbol]] = {}
        for symbol in sorted(set(self.symbols), key=lambda s: (key_of(s), str(s.assumptions0))):
            groups.setdefault(key_of(symbol), []).append(symbol)
        self.variables = {
            name: _variable(name, tuple(group), self.given.get(name))
            for name, group in groups.items()
        }

    def extended(
        self, symbols: Iterable[sp.Symbol], assuming: Mapping[sp.Symbol, Interval]
    ) -> Domain:
        """This domain with more variables, and what is known of them."""
        known = {**self.given, **assuming}
        return Domain({*self.symbols, *symbols}, known, bounds=self.bounds)

    @cached_property
    def relations(self) -> tuple[sp.Expr, ...]:
        """Differences of two variables that are >= 0."""
        return tuple(sp.Symbol(upper) - sp.Symbol(lower) for lower, upper in self._bounds_here)

    @cached_property
    def _bounds_here(self) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in self.bounds if self.variables.keys() >= set(pair))

    def interval(self, symbol: sp.Symbol) -> Interval:
        """The values that a symbol of this domain takes."""
        return self.variables[key_of(symbol)].interval

    def __contains__(self, point: Mapping[str, Fraction]) -> bool:
        return self._keeps_bounds(point) and all(
            self.variables[name].allows(value) for name, value in point.items()
        )

    def _keeps_bounds(self, point: Mapping[str, Fraction]) -> bool:
        return all(point[lower] <= point[upper] for lower, upper in self._bounds_here)

    def points(self, most: int) -> Iterator[Point]:
        """At most `most` different exact points, always in the same order."""
        sequences = [_sequence(rank, v.samples) for rank, v in self._ranked()]
        seen: set[tuple[Fraction, ...]] = set()
        rows = zip(*sequences, strict=False) if sequences else [()]
        tried = (dict(zip(self.variables, row, strict=True)) for row in rows)
        for point in islice(filter(self._keeps_bounds, islice(tried, MOST_TRIED)), most):
            values = tuple(point.values())
            if values not in seen:
                seen.add(values)
                yield point

    def _ranked(self) -> Iterator[tuple[int, Variable]]:
        """Every variable with its number among the integers, or those that start alike."""
        met: Counter[tuple[Fraction, ...]] = Counter()
        for variable in self.variables.values():
            # Samples of integers step alike from any bound: with one number, n = t + 1 throughout.
            alike = () if variable.interval.integer else variable.samples[:1]
            yield met[alike], variable
            met[alike] += 1

    def describe(self) -> tuple[str, ...]:
        """One phrase a variable, and one a bound that is a variable."""
        variables = map(str, self.variables.values())
        return (*variables, *(f"{lower} <= {upper}" for lower, upper in self._bounds_here))


def _sequence(rank: int, samples: tuple[Fraction, ...]) -> Iterator[Fraction]:
    """The samples over and over; different ranks start and stride differently, and drift apart.

    Two variables then never move together: an equality that holds for x = y alone is not missed.
    """
    n = len(samples)
    stride = next((k for k in count(2 * rank + 1) if gcd(k, n) == 1), 1)
    for i in count() if samples else ():
        yield samples[(i * stride + rank + i // n * (rank + 1) ** 2) % n]


def _by_name(
    assuming: Mapping[Any, object] | None,
) -> tuple[dict[str, Interval], list[tuple[str, str]]]:
    """Intervals by the variables' names, and the pairs (j, n) with j <= n."""
    if assuming is None:
        return {}, []
    if not isinstance(assuming, Mapping):
        raise InputError(
            f"'assuming' must be a mapping from variables to assumptions (got {assuming!r:.100})",
            hint="write {'beta': '(0, 1)', 'v': '>= 0', 't': 'positive integer'}",
        )
    found: dict[str, Interval] = {}
    bounds: list[tuple[str, str]] = []
    for key, value in assuming.items():
        if not isinstance(key, (str, sp.Symbol)):
            raise InputError(f"assumptions are made on symbols or names (got {key!r:.100})")
        name = key if isinstance(key, str) else key_of(key)
        known = found.get(name, Interval())
        value, upper = without_upper_name(value)
        bounds += [] if upper is None else [(name, upper)]
        found[name] = _nonempty(name, known & read_assumption(name.strip(), value))
    return found, bounds


def _variable(name: str, symbols: tuple[sp.Symbol, ...], given: Interval | None) -> Variable:
    interval = Interval() if given is None else given
    for symbol in symbols:
        interval &= of_symbol(symbol)
    return Variable(name, _nonempty(name, interval), symbols)


def _nonempty(name: str, interval: Interval) -> Interval:
    if interval.empty:
        raise InputError(
            f"the assumptions on '{name}' contradict each other: no value is left",
            hint="a SymPy symbol's own assumptions count too",
        )
    return interval
