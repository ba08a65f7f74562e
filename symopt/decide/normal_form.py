"""The normal form of an expression: a quotient of polynomials in generators that obey relations.

Every SymPy node is translated once. What has no polynomial meaning becomes a generator: a root, a
power with a symbolic exponent, an exponential, an absolute value, an unknown function. If the
numerator of left - right is then 0, the two sides are equal wherever both are defined; see `ring`.
A numerator that is not 0 proves nothing.

The handlers ask for the forms of their arguments with `yield`, so that the depth of an expression
never meets Python's stack.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from symopt.decide.assumptions import of_symbol
from symopt.decide.budget import Budget, TooLargeError
from symopt.decide.domain import Domain, key_of
from symopt.decide.functions import circular, exponential, hyperbolic, logarithm, opaque
from symopt.decide.generators import FullError, Names, PolyKey
from symopt.decide.interval import Interval, at_least, at_most
from symopt.decide.operations import RELATIONS
from symopt.decide.oracle import FinerUnitError, SignOracle
from symopt.decide.powers import power, rational_power
from symopt.decide.ring import Element, Ring, total
from symopt.decide.roots import Uniformise, absolute, larger, signum
from symopt.decide.signs import Signs
from symopt.errors import InputError, UndecidedError, UndefinedError

Steps = Generator[sp.Basic, Element, Element]
Truth = Generator[sp.Basic, Element, bool]
CAPACITIES = (16, 32, 64)
PI_VALUES = Interval(
    lower=Fraction(333, 106), upper=Fraction(355, 113), lower_open=True, upper_open=True
)


@dataclass
class Workplace:
    """What all normal forms of one judgement share."""

    domain: Domain
    budget: Budget
    names: Names = field(default_factory=Names)
    orders: dict[str, int] = field(default_factory=dict)
    units: dict[Hashable, Fraction] = field(default_factory=dict)
    values: dict[sp.Basic, Interval] = field(default_factory=dict)  # of sums

    def forms(
        self,
        *expressions: sp.Expr,
        facts: Mapping[PolyKey, Signs] | None = None,
        values: Mapping[str, sp.Expr] | None = None,
        splitting: bool = False,
    ) -> tuple[SignOracle, list[Element]]:
        """The normal forms of the expressions, in one ring, on the domain or on a cell of it.

        facts       signs of polynomials that hold in the cell
        values      variables that equal an expression in the cell
        splitting   ask for signs (raising Split) instead of adjoining absolute values
        Raises UndecidedError when a size or the time runs out or a sign is missing, UndefinedError
        when an expression is defined nowhere.
        """
        sizes = iter(CAPACITIES)
        capacity = next(sizes)
        while True:
            oracle = SignOracle(Ring(capacity, self.budget, self.names), facts, splitting=splitting)
            oracle.units = self.units
            form = NormalForm(self, oracle, values or {})
            try:
                return oracle, [form.of(expression) for expression in expressions]
            except FullError:
                try:
                    capacity = next(sizes)
                except StopIteration:
                    raise UndecidedError("too many roots and powers for a normal form") from None
            except Uniformise as variable:
                self.orders[variable.name] = variable.order
            except FinerUnitError as finer:
                self.units[finer.angle] = finer.unit


class NormalForm:
    """Translates expressions into elements of one ring."""

    def __init__(self, place: Workplace, oracle: SignOracle, values: Mapping[str, sp.Expr]) -> None:
        self.place = place
        self.oracle = oracle
        self.ring = oracle.ring
        self.values = values
        self._memo: dict[sp.Basic, Element] = {}

    def of(self, expression: sp.Basic) -> Element:
        """The normal form of an expression."""
        nodes, stack = [expression], [self._visit(expression)]
        result: Element | None = None
        while stack:
            try:
                wanted = stack[-1].send(result)  # type: ignore[arg-type]
            except StopIteration as done:
                stack.pop()
                result = self._memo[nodes.pop()] = done.value
                continue
            result = self._memo.get(wanted)
            if result is None:
                self.place.budget.check()
                nodes.append(wanted)
                stack.append(self._visit(wanted))
        if result is None:
            raise UndecidedError("an expression without a value")
        return result

    def _visit(self, node: sp.Basic) -> Steps:
        for kinds, handler in _HANDLERS:
            if isinstance(node, kinds):
                return handler(self, node)
        if isinstance(node, sp.Expr):
            return self._function(node)
        raise InputError(f"'{type(node).__name__}' is not a real expression")

    def _number(self, node: sp.Rational) -> Steps:
        return self.ring.constant(node)
        yield

    def _symbol(self, node: sp.Symbol) -> Steps:
        name = key_of(node)
        if name in self.values:
            return (yield self.values[name])
        interval = self.place.domain.interval(node)
        order = self.place.orders.get(name, 1)
        generator = self.ring.adjoin(
            ("variable", name, order),
            interval if order == 1 else _root_interval(interval, order),
            lambda: sp.Pow(node, sp.Rational(1, order)),
            kind=("variable", name, order, interval),
        )
        return self.ring.of(generator.poly**order)

    def _constant(self, node: sp.NumberSymbol) -> Steps:
        if node is sp.E:
            return exponential(self.oracle, self.ring.constant(1))
        values = PI_VALUES if node is sp.pi else Interval()
        return self.ring.of(self.ring.adjoin(("constant", node), values, lambda: node).poly)
        yield

    def _undefined(self, node: sp.Expr) -> Steps:
        raise UndefinedError(f"'{node}' is not a real number")
        yield

    def _add(self, node: sp.Add) -> Steps:
        terms = []
        for sign, summand in _summands(node):
            term = yield summand
            terms.append(term if sign > 0 else -term)
        return total(self.ring, terms)

    def _mul(self, node: sp.Mul) -> Steps:
        result = self.ring.constant(1)
        for argument in node.args:
            result *= yield argument
        return result

    def _pow(self, node: sp.Pow) -> Steps:
        if isinstance(node.exp, sp.Rational) and node.exp.q % 2 == 0:
            return (yield from self._even_root(node.base, Fraction(node.exp.p, node.exp.q)))
        base = yield node.base
        exponent = yield node.exp
        if node.base is sp.E:
            return exponential(self.oracle, exponent)
        try:
            result = power(self.oracle, base, exponent)
            expression: Callable[[], sp.Expr] = lambda: node  # noqa: E731
        except TooLargeError:
            result, expression = None, _too_large
        if result is not None:
            return result
        return opaque(self.oracle, "power", [base, exponent], expression, Interval())

    def _even_root(self, base: sp.Expr, exponent: Fraction) -> Steps:
        """base^exponent for an even denominator: squares come out before they are expanded."""
        result, inside = self.ring.constant(1), self.ring.constant(1)
        squared = []
        for factor in sp.Mul.make_args(base):
            if isinstance(factor, sp.Pow) and factor.exp.is_Integer and factor.exp.is_even:
                squared.append((yield factor.base))
                size = absolute(self.oracle, squared[-1])
                result *= rational_power(self.oracle, size, exponent * int(factor.exp))
            else:
                inside *= yield factor
        # Where b = 0, the root of b^2 c is defined for negative c too.
        if result.numerator == 0:
            return result
        vanishing = any(0 in self.oracle.possible(b.numerator) for b in squared)
        implied = dict(self.oracle.implied)
        try:
            result *= rational_power(self.oracle, inside, exponent)
        except UndefinedError:
            for b in squared:
                self.oracle.nonzero(b.numerator)
            raise
        if vanishing:
            self.oracle.implied = implied
        return result

    def _exp(self, node: sp.exp) -> Steps:
        return exponential(self.oracle, (yield node.args[0]))

    def _log(self, node: sp.log) -> Steps:
        result = logarithm(self.oracle, (yield node.args[0]))
        return (
            result if len(node.args) == 1 else result / logarithm(self.oracle, (yield node.args[1]))
        )

    def _circular(self, node: sp.Function) -> Steps:
        return circular(self.oracle, node.func.__name__, (yield node.args[0]))

    def _hyperbolic(self, node: sp.Function) -> Steps:
        return hyperbolic(self.oracle, node.func.__name__, (yield node.args[0]))

    def _abs(self, node: sp.Abs) -> Steps:
        return absolute(self.oracle, (yield node.args[0]))

    def _sign(self, node: sp.sign) -> Steps:
        return signum(self.oracle, (yield node.args[0]))

    def _extremum(self, node: sp.Max | sp.Min) -> Steps:
        result = yield node.args[0]
        for argument in node.args[1:]:
            other = yield argument
            result = larger(self.oracle, result, other, least=isinstance(node, sp.Min))
        return result

    def _piecewise(self, node: sp.Piecewise) -> Steps:
        for value, condition in node.args:
            if (yield from self._holds(condition)):
                return (yield value)
        raise UndefinedError("no case of a piecewise expression applies")

    def _holds(self, condition: sp.Basic) -> Truth:
        if isinstance(condition, (BooleanTrue, BooleanFalse)):
            return bool(condition)
        if isinstance(condition, sp.Not):
            return not (yield from self._holds(condition.args[0]))
        if isinstance(condition, (sp.And, sp.Or)):
            stop = isinstance(condition, sp.Or)
            for part in condition.args:
                if (yield from self._holds(part)) is stop:
                    return stop
            return not stop
        if isinstance(condition, sp.ITE):
            chosen = yield from self._holds(condition.args[0])
            return (yield from self._holds(condition.args[1 if chosen else 2]))
        if isinstance(condition, Relational) and condition.rel_op in RELATIONS:
            left = yield condition.lhs
            right = yield condition.rhs
            sign = signum(self.oracle, left - right).rational
            return sign in RELATIONS[condition.rel_op]
        raise UndecidedError(f"the condition '{type(condition).__name__}' can't be decided")

    def _itself(self, node: sp.Function) -> Steps:
        return (yield node.args[0])

    def _nothing(self, node: sp.Function) -> Steps:
        yield node.args[0]
        return self.ring.constant(0)

    def _function(self, node: sp.Expr) -> Steps:
        if isinstance(node, (sp.Function, AppliedUndef)) and node.args:
            arguments = []
            for argument in node.args:
                arguments.append((yield argument))
            values = of_symbol(node) if isinstance(node, AppliedUndef) else Interval()
            return opaque(
                self.oracle,
                node.func.__name__,
                arguments,
                lambda: node.func(*(a.expression for a in arguments)),
                values,
            )
        # Sums, integrals and limits that nothing else resolved: known by how they are written.
        values = self.place.values.get(node, Interval())
        generator = self.ring.adjoin(("expression", node), values, lambda: node)
        return self.ring.of(generator.poly)


def _summands(node: sp.Expr) -> list[tuple[int, sp.Expr]]:
    """The terms of a sum with their signs, sums in it and under a minus sign taken apart."""
    found, pending = [], [(1, node)]
    while pending:
        sign, part = pending.pop()
        if isinstance(part, sp.Add):
            pending += [(sign, argument) for argument in reversed(part.args)]
        elif isinstance(part, sp.Mul) and len(part.args) == 2 and part.args[0] == -1:
            pending.append((-sign, part.args[1]))
        else:
            found.append((sign, part))
    return found


def difference_of(left: sp.Expr, right: sp.Expr) -> sp.Expr:
    """left - right as one sum, nothing evaluated: equal terms then cancel before they are added."""
    return sp.Add(left, sp.Mul(-1, right, evaluate=False), evaluate=False)


def _too_large() -> sp.Expr:
    """SymPy would evaluate it, as it does 9^(9^9)."""
    raise TooLargeError("a power too large to be written out")


_HANDLERS: tuple[tuple[type | tuple[type, ...], Callable[..., Steps]], ...] = (
    (sp.Rational, NormalForm._number),
    (sp.Symbol, NormalForm._symbol),
    (sp.Add, NormalForm._add),
    (sp.Mul, NormalForm._mul),
    (sp.Pow, NormalForm._pow),
    (sp.NumberSymbol, NormalForm._constant),
    ((sp.Number, type(sp.I), type(sp.zoo)), NormalForm._undefined),
    (sp.exp, NormalForm._exp),
    (sp.log, NormalForm._log),
    ((sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc), NormalForm._circular),
    ((sp.sinh, sp.cosh, sp.tanh, sp.coth), NormalForm._hyperbolic),
    (sp.Abs, NormalForm._abs),
    (sp.sign, NormalForm._sign),
    ((sp.Max, sp.Min), NormalForm._extremum),
    (sp.Piecewise, NormalForm._piecewise),
    # Every value is real; SymPy does not know that of symbols without assumptions.
    ((sp.re, sp.conjugate), NormalForm._itself),
    (sp.im, NormalForm._nothing),
)


def _root_interval(interval: Interval, order: int) -> Interval:
    """Where the n-th root of a variable lies, with ends only where they are 0 or 1."""
    roots = Interval(nonzero=interval.nonzero)
    if interval.nonnegative:
        roots &= at_least(0, strict=interval.positive)
    if interval.lower is not None and interval.lower >= 1:
        roots &= at_least(1, strict=interval.lower_open)
    if interval.upper is not None and 0 <= interval.upper <= 1:
        roots &= at_most(1, strict=interval.upper_open)
    return roots
