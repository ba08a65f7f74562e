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
from symopt.decide.scope import Scope
from symopt.decide.sum_index import chosen_argument
from symopt.decide.sum_order import ordered
from symopt.decide.sum_signs import values_of_sum
from symopt.decide.sum_terms import parts_of
from symopt.errors import UndecidedError, UndefinedError

SUMS = (sp.Sum, sp.Product)
MOST_NESTED = 20
MOST_WRITTEN_OUT = 2_000
MOST_UNKNOWNS = 30  # values of an unknown function that a sum is written out with
MOST_PEELED = 20
MOST_PASSES = 5
MOST_BITS = 100_000


def without_sums(expression: sp.Basic, place: Workplace) -> Closed:
    """Replace every sum by its closed form or by canonical sums; several sides go in a Tuple.

    The sides are looked at together: to which range the sums of a body are cut depends on all.
    """
    totals = list(_outermost(expression))
    symbols = {s for total in totals for s in total.free_symbols}
    domain = place.domain.extended(symbols, {})
    scope = Scope(Workplace(domain, place.budget, values=place.values))
    lengths = [high - low + 1 for total in totals for _, low, high in total.limits[-1:]]
    needed = [n for n in lengths if not n.is_infinite and not scope.nonnegative(n)]
    if not expression.has(sp.Piecewise, sp.Limit):  # else some sums need not be defined
        scope = replace(scope, facts=(*scope.facts, *needed))
    ends = Ends()
    for _ in range(MOST_PASSES):
        ends.changed = False
        sums = _Sums(Closed(expression), ends)
        found = sums.found
        found.expression = sums.rewritten(expression, scope)
        if not ends.changed:
            break
    found.obligations += dict.fromkeys(f"{length} >= 0" for length in needed)
    return found


def _outermost(expression: sp.Basic) -> Iterator[sp.Expr]:
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


@dataclass
class _Sums:
    """One pass over the sums of an expression."""

    found: Closed
    ends: Ends

    def rewritten(self, expression: sp.Basic, scope: Scope) -> sp.Basic:
        """The expression with every sum in it replaced."""
        if len(scope.indices) > MOST_NESTED:
            raise UndecidedError("too many sums in one another")
        return expression.xreplace({s: self._value(s, scope) for s in _outermost(expression)})

    def _value(self, total: sp.Sum | sp.Product, scope: Scope) -> sp.Expr:
        """What a sum equals; itself when nothing is known of it."""
        scope.place.budget.check()
        indices = [limit[0] for limit in total.limits]
        if len(set(indices)) < len(indices) or any(len(limit) != 3 for limit in total.limits):
            return total
        *inner, (k, low, high) = total.limits
        if any(end.has(*SUMS) for end in (low, high)):
            return total
        if high - low == -1:
            return sp.Integer(0) if isinstance(total, sp.Sum) else sp.Integer(1)
        term = total.func(total.function, *inner) if inner else total.function
        within = scope.within(low, high)
        term = self.rewritten(term.xreplace({k: within.index}), within)
        try:
            if _is_short(term, low, high):
                return _written_out(total.func, term, within.index, int(low), int(high))
            if isinstance(total, sp.Sum):
                return self._closed(term, low, high, within, scope, str(k.name))
        except (UndecidedError, UndefinedError):
            scope.place.budget.check()
        if isinstance(total, sp.Sum):
            return ordered(term, within.index, low, high)
        return sp.Product(term, (within.index, low, high))

    def _closed(
        self, term: sp.Expr, low: sp.Expr, high: sp.Expr, within: Scope, scope: Scope, name: str
    ) -> sp.Expr:
        """The sum of a term over a range of unknown length."""
        if not scope.integers(low, *([] if high is sp.oo else [high])):
            raise UndecidedError("an end of a sum is not known to be an integer")
        try:
            return telescoped(term, low, high, within, name, self.found)
        except UndecidedError:
            scope.place.budget.check()
        if high is sp.oo:
            raise UndecidedError("an infinite sum without a closed form")
        parts = parts_of(term, within)
        closed, rest = _separated(parts, within)
        total = sp.Integer(0)
        if closed != 0:
            try:
                total = telescoped(closed, low, high, within, name, self.found)
            except UndecidedError:
                closed, rest = sp.Integer(0), parts
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
            return self._peeled(body, low, high, within, scope)
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
                coefficient * self._peeled(part, low, high, moved, scope)
                for part, coefficient in parts_of(shifted, moved).items()
            )
        )

    def _peeled(
        self, body: sp.Expr, low: sp.Expr, high: sp.Expr, within: Scope, scope: Scope
    ) -> sp.Expr:
        """A sum over the range that all sums of this body have in common, and its other terms."""
        k, taken = within.index, sp.Integer(0)
        if k not in body.free_symbols:
            return body * (high - low + 1)
        count = sp.expand(high - low + 1)
        if count.is_Integer and 0 <= count <= MOST_UNKNOWNS:
            return sp.Add(*(body.xreplace({k: low + i}) for i in range(int(count))))
        cuts = {
            True: [low + i for i in range(self.ends.of(body, low, low=True))],
            False: [high - i for i in range(self.ends.of(body, high, low=False))],
        }
        for at_low, indices in cuts.items():
            if not indices or len(indices) > MOST_PEELED:
                continue
            inside = all(
                scope.nonnegative(i - low) and scope.nonnegative(high - i) for i in indices
            )
            terms = [body.xreplace({k: i}) for i in indices]
            if not inside and not all(map(scope.total, terms)):
                continue
            taken = sp.Add(taken, *terms)
            low, high = (low + len(indices), high) if at_low else (low, high - len(indices))
            which = ("first", "last")[not at_low]
            line = f"the {which} term of a sum taken out: the one with the index"
            shown = [i for i in indices if not i.atoms(sp.Dummy)]
            self.found.note("canonical sums", *(f"{line} {i}" for i in shown))
        total = ordered(body, k, low, high)
        if scope.nonnegative(high - low + 1):
            some = scope.nonnegative(high - low)
            scope.place.values[total] = values_of_sum(body, within, some=some)
        return taken + total


def _is_short(term: sp.Expr, low: sp.Expr, high: sp.Expr) -> bool:
    """Whether a sum is written out: both ends are numbers, not far apart."""
    if not (low.is_Integer and high.is_Integer):
        return False
    unknown = isinstance(term, sp.Basic) and term.has(AppliedUndef)
    return bool(high - low < (MOST_UNKNOWNS if unknown else MOST_WRITTEN_OUT))


def _separated(
    parts: dict[sp.Expr, sp.Expr], scope: Scope
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


def _written_out(kind: type[sp.Expr], term: sp.Expr, k: sp.Dummy, low: int, high: int) -> sp.Expr:
    if high < low - 1:
        raise UndecidedError("a sum with its ends reversed")
    # Substituting makes SymPy evaluate powers of numbers: their size is bounded before.
    reach = max(abs(low), abs(high))
    for power in term.atoms(sp.Pow):
        slope = power.exp.coeff(k, 1)
        if power.exp.free_symbols == {k} and not (
            slope.is_Integer
            and not (power.exp - slope * k).has(k)
            and abs(int(slope)) * reach * _bits(power.base) <= MOST_BITS
        ):
            raise UndecidedError("a sum with powers that grow too fast")
    whole = sp.Add if kind is sp.Sum else sp.Mul
    return whole(*(term.xreplace({k: sp.Integer(i)}) for i in range(low, high + 1)))


def _bits(base: sp.Expr) -> int:
    """The bits of the longest number in an expression."""
    numbers = base.atoms(sp.Rational)
    return max((max(abs(n.p), n.q).bit_length() for n in numbers), default=1)
