"""Equalities a second on one core: plain rationals, and vectors with radicals.

symopt judges SymPy expressions and notation text; Math-Verify, where it is installed (extra
`bench`), parses and compares the same LaTeX. Its answers are counted as right or wrong beside the
truth, which is known by construction; symopt must have none wrong.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy
from sympy import Rational, sqrt

from symopt import equal
from symopt.notation.latex import write_latex

Pair = tuple[Any, Any, bool]


@dataclass(frozen=True)
class Score:
    """How many a second, and how many of them right."""

    rate: float
    right: int
    total: int


def rationals(count: int, seed: int = 1) -> list[Pair]:
    """p/q against the same or a neighbouring fraction."""
    draw = random.Random(seed)
    pairs = []
    for _ in range(count):
        value = Rational(draw.randint(-999, 999), draw.randint(1, 999))
        same = draw.random() < 0.5
        pairs.append((value, value if same else value + Rational(1, draw.randint(10, 10**6)), same))
    return pairs


def radical_vectors(count: int, seed: int = 2) -> list[Pair]:
    """(a + b√n, √(c + d√m)) in two forms, or with one component off by a little."""
    draw = random.Random(seed)
    pairs = []
    for _ in range(count):
        a, b, n = draw.randint(-9, 9), draw.randint(1, 9), draw.choice([2, 3, 5, 6, 7])
        p, q = draw.randint(1, 9), draw.choice([2, 3, 5, 7])
        with sympy.evaluate(False):
            left = (a - 2 * b / sqrt(n), sqrt((p * p + q) + 2 * p * sqrt(q)))
            right = [a - 2 * b * sqrt(n) / n, p + sqrt(q)]
            same = draw.random() < 0.5
            if not same:
                right[draw.randrange(2)] += Rational(1, 10 ** draw.randint(3, 12))
        pairs.append((left, tuple(right), same))
    return pairs


def latex_of(side: Any) -> str:
    """A number or a vector as LaTeX."""
    if isinstance(side, tuple):
        return rf"\left({', '.join(map(write_latex, side))}\right)"
    return write_latex(side)


def scored(judge: Callable[[Any, Any], bool | None], pairs: list[Pair]) -> Score:
    """Time a judge over the pairs; the first twenty warm it up."""
    for left, right, _ in pairs[:20]:
        judge(left, right)
    begin = time.process_time()
    answers = [judge(left, right) for left, right, _ in pairs]
    seconds = time.process_time() - begin
    right_ones = sum(a is same for a, (_, _, same) in zip(answers, pairs, strict=True))
    return Score(len(pairs) / seconds, right_ones, len(pairs))


def by_symopt(left: Any, right: Any) -> bool | None:
    """True for proved, False for refuted, None for undecided."""
    return {"proved": True, "refuted": False}.get(equal(left, right).status)


def by_math_verify() -> Callable[[str, str], bool] | None:
    """Math-Verify's judge, or None where it is not installed."""
    try:
        from math_verify import parse, verify
    except ImportError:
        return None
    return lambda left, right: bool(verify(parse(f"${left}$"), parse(f"${right}$")))


def main() -> int:
    """Print the table; 1 if symopt gave a wrong answer."""
    peer = by_math_verify()
    wrong = 0
    print("| workload | judge | a second | right |\n| --- | --- | ---: | ---: |")
    for name, pairs in (("rationals", rationals(4000)), ("vectors", radical_vectors(600))):
        texts = [(latex_of(a), latex_of(b), same) for a, b, same in pairs]
        rows = [("symopt, SymPy expressions", scored(by_symopt, pairs))]
        rows.append(("symopt, LaTeX", scored(by_symopt, texts[:600])))
        if peer is not None:
            rows.append(("Math-Verify, LaTeX", scored(peer, texts[:300])))
        for judge, score in rows:
            print(f"| {name} | {judge} | {score.rate:,.0f} | {score.right} of {score.total} |")
            wrong += judge.startswith("symopt") and score.right < score.total
    if peer is None:
        print("\nMath-Verify is not installed: pip install '.[bench]'")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
