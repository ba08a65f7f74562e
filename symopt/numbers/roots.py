"""Real n-th roots in simplest form: perfect powers drawn out, denested, known radicands reused."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from flint import arb, fmpq

from symopt.errors import UndecidedError, UndefinedError
from symopt.numbers import ball
from symopt.numbers.arithmetic import LARGEST_NUMBER, monomial, power, product_of, scale
from symopt.numbers.graph import enclosure
from symopt.numbers.integers import exact_root, primitive_power, split_power
from symopt.numbers.kinds import Function, Rational, Root, Sum
from symopt.numbers.real import Real

if TYPE_CHECKING:
    from symopt.numbers.exact import Field

LARGEST_ORDER = 1000
RATIO_BITS = 192  # precision at which a radicand is compared with known ones
PROOF_BITS = 200_000  # what the proof of such a ratio may cost: to merge pays, but isn't a must
MOST_COMPARED = 16


def root(field: Field, x: Real, order: int) -> Real:
    """The real n-th root: of any number for odd n, of a number >= 0 for even n.

    Raises UndefinedError for an even root of a negative number, UndecidedError where the sign of
    the radicand is open or the order beyond what is supported.
    """
    if order < 1:
        raise UndefinedError(f"the order of a root must be a positive integer (got {order})")
    sign = x.sign()
    x = x.same
    if sign == 0 or order == 1:
        return x
    if sign < 0:
        if order % 2 == 0:
            raise UndefinedError("even root of a negative number")
        return -root(field, -x, order)
    if order > LARGEST_ORDER:
        raise UndecidedError(
            f"roots of order above {LARGEST_ORDER} are not supported (got {order})"
        )
    if isinstance(x, Rational):
        return _root_of_rational(field, x.value, order)
    return field.intern(("root", x.serial, order), lambda: _root(field, x, order))


def _root(field: Field, x: Real, order: int) -> Real:
    separate = _separated(field, x, order)
    if separate is not None:
        return separate
    denested = _denested(field, x, order) if x.surd else _drawn_out(field, x, order)
    if denested is not None:
        return denested
    content, factors = monomial(field, x)
    primitive = product_of(field, fmpq(1), factors)
    known = field.known_root(primitive, order)
    if known is not None:  # x and its radicand are rational multiples of the same node
        return root(field, field.rational(content / known.content), order) * known
    multiple = _known_multiple(field, x, order)
    if multiple is not None:
        return multiple
    node = Root(field, x, order, content)
    field.register_root(node, primitive)
    return node


def _root_of_rational(field: Field, value: fmpq, order: int) -> Real:
    """ⁿ√(p/q) = (s/q)·ⁿ√t where p·q^(n−1) = s^n·t; equal square classes share one √t."""
    if value.height_bits() * order > LARGEST_NUMBER:
        raise UndecidedError("a root's radicand is too large")
    s, t = split_power(value.p * value.q ** (order - 1), order)
    content = fmpq(s, value.q)
    if t == 1:
        return field.rational(content)
    base, multiplicity = primitive_power(t) if order > 2 else (t, 1)
    common = math.gcd(multiplicity, order)
    t, order = base ** (multiplicity // common), order // common
    if order == 2 and t not in field.square_roots:
        for known in field.square_roots:
            if (known * t).is_square():  # √t = √(k·t)/k · √k
                content, t = content * fmpq((known * t).isqrt(), known), known
                break
    node = field.integer_root(t, order)
    return scale(field, node, content)


def _separated(field: Field, x: Real, order: int) -> Real | None:
    """ⁿ√(c·∏ y^e) = ⁿ√c · ∏ (ⁿ√y)^e where each y is a power of e, positive by itself."""
    content, factors = monomial(field, x)
    if content < 0 or factors == {x: 1} or not factors:
        return None
    if not all(isinstance(y, Function) and y.name in ("E", "exp") for y in factors):
        return None
    result = root(field, field.rational(content), order)
    for y, e in factors.items():
        result = result * root(field, y, order) ** e
    return result


def _drawn_out(field: Field, x: Real, order: int) -> Real | None:
    """ⁿ√(c·∏ y^e) with full n-th powers drawn out: √(2·y²) = √2·|y|. None if there are none."""
    content, factors = monomial(field, x)
    outside = {y: e // order for y, e in factors.items() if abs(e) >= order}
    if not outside:
        return None
    try:
        negative = order % 2 == 0 and math.prod(y.sign() ** abs(e) for y, e in outside.items()) < 0
    except UndecidedError:
        return None
    inside = {y: e - order * outside.get(y, 0) for y, e in factors.items()}
    rest = root(field, product_of(field, content, inside), order)
    drawn = product_of(field, fmpq(-1 if negative else 1), outside)
    return drawn * rest


def _denested(field: Field, x: Real, order: int) -> Real | None:
    """A root of p + q√d by square roots of rationals, or in Q(√d), where there is one."""
    if not isinstance(x, Sum) or len(x.terms) != 1 or x.constant == 0:
        return None
    for prime in (2, 3, 5, 7):
        if order % prime == 0:
            part = _square_root(field, x) if prime == 2 else _odd_root(field, x, prime)
            if part is not None:
                return root(field, part, order // prime)
    return None


def _square_root(field: Field, x: Sum) -> Real | None:
    """√(p + q√d) = √((p+s)/2) ± √((p−s)/2), ± being q's sign, if s = √(p² − q²d) is rational."""
    ((surd, q),) = x.terms
    p = x.constant
    norm = p * p - q * q * _radicand(surd)
    if p < 0 or norm <= 0:
        return None
    above, below = exact_root(norm.p, 2), exact_root(norm.q, 2)
    if above is None or below is None:
        return None
    s = fmpq(above, below)
    larger, smaller = (field.sqrt(field.rational((p + r) / 2)) for r in (s, -s))
    return larger + smaller if q > 0 else larger - smaller


def _odd_root(field: Field, x: Sum, order: int) -> Real | None:
    """ⁿ√(p + q√d) = u + v√d for odd n: u and v guessed from both conjugates' roots, then proved."""
    ((surd, q),) = x.terms
    d = _radicand(surd)
    norm = x.constant**2 - q * q * d
    if any(exact_root(part, order) is None for part in (abs(norm.p), norm.q)):
        return None
    value, irrational = enclosure(x, RATIO_BITS), enclosure(surd, RATIO_BITS)
    with ball.precision(RATIO_BITS):
        conjugate = arb(x.constant) - irrational * q
        roots = [value.root(order), conjugate.sgn() * abs(conjugate).root(order)]
        halves = [(roots[0] + roots[1]) / 2, (roots[0] - roots[1]) / (2 * irrational)]
    u, v = (ball.short_rational(half) for half in halves)
    if u is None or v is None:
        return None
    if _power_in_quadratic_field(u, v, d, order) != (x.constant, q):
        return None
    return field.rational(u) + field.rational(v) * surd


def _power_in_quadratic_field(u: fmpq, v: fmpq, d: fmpq, exponent: int) -> tuple[fmpq, fmpq]:
    """(a, b) with a + b√d = (u + v√d)^exponent."""
    a, b = fmpq(1), fmpq(0)
    for _ in range(exponent):
        a, b = a * u + b * v * d, a * v + b * u
    return a, b


def _radicand(surd: Real) -> fmpq:
    return monomial(surd.field, power(surd.field, surd, 2))[0]


def _known_multiple(field: Field, x: Real, order: int) -> Real | None:
    """ⁿ√ρ · ⁿ√b where x = ρ·b for the radicand b of a known root and a short rational ρ, proved."""
    for known in field.recent_roots(order, MOST_COMPARED):
        ratio = _ratio(x, known.radicand)
        if ratio is None:
            continue
        try:
            if not x.equals(scale(field, known.radicand, ratio), max_bits=PROOF_BITS):
                continue
        except UndecidedError:
            continue
        return root(field, field.rational(ratio), order) * known
    return None


def _ratio(x: Real, y: Real) -> fmpq | None:
    """A short rational that x/y may be."""
    above, below = enclosure(x, RATIO_BITS), enclosure(y, RATIO_BITS)
    with ball.precision(RATIO_BITS):
        return ball.short_rational(above / below)
