"""The two sides of a question: SymPy expressions, numbers, vectors or text, looked over once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from symopt.decide.domain import key_of
from symopt.decide.guarded import FAILURES
from symopt.errors import InputError, NotationError
from symopt.notation.read import read_expression
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import Name, Node, Vector, children, key

Side = Any  # sp.Expr, int, Fraction, str, or a sequence, sp.Tuple or sp.Matrix of them
LARGEST_OPEN_EXPONENT = 100  # of a base such as 9 + 1 that nobody has added up
LARGEST_POWER = 100_000  # bits of a numerical power that SymPy may be made to evaluate
ALGEBRAIC = (sp.Rational, sp.Add, sp.Mul, sp.Pow, sp.Abs, sp.Max, sp.Min, sp.sign)


@dataclass(frozen=True)
class Look:
    """What an expression is made of.

    algebraic     a number made of rationals by + - * /, roots, |.|, max, min and sign
    tame          SymPy may rewrite it: no numerical power in it grows out of bounds
    parts         how many different subexpressions there are
    unknown       the unknown functions, with the number of their arguments
    """

    symbols: frozenset[sp.Symbol]
    kinds: frozenset[type]
    unknown: frozenset[tuple[str, int]]
    algebraic: bool
    tame: bool
    parts: int

    def has(self, *kinds: type) -> bool:
        """Whether there is a node of one of these kinds."""
        return any(issubclass(kind, kinds) for kind in self.kinds)


def components(side: Side, names: Mapping[str, sp.Symbol]) -> list[sp.Expr]:
    """The components of a side; a scalar has one."""
    if isinstance(side, str):
        return _read(side, names)
    if isinstance(side, sp.MatrixBase):
        side = list(side)
    if isinstance(side, (sp.Tuple, Sequence)):
        if not side:
            raise InputError("a vector without components can't be compared")
        return [part for item in side for part in components(item, names)]
    return [_expression(side)]


def _expression(side: Side) -> sp.Expr:
    if isinstance(side, sp.Expr):
        return side
    if isinstance(side, (int, Fraction)) and not isinstance(side, bool):
        return sp.Rational(side.numerator, side.denominator)
    hint = "write '0.1' or Rational(1, 10)" if isinstance(side, float) else None
    raise InputError(
        f"a side must be an exact expression (got {type(side).__name__} {str(side)[:60]!r})",
        hint=hint,
    )


def known_names(
    sides: tuple[Side, ...], assuming: Mapping[Any, object] | None
) -> dict[str, sp.Symbol]:
    """Symbols by the canonical text of their names, so that text means the same variables."""
    if not any(_has_text(side) for side in sides):
        return {}
    symbols: list[sp.Symbol] = []
    for side in sides:
        parts = [side] if isinstance(side, (str, sp.Basic, sp.MatrixBase)) else side
        for part in parts if isinstance(parts, Sequence) else ():
            if isinstance(part, (sp.Basic, sp.MatrixBase)):
                symbols += sorted(_free_symbols(part), key=str)
    for name in assuming or {}:
        symbols.append(sp.Symbol(name) if isinstance(name, str) else name)
    return {_canonical(s.name): s for s in reversed(symbols) if isinstance(s, sp.Symbol)}


def _has_text(side: Side) -> bool:
    return isinstance(side, str) or (isinstance(side, (list, tuple)) and any(map(_has_text, side)))


def _canonical(name: str) -> str:
    try:
        node = read_expression(name)
    except NotationError:
        return name
    return key(node) if isinstance(node, Name) else name


def _read(text: str, names: Mapping[str, sp.Symbol]) -> list[sp.Expr]:
    node = read_expression(text)
    parts = _entries(node)
    symbols = {known: names.get(known, sp.Symbol(known)) for known in _names(node)}
    functions = {"root": real_root}
    return [
        to_sympy(part, symbols, functions=functions, keep_order=True, text=text) for part in parts
    ]


def real_root(index: sp.Expr, radicand: sp.Expr) -> sp.Expr:
    """What a written n-th root means: for odd n the real one, also of what may be negative.

    SymPy's power x^(1/3) is complex for x < 0, so the root is sign(x) |x|^(1/n) there.
    """
    exponent = sp.Rational(1, int(index))
    if int(index) % 2 == 0 or (radicand.is_Rational and radicand >= 0):
        return sp.Pow(radicand, exponent)
    size = sp.Pow(sp.Abs(radicand, evaluate=False), exponent)
    return sp.Mul(sp.sign(radicand, evaluate=False), size)


def _entries(node: Node) -> list[Node]:
    if isinstance(node, Vector):
        return [entry for item in node.items for entry in _entries(item)]
    return [node]


def _names(node: Node) -> set[str]:
    found, pending = set(), [node]
    while pending:
        now = pending.pop()
        if isinstance(now, Name) and key(now) not in ("pi", "e"):
            found.add(key(now))
        pending += children(now)
    return found


def look_over(expression: sp.Expr) -> Look:
    """Walk an expression once, however deep; InputError for what is no exact real expression."""
    symbols: set[sp.Symbol] = set()
    kinds: set[type] = set()
    unknown: set[tuple[str, int]] = set()
    seen: set[sp.Basic] = set()
    algebraic = tame = True
    pending: list[sp.Basic] = [expression]
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        kinds.add(type(node))
        if isinstance(node, sp.Rational):
            continue
        if isinstance(node, sp.Float):
            raise InputError(
                f"'{node}' is a floating-point number, not an exact one",
                hint="write Rational(1, 10) or '0.1'",
            )
        if isinstance(node, _NOT_SCALAR):
            raise InputError(f"a {type(node).__name__} inside an expression can't be compared")
        _check_operands(node)
        if isinstance(node, AppliedUndef):
            unknown.add((node.func.__name__, len(node.args)))
        algebraic = algebraic and _is_algebraic(node)
        tame = tame and _is_tame(node)
        if isinstance(node, _BINDERS):
            symbols |= _free_symbols(node)
            inside = list(sp.preorder_traversal(node))
            kinds |= set(map(type, inside))
            pending += (part for part in inside if isinstance(part, (sp.Float, *_NOT_SCALAR)))
            for part in inside:
                _check_operands(part)
                _check_index(part)
                if isinstance(part, AppliedUndef):
                    unknown.add((part.func.__name__, len(part.args)))
                elif isinstance(part, sp.Derivative):  # by w(j) it depends on j
                    symbols |= set().union(*map(_free_symbols, part.variables))
        elif isinstance(node, sp.Symbol):
            symbols.add(node)
        else:
            pending += node.args
    return Look(
        frozenset(symbols), frozenset(kinds), frozenset(unknown), algebraic, tame, len(seen)
    )


def _free_symbols(part: sp.Basic) -> set[sp.Symbol]:
    try:
        return set(part.free_symbols)
    except FAILURES as error:  # it asks whether a sum is 0, and then what its terms are
        raise InputError(f"'{type(part).__name__}': SymPy can't tell its variables") from error


def _check_operands(node: sp.Basic) -> None:
    """What is calculated with must be expressions: SymPy lets a truth value or a set be added."""
    operands: Sequence[sp.Basic] = ()
    if isinstance(node, sp.Piecewise):
        operands = [pair[0] for pair in node.args]
    elif isinstance(node, _BINDERS):
        operands = node.args[:1]
    elif isinstance(node, (sp.Expr, Relational)):
        operands = node.args
    for operand in operands:
        if not isinstance(operand, sp.Expr):
            raise InputError(f"'{type(operand).__name__}' is not a real expression")


def _check_index(node: sp.Basic) -> None:
    """Is another symbol of the name of an index bound? SymPy and the domain would disagree."""
    if isinstance(node, (sp.Sum, sp.Product)):
        for index in node.bound_symbols:
            if any(key_of(s) == key_of(index) and s != index for s in node.atoms(sp.Symbol)):
                raise InputError(f"the index '{index}' shares its name with another symbol")


def _is_algebraic(node: sp.Basic) -> bool:
    if not isinstance(node, ALGEBRAIC):
        return False
    return not isinstance(node, sp.Pow) or isinstance(node.exp, sp.Rational)


def _is_tame(node: sp.Basic) -> bool:
    """Whether evaluating this node's own power stays small."""
    if not isinstance(node, sp.Pow) or isinstance(node.base, sp.Symbol):
        return True
    if not isinstance(node.exp, sp.Rational):
        return bool(node.exp.free_symbols)
    if not isinstance(node.base, sp.Number):
        return bool(abs(node.exp) <= LARGEST_OPEN_EXPONENT or node.base.free_symbols)
    base = max(abs(int(node.base.p)), int(node.base.q)) if isinstance(node.base, sp.Rational) else 2
    return bool(base.bit_length() * abs(node.exp) <= LARGEST_POWER)


_NOT_SCALAR = (sp.MatrixBase, sp.MatrixExpr, sp.Lambda)
_BINDERS = (sp.Sum, sp.Product, sp.Limit, sp.Integral, sp.Derivative, sp.Subs)
"""Expressions that bind variables: their arguments are not all free."""
