"""NumPy source of a layer's equations over a whole batch, every result into an array at hand.

An entry such as x[n, j] becomes the array x, a sum of products over a shared index a product of
matrices, any other sum one along its axis. Subexpressions that occur twice are computed once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sympy import (
    Add,
    Expr,
    Function,
    Indexed,
    Max,
    Mul,
    Sum,
    Symbol,
    cse,
    fraction,
    numbered_symbols,
    tanh,
)
from sympy.printing.numpy import NumPyPrinter

from symopt.errors import InputError
from symopt.network.indices import OTHER, SIZES
from symopt.network.layer import c

ONES = Symbol("ones", real=True)  # a row of N ones: BLAS sums rows faster than NumPy
matmul, transposed, row_sums, whole_sum = map(
    Function, ("matmul", "transposed", "row_sums", "whole_sum")
)
PLAIN = {other: index for index, other in OTHER.items()}
OUT: dict[Any, tuple[str, str]] = {
    matmul: ("np.matmul", ""),
    row_sums: ("np.sum", ", axis=1, keepdims=True"),
    whole_sum: ("np.sum", ""),
    Max: ("np.maximum", ""),
    tanh: ("np.tanh", ""),
}


def lines(target: str | None, entry: Indexed, value: Expr, names: Mapping[str, str]) -> list[str]:
    """The statements that write `value`, an entry's equation, into the array `target`.

    `names` gives the arrays' names in the source by those in the equation; with no target the
    value is returned. `InputError` for an equation that has no such form.
    """
    shared, (result,) = cse(_arrays(value, entry, names), numbered_symbols("s"))
    said = [f"{name} = {_code(part)}" for name, part in shared]
    if value.has(c):
        said.insert(0, f"{c.label} = {names['x']}.max(axis=1, keepdims=True)")
    return [*said, *(_written(target, result) if target else [f"return {_code(result)}"])]


def _arrays(e: Expr, entry: Indexed, names: Mapping[str, str]) -> Expr:
    """The equation of an entry as an expression of whole arrays."""
    if isinstance(e, Indexed):
        label = str(e.base.label)
        return Symbol(names.get(label, label), real=True)
    if isinstance(e, Sum):
        return _sum(e, entry, names)
    return e if e.is_Atom else e.func(*(_arrays(part, entry, names) for part in e.args))


def _sum(e: Sum, entry: Indexed, names: Mapping[str, str]) -> Expr:
    if _is_product(e, entry):
        return _product(e, entry, names)
    indices = {limit[0] for limit in e.limits}
    parts = [part for part in e.function.atoms(Indexed) if part.has(*indices)]
    axes = {part.indices.index(index) for part in parts for index in indices if part.has(index)}
    body = _arrays(e.function.xreplace(PLAIN), entry, names)
    if not e.free_symbols & SIZES.keys() and any(indices <= {*part.indices} for part in parts):
        return whole_sum(body)
    mixed = any({*letters} <= e.function.free_symbols for letters in OTHER.items())
    if len(indices) != 1 or len(axes) != 1 or mixed:
        raise InputError(f"the sum {e} has no form in arrays")
    return row_sums(body) if axes == {1} else matmul(ONES, body)


def _is_product(e: Sum, entry: Indexed) -> bool:
    """Whether it sums a product of two matrices over an index, and the entry has the others."""
    factors: Sequence[Expr] = e.function.args if isinstance(e.function, Mul) else ()
    if len(e.limits) != 1 or len(factors) != 2 or not all(isinstance(f, Indexed) for f in factors):
        return False
    index = e.limits[0][0]
    return sorted(map(str, (*factors[0].indices, *factors[1].indices))) == sorted(
        map(str, (index, index, *entry.indices))
    )


def _product(e: Sum, entry: Indexed, names: Mapping[str, str]) -> Expr:
    """The product of matrices; the left one has the entry's first index."""
    (left, right), index = e.function.args, e.limits[0][0]
    if entry.indices[0] in right.indices:
        left, right = right, left
    first, second = (_arrays(factor, entry, names) for factor in (left, right))
    return matmul(
        first if left.indices[1] == index else transposed(first),
        second if right.indices[0] == index else transposed(second),
    )


def _written(target: str, value: Expr) -> Iterator[str]:
    """Statements that put a value into an array, the last operation right there."""
    if isinstance(value, Add) and value.has(matmul):
        first, *others = sorted(value.args, key=lambda term: not term.has(matmul))
        yield from _written(target, first)
        yield from (f"{target} += {_code(term)}" for term in others)
    elif isinstance(value, Add):
        last, first = sorted(value.as_two_terms(), key=_negative, reverse=True)
        name, last = ("np.subtract", -last) if _negative(last) else ("np.add", last)
        yield f"{name}({_code(first)}, {_code(last)}, out={target})"
    elif value.func in OUT:
        name, options = OUT[value.func]
        yield f"{name}({', '.join(map(_code, value.args))}{options}, out={target})"
    elif isinstance(value, Mul) and not _negative(value):
        above, below = fraction(value, exact=True)
        name, (first, last) = "np.divide", (above, below)
        if below == 1:
            name, (first, last) = "np.multiply", value.as_two_terms()
        yield f"{name}({_code(first)}, {_code(last)}, out={target})"
    else:
        yield f"{target}[...] = {_code(value)}"


def _negative(term: Expr) -> bool:
    return bool(term.could_extract_minus_sign())


class _Printer(NumPyPrinter):  # type: ignore[misc]
    """SymPy's printer for NumPy, with the functions of this module and binary maxima."""

    def _print_Max(self, e: Expr) -> str:
        return f"np.maximum({', '.join(map(self._print, e.args))})"

    def _print_Min(self, e: Expr) -> str:
        return f"np.minimum({', '.join(map(self._print, e.args))})"

    def _print_Heaviside(self, e: Expr) -> str:
        return f"({self._print(e.args[0])} > 0)"

    def _print_Function(self, e: Expr) -> str:
        if e.func == transposed:
            return f"{self._print(e.args[0])}.T"
        if e.func == matmul:
            return f"({' @ '.join(map(self._print, e.args))})"
        name, options = OUT[e.func]
        return f"{name}({self._print(e.args[0])}{options})"


def _code(e: Expr) -> str:
    printer = _Printer({"fully_qualified_modules": False})
    return str(printer.doprint(e))
