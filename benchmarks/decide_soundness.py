"""Is every verdict of `symopt.equal` true? Generated pairs, judged, counted, and judged again.

    python -m benchmarks.decide_soundness [--pairs 100000] [--seed 0] [--workers 2] [--seconds 2]

The pairs are those of `decide_pairs`; the judge of the judge is mpmath (`decide_readings`), which
shares no code with SymPy's simplifications or with Arb. A verdict is false when it is

    refuted   on a pair that is equal by construction, or
    proved    on a pair that mpmath tells apart at some point where both sides are defined.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import sympy as sp

from benchmarks.decide_pairs import DOMAIN, Pair, make_pair
from benchmarks.decide_readings import NotRealError, to_sympy, told_apart
from symopt.decide import Verdict, equal

EVERY = 5_000  # pairs


def judge(pair: Pair, r: random.Random, seconds: float) -> tuple[str, Verdict | None]:
    """The verdict's status, or what is false about it."""
    evaluate = r.random() < 0.5
    try:
        sides = [to_sympy(tree, evaluate) for tree in (pair.left, pair.right)]
    except (NotRealError, TypeError, ValueError):  # SymPy: 'not comparable'
        return "not built", None
    if any(side.has(sp.zoo, sp.nan, sp.oo, sp.I) for side in sides):
        return "not built", None
    verdict = equal(*sides, assuming=DOMAIN, seconds=seconds)
    if verdict.status == "refuted" and pair.equal:
        return "FALSE REFUTED", verdict
    if verdict.status == "proved" and told_apart(pair.left, pair.right, r):
        return "FALSE PROVED", verdict
    if verdict.method == "contradiction":
        return "CONTRADICTION", verdict
    return verdict.status, verdict


def run(pairs: int, seed: int, seconds: float = 2.0) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Counts by kind and status, and a description of every false verdict."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    for number in range(pairs):
        r = random.Random(f"{seed}/{number}")  # each pair can be made again by itself
        pair = make_pair(r)
        status, verdict = judge(pair, r, seconds)
        counts[pair.kind, status] += 1
        if status.isupper():
            sides = "\n".join(str(to_sympy(t, True)) for t in (pair.left, pair.right))
            wrong.append(f"{status} (pair {number} of seed {seed})\n{sides}\n{verdict}")
    return counts, wrong


def report(total: Counter[tuple[str, str]], wrong: list[str], seconds: float) -> None:
    """A line on what has been judged so far, and what was false in it."""
    statuses = Counter[str]()
    for (_, status), count in total.items():
        statuses[status] += count
    parts = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    print(f"{sum(total.values())} pairs in {seconds:.0f} s: {parts}", flush=True)
    for complaint in wrong:
        print(complaint, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=2.0)
    options = parser.parse_args()
    chunks = max(options.workers, options.pairs // 1000)
    size = -(-options.pairs // chunks)
    began, total, wrong = time.perf_counter(), Counter[tuple[str, str]](), []
    with ProcessPoolExecutor(options.workers) as pool:
        seeds = [options.seed * 1_000_003 + i for i in range(chunks)]
        for counts, found in pool.map(run, [size] * chunks, seeds, [options.seconds] * chunks):
            total += counts
            wrong += found
            if sum(total.values()) // EVERY > (sum(total.values()) - size) // EVERY:
                report(total, wrong, time.perf_counter() - began)
    for (kind, status), count in sorted(total.items()):
        print(f"{kind:24} {status:14} {count:8}")
    print(f"{sum(total.values())} pairs in {time.perf_counter() - began:.0f} s")
    print(f"{len(wrong)} false verdicts", *wrong[:20], sep="\n")


if __name__ == "__main__":
    main()
