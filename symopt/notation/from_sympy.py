"""A SymPy expression as a tree, in its author's own order where it was built unevaluated."""

from __future__ import annotations

from functools import lru_cache

import sympy
from flint import fmpq, fmpz

from symopt.errors import NotationError
from symopt.notation.read import read_expression
from symopt.notation.tree import Binary, Call, Name, Negative, Node, Number, Operator

SHORT = 3  # terms of a sum whose order by powers nobody would miss
_CALLS = {
    sympy.Abs: "abs",
    sympy.Max: "max",
    sympy.Min: "min",
    sympy.sign: "sign",
    sympy.log: "log",
    sympy.sin: "sin",
    sympy.cos: "cos",
    sympy.tan: "tan",
    sympy.sinh: "sinh",
    sympy.cosh: "cosh",
    sympy.tanh: "tanh",
    sympy.asin: "arcsin",
    sympy.acos: "arccos",
    sympy.atan: "arctan",
}


def unevaluated(expression: sympy.Expr) -> bool:
    """Whether building some part of an expression anew would change it."""
    with sympy.evaluate(True):
        return any(
            node.func(*node.args).args != node.args
            for node in sympy.preorder_traversal(expression)
            if isinstance(node, sympy.Add | sympy.Mul | sympy.Pow)
        )


@lru_cache(maxsize=4096)
def from_sympy(expression: sympy.Expr, *, keep_order: bool | None = None) -> Node:
    """The tree of an expression.

    Args:
        expression: numbers, symbols, sums, products, powers and the functions that are read.
        keep_order: terms and factors stand as they were built, and each division where it was
            written; False for SymPy's own order, None to keep it where the expression was built
            under `sympy.evaluate(False)`.

    Raises:
        NotationError: something that the notation has no form for.
    """
    if isinstance(expression, sympy.Rational):
        return _number(expression)
    with sympy.evaluate(True):
        kept = unevaluated(expression) if keep_order is None else keep_order
        return _node(expression, kept)


def number_tree(value: fmpq | int) -> Node:
    """Whole numbers are leaves, fractions quotients, and a minus stands before them."""
    value = fmpq(value)
    if value < 0:
        return Negative(number_tree(-value))
    if value.q == 1:
        return _whole(value.p)
    return Binary("/", _whole(value.p), _whole(value.q), "/")


@lru_cache(maxsize=4096)
def name_of(symbol: sympy.Symbol) -> Name:
    """The name that a symbol's text spells: `theta_{t-1}` is θ with the index t-1."""
    try:
        node = read_expression(symbol.name)
    except NotationError:
        return Name(symbol.name)
    return node if isinstance(node, Name) else Name(symbol.name)


def _node(expression: sympy.Expr, kept: bool) -> Node:
    """The tree of one part, by its kind."""
    match expression:
        case sympy.Rational():
            return _number(expression)
        case sympy.Symbol():
            return name_of(expression)
        case sympy.Add():
            return _sum(expression, kept)
        case sympy.Mul():
            return _product(expression, kept)
        case sympy.Pow():
            return _power(expression, kept)
        case sympy.exp():
            return Binary("^", Name("e"), _node(expression.args[0], kept))
    if expression is sympy.E:
        return Name("e")
    if expression is sympy.pi:
        return Name("pi")
    if isinstance(expression, sympy.Sum | sympy.Limit | sympy.Derivative):
        return _over_variable(expression, kept)
    function = _CALLS.get(expression.func) or getattr(expression.func, "name", None)
    if function is None or isinstance(expression, sympy.Float | sympy.Atom):
        raise NotationError(f"'{expression}' has no form in the notation")
    return Call(str(function), tuple(_node(argument, kept) for argument in expression.args))


def _over_variable(expression: sympy.Sum | sympy.Limit | sympy.Derivative, kept: bool) -> Node:
    """sum(term, k, low, high), limit(term, n, target) or diff(term, x)."""
    term, *rest = expression.args
    match expression:
        case sympy.Sum() if len(rest) == 1 and len(rest[0]) == 3:
            function, parts = "sum", rest[0]
        case sympy.Limit():
            function, parts = "limit", rest[:2]
        case sympy.Derivative() if len(rest) == 1 and rest[0][1] == 1:
            function, parts = "diff", rest[0][:1]
        case _:
            raise NotationError(f"'{expression}' has no form in the notation")
    ends = (Name("oo") if part is sympy.oo else _node(part, kept) for part in parts)
    return Call(function, (_node(term, kept), *ends))


def _number(value: sympy.Rational) -> Node:
    return number_tree(fmpq(int(value.p), int(value.q)))


def _whole(value: fmpz) -> Number:
    return Number(str(value), fmpq(value))


def _sum(expression: sympy.Add, kept: bool) -> Node:
    """Terms from left to right, negative ones subtracted; a short sum is 1 - a, not -a + 1."""
    terms = expression.args if kept else expression.as_ordered_terms()
    node, *parts = (_node(term, kept) for term in terms)
    short = len(parts) < SHORT and bool(expression.free_symbols)
    if not kept and short and isinstance(node, Negative):
        node, *parts = sorted((node, *parts), key=lambda part: isinstance(part, Negative))
    for part in parts:
        if isinstance(part, Negative):
            node = Binary("-", node, part.operand, "-")
        else:
            node = Binary("+", node, part, "+")
    return node


def _product(expression: sympy.Mul, kept: bool) -> Node:
    """Factors from left to right; SymPy's own order gathers the divisors under one bar."""
    if not kept:
        return _quotient(expression)
    factors = list(expression.args)
    minus = factors[0].is_Number and factors[0] < 0
    if minus:
        factors[0] = -factors[0]
        if factors[0] == 1 and len(factors) > 1 and not _divides(factors[1]):
            factors = factors[1:]
    node = _node(factors[0], kept)
    for factor in factors[1:]:
        operator: Operator = "/" if _divides(factor) else "*"
        operand = _flipped(factor) if operator == "/" else factor
        node = Binary(operator, node, _node(operand, kept), operator)
    return Negative(node) if minus else node


def _divides(factor: sympy.Expr) -> bool:
    """Whether a factor was written as a divisor: a power with a negative number above."""
    return bool(factor.is_Pow and factor.exp.is_Number and factor.exp < 0)


def _flipped(factor: sympy.Pow) -> sympy.Expr:
    """The divisor that such a factor stands for."""
    if factor.exp == -1:
        return factor.base
    return sympy.Pow(factor.base, -factor.exp, evaluate=False)


def _quotient(expression: sympy.Mul) -> Node:
    """-2*sqrt(2)*x/(3*y): one sign, one numerator, one denominator."""
    coefficient, rest = expression.as_coeff_Mul()
    if coefficient < 0:
        return Negative(_node(-expression, False))
    above, below = sympy.fraction(expression)
    if below != 1:
        return Binary("/", _node(above, False), _node(below, False), "/")
    factors = [*([coefficient] if coefficient != 1 else []), *rest.as_ordered_factors()]
    node = _node(factors[0], False)
    for factor in factors[1:]:
        node = Binary("*", node, _node(factor, False), "*")
    return node


def _power(expression: sympy.Pow, kept: bool) -> Node:
    """Roots and reciprocals in their own dress."""
    base, exponent = expression.args
    if base is sympy.E:
        return Binary("^", Name("e"), _node(exponent, kept))
    if exponent.is_Rational and exponent < 0:
        below = _node(_flipped(expression), kept)
        return Binary("/", number_tree(1), below, "/")
    if exponent.is_Rational and exponent.p == 1 and exponent.q > 1:
        inside = _node(base, kept)
        if exponent.q == 2:
            return Call("sqrt", (inside,))
        return Call("root", (number_tree(int(exponent.q)), inside))
    return Binary("^", _node(base, kept), _node(exponent, kept), "^")
