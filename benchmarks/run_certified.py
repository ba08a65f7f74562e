"""1,000 certified steps beside the loop that one would write with python-flint.

`python -m benchmarks.run_certified [STEPS]`; CPU time. The loop is told the first precision, a
power of two, that suffices, and so is symopt once; else it finds one by itself. Returns 1 if
enclosures don't overlap.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from flint import arb, fmpq

from benchmarks import run_peers as peers
from benchmarks.timing import interleaved
from symopt import Problem
from symopt.numbers.ball import precision
from symopt.run import certified

Point = list[arb]
Take = Callable[[int, Point, list[Point], Callable[[Point], Point], dict[str, arb]], None]
ENOUGH = 40  # certain bits, for ten digits
SURFACES = {
    "quadratic": (peers.QUADRATIC, {"x": "-7", "y": "2"}),
    "quartic": (peers.QUARTIC, {"x": "1/2", "y": "29/5"}),
}


def sgd(t, x, state, gradient, p):
    for i, g in enumerate(gradient(x)):
        x[i] = x[i] - p["lr"] * g


def momentum(t, x, state, gradient, p):
    (v, _) = state
    for i, g in enumerate(gradient(x)):
        v[i] = p["momentum"] * v[i] - p["lr"] * g
        x[i] = x[i] + v[i]


def nesterov(t, x, state, gradient, p):
    (v, _) = state
    for i, g in enumerate(gradient([a + p["momentum"] * b for a, b in zip(x, v, strict=True)])):
        v[i] = p["momentum"] * v[i] - p["lr"] * g
        x[i] = x[i] + v[i]


def adagrad(t, x, state, gradient, p):
    (v, _) = state
    for i, g in enumerate(gradient(x)):
        v[i] = v[i] + g**2
        x[i] = x[i] - p["lr"] * g / (v[i].sqrt() + p["epsilon"])


def rmsprop(t, x, state, gradient, p):
    (v, _) = state
    for i, g in enumerate(gradient(x)):
        v[i] = p["decay"] * v[i] + (1 - p["decay"]) * g**2
        x[i] = x[i] - p["lr"] * g / (v[i].sqrt() + p["epsilon"])


def adam(t, x, state, gradient, p):
    m, v = state
    for i, g in enumerate(gradient(x)):
        m[i] = p["beta1"] * m[i] + (1 - p["beta1"]) * g
        v[i] = p["beta2"] * v[i] + (1 - p["beta2"]) * g**2
        m_hat = m[i] / (1 - p["beta1"] ** t)
        v_hat = v[i] / (1 - p["beta2"] ** t)
        x[i] = x[i] - p["lr"] * m_hat / (v_hat.sqrt() + p["epsilon"])


def quadratic(x: Point) -> Point:
    return [x[0] / 10, 2 * x[1]]


def quartic(point: Point) -> Point:
    x, y = point
    return [
        4 * x * y**2 / 5 + 3 * (x * y + x) / 5 - y**2 / 4 + 31 * y / 100 - arb(1) / 5,
        4 * x**2 * y / 5 + 3 * x**2 / 10 + 3 * y / 5 - x * y / 2 + 31 * x / 100 + arb(21) / 10,
    ]


GRADIENTS = {"quadratic": quadratic, "quartic": quartic}
RULES: dict[Take, str] = {
    sgd: "1/100",
    momentum: "1/200",
    nesterov: "1/200",
    adagrad: "1/2",
    rmsprop: "1/100",
    adam: "1/10",
}


def main() -> int:
    """Print a row a rule and surface."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print("| rule | surface | bits | by hand | symopt, the same bits | symopt |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    overlap = [row(rule, surface, steps) for rule in RULES for surface in SURFACES]
    if not all(overlap):
        print("\nenclosures DON'T OVERLAP")
    return int(not all(overlap))


def row(rule: Take, surface: str, steps: int) -> bool:
    """Print one; False if the enclosures of the last point don't overlap."""
    objective, start = SURFACES[surface]
    problem = Problem(objective, start=start, rule=rule.__name__, lr=RULES[rule])
    bits = 128
    hand = by_hand(problem, rule, surface, steps, bits)
    while min(x.rel_accuracy_bits() for x in hand) < ENOUGH:
        bits *= 2
        hand = by_hand(problem, rule, surface, steps, bits)
    contenders: dict[str, peers.Contender] = {
        "by hand": lambda: by_hand(problem, rule, surface, steps, bits),
        "told the bits": lambda: told(problem, steps, bits),
        "symopt": lambda: problem.certify(steps, digits=10, record=steps),
    }
    base, *others = interleaved(contenders, rounds=5).values()
    ratios = " | ".join(f"{seconds / base:.2f}" for seconds in others)
    print(f"| {rule.__name__} | {surface} | {bits} | {base * 1000:.0f} ms | {ratios} |", flush=True)
    ends = problem.certify(steps, digits=10, record=steps).balls[-1]
    return all(a.overlaps(b) for a, b in zip(ends, hand, strict=True))


def told(problem: Problem, steps: int, bits: int) -> None:
    """The certified run that begins with a precision that suffices."""
    first, certified.FIRST_BITS = certified.FIRST_BITS, bits
    try:
        problem.certify(steps, digits=10, record=steps)
    finally:
        certified.FIRST_BITS = first


def by_hand(problem: Problem, rule: Take, surface: str, steps: int, bits: int) -> Point:
    """The rule's loop in balls, with so many bits."""
    with precision(bits):
        setting = problem.setting
        numbers = {name: arb(fmpq(int(v.p), int(v.q))) for name, v in setting.values.items()}
        point = [arb(fmpq(int(v.p), int(v.q))) for v in setting.start]
        state = [[arb(0), arb(0)] for _ in range(2)]
        for t in range(1, steps + 1):
            rule(t, point, state, GRADIENTS[surface], numbers)
        return point


if __name__ == "__main__":
    sys.exit(main())
