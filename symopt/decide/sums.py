"""Finite sums: closed forms where there are any, else one canonical form of each sum.

Short sums are written out, geometric and polynomial ones have closed forms (see `geometric`). Any
other sum is rewritten by laws that hold for every term f:

- linear: the sum of c f(k) + d h(k) is c times that of f plus d times that of h (see `sum_terms`);
- shifted and reversed: a chosen argument of the body becomes the index (see `sum_index`);
- peeled: of sums of one body whose ends differ by whole numbers, the last (first) terms are taken
  out until their ranges are the same;
- interchanged and multiplied out: nested sums are one sum over several indices (see `sum_order`);
- sifted: the sum of f(k) delta(k, j) over a range that j is proved to lie in is f(j).

Equal canonical sums are one variable of the normal form; it is >= 0 when its terms are.

A sum is taken to be defined for b >= a - 1 only: below, conventions differ; what does not depend
on k in its term must be defined even if the sum is empty. On the way b < a - 1 may occur: there the
sum from a to b stands for minus the sum from b + 1 to a - 1, as in Karr's convention, of f where f
is defined and 0 elsewhere. All laws above hold for it, and a term is taken out only if it is one of
the sum or is defined for all values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import sympy as sp
from sympy.core.function import AppliedUndef

from symopt.decide.closed import Closed
from symopt.decide.geometric import telescoped
from symopt.decide.normal_form import Workplace
from symopt.decide.obligations import text_of
from symopt.decide.scope import Scope
from symopt.decide.short_sums import MOST_UNKNOWNS, is_short, written_out
from symopt.decide.sum_index import chosen_argument
from symopt.decide.sum_order import in_one_order
from symopt.decide.sum_signs import values_of_sum
from symopt.decide.sum_terms import parts_of
from symopt.errors import UndecidedError, UndefinedError

SUMS = (sp.Sum, sp.Product)
# In these a sum may be undefined without the whole being so, or have variables of its own.
MAYBE_UNDEFINED = (sp.Piecewise, sp.Limit, sp.Integral, sp.Derivative, sp.Subs)
MOST_NESTED = 20
MOST_PEELED = 20
MOST_PASSES = 5


def without_sums(expression: sp.Basic, place: Workplace) -> Closed:
    """Replace every sum by its closed form or by canonical sums; several sides go in a Tuple.

    The sides are looked at together: to which range the sums of a body are cut depends on all.
    """
    totals = list(outermost(expression))
    symbols = {s for total in totals for s in total.free_symbols}
    domain = place.domain.extended(symbols, {})
    scope = Scope(Workplace(domain, place.budget, values=place.values), facts=domain.relations)
    ends = [total.limits[-1][1:] for total in totals if len(total.limits[-1]) == 3]
    lengths = [high - low + 1 for low, high in ends if not high.is_infinite]
    needed = [length for length in lengths if not scope.nonnegative(length)]
    if not expression.has(*MAYBE_UNDEFINED):
        scope = replace(scope, facts=(*scope.facts, *needed))
    known = Ends()
    for _ in range(MOST_PASSES):
        known.changed = False
        sums = _Sums(Closed(expression), known)
        found = sums.found
        found.expression = sums.rewritten(expression, scope)
        if not known.changed:
            break
    found.obligations += dict.fromkeys(f"{length} >= 0" for length in needed)
    return found


def outermost(expression: sp.Basic) -> Iterator[sp.Expr]:
    """The sums and products that stand in no other."""
    walk = sp.preorder_traversal(expression)
    for node in walk:
        if isinstance(node, SUMS):
            walk.skip()
            yield node


@dataclass
class Ends:
    """How far the ranges of all sums of one body go; they are cut to the shortest of them."""

    known: dict[tuple[sp.Expr, sp.Expr, bool], int] = field(default_factory=dict)
    changed: bool = False

    def of(self, body: sp.Expr, end: sp.Expr, *, low: bool) -> int:
        """By how much to move this end inwards; >= 0."""
        number, symbolic = end.as_coeff_Add()
        key = (body, symbolic, low)
        here = int(number)
        known = self.known.get(key, here)
        cut = max(known, here) if low else min(known, here)
        self.changed = self.changed or cut != self.known.get(key)
        self.known[key] = cut
        return abs(cut - here)

    def first(self, body: sp.Expr) -> sp.Integer | None:
        """The number that the sums of this body begin with, if one does."""
        known = self.known.get((body, sp.Integer(0), True))
        return None if known is None else sp.Integer(known)


@dataclass
class _Sums:
    """One pass over the sums of an expression."""

    found: Closed
    ends: Ends
    names: dict[sp.Symbol, sp.Symbol] = field(default_factory=dict)  # as indices were written

    def rewritten(self, expression: sp.Basic, scope: Scope) -> sp.Basic:
        """The expression with every sum in it replaced."""
        if len(scope.indices) > MOST_NESTED:
            raise UndecidedError("too many sums in one another")
        return expression.xreplace({s: self._value(s, scope) for s in outermost(expression)})

    def _value(self, total: sp.Sum | sp.Product, scope: Scope) -> sp.Expr:
        """What a sum equals; itself when nothing is known of it."""
        scope.place.budget.check()
        indices = [limit[0] for limit in total.limits]
        if len(set(indices)) < len(indices) or any(len(limit) != 3 for limit in total.limits):
            return total
        *inner, (k, low, high) = total.limits
        if any(end.has(*SUMS) for end in (low, high)):
            return total
        low, high = sp.expand(low), sp.expand(high)
        term = total.func(total.function, *inner) if inner else total.function
        within = scope.within(low, high)
        self.names[within.index] = sp.Symbol(k.name)
        term = self.rewritten(term.xreplace({k: within.index}), within)
        try:
            if is_short(term, low, high):
                return written_out(total.func, term, within.index, int(low), int(high))
            if isinstance(total, sp.Sum):
                return self._closed(term, low, high, within, scope)
        except (UndecidedError, UndefinedError):
            scope.place.budget.check()
        if isinstance(total, sp.Sum):
            return in_one_order(term, within.index, low, high)
        return sp.Product(term, (within.index, low, high))

    def _closed(
        self, term: sp.Expr, low: sp.Expr, high: sp.Expr, within: Scope, scope: Scope
    ) -> sp.Expr:
        """The sum of a term over a range of unknown length."""
        if not scope.integers(low, *([] if high is sp.oo else [high])):
            raise UndecidedError("an end of a sum is not known to be an integer")
        try:
            return telescoped(term, low, high, within, self.names, self.found)
        except UndecidedError:
            scope.place.budget.check()
        if high is sp.oo:
            raise UndecidedError("an infinite sum without a closed form")
        parts = parts_of(term, within)
        closed, rest = _separated(parts)
        total = sp.Integer(0)
        if closed != 0:
            try:
                total = telescoped(closed, low, high, within, self.names, self.found)
            except UndecidedError:
                rest = parts
        if list(parts.values()) != [1]:
            self.found.note(
                "canonical sums", "sums are linear: factors without the index taken out"
            )
        for body, coefficient in rest.items():
            total += coefficient * self._shifted(body, low, high, within, scope)
        return total

    def _shifted(
        self, body: sp.Expr, low: sp.Expr, high: sp.Expr, within: Scope, scope: Scope
    ) -> sp.Expr:
        """The sum of one body, with the index that equal sums share."""
        if (sifted := _sifted(body, low, high, within, scope)) is not None:
            self.found.note("canonical sums", "a sum with a Kronecker delta is its one term")
            return sifted
        k = within.index
        argument = chosen_argument(body, within)
        if argument == k:
            return self._split(body, low, high, within, scope)
        slope = argument.coeff(k, 1)
        offset = argument - slope * k
        ends = [sp.expand(slope * end + offset) for end in (low, high)]
        low, high = ends if slope == 1 else ends[::-1]
        moved = scope.within(low, high)
        how = "shifted" if slope == 1 else "reversed"
        self.found.note("canonical sums", f"the index of a sum is {how}")
        shifted = body.xreplace({k: slope * (k - offset)})
        return sp.Add(
            *(
                coefficient * self._split(part, low, high, moved, scope)
                for part, coefficient in parts_of(shifted, moved).items()
            )
        )

    def _split(
        self, body: sp.Expr, low: sp.Expr, high: sp.Expr, within: Scope, scope: Scope
    ) -> sp.Expr:
        """A sum from a on as the difference of two that begin with a number, if there are such."""
        first = self.ends.first(body)
        if first is None or low.is_Integer:
            return self._peeled(body, low, high, within, scope)
        parts = []
        for last in (high, low - 1):
            moved = scope.within(first, last)
            parts.append(self._peeled(body, first, last, moved, scope, written=False))
        self.found.note(
            "canonical sums", "a sum from a to b is the sum up to b minus that before a"
        )
        return parts[0] - parts[1]

    def _peeled(
        self,
        body: sp.Expr,
        low: sp.Expr,
        high: sp.Expr,
        within: Scope,
        scope: Scope,
        *,
        written: bool = True,
    ) -> sp.Expr:
        """A sum over the range that all sums of this body have in common, and its other terms.

        The terms of a sum that is `written` are defined where the question asks anything.
        """
        k, taken = within.index, sp.Integer(0)
        if k not in body.free_symbols:
            return body * (high - low + 1)
        own = (low, high) if written else None
        count = sp.expand(high - low + 1)
        if count.is_Integer and 0 <= count <= MOST_UNKNOWNS:
            indices = [low + i for i in range(int(count))]
            terms = [body.xreplace({k: i}) for i in indices]
            if _defined(terms, indices, own, scope):
                return sp.Add(*terms)
        ends = {"first": self.ends.of(body, low, low=True)}
        ends["last"] = self.ends.of(body, high, low=False)
        for which, number in ends.items():
            if not 0 < number <= MOST_PEELED:
                continue
            at_low = which == "first"
            indices = [low + i if at_low else high - i for i in range(number)]
            terms = [body.xreplace({k: i}) for i in indices]
            if not _defined(terms, indices, own, scope):
                continue
            taken = sp.Add(taken, *terms)
            low, high = (low + number, high) if at_low else (low, high - number)
            line = f"the {which} term of a sum taken out: the one with the index"
            lines = (f"{line} {text_of(i.xreplace(self.names))}" for i in indices)
            self.found.note("canonical sums", *lines)
        total = in_one_order(body, k, low, high)
        if scope.nonnegative(high - low + 1):
            some = scope.nonnegative(high - low)
            scope.place.values[total] = values_of_sum(body, within, some=some)
        return taken + total


def _defined(
    terms: list[sp.Expr],
    indices: list[sp.Expr],
    own: tuple[sp.Expr, sp.Expr] | None,
    scope: Scope,
) -> bool:
    """Whether terms are defined: as those of a sum with these ends, or for all values."""
    return (
        own is not None
        and all(scope.nonnegative(i - own[0]) and scope.nonnegative(own[1] - i) for i in indices)
    ) or all(map(scope.total, terms))


def _separated(
    parts: dict[sp.Expr, sp.Expr],
) -> tuple[sp.Expr, dict[sp.Expr, sp.Expr]]:
    """The parts whose bodies are made of powers alone, as one term, and the others."""
    closed, rest = [], {}
    for body, coefficient in parts.items():
        if body.has(AppliedUndef, sp.Function, *SUMS):
            rest[body] = coefficient
        else:
            closed.append(coefficient * body)
    return sp.Add(*closed), rest


def _sifted(
    body: sp.Expr, low: sp.Expr, high: sp.Expr, within: Scope, scope: Scope
) -> sp.Expr | None:
    """The value of a sum with a factor delta(k, j), when j is known to be in the range or not."""
    k = within.index
    for factor in sp.Mul.make_args(body):
        delta, exponent = factor.as_base_exp()
        if not isinstance(delta, sp.KroneckerDelta) or not (exponent.is_Integer and exponent > 0):
            continue
        apart = sp.expand(delta.args[0] - delta.args[1])
        slope = apart.coeff(k, 1)
        at = sp.expand(k - apart / slope) if slope in (1, -1) else k
        if at.has(k) or not scope.integers(at):
            continue
        if scope.nonnegative(at - low) and scope.nonnegative(high - at):
            return sp.Mul(*(f for f in sp.Mul.make_args(body) if f is not factor)).xreplace({k: at})
        if scope.nonnegative(low - 1 - at) or scope.nonnegative(at - 1 - high):
            return sp.Integer(0)
    return None
