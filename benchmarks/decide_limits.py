"""Does the judge keep to its budget? Inputs made to hang, each in a process of its own.

    python -m benchmarks.decide_limits [--seconds 5] [CASE ...]

Wall time of one call of `symopt.equal` in a fresh process, imports and the building of the question
apart, and how far the call raised the process's peak memory. A case that takes longer than its
budget and a second more is marked.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection

import sympy as sp

from symopt.decide import equal
from symopt.errors import SymoptError

GRACE = 1.0  # seconds beyond the budget
PATIENCE = 60.0  # then the process is stopped
x, y, k, t = sp.symbols("x y k t")
Sides = tuple[object, object]


def roots_of_sums(count: int, changed: int = 0) -> sp.Expr:
    """Σ √(k + √k), one radicand changed by 1."""
    return sp.Add(*(sp.sqrt(i + sp.sqrt(i + (i == changed))) for i in range(1, count + 1)))


def conjugate_roots(count: int) -> sp.Expr:
    """The same sum, each term over its conjugate: √(k² - k) / √(k - √k)."""
    terms = (sp.sqrt(i * i - i) / sp.sqrt(i - sp.sqrt(i)) for i in range(2, count + 1))
    return sp.Add(sp.sqrt(2), *terms)


def reciprocals(count: int, changed: int = 0) -> sp.Expr:
    """Σ 1/(√k + 1), one radicand changed by 1."""
    return sp.Add(*(1 / (sp.sqrt(i + (i == changed)) + 1) for i in range(1, count + 1)))


def rationalised(count: int) -> sp.Expr:
    """The same sum with rational denominators."""
    return sp.Rational(1, 2) + sp.Add(*((sp.sqrt(i) - 1) / (i - 1) for i in range(2, count + 1)))


def nested(levels: int, inside: sp.Expr) -> sp.Expr:
    """√(1 + √(1 + ...))."""
    for _ in range(levels):
        inside = sp.sqrt(sp.Add(inside, 1, evaluate=False), evaluate=False)
    return inside


def power(base: object, exponent: object) -> sp.Expr:
    """base^exponent, not evaluated."""
    return sp.Pow(base, exponent, evaluate=False)


def tower(*storeys: int) -> sp.Expr:
    """a^b^c^..., not evaluated."""
    result: sp.Expr = sp.Integer(storeys[-1])
    for storey in reversed(storeys[:-1]):
        result = power(storey, result)
    return result


def long_number(digits: int) -> sp.Expr:
    """An integer with so many digits."""
    return sp.Integer(10**digits // 7)


def squared_root(inside: sp.Expr) -> sp.Expr:
    """√(inside²)."""
    return power(power(inside, 2), sp.Rational(1, 2))


CASES: dict[str, Callable[[], Sides]] = {
    "9^9^9^9 against itself + 1": lambda: (tower(9, 9, 9, 9), tower(9, 9, 9, 9) + 1),
    "9^9^9^9 x against x": lambda: (tower(9, 9, 9, 9) * x, x),
    "9^9^9^9 as text": lambda: ("9^9^9^9", "9^9^9^9 + 1"),
    "2^2^2^2^2^2 against 3^3^3^3": lambda: (tower(2, 2, 2, 2, 2, 2), tower(3, 3, 3, 3)),
    "7^(10^9) against 7^(10^9) + 1": lambda: (
        power(7, 10**9),
        sp.Add(power(7, 10**9), 1, evaluate=False),
    ),
    "200 nested roots of numbers": lambda: (
        nested(200, sp.Integer(2)),
        squared_root(nested(200, sp.Integer(2))),
    ),
    "200 nested roots, another number": lambda: (
        nested(200, sp.Integer(2)),
        nested(200, sp.Integer(3)),
    ),
    "200 nested roots of x": lambda: (nested(200, x), squared_root(nested(200, x))),
    "1,000 terms 1/(√k + 1), rationalised": lambda: (reciprocals(1000), rationalised(1000)),
    "1,000 terms 1/(√k + 1), one changed": lambda: (reciprocals(1000), reciprocals(1000, 500)),
    "1,000 terms √(k + √k), conjugates": lambda: (roots_of_sums(1000), conjugate_roots(1000)),
    "1,000 terms √(k + √k), one changed": lambda: (roots_of_sums(1000), roots_of_sums(1000, 500)),
    "3,000 terms √(k + √k), one changed": lambda: (roots_of_sums(3000), roots_of_sums(3000, 500)),
    "1,000 terms x^k/k, one changed": lambda: (
        sp.Add(*(x**i / i for i in range(1, 1001))),
        sp.Add(*(x**i / (i + (i == 500)) for i in range(1, 1001))),
    ),
    "1,000 terms √(x + k), another order": lambda: (
        sp.Add(*(sp.sqrt(x + i) for i in range(1000)), evaluate=False),
        sp.Add(*(sp.sqrt(x + i) for i in reversed(range(1000))), evaluate=False),
    ),
    "1,000 terms 1/(x + k), telescoped": lambda: (
        sp.Add(*(1 / (x + i) - 1 / (x + i + 1) for i in range(1000)), evaluate=False),
        1 / x - 1 / (x + 1000),
    ),
    "10^5 digits, equal products": lambda: (
        sp.Mul(long_number(50_000), long_number(50_000), evaluate=False),
        long_number(50_000) ** 2,
    ),
    "10^5 digits, the last one differs": lambda: (long_number(100_000), long_number(100_000) + 1),
    "√ of 10^5 digits": lambda: (
        sp.Mul(*[power(long_number(100_000), sp.Rational(1, 2))] * 2, evaluate=False),
        long_number(100_000),
    ),
    "10^5 digits times x": lambda: (long_number(100_000) * x, (long_number(100_000) + 1) * x),
    "10^5 digits as text": lambda: ("7" * 100_000, "7" * 99_999 + "8"),
    "(x + 1)^(10^6)": lambda: (
        (x + 1) ** 10**6,
        sp.Mul((x + 1) ** (10**6 - 1), x + 1, evaluate=False),
    ),
    "(x + y + 1)^3000": lambda: ((x + y + 1) ** 3000, (x + y) ** 3000),
    "Σ k up to 10^9": lambda: (sp.Sum(k, (k, 1, 10**9)), sp.Integer(10**9 * (10**9 + 1) // 2)),
    "Σ 1/k up to 10^9": lambda: (sp.Sum(1 / k, (k, 1, 10**9)), sp.Integer(21)),
    "Σ 1/k up to 2,000, another order": lambda: (
        sp.Sum(1 / k, (k, 1, 2000)),
        sp.Sum(1 / (2001 - k), (k, 1, 2000)),
    ),
    "depth 5,000": lambda: (deep(5000), x),
    "e^e^e^e^e against an integer": lambda: (
        power(sp.E, power(sp.E, power(sp.E, power(sp.E, sp.E)))),
        sp.Integer(10**50),
    ),
    "sin(10^100000)": lambda: (sp.sin(long_number(100_000), evaluate=False), sp.Rational(1, 3)),
}


def deep(levels: int) -> sp.Expr:
    """((2x + 1) 2 + 1) 2 + ..."""
    result: sp.Expr = x
    for _ in range(levels):
        result = sp.Add(sp.Mul(result, 2, evaluate=False), 1, evaluate=False)
    return result


def judged(name: str, seconds: float, sender: Connection) -> None:
    """Send the verdict, its time and its memory."""
    equal(sp.sqrt(2) * x, x)  # what is loaded at the first question is not the question's
    sides = CASES[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    try:
        verdict = equal(*sides, seconds=seconds)
        answer = f"{verdict.status} ({verdict.method})"
    except SymoptError as error:
        answer = f"{type(error).__name__}: {error.message}"
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 2**20 if sys.platform == "darwin" else 2**10
    sender.send((answer, took, after / unit, (after - before) / unit))


def measure(name: str, seconds: float) -> str:
    """One row of the table."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=judged, args=(name, seconds, sender))
    process.start()
    sender.close()
    try:
        if not receiver.poll(PATIENCE):
            raise EOFError
        answer, took, peak, rise = receiver.recv()
    except EOFError:
        return f"| {name} | **none** | over {PATIENCE:g} s | | |"
    finally:
        process.kill()
        process.join()
    mark = "**" if took > seconds + GRACE else ""
    return f"| {name} | {answer} | {mark}{took:.2f} s{mark} | {peak:.0f} | {rise:.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("cases", nargs="*", metavar="CASE", help="parts of the names of cases")
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    print("| question | verdict | time | peak MB | of these the judge's |")
    print("| --- | --- | ---: | ---: | ---: |")
    for name in CASES:
        if not options.cases or any(part in name for part in options.cases):
            print(measure(name, options.seconds), flush=True)


if __name__ == "__main__":
    main()
