"""Are the proved equalities and signs of `symopt.numbers` true? Random pairs before another judge.

Pairs that are equal by construction (one rewritten by identities), near misses of these (10^-12 to
10^-60 apart), mutated ones (a constant changed) and unrelated ones are decided by `Real.equals`;
an inequality is judged by mpmath with 150 digits, an equality by its construction. A wrong answer
fails the run; an undecided one is counted.
"""

from __future__ import annotations

import operator
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath

from symopt.errors import UndecidedError, UndefinedError
from symopt.numbers import Field

DIGITS = 150
SAME = mpmath.mpf(10) ** -100  # values of these sizes that differ by less are equal or unjudgeable

OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}

Tree = tuple[Any, ...]


def number(rng: random.Random) -> Tree:
    return ("q", Fraction(rng.randint(-9, 12), rng.choice((1, 1, 1, 2, 3, 5, 7, 10))))


def tree(rng: random.Random, depth: int) -> Tree:
    """A random expression in which a few parts come up again and again."""
    parts: list[Tree] = []

    def grown(depth: int) -> Tree:
        if parts and rng.random() < 0.3:
            return rng.choice(parts)
        kind = rng.choice("++-**/rrrq") if depth else "q"
        if kind == "q":
            made = number(rng)
        elif kind == "r":
            made = radical(rng, grown(depth - 1))
        else:
            made = (kind, grown(depth - 1), grown(depth - 1))
        parts.append(made)
        return made

    return grown(depth)


def radical(rng: random.Random, inside: Tree) -> Tree:
    """A root of the tree, or often of its square plus something positive, which surely exists."""
    if rng.random() < 0.5:
        inside = ("+", ("*", inside, inside), ("q", Fraction(rng.randint(1, 8))))
    return ("root", inside, rng.choice((2, 2, 2, 2, 3, 4)))


def rewritten(rng: random.Random, t: Tree) -> Tree:
    """The same number, written differently by identities that hold wherever both sides exist."""
    if t[0] == "q":
        c = Fraction(rng.randint(1, 9), rng.randint(1, 9))
        return rng.choice((t, ("-", ("q", t[1] + c), ("q", c)), ("*", ("q", t[1] / c), ("q", c))))
    if t[0] == "root":
        inside, order = rewritten(rng, t[1]), t[2]
        c = Fraction(rng.randint(1, 6), rng.randint(1, 6))
        scaled = ("/", ("root", ("*", inside, ("q", c**order)), order), ("q", c))
        nested = ("root", ("root", inside, 2), 2) if order == 4 else ("root", inside, order)
        power = ("/", inside, _power(("root", inside, order), order - 1))
        return rng.choice((nested, scaled, nested, power))
    sign, a, b = t[0], rewritten(rng, t[1]), rewritten(rng, t[2])
    square = ("*", b, b)
    choices = {
        "+": [("+", b, a), ("-", a, ("-", ("q", Fraction(0)), b)), _by_conjugate(a, b, "-")],
        "-": [("-", a, b), ("+", ("-", ("q", Fraction(0)), b), a), _by_conjugate(a, b, "+")],
        "*": [
            ("*", b, a),
            _by_distribution(rng, a, b),
            ("/", ("-", _square("+", a, b), _square("-", a, b)), ("q", Fraction(4))),
        ],
        "/": [("/", a, b), ("/", ("*", a, b), square), ("*", a, ("/", b, square))],
    }
    return rng.choice(choices[sign])


def _power(t: Tree, exponent: int) -> Tree:
    return t if exponent == 1 else ("*", t, _power(t, exponent - 1))


def _square(sign: str, a: Tree, b: Tree) -> Tree:
    return ("*", (sign, a, b), (sign, a, b))


def _by_conjugate(a: Tree, b: Tree, other: str) -> Tree:
    """a ± b = (a² − b²)/(a ∓ b)."""
    return ("/", ("-", ("*", a, a), ("*", b, b)), (other, a, b))


def _by_distribution(rng: random.Random, a: Tree, b: Tree) -> Tree:
    """a·b = a·c + a·(b − c)."""
    c = rng.choice((a, number(rng)))
    return ("+", ("*", a, c), ("*", a, ("-", b, c)))


def mutated(rng: random.Random, t: Tree) -> Tree:
    """The tree with one constant changed a little."""
    if t[0] == "q":
        return ("q", t[1] + rng.choice((-1, 1)) * Fraction(1, rng.choice((1, 2, 3, 10**6))))
    if t[0] == "root":
        return ("root", mutated(rng, t[1]), t[2])
    if rng.random() < 0.5:
        return (t[0], mutated(rng, t[1]), t[2])
    return (t[0], t[1], mutated(rng, t[2]))


def evaluate(t: Tree, rational: Callable[[Fraction], Any], root: Callable[[Any, int], Any]) -> Any:
    """The tree's value in any arithmetic; parts that stand in it twice are evaluated once."""
    done: dict[int, Any] = {}

    def value(t: Tree) -> Any:
        if id(t) not in done:
            done[id(t)] = compute(t)
        return done[id(t)]

    def compute(t: Tree) -> Any:
        if t[0] == "q":
            return rational(t[1])
        if t[0] == "root":
            return root(value(t[1]), t[2])
        return OPERATORS[t[0]](value(t[1]), value(t[2]))

    return value(t)


def judged(t: Tree, digits: int = DIGITS) -> mpmath.mpf | None:
    """mpmath's value; None where a divisor or radicand is too near to zero, or negative."""
    touchy = False

    class Watched:
        def __init__(self, value: mpmath.mpf):
            self.value = value

        def __add__(self, other: Watched) -> Watched:
            return Watched(self.value + other.value)

        def __sub__(self, other: Watched) -> Watched:
            return Watched(self.value - other.value)

        def __mul__(self, other: Watched) -> Watched:
            return Watched(self.value * other.value)

        def __truediv__(self, other: Watched) -> Watched:
            nonlocal touchy
            touchy |= abs(other.value) < SAME
            return Watched(self.value / other.value if other.value else mpmath.mpf(1))

    def root(x: Watched, order: int) -> Watched:
        nonlocal touchy
        value = x.value
        touchy |= order % 2 == 0 and value < SAME  # rounding decides whether it exists
        touchy |= 0 < abs(value) < SAME  # the root of a rounding error is a large one
        return Watched(mpmath.sign(value) * mpmath.root(abs(value), order))

    with mpmath.workdps(digits):
        value = evaluate(t, lambda q: Watched(mpmath.mpf(q.numerator) / q.denominator), root).value
        return None if touchy else value


def pair(rng: random.Random) -> tuple[str, Tree, Tree]:
    """(kind, left, right)."""
    kind = rng.choice(("rewritten", "near miss", "mutated", "unrelated"))
    left = tree(rng, rng.randint(2, 4))
    if kind == "unrelated":
        return kind, left, tree(rng, rng.randint(2, 4))
    right = rewritten(rng, left)
    if kind == "near miss":
        miss = Fraction(rng.choice((-1, 1)), 10 ** rng.randint(12, 60))
        right = ("+", right, ("q", miss))
    return kind, left, mutated(rng, right) if kind == "mutated" else right


def differ(left: Tree, right: Tree) -> bool | None:
    """Whether the values differ; None where rounding decides. What shrinks with digits is that."""
    gaps = []
    for digits in (DIGITS, 4 * DIGITS):
        a, b = judged(left, digits), judged(right, digits)
        if a is None or b is None:
            return None
        with mpmath.workdps(digits):
            gaps.append(abs(a - b) / (1 + abs(a)))
        if gaps[0] <= SAME:
            return False
    return bool(gaps[1] > gaps[0] / 2)


def outcome(kind: str, left: Tree, right: Tree) -> str:
    """ "proved", "refuted", "undecided", "undefined", or "WRONG: …"."""
    apart = differ(left, right)
    field = Field(max_bits=100_000)
    try:
        a, b = (evaluate(t, field.rational, field.root) for t in (left, right))
        equal = a.equals(b)
    except UndecidedError:
        return "undecided"
    except UndefinedError as error:
        return "undefined" if apart is None else f"WRONG: {error}"
    if apart is None:
        return "undefined"
    if equal and (apart or kind == "near miss"):
        return "WRONG: proved"
    if not equal and (kind == "rewritten" or not apart):
        return "WRONG: refuted"
    return "proved" if equal else "refuted"


def survey(pairs: int, seed: int) -> Counter[tuple[str, str]]:
    """How often each kind of pair had each outcome."""
    rng = random.Random(seed)
    counts: Counter[tuple[str, str]] = Counter()
    for _ in range(pairs):
        kind, left, right = pair(rng)
        counts[kind, outcome(kind, left, right)] += 1
    return counts


def main() -> int:
    """Print the table for the given number of pairs (100,000) and seed; 1 if any was wrong."""
    pairs, seed = (int(text) for text in (*sys.argv[1:3], "100000", "1")[:2])
    begin = time.perf_counter()
    counts = survey(pairs, seed)
    print(f"{pairs:,} pairs, seed {seed}, {time.perf_counter() - begin:.0f} s\n")
    print("| pair | outcome | number |\n| --- | --- | ---: |")
    for (kind, result), count in sorted(counts.items()):
        print(f"| {kind} | {result} | {count:,} |")
    return int(any(result.startswith("WRONG") for _, result in counts))


if __name__ == "__main__":
    sys.exit(main())
