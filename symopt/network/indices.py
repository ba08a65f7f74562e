"""Index notation: arrays with indices, sums over them, and derivatives by an array's entry.

An index runs over a whole axis, whose length its letter says: n and m over the rows of a batch, i
and h over what comes into a layer, j and k over what goes out. So a sum over a Kronecker delta is
always the one term that the delta picks out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from sympy import (
    Add,
    Expr,
    Heaviside,
    Indexed,
    IndexedBase,
    KroneckerDelta,
    Mul,
    Piecewise,
    Sum,
    Symbol,
    expand_mul,
)

n, m, i, h, j, k = (Symbol(name, integer=True) for name in "nmihjk")
N, I, J = (Symbol(name, integer=True, positive=True) for name in "NIJ")  # noqa: E741
SIZES = {n: N, m: N, i: I, h: I, j: J, k: J}
OTHER = {n: m, i: h, j: k}
PRIMED = {index: Symbol(f"{index}'", integer=True) for index in OTHER}


def array(name: str) -> IndexedBase:
    """An array of real numbers."""
    return IndexedBase(name, real=True)


def total(expression: Expr, *indices: Symbol) -> Expr:
    """The sum over whole axes."""
    for index in indices:
        expression = Sum(expression, (index, 1, SIZES[index]))
    return expression


def pulled_back(gradient: Expr, value: Expr, by: Indexed) -> Expr:
    """Σ gradient · ∂value/∂by over the indices of `gradient`: the chain rule.

    `gradient` is an entry of ∂L/∂value, or 1 where the value is the loss itself. The entry `by`
    keeps its indices in the result. A maximum's derivative where two arguments are equal is a
    convention: of Max(x, 0) it is taken as 0 at x = 0.
    """
    entry = by.xreplace(PRIMED)
    slope = value.diff(entry).replace(Heaviside, lambda x, *_: Heaviside(x, 0))
    indices = gradient.indices if isinstance(gradient, Indexed) else ()
    return _unprimed(contracted(total(gradient * slope, *indices)), by)


def contracted(expression: Expr) -> Expr:
    """The expression with every sum over a Kronecker delta as the one term that is left of it."""
    if expression.is_Atom or isinstance(expression, Indexed | KroneckerDelta):
        return expression
    inner = expression.func(*map(contracted, expression.args))
    return _summed(inner) if isinstance(inner, Sum) else inner


def _summed(sum_: Sum) -> Expr:
    body = sum_.function
    for index, *_ in sum_.limits:
        body = Add(*(_term(term, index) for term in Add.make_args(expand_mul(body))))
    return body


def _term(term: Expr, index: Symbol) -> Expr:
    """The sum of one product over an index."""
    factors = Mul.make_args(term)
    for delta in factors:
        if isinstance(delta, KroneckerDelta) and index in delta.free_symbols:
            (other,) = delta.free_symbols - {index}
            rest = Mul(*(factor for factor in factors if factor is not delta))
            return contracted(rest.xreplace({index: other}))
    outside = [factor for factor in factors if index not in factor.free_symbols]
    inside = [factor for factor in factors if index in factor.free_symbols]
    if not inside:
        return Mul(*outside, SIZES[index])
    return Mul(*outside, Sum(Mul(*inside), (index, 1, SIZES[index])))


def _unprimed(expression: Expr, by: Indexed) -> Expr:
    """The entry's indices by their plain letters, and sums over those axes by the other ones."""
    names = {PRIMED[index]: index for index in by.indices}
    return expression.xreplace(names | {index: OTHER[index] for index in by.indices})


def spelled_out(expression: Expr, sizes: Mapping[Symbol, int]) -> Expr:
    """The expression for axes of given lengths: sums written out, entries as plain symbols."""
    written = by_cases(expression.xreplace(dict(sizes)).doit())
    return written.xreplace({entry: component(entry) for entry in written.atoms(Indexed)})


def by_cases(expression: Expr) -> Expr:
    """The expression with every step function by cases: 1 above 0, else 0."""
    return expression.replace(Heaviside, lambda at, *_: Piecewise((1, at > 0), (0, True)))


def component(entry: Indexed) -> Symbol:
    """The symbol that stands for one entry of a small array, such as W_12."""
    return Symbol(f"{entry.base.label}_{''.join(map(str, entry.indices))}", real=True)


def places(entry: Indexed, sizes: Mapping[Symbol, int]) -> Iterator[dict[Symbol, int]]:
    """The values of an entry's indices, one place after another."""
    lengths = (range(1, sizes[SIZES[index]] + 1) for index in entry.indices)
    return (dict(zip(entry.indices, values, strict=True)) for values in product(*lengths))
