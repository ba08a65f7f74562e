"""Exact reals with proved signs: the field that builds them.

Numbers built from rationals by + − × ÷ and roots of any order are nodes of a shared graph. Equal
expressions become one node as far as normal forms see it; beyond that a sign or an equality is
proved by Arb enclosures that sharpen until they leave zero or lie inside the separation bound
(theorem, proof and source in `symopt.numbers.bound`). Values of exp, log, sin, … are leaves that
have enclosures alone: they are refuted, never proved, to be zero.

    >>> field = Field()
    >>> nested = field.sqrt(3 + 2 * field.sqrt(field.rational(2)))
    >>> nested.equals(1 + field.sqrt(field.rational(2)))
    True
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from itertools import islice
from weakref import WeakValueDictionary

from flint import fmpq, fmpz

from symopt.errors import InputError, UndecidedError
from symopt.numbers import arithmetic, expand, functions, roots
from symopt.numbers.arithmetic import LARGEST_NUMBER
from symopt.numbers.ball import to_fmpq
from symopt.numbers.convert import from_sympy
from symopt.numbers.kinds import Function, Rational, Root
from symopt.numbers.real import Real

__all__ = ["Field", "Real", "from_sympy"]

MOST_CACHED_BITS = 2**31  # of all balls that a field keeps: 256 MB
CACHED_FROM_BITS = 2**12  # cheaper balls are not counted


class Field:
    """Makes real numbers and keeps equal ones together; for one thread and one question or problem.

    `max_bits` is the precision up to which a sign is pursued before it is called undecided. `check`
    is called between operations: it may raise UndecidedError, when the time is used up for example.
    """

    def __init__(self, *, max_bits: int = 2_000_000, check: Callable[[], object] = lambda: None):
        self.max_bits = max_bits
        self.check = check
        self.square_roots: dict[fmpz, None] = {}  # radicands; no two have a square product
        self._nodes: WeakValueDictionary[Hashable, Real] = WeakValueDictionary()
        self._roots: dict[int, dict[Real, Root]] = {}  # by order and primitive radicand
        self._serial = 0
        self._costly: list[Real] = []
        self._cached_bits = 0

    # Building.

    def rational(self, value: int | Fraction | fmpq) -> Real:
        """A rational number."""
        fraction = to_fmpq(value)
        key = (fraction.p, fraction.q)
        node = self._nodes.get(key)
        if node is None:
            if fraction.height_bits() > LARGEST_NUMBER:
                raise UndecidedError(
                    "a number grew beyond the size that exact arithmetic is allowed"
                )
            node = self._nodes[key] = Rational(self, fraction)
        return node

    def constant(self, name: str) -> Real:
        """The number "pi" or "E"."""
        if name not in ("pi", "E"):
            raise InputError(f"'{name}' is not a known constant", hint="known: pi, E")
        return self.intern((name,), lambda: Function(self, name, None))

    def add(self, a: Real, b: Real) -> Real:
        """a + b."""
        return arithmetic.add(self, a, b, fmpq(1))

    def subtract(self, a: Real, b: Real) -> Real:
        """a − b."""
        return arithmetic.add(self, a, b, fmpq(-1))

    def multiply(self, a: Real, b: Real) -> Real:
        """a·b."""
        return arithmetic.multiply(self, a, b)

    def divide(self, a: Real, b: Real) -> Real:
        """a/b; UndefinedError for b = 0, UndecidedError where b's sign is open."""
        return arithmetic.divide(self, a, b)

    def power(self, x: Real, exponent: int) -> Real:
        """x^exponent for an integer; UndefinedError for a negative power of zero; 0^0 = 1."""
        return arithmetic.power(self, x, exponent)

    def root(self, x: Real, n: int = 2) -> Real:
        """The real n-th root; UndefinedError for an even root of a negative number."""
        return roots.root(self, x, n)

    def sqrt(self, x: Real) -> Real:
        """The square root; UndefinedError for a negative number."""
        return roots.root(self, x, 2)

    def function(self, name: str, x: Real) -> Real:
        """An elementary function's value; UndefinedError outside its domain."""
        return functions.apply(self, name, x)

    # Case distinctions, each decided by a proved sign.

    def signum(self, x: Real) -> Real:
        """-1, 0 or 1 as a number."""
        return self.rational(x.sign())

    def absolute(self, x: Real) -> Real:
        """|x|."""
        return -x if x.sign() < 0 else x

    def maximum(self, a: Real, b: Real) -> Real:
        """The larger of two."""
        return b if (a - b).sign() < 0 else a

    def minimum(self, a: Real, b: Real) -> Real:
        """The smaller of two."""
        return a if (a - b).sign() < 0 else b

    # What the modules of this floor keep here.

    def vanishes(self, x: Real) -> bool:
        """Whether x = 0 is shown by multiplying out."""
        return expand.vanishes(self, x)

    def next_serial(self) -> int:
        """A number for a new node, larger than all before."""
        self.check()
        self._serial += 1
        return self._serial

    def intern(self, key: Hashable, make: Callable[[], Real]) -> Real:
        """The node under this key, made where there is none, or what it was since merged with."""
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = make()
        return node.same

    def integer_root(self, radicand: fmpz, order: int) -> Real:
        """The one node of the n-th root of an integer that is no such power."""
        key = ("root of integer", radicand, order)
        node = self._nodes.get(key)
        if node is None:
            node = self._nodes[key] = Root(
                self, self.rational(fmpq(radicand)), order, fmpq(radicand)
            )
            if order == 2:
                self.square_roots[radicand] = None
        return node

    def register_root(self, node: Root, primitive: Real) -> None:
        """Remember the root of a rational multiple of `primitive`."""
        self._roots.setdefault(node.order, {})[primitive] = node

    def known_root(self, primitive: Real, order: int) -> Root | None:
        """The registered root of a rational multiple of `primitive`."""
        return self._roots.get(order, {}).get(primitive)

    def recent_roots(self, order: int, most: int) -> list[Root]:
        """The latest roots of this order whose radicands are irrational."""
        return list(islice(reversed(self._roots.get(order, {}).values()), most))

    def account(self, nodes: list[Real], bits: int) -> None:
        """Count the balls kept for these nodes, and drop the costly ones when they are too many."""
        if bits < CACHED_FROM_BITS:
            return
        self._costly += nodes
        self._cached_bits += bits * len(nodes)
        if self._cached_bits > MOST_CACHED_BITS:
            for node in self._costly:
                node.forget()
            self._costly, self._cached_bits = [], 0
