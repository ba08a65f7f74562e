"""Where a sum stands: the domain together with the indices of the sums around it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import sympy as sp
from sympy.core.function import AppliedUndef

from symopt.decide.domain import key_of
from symopt.decide.interval import INTEGERS, Interval
from symopt.decide.normal_form import Workplace
from symopt.decide.oracle import SignOracle
from symopt.decide.signs import NONNEGATIVE
from symopt.errors import UndecidedError, UndefinedError

# Sums that were made on the way have a value for all ends; see `sums`.
ARITHMETIC = (sp.Symbol, sp.Rational, sp.Add, sp.Mul, sp.Pow)
TOTAL = (*ARITHMETIC, AppliedUndef, sp.KroneckerDelta, sp.Sum, sp.Tuple)


@lru_cache(maxsize=64)
def running_index(depth: int) -> sp.Dummy:
    """The index of the sum at this depth while its term is looked at; no variable equals it."""
    return sp.Dummy(f"k{depth}", integer=True)


@dataclass(frozen=True)
class Scope:
    """A workplace whose domain holds the running indices, and expressions known to be >= 0."""

    place: Workplace
    indices: tuple[sp.Dummy, ...] = ()
    facts: tuple[sp.Expr, ...] = ()

    def within(self, low: sp.Expr, high: sp.Expr) -> Scope:
        """The scope of the term of a sum from low to high, its index being the last one there."""
        k = running_index(len(self.indices))
        values = INTEGERS & Interval(lower=self._end(low, -1), upper=self._end(high, 1))
        # A range that is always empty has no index: nothing is known of it.
        known = {k: INTEGERS if values.empty else values}
        domain = self.place.domain.extended({k}, known)
        facts = [f for f in (k - low, high - k) if not f.is_infinite]
        return Scope(
            Workplace(domain, self.place.budget),
            (*self.indices, k),
            (*self.facts, *facts),
        )

    @property
    def index(self) -> sp.Dummy:
        """The innermost running index."""
        return self.indices[-1]

    def _end(self, end: sp.Expr, side: int) -> Fraction | None:
        """A bound of an end of a range, below (-1) or above (1), from those of its variables."""
        bound = Fraction(0)
        for symbol, c in end.as_coefficients_dict().items():
            if not c.is_Rational:
                return None
            if symbol == 1:
                value: Fraction | None = Fraction(1)
            elif isinstance(symbol, sp.Symbol) and key_of(symbol) in self.place.domain.variables:
                interval = self.place.domain.interval(symbol)
                value = interval.upper if (c > 0) == (side > 0) else interval.lower
            else:
                return None
            if value is None:
                return None
            bound += Fraction(int(c.p), int(c.q)) * value
        return bound

    def nonnegative(self, expression: sp.Expr) -> bool:
        """Whether the expression is proved to be >= 0 for all values of variables and indices."""
        try:
            oracle, (form, *known) = self.place.forms(expression, *self.facts)
        except (UndecidedError, UndefinedError):
            self.place.budget.check()
            return False
        facts = {
            oracle.ring.key(fact.numerator): NONNEGATIVE
            for fact in known
            if fact.denominator.is_constant()
        }
        signs = SignOracle(oracle.ring, facts).possible(form.numerator)
        return bool(form.denominator.is_constant() and signs <= NONNEGATIVE)

    def nonzero(self, expression: sp.Expr) -> bool:
        """Whether the expression is proved to have no zero."""
        oracle, (form,) = self.place.forms(expression)
        return 0 not in oracle.possible(form.numerator)

    def total(self, expression: sp.Expr) -> bool:
        """Whether the expression is proved to be defined for all values."""
        if not all(isinstance(node, TOTAL) for node in sp.preorder_traversal(expression)):
            return False
        try:
            oracle, _ = self.place.forms(expression)
        except (UndecidedError, UndefinedError):
            self.place.budget.check()
            return False
        ring = oracle.ring
        factors = (f for d in ring.divisors for f, _ in ring.factors(d)[1])
        whole = any(g.kind[:2] == ("function", "power") for g in ring.generators)
        return (
            not oracle.implied and not whole and all(0 not in oracle.possible(f) for f in factors)
        )

    def integers(self, *expressions: sp.Expr) -> bool:
        """Whether these are polynomials with integer coefficients in integer variables."""
        oracle, forms = self.place.forms(*expressions)
        return all(
            form.denominator.is_constant()
            and all(
                c.q == 1 and all(generator.values.integer for generator, _ in powers)
                for powers, c in oracle.ring.used(form.numerator)
            )
            for form in forms
        )
