"""Sign cells: absolute values, signs, extrema and cases, by splitting where they switch.

A normal form that needs to know a sign says which polynomial f it is of; the cell is then split
into f >= 0 and f <= 0 (enough for |f|, max and min, whose two forms agree on f = 0) or into f > 0,
f = 0, f < 0 (for sign, cases and divisions). The cells cover the domain, so what is zero in each of
them is zero. Where f = 0 can be solved for a variable, that variable is replaced. A cell may be
empty without our knowing; being equal there does no harm, and being unequal decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import sympy as sp
from flint import fmpq

from symopt.decide.domain import Point, key_of
from symopt.decide.evaluate import compiled
from symopt.decide.generators import Poly, PolyKey
from symopt.decide.normal_form import Workplace
from symopt.decide.oracle import SignOracle, Split
from symopt.decide.ring import Element
from symopt.decide.signs import ZERO, Signs
from symopt.decide.witness import QUICK_BITS
from symopt.errors import UndecidedError, UndefinedError

MOST_CELLS = 150


@dataclass(frozen=True)
class Cell:
    """A part of the domain: some polynomials have known signs, some variables known values."""

    facts: Mapping[PolyKey, Signs] = field(default_factory=dict)
    implied: Mapping[PolyKey, Signs] = field(default_factory=dict)
    values: Mapping[str, sp.Expr] = field(default_factory=dict)

    def part(self, key: PolyKey, signs: Signs) -> Cell:
        """The part of this cell where the polynomial has one of these signs."""
        return replace(self, facts={**self.facts, key: self.facts.get(key, signs) & signs})

    def where(self, implied: Mapping[PolyKey, Signs]) -> Cell:
        """The part where the expressions are defined, as far as roots and logarithms tell."""
        cell = replace(self, implied={**self.implied, **implied})
        for key, signs in implied.items():
            cell = cell.part(key, signs)
        return cell

    def with_value(self, name: str, value: sp.Expr) -> Cell:
        """The part where a variable equals an expression in the others."""
        return replace(self, values={**self.values, name: value})


@dataclass(frozen=True)
class Leaf:
    """A cell that needs no further splitting, with the normal forms there."""

    cell: Cell
    oracle: SignOracle
    forms: list[Element]


def leaves(place: Workplace, *expressions: sp.Expr) -> Iterator[Leaf]:
    """The cells of the domain with the normal forms of the expressions in each.

    Cells where an expression is undefined, or that are certainly empty, are passed over. Raises
    UndecidedError when there are too many cells or a sign stays unknown.
    """
    pending, count = [Cell()], 0
    while pending:
        place.budget.check()
        count += 1
        if count > MOST_CELLS:
            raise UndecidedError(f"more than {MOST_CELLS} sign cells")
        cell = pending.pop()
        if not all(cell.facts.values()):
            continue  # a polynomial with none of the signs is left
        try:
            oracle, forms = place.forms(
                *expressions, facts=cell.facts, values=cell.values, splitting=True
            )
        except Split as split:
            cell = cell.where({**split.oracle.nonzero_divisors(), **split.oracle.implied})
            cases = [(signs & cell.facts.get(split.key, signs)) for signs in split.cases]
            pending += (_narrowed(cell, split, signs) for signs in cases)
            continue
        except UndefinedError:
            continue
        if oracle.implied.keys() <= cell.facts.keys():
            oracle.implied.update(cell.implied)
            yield Leaf(cell, oracle, forms)
        else:
            pending.append(cell.where(oracle.implied))


def vanishing(leaf: Leaf, numerator: Poly) -> Poly:
    """The numerator with the polynomials divided out that are 0 in the cell."""
    ring = leaf.oracle.ring
    for key, signs in leaf.cell.facts.items():
        zero = ring.from_key(key) if signs == ZERO and numerator != 0 else None
        if zero is not None:
            ring.budget.product(len(numerator) * len(zero))
            numerator = numerator % zero
    return numerator


def points_in(place: Workplace, cell: Cell, most: int) -> Iterator[Point]:
    """Points of the domain at which the cell's solved variables have their values."""
    programs = {name: compiled(value) for name, value in cell.values.items()}
    for point in place.domain.points(most):
        moved = dict(point)
        # A value may use a variable that was solved later, so the later ones come first.
        for name, program in reversed(programs.items()):
            value = program.run(moved, QUICK_BITS, place.budget)
            if not isinstance(value, fmpq):
                break
            moved[name] = Fraction(int(value.p), int(value.q))
        else:
            if moved in place.domain:
                yield moved


def _narrowed(cell: Cell, split: Split, signs: Signs) -> Cell:
    solved = _solved(split, cell) if signs == ZERO else None
    return (cell if solved is None else cell.with_value(*solved)).part(split.key, signs)


def _solved(split: Split, cell: Cell) -> tuple[str, sp.Expr] | None:
    """A variable and the expression in other variables that it equals wherever poly = 0."""
    oracle, poly = split.oracle, split.poly
    ring = oracle.ring
    for generator in ring.generators:
        if generator.kind[:1] != ("variable",) or ring.degree(poly, generator) != 1:
            continue
        name, order = generator.kind[1], generator.kind[2]
        slope = ring.derivative(poly, generator)
        if 0 in oracle.possible(slope):
            continue
        rest = poly - slope * generator.poly
        value = (-ring.expression(rest) / ring.expression(slope)) ** order
        used = {key_of(symbol) for symbol in value.free_symbols}
        if not used & {name, *cell.values}:
            return name, value
    return None
