"""Balls: real numbers enclosed by Arb, midpoint ± radius, and what can be read off them safely.

Every operation of `flint.arb`, `lower()`, `upper()` and `str()` included, rounds to the one global
`flint.ctx.prec`; `precision` is the only place that sets it. What is read off a ball here goes by
its midpoint and radius, which are exact dyadic numbers, and so depends on no precision at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from threading import RLock

from flint import arb, ctx, fmpq, fmpz

LARGEST_EXPONENT = 10**7  # beyond it a dyadic number is not written out as a fraction
CONVINCING = 0.6  # a rational may use this part of a ball's bits and be no coincidence
PLAIN_EXPONENTS = range(-6, 21)

_lock = RLock()


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Compute with `bits` bits inside, alone among all threads, and restore what was before."""
    with _lock:
        before = ctx.prec
        ctx.prec = bits
        try:
            yield
        finally:
            ctx.prec = before


def endpoints(ball: arb) -> tuple[fmpq, fmpq] | None:
    """The exact ends of the ball; None for one that is infinite or absurdly large or small."""
    if not ball.is_finite():
        return None
    middle, radius = _dyadic(ball.mid()), _dyadic(ball.rad())
    if middle is None or radius is None:
        return None
    return middle - radius, middle + radius


def magnitude(ball: arb) -> int | None:
    """Some e with |x| < 2^e for all x in the ball, within 2 of the least; None without end."""
    if not ball.is_finite():
        return None
    tops = [
        int(part.man_exp()[1]) + int(part.man_exp()[0]).bit_length()
        for part in (ball.mid(), ball.rad())
        if part != 0
    ]
    return max(tops, default=-LARGEST_EXPONENT) + 1


def simplest_rational(low: fmpq, high: fmpq) -> fmpq:
    """The rational of least denominator in [low, high], by continued fractions."""
    quotients: list[fmpz] = []
    while True:
        floor = low.floor()
        if low == floor or high >= floor + 1:
            quotients.append(floor if low == floor else floor + 1)
            break
        quotients.append(floor)
        low, high = 1 / (high - floor), 1 / (low - floor)
    value = fmpq(quotients.pop())
    while quotients:
        value = quotients.pop() + 1 / value
    return value


def short_rational(ball: arb) -> fmpq | None:
    """A rational in the ball with so few bits that it is hardly there by chance; a guess."""
    ends = endpoints(ball)
    if ends is None:
        return None
    if ball.contains(0):
        return fmpq(0)
    if ends[0] == ends[1]:
        return ends[0]
    accuracy = int(ball.rel_accuracy_bits())
    middle = (ends[0] + ends[1]) / 2
    numerators, denominators = [0, 1], [1, 0]  # of the convergents of the midpoint
    above, below = int(middle.p), int(middle.q)
    while below:
        quotient, rest = divmod(above, below)
        above, below = below, rest
        for sequence in (numerators, denominators):
            sequence[:] = sequence[1], quotient * sequence[1] + sequence[0]
        if numerators[1].bit_length() + denominators[1].bit_length() > CONVINCING * accuracy:
            return None
        if below << accuracy // 4 > above:
            continue  # the next quotient is small: this convergent is not that close
        value = fmpq(numerators[1], denominators[1])
        if ends[0] <= value <= ends[1]:
            return value
    return None


def decimal(ball: arb, digits: int) -> str | None:
    """The value to `digits` significant digits, correctly rounded; None when the ball is too wide.

    Both ends of the ball must round to the same digits, so that each printed digit is certain;
    exact ties go to the even digit. A value whose last digit would lie left of the decimal point
    is written with an exponent, since padding zeros would be digits that nobody proved.
    """
    ends = endpoints(ball)
    if ends is None:
        return None
    low, high = (_rounded(end, digits) for end in ends)
    return _written(*low) if low == high else None


def certain_decimal(ball: arb, digits: int) -> str | None:
    """`decimal`, with a digit or two more where the value lies on a tie that no ball can settle."""
    found = (decimal(ball, digits + more) for more in range(3))
    return next((text for text in found if text is not None), None)


def decimal_of_rational(value: fmpq, digits: int) -> str:
    """An exact rational to `digits` significant digits, as `decimal` writes them."""
    return _written(*_rounded(value, digits))


def to_fmpq(value: int | Fraction | fmpq | fmpz) -> fmpq:
    """The same rational number in flint's form."""
    if isinstance(value, fmpq):
        return value
    if isinstance(value, Fraction):
        return fmpq(value.numerator, value.denominator)
    return fmpq(value)


def _dyadic(exact: arb) -> fmpq | None:
    mantissa, exponent = exact.man_exp()
    if abs(exponent) > LARGEST_EXPONENT:
        return None
    if exponent >= 0:
        return fmpq(mantissa << int(exponent))
    return fmpq(mantissa, fmpz(1) << int(-exponent))


def _rounded(value: fmpq, digits: int) -> tuple[fmpz, int]:
    """(m, e) with value ≈ m·10^(e+1-digits), 10^(digits-1) <= |m| < 10^digits; (0, 0) for zero."""
    if value == 0:
        return fmpz(0), 0
    size = abs(value)
    exponent = (size.p.bit_length() - size.q.bit_length()) * 30103 // 100000 - 1
    while size >= _power_of_ten(exponent + 1):
        exponent += 1
    mantissa = _to_even(size / _power_of_ten(exponent + 1 - digits))
    if mantissa == fmpz(10) ** digits:
        mantissa, exponent = fmpz(10) ** (digits - 1), exponent + 1
    return (mantissa if value > 0 else -mantissa), exponent


def _to_even(value: fmpq) -> fmpz:
    doubled = 2 * value
    up = (doubled + 1).floor() // 2
    return up - 1 if doubled.q == 1 and doubled.p % 2 == 1 and up % 2 == 1 else up


def _power_of_ten(exponent: int) -> fmpq:
    power = fmpz(10) ** abs(exponent)
    return fmpq(power) if exponent >= 0 else fmpq(1, power)


def _written(mantissa: fmpz, exponent: int) -> str:
    sign, text = "-" if mantissa < 0 else "", str(abs(mantissa))
    if mantissa == 0:
        return "0"
    if exponent in PLAIN_EXPONENTS and exponent < len(text):
        if exponent < 0:
            return f"{sign}0.{'0' * (-exponent - 1)}{text}"
        whole, fraction = text[: exponent + 1], text[exponent + 1 :]
        return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
    head = f"{text[0]}.{text[1:]}" if len(text) > 1 else text
    return f"{sign}{head}e{exponent}"
