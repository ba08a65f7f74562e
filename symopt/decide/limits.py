"""Limits: a value that certified numbers close to the limit point must confirm.

As t -> oo, b^t -> 0 for 0 < b < 1; where t stands in such powers alone, the limit is the value with
0 in their place, if there is one: everything else is continuous. Other limits are SymPy's. Its
`limit` is one call that can't be interrupted, so only small expressions are given to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp
from flint import arb, fmpq

from symopt.decide.closed import Closed
from symopt.decide.domain import key_of
from symopt.decide.evaluate import Program, compiled
from symopt.decide.interval import Interval
from symopt.decide.normal_form import Workplace
from symopt.decide.operations import Missing
from symopt.decide.scope import Scope
from symopt.decide.signs import POSITIVE
from symopt.errors import UndecidedError
from symopt.numbers.ball import precision

MOST_OPERATIONS = 40
STEPS = (10, 20, 40, 80)  # the distances 2^-k from the limit point that are tried
BITS = 512
MOST_POINTS = 3


def without_limits(expression: sp.Basic, place: Workplace) -> Closed:
    """Replace every limit that SymPy finds and that the numbers confirm."""
    found = Closed(expression)
    replaced: dict[sp.Limit, sp.Expr] = {}
    for limit in sorted(expression.atoms(sp.Limit), key=sp.default_sort_key):
        value, source = _value(limit, place)
        replaced[limit] = value
        found.note(
            "limit",
            f"the limit of {limit.args[0]} as {limit.args[1]} -> {limit.args[2]} is {value} "
            f"({source}; certified values close to the limit point agree)",
        )
    found.expression = expression.xreplace(replaced)
    return found


def _value(limit: sp.Limit, place: Workplace) -> tuple[sp.Expr, str]:
    """The limit's value, and where it comes from."""
    body, variable, target, direction = limit.args
    if sp.count_ops(body) > MOST_OPERATIONS or body.has(sp.Limit, sp.Sum, sp.Integral):
        raise UndecidedError("a limit of so large an expression is not attempted")
    place.budget.check()
    value, source = _vanishing_powers(body, variable, target, place), "powers that tend to 0"
    if value is None:
        _check_generic(body, variable, target, place)
        value, source = _by_sympy(limit, place), "SymPy"
    for side in {"+": (1,), "-": (-1,), "+-": (1, -1)}[str(direction)]:
        _confirm(body, variable, target, value, side, place)
    return value, source


def _vanishing_powers(
    body: sp.Expr, t: sp.Symbol, target: sp.Expr, place: Workplace
) -> sp.Expr | None:
    """The value with 0 for b^(c t + d), c > 0, 0 < b < 1, when t -> oo occurs in nothing else."""
    if target != sp.oo or body.has(sp.Piecewise, sp.sign, sp.floor, sp.ceiling):
        return None
    powers = {}
    for power in body.atoms(sp.Pow):
        slope = power.exp.coeff(t, 1)
        if not power.exp.has(t):
            continue
        if not (slope.is_Rational and slope > 0) or (power.exp - slope * t).has(t):
            return None
        if power.base.has(t) or not _inside_unit(power.base, place):
            return None
        powers[power] = sp.Dummy()
    least = dict.fromkeys(powers.values(), sp.Integer(0))
    small = body.xreplace(powers)
    value, below = (part.xreplace(least) for part in (small, sp.fraction(sp.together(small))[1]))
    if not powers or value.has(t, *_INFINITE) or below == 0:
        return None
    return value if Scope(place).nonzero(below) else None


def _check_generic(body: sp.Expr, x: sp.Symbol, target: sp.Expr, place: Workplace) -> None:
    """That no value of the other variables is a special case: SymPy's limits are those in general.

    a n/(a n + 1) tends to 1 as n -> oo, but for a = 0. So no coefficient may vanish of what is
    divided by, nor in the arguments of functions; of a polynomial in x, the leading one as x -> oo.
    """
    if body.free_symbols <= {x}:
        return
    parts = [
        p for p in body.atoms(sp.Pow, sp.Function) if p.has(x) and not p.is_rational_function(x)
    ]
    atoms = {part: sp.Dummy() for part in sorted(parts, key=sp.default_sort_key)}
    for part in (body, *(argument for atom in atoms for argument in atom.args)):
        above, below = sp.fraction(sp.together(part.xreplace(atoms)))
        for side in (below,) if part is body else (above, below):
            _check_coefficients(side, [x, *atoms.values()], target, place)


def _check_coefficients(
    side: sp.Expr, moving: Sequence[sp.Symbol], target: sp.Expr, place: Workplace
) -> None:
    used = [symbol for symbol in moving if side.has(symbol)]
    if not used:
        coefficients = [side]
    elif not side.is_polynomial(*used):
        raise UndecidedError("a limit that may differ for some values of the other variables")
    else:
        coefficients = sp.Poly(side, *used).coeffs()
        if used == [moving[0]] and target.is_infinite:
            coefficients = coefficients[:1]
    if not all(c.is_number or Scope(place).nonzero(c) for c in coefficients):
        raise UndecidedError("a limit that may differ for some values of the other variables")


def _inside_unit(base: sp.Expr, place: Workplace) -> bool:
    """Whether 0 < base < 1 on the domain."""
    oracle, forms = place.forms(base, 1 - base)
    return all(
        oracle.possible(part) == POSITIVE
        for form in forms
        for part in (form.numerator, form.denominator)
    )


def _by_sympy(limit: sp.Limit, place: Workplace) -> sp.Expr:
    body, variable, target, direction = limit.args
    known = {s: _with_assumptions(s, place) for s in body.free_symbols - {variable}}
    back = {new: old for old, new in known.items()}
    try:
        value = sp.limit(body.xreplace(known), variable, target, str(direction)).xreplace(back)
    except (NotImplementedError, ValueError, TypeError, AttributeError) as error:
        raise UndecidedError("SymPy finds no value for a limit") from error
    if not isinstance(value, sp.Expr) or value.has(sp.Limit, sp.AccumBounds, variable, *_INFINITE):
        raise UndecidedError("SymPy finds no finite value for a limit")
    return value


def _with_assumptions(symbol: sp.Symbol, place: Workplace) -> sp.Dummy:
    """The symbol with what the domain says about it, in SymPy's terms."""
    interval: Interval = place.domain.interval(symbol)
    facts = {
        "positive": interval.positive,
        "nonnegative": interval.nonnegative,
        "integer": interval.integer,
        "real": True,
    }
    return sp.Dummy(symbol.name, **{fact: True for fact, holds in facts.items() if holds})


def _confirm(
    body: sp.Expr, variable: sp.Symbol, target: sp.Expr, value: sp.Expr, side: int, place: Workplace
) -> None:
    """The distance to the value must shrink to less than 2^-16, and not stop at an offset."""
    near, goal = compiled(body), compiled(value)
    tried = 0
    for point in place.domain.points(MOST_POINTS):
        others = {name: fraction for name, fraction in point.items() if name != key_of(variable)}
        distances = [
            _distance(near, goal, {**others, key_of(variable): at}, place)
            for at in (_approach(target, side, k) for k in STEPS)
        ]
        known = [d for d in distances if d is not None]
        if len(known) != len(STEPS) or not _shrinks(*known[-2:]):
            raise UndecidedError("numbers close to the limit point do not confirm SymPy's limit")
        tried += 1
    if tried == 0:
        raise UndecidedError("no point of the domain to confirm a limit at")


def _shrinks(before: float, last: float) -> bool:
    return last < 2.0**-60 or (last < 2.0**-16 and last < before / 2**8)


def _approach(target: sp.Expr, side: int, k: int) -> Fraction:
    if target in (sp.oo, -sp.oo):
        return Fraction((1 if target == sp.oo else -1) * 2**k)
    if not isinstance(target, sp.Rational):
        raise UndecidedError("a limit at an irrational point can't be confirmed")
    return Fraction(int(target.p), int(target.q)) + Fraction(side, 2**k)


def _distance(
    near: Program, goal: Program, point: dict[str, Fraction], place: Workplace
) -> float | None:
    """An upper bound of |f - L| / max(1, |L|) at a point."""
    values = [program.run(point, BITS, place.budget) for program in (near, goal)]
    if any(isinstance(v, Missing) for v in values):
        return None
    with precision(BITS):
        left, right = (arb(v) if isinstance(v, fmpq) else v for v in values)
        relative = abs(left - right) / abs(right).max(arb(1))
        return float(relative.upper()) if relative.is_finite() else None


_INFINITE = (sp.oo, -sp.oo, sp.zoo, sp.nan, sp.I)
