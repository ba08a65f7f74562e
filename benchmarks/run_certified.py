"""1,000 certified steps beside the loop that one would write with python-flint.

`python -m benchmarks.run_certified [STEPS]`; the loop is told the precision that suffices.
"""

from __future__ import annotations

import sys

from flint import arb, fmpq

from benchmarks import run_peers as peers
from benchmarks.timing import interleaved, report
from symopt import Problem
from symopt.numbers.ball import precision

BITS = 1024


def main() -> int:
    """Print the table; 1 if the enclosures don't overlap."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    problem = Problem(peers.QUADRATIC, start={"x": -7, "y": 2}, rule="adam", lr="0.3")
    ends = problem.certify(steps, digits=10, record=steps).balls[-1]
    if not all(a.overlaps(b) for a, b in zip(ends, by_hand(steps), strict=True)):
        print("the enclosures don't overlap")
        return 1
    contenders = {
        "arb loop by hand": lambda: by_hand(steps),
        "symopt, certify": lambda: problem.certify(steps, digits=10, record=steps),
    }
    medians = interleaved(contenders, rounds=7)
    print(report(f"{steps} certified steps of Adam", medians, baseline="arb loop by hand"))
    return 0


def by_hand(steps: int) -> tuple[arb, arb]:
    """Adam on x²/20 + y² in balls."""
    with precision(BITS):
        b1, b2, lr = arb(fmpq(9, 10)), arb(fmpq(999, 1000)), arb(fmpq(3, 10))
        eps, point = arb(fmpq(1, 10**8)), [arb(-7), arb(2)]
        m, v = [arb(0), arb(0)], [arb(0), arb(0)]
        for t in range(1, steps + 1):
            gradient = point[0] / 10, 2 * point[1]
            for i, g in enumerate(gradient):
                m[i] = b1 * m[i] + (1 - b1) * g
                v[i] = b2 * v[i] + (1 - b2) * g**2
                m_hat = m[i] / (1 - b1**t)
                v_hat = v[i] / (1 - b2**t)
                point[i] = point[i] - lr * m_hat / (v_hat.sqrt() + eps)
        return point[0], point[1]


if __name__ == "__main__":
    sys.exit(main())
