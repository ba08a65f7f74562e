"""Integers without factoring: multiplicities, perfect powers and coprime bases."""

from __future__ import annotations

import math
from collections.abc import Iterable

from flint import fmpz

SMALL_PRIMES = tuple(map(fmpz, (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)))
_ALL_SMALL = math.prod(SMALL_PRIMES, start=fmpz(1))


def split_multiplicity(number: fmpz, base: fmpz) -> tuple[int, fmpz]:
    """(e, m) with number = base^e · m and base not dividing m; O(log e) divisions."""
    powers = [base]
    while number % powers[-1] == 0:
        powers.append(powers[-1] ** 2)
    multiplicity = 0
    for k in range(len(powers) - 1, -1, -1):
        if number % powers[k] == 0:
            number //= powers[k]
            multiplicity += 1 << k
    return multiplicity, number


def exact_root(number: fmpz, order: int) -> fmpz | None:
    """The integer whose order-th power is `number` >= 0, if there is one."""
    if order == 2:
        return number.isqrt() if number.is_square() else None
    root = number.root(order)
    return root if root**order == number else None


def primitive_power(number: fmpz) -> tuple[fmpz, int]:
    """(m, k) with number = m^k for number > 1 and k as large as can be."""
    total = 1
    while number.is_perfect_power():
        for k in range(2, number.bit_length() + 1):
            root = exact_root(number, k)
            if root is not None:
                number, total = root, total * k
                break
    return number, total


def split_power(number: fmpz, order: int) -> tuple[fmpz, fmpz]:
    """(s, t) with number = s^order · t > 0, where t has no small prime's order-th power."""
    exact = exact_root(number, order)
    if exact is not None:
        return exact, fmpz(1)
    root, rest, cofactor = fmpz(1), fmpz(1), number
    for prime in small_primes_of(number):
        multiplicity, cofactor = split_multiplicity(cofactor, prime)
        root *= prime ** (multiplicity // order)
        rest *= prime ** (multiplicity % order)
    exact = exact_root(cofactor, order)
    return (root * exact, rest) if exact is not None else (root, rest * cofactor)


def small_primes_of(number: fmpz) -> list[fmpz]:
    """The small primes that divide the number."""
    common = number.gcd(_ALL_SMALL)
    return [prime for prime in SMALL_PRIMES if common % prime == 0] if common > 1 else []


def coprime_base(numbers: Iterable[fmpz]) -> list[fmpz]:
    """Pairwise coprime integers > 1, no perfect powers, of which all the numbers are products."""
    base: list[fmpz] = []
    pending = [number for number in numbers if number > 1]
    while pending:
        number, _ = primitive_power(pending.pop())
        for i, known in enumerate(base):
            common = number.gcd(known)
            if common > 1:
                del base[i]
                pending += [n for n in (common, number // common, known // common) if n > 1]
                break
        else:
            base.append(number)
    return base
