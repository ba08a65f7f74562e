"""Certified values of expressions at exact points.

An expression is compiled once into a straight line of operations (see `operations`) and then run at
many points. Two values whose difference excludes 0 are different: no rounding error can refute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import sympy as sp
from flint import fmpq
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from symopt.decide.budget import Budget
from symopt.decide.domain import key_of
from symopt.decide.operations import (
    OPERATIONS,
    UNDEFINED,
    UNDEFINED_ATOMS,
    UNSETTLED,
    Missing,
    Operation,
    Value,
    add,
    choose,
    compare,
    constant,
    example,
    kept_small,
    multiply,
    unknown,
)
from symopt.numbers.ball import precision

MOST_SUMMANDS = 3_000


@dataclass(frozen=True)
class Program:
    """A compiled expression: operations with the places of their arguments."""

    steps: tuple[tuple[Operation, tuple[int, ...]], ...]

    def run(self, point: Mapping[str, Fraction | fmpq], bits: int, budget: Budget) -> Value:
        """The value at a point with `bits` of working precision."""
        budget.check()
        exact = {
            name: fmpq(v.numerator, v.denominator) if isinstance(v, Fraction) else v
            for name, v in point.items()
        }
        with precision(bits):
            return self._run(exact, bits, budget)

    def _run(self, point: Mapping[str, fmpq], bits: int, budget: Budget) -> Value:
        values: list[Value] = []
        for operation, places in self.steps:
            arguments = [values[place] for place in places]
            if operation is choose:
                values.append(choose(*arguments))
                continue
            missing = [a for a in arguments if isinstance(a, Missing)]
            if missing:
                values.append(UNDEFINED if UNDEFINED in missing else UNSETTLED)
            elif isinstance(operation, _Contextual):
                values.append(operation(arguments, point, bits, budget))
            else:
                values.append(kept_small(operation(*arguments), bits))
        return values[-1]


class _Contextual:
    """An operation that looks at the point: a variable, or a sum with its own running index."""

    def __init__(self, run: Callable[[list[Value], Mapping[str, fmpq], int, Budget], Value]):
        self.run = run

    def __call__(
        self, arguments: list[Value], point: Mapping[str, fmpq], bits: int, budget: Budget
    ) -> Value:
        return self.run(arguments, point, bits, budget)


def compiled(expression: sp.Basic) -> Program:
    """The program of an expression; shared parts are computed once, depth is no matter."""
    steps: list[tuple[Operation, tuple[int, ...]]] = []
    places: dict[sp.Basic, int] = {}
    pending = [expression]
    while pending:
        node = pending[-1]
        if node in places:
            pending.pop()
            continue
        arguments = _arguments(node)
        waiting = [a for a in arguments if a not in places]
        if waiting:
            pending += waiting
            continue
        pending.pop()
        places[node] = len(steps)
        steps.append((_operation(node), tuple(places[a] for a in arguments)))
    return Program(tuple(steps))


def _arguments(node: sp.Basic) -> Sequence[sp.Basic]:
    if isinstance(node, sp.Piecewise):
        return [part for pair in node.args for part in (pair[1], pair[0])]
    if isinstance(node, (sp.Sum, sp.Product)):
        limits = node.limits[-1]
        finite = len(limits) == 3 and not any(end.is_infinite for end in limits[1:])
        return limits[1:] if finite else ()
    if isinstance(node, (sp.Limit, sp.Integral, sp.Derivative)):
        return ()
    return () if node.is_Atom else node.args


def _operation(node: sp.Basic) -> Operation:
    if isinstance(node, sp.Rational):
        return partial(constant, fmpq(int(node.p), int(node.q)))
    if isinstance(node, (BooleanTrue, BooleanFalse)):
        return partial(constant, bool(node))
    if isinstance(node, sp.Symbol):
        return _Contextual(partial(_lookup, key_of(node)))
    if isinstance(node, (sp.Sum, sp.Product)):
        return _summation(node)
    if isinstance(node, Relational):
        return partial(compare, node.rel_op)
    if node in UNDEFINED_ATOMS:
        return partial(constant, UNDEFINED)
    if isinstance(node, AppliedUndef):
        free = node.is_positive is not False and node.is_integer is node.is_rational is None
        return partial(example, node.func.__name__) if free else unknown
    return OPERATIONS.get(node.func, unknown)


def _lookup(
    name: str, _: list[Value], point: Mapping[str, fmpq], bits: int, budget: Budget
) -> Value:
    return point.get(name, UNSETTLED)


def _summation(node: sp.Sum | sp.Product) -> Operation:
    """The sum or product over the last index; inner ones stay inside the term."""
    variable = node.limits[-1][0]
    inner = node.limits[:-1]
    term = compiled(node.func(node.function, *inner) if inner else node.function)
    first = fmpq(0 if isinstance(node, sp.Sum) else 1)
    combine = add if isinstance(node, sp.Sum) else multiply

    def run(ends: list[Value], point: Mapping[str, fmpq], bits: int, budget: Budget) -> Value:
        if len(ends) != 2 or not all(isinstance(e, fmpq) and e.q == 1 for e in ends):
            return UNSETTLED
        low, high = (int(e.p) for e in ends)
        # Below the empty sum there are several conventions: no claim is made there.
        if high < low - 1:
            return UNDEFINED
        if high > low + MOST_SUMMANDS:
            return UNSETTLED
        total = first
        for k in range(low, high + 1):
            budget.check()
            value = term._run({**point, key_of(variable): fmpq(k)}, bits, budget)
            if isinstance(value, Missing):
                return value
            total = kept_small(combine(total, value), bits)
            if isinstance(total, Missing):
                return total
        return total

    return _Contextual(run)
