"""The judge: equal for every value in the domain?

What is claimed. left = right, for all values of the variables in the domain at which both sides are
defined as real numbers: no division by zero, no even root or logarithm of a negative number on the
way. Powers of negative numbers with fractional exponents count as undefined, as in SymPy, and
0^0 = 1; a root that is written as a root, as in the text cbrt(-8), is the real one. Where one side
alone is defined, nothing is claimed and nothing is refuted; the conditions under which a side is
defined are listed as obligations of the verdict ("x - 1 != 0"), and at least one point of the
domain at which both sides are certainly defined must be found for a proof.

How, in this order:
1. pure numbers: exact reals with a separation bound (`numeric`);
2. sums and limits are replaced by values that are proved, or confirmed, on their own;
3. exact points of the domain at which certified enclosures of the sides are disjoint refute;
4. the normal form of left - right is 0: proved (`normal_form`, `ring`);
5. the same in each cell of a partition of the domain by signs (`cells`);
6. undecided, with the digits to which the sides agree and what stood in the way.

Budgets are asked between operations. The one library call that can't be bounded by the size of its
input is SymPy's `limit`, which gets small expressions only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from symopt.decide.budget import Budget
from symopt.decide.cells import leaves, points_in, vanishing
from symopt.decide.coefficients import vanishes
from symopt.decide.domain import Domain
from symopt.decide.evaluate import compiled
from symopt.decide.generators import Poly
from symopt.decide.normal_form import Workplace, difference_of
from symopt.decide.numeric import equal_numbers
from symopt.decide.obligations import new_variables, obligations_of, quotient
from symopt.decide.operations import example_text
from symopt.decide.oracle import SignOracle
from symopt.decide.rewriting import rewritten
from symopt.decide.sides import Look, Side, components, known_names, look_over
from symopt.decide.verdict import Verdict
from symopt.decide.witness import PATIENT_BITS, Comparison, Witness
from symopt.errors import InputError, UndecidedError, UndefinedError

FIRST_POINTS = 6
MORE_POINTS = 200
CELL_POINTS = 60
BRIEF_SECONDS = 0.2
BRIEF_TERMS = 5_000


def equal(
    left: Side,
    right: Side,
    *,
    assuming: Mapping[Any, object] | None = None,
    seconds: float = 5.0,
    max_bits: int = 2_000_000,
) -> Verdict:
    """Judge left = right for every value in the domain at which both sides are defined.

    Args:
        left, right: SymPy expressions, exact numbers, text in the notation, or vectors of these
            (tuples, lists, SymPy matrices), which are compared component by component.
        assuming: what is known of the variables, by symbol or name: '(0, 1)', '>= 0', 'integer',
            'positive integer', a SymPy set or relation. Symbols' own assumptions count as well;
            a variable without any is real.
        seconds: the time allowed; when it is used up the verdict is undecided.
        max_bits: the highest precision allowed.

    Raises:
        InputError: a side that is no exact real expression (floating-point numbers are refused),
            sides of different length, or assumptions that can't be read or contradict each other.
    """
    budget = Budget(seconds=seconds, max_bits=max_bits)
    names = known_names((left, right), assuming)
    pairs = list(_paired(components(left, names), components(right, names)))
    if len(pairs) == 1:
        return _scalar(*pairs[0], assuming, budget)
    verdicts = [_scalar(a, b, assuming, budget) for a, b in pairs]
    return _together(verdicts)


def _paired(left: list[sp.Expr], right: list[sp.Expr]) -> zip[tuple[sp.Expr, sp.Expr]]:
    if len(left) != len(right):
        raise InputError(
            f"the sides must have the same number of components (got {len(left)} and {len(right)})"
        )
    return zip(left, right, strict=True)


def _together(verdicts: list[Verdict]) -> Verdict:
    """One verdict on a vector: the first component that is not proved speaks for it."""
    for status in ("refuted", "undecided"):
        for number, verdict in enumerate(verdicts, start=1):
            if verdict.status == status:
                where = f"component {number} of {len(verdicts)}"
                return replace(verdict, evidence=(where, *verdict.evidence))
    lines = tuple(
        f"component {number}: {line}"
        for number, verdict in enumerate(verdicts, start=1)
        for line in verdict.evidence
    )
    bits = [v.precision_bits for v in verdicts if v.precision_bits is not None]
    return Verdict(
        "proved",
        ", ".join(dict.fromkeys(v.method for v in verdicts)),
        lines,
        assumptions=tuple(dict.fromkeys(a for v in verdicts for a in v.assumptions)),
        obligations=tuple(dict.fromkeys(o for v in verdicts for o in v.obligations)),
        precision_bits=max(bits, default=None),
    )


def _scalar(
    left: sp.Expr, right: sp.Expr, assuming: Mapping[Any, object] | None, budget: Budget
) -> Verdict:
    looks = look_over(left), look_over(right)
    domain = Domain(looks[0].symbols | looks[1].symbols, assuming)
    if all(look.algebraic for look in looks):
        return equal_numbers(left, right, budget, parts=sum(look.parts for look in looks))
    judgement = Judgement(domain, budget, looks)
    try:
        verdict = judgement.of(left, right)
    except UndefinedError as error:
        verdict = Verdict("undecided", "undefined", (*judgement.evidence, error.message))
    except (UndecidedError, RecursionError) as error:
        # SymPy's own methods recurse: an expression that is too deep for them can't be judged.
        reason = error.message if isinstance(error, UndecidedError) else "nested too deeply"
        verdict = Verdict("undecided", "budget", (*judgement.evidence, reason))
    return replace(verdict, assumptions=domain.describe())


class Judgement:
    """One question on its way to a verdict, with the evidence gathered so far."""

    def __init__(self, domain: Domain, budget: Budget, looks: tuple[Look, Look]) -> None:
        self.place = Workplace(domain, budget)
        self.looks = looks
        self.evidence: list[str] = []
        self.obligations: list[str] = []
        self.methods: list[str] = []

    def of(self, left: sp.Expr, right: sp.Expr) -> Verdict:
        """The verdict on left = right."""
        written = (left, right)
        if all(look.tame for look in self.looks):  # else SymPy would evaluate powers of numbers
            closed = rewritten(written, self.looks, self.place)
            left, right = closed.expression.args
            self.evidence += closed.evidence
            self.methods += closed.methods
            self.obligations += closed.obligations
        programs = (
            [compiled(a)] if a is b else [compiled(a), compiled(b)]
            for a, b in zip(written, (left, right), strict=True)
        )
        comparison = Comparison(next(programs), next(programs), self.place.budget)
        points = self.place.domain.points
        if found := comparison.refute(points(FIRST_POINTS)):
            return self._refuted(found, left, right)
        obstacle = ""
        for attempt in (self._by_identity, self._by_normal_form, self._by_cells):
            try:
                if (verdict := attempt(left, right, comparison)) is not None:
                    return verdict
            except UndecidedError as error:
                self.place.budget.check()
                obstacle = error.message
        if found := self._patiently(comparison):
            return self._refuted(found, left, right)
        return self._undecided(comparison, obstacle)

    def _by_identity(self, left: sp.Expr, right: sp.Expr, comparison: Comparison) -> Verdict | None:
        """Proved when the two sides are the same expression."""
        return self._proved("identical", [], comparison) if left == right else None

    def _by_normal_form(
        self, left: sp.Expr, right: sp.Expr, comparison: Comparison
    ) -> Verdict | None:
        """Proved when the normal form of left - right is 0."""
        oracle, (difference,) = self.place.forms(difference_of(left, right))
        if not self._vanishes(oracle, difference.numerator):
            constant = difference.rational
            if constant is not None and comparison.first is not None:
                # exp(10^20) + 1 is not exp(10^20), although no enclosure will ever show it.
                return self._refuted(comparison.first, left, right, method="normal form")
            return None
        return self._proved("normal form", [oracle], comparison)

    def _by_cells(self, left: sp.Expr, right: sp.Expr, comparison: Comparison) -> Verdict:
        """Proved when left = right in every cell, refuted by a point, else UndecidedError."""
        oracles: list[SignOracle] = []
        for leaf in leaves(self.place, difference_of(left, right)):
            if not self._vanishes(leaf.oracle, vanishing(leaf, leaf.forms[0].numerator)):
                found = comparison.refute(points_in(self.place, leaf.cell, CELL_POINTS))
                if found is None:
                    raise UndecidedError("in one sign cell left - right is not 0 in normal form")
                return self._refuted(found, left, right)
            oracles.append(leaf.oracle)
        self.evidence.append(f"the domain is covered by {len(oracles)} sign cells")
        return self._proved("sign cells", oracles, comparison)

    def _vanishes(self, oracle: SignOracle, numerator: Poly) -> bool:
        if numerator == 0:
            return True
        if not vanishes(oracle.ring, numerator, self.place.budget):
            return False
        line = "coefficients with roots of numbers are 0 by their separation bounds"
        self.evidence += [line] if line not in self.evidence else []
        return True

    def _patiently(self, comparison: Comparison) -> Witness | None:
        """More points, then more bits at a few."""
        domain = self.place.domain
        if found := comparison.refute(domain.points(MORE_POINTS)):
            return found
        for bits in PATIENT_BITS:
            if bits <= self.place.budget.max_bits and (
                found := comparison.refute(domain.points(FIRST_POINTS), bits)
            ):
                return found
        return None

    def _refuted(
        self, witness: Witness, left: sp.Expr, right: sp.Expr, *, method: str = "witness"
    ) -> Verdict:
        lines = [*self.evidence, witness.evidence(), *self._interpretations()]
        try:
            oracle, (difference,) = self._briefly().forms(difference_of(left, right))
        except (UndecidedError, UndefinedError):
            difference = None
        if difference is not None and difference.numerator == 0:
            # A proof and a witness exclude each other: then neither is to be believed.
            return Verdict("undecided", "contradiction", tuple(lines))
        if difference is not None and (text := quotient(oracle.ring, difference)):
            lines.append(f"left - right = {text}")
        return Verdict(
            "refuted",
            method,
            tuple(lines),
            witness=witness.to_text(),
            obligations=tuple(self.obligations),
            precision_bits=witness.bits,
        )

    def _briefly(self) -> Workplace:
        """A place to look at the difference of two sides that are known to differ."""
        seconds = max(min(BRIEF_SECONDS, self.place.budget.left), 0.001)
        return Workplace(self.place.domain, Budget(seconds=seconds, max_terms=BRIEF_TERMS))

    def _proved(self, method: str, oracles: list[SignOracle], comparison: Comparison) -> Verdict:
        points = self.place.domain.points(MORE_POINTS)
        if comparison.common == 0 and comparison.refute(points) is not None:
            return Verdict("undecided", "contradiction", tuple(self.evidence))
        if comparison.common == 0:
            reason = "no point of the domain was found at which both sides are defined"
            return Verdict("undecided", "undefined", (reason, *comparison.undefined))
        if oracles:
            line = "the numerator of left - right is 0 in normal form"
            self.evidence.append(line + new_variables(oracles[0].ring))
        else:
            self.evidence.append("both sides are the same expression")
        self.evidence.append(
            f"both sides agree to {comparison.agreeing_digits} digits"
            f" at {comparison.common} exact points"
        )
        return Verdict(
            "proved",
            ", ".join(dict.fromkeys([*self.methods, method])),
            tuple(self.evidence),
            obligations=(*self.obligations, *obligations_of(oracles)),
            precision_bits=comparison.bits,
        )

    def _undecided(self, comparison: Comparison, obstacle: str) -> Verdict:
        lines = list(self.evidence)
        if comparison.common:
            lines.append(
                f"the sides agree to {comparison.agreeing_digits} digits at "
                f"{comparison.common} exact points, which proves nothing"
            )
        else:
            lines += ["no point was found at which both sides have a value", *comparison.undefined]
        lines.append(obstacle or "left - right is not 0 in normal form")
        method = "points and normal form" if comparison.common else "undefined"
        return Verdict("undecided", method, tuple(lines), precision_bits=comparison.bits or None)

    def _interpretations(self) -> list[str]:
        """What unknown functions stand for at a witness."""
        unknown = sorted(self.looks[0].unknown | self.looks[1].unknown)
        return [f"for instance with {example_text(name, arity)}" for name, arity in unknown]
