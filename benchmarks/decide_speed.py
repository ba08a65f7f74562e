"""How fast is the judge? Proofs about update rules, and equalities of numbers a second.

    python -m benchmarks.decide_speed [--sympy]

Single core, warm, CPU time. With --sympy each symbolic question is also put to SymPy's `simplify`,
in a process of its own that is stopped after 20 seconds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from multiprocessing import get_context

import sympy as sp

from symopt.decide import equal

LIMIT = 20.0
lr, eps = sp.symbols("lr epsilon", positive=True)
beta1, beta2, t, k = sp.symbols("beta1 beta2 t k")
theta, m, g = sp.symbols("theta m g", real=True)
v, v_max = sp.symbols("v v_max", nonnegative=True)
gradients = sp.symbols("g1:6", real=True)
ASSUMING = {"beta1": "(0, 1)", "beta2": "(0, 1)", "t": "positive integer"}
m1, v1 = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
Sides = tuple[sp.Expr, sp.Expr]


def adam(rescaled: bool) -> Sides:
    """Algorithm 1 against the lr_t form, with epsilon rescaled or not."""
    text = theta - lr * (m1 / (1 - beta1**t)) / (sp.sqrt(v1 / (1 - beta2**t)) + eps)
    scale = sp.sqrt(1 - beta2**t)
    epsilon = eps * scale if rescaled else eps
    return text, theta - lr * scale / (1 - beta1**t) * m1 / (sp.sqrt(v1) + epsilon)


def unrolled(steps: int) -> Sides:
    """Several steps of Adam from zero moments in two forms."""
    return _unrolled(steps, False), _unrolled(steps, True)


def _unrolled(steps: int, increments: bool) -> sp.Expr:
    mean = square = sp.Integer(0)
    point = theta
    for s, gradient in enumerate(gradients[:steps], start=1):
        if increments:
            mean += (1 - beta1) * (gradient - mean)
            square -= (1 - beta2) * (square - gradient**2)
            scale = sp.sqrt(1 - beta2**s)
            point -= lr * scale / (1 - beta1**s) * mean / (sp.sqrt(square) + eps * scale)
        else:
            mean = beta1 * mean + (1 - beta1) * gradient
            square = beta2 * square + (1 - beta2) * gradient**2
            point -= lr * mean / (1 - beta1**s) / (sp.sqrt(square / (1 - beta2**s)) + eps)
    return point


def amsgrad() -> Sides:
    """The maximum of the roots for the root of the maximum."""
    inside = theta - lr * m1 / (sp.sqrt(sp.Max(v_max, v1)) + eps)
    return inside, theta - lr * m1 / (sp.Max(sp.sqrt(v_max), sp.sqrt(v1)) + eps)


QUESTIONS: dict[str, Callable[[], Sides]] = {
    "√(3+2√2) = 1+√2": lambda: (sp.sqrt(3 + 2 * sp.sqrt(2)), 1 + sp.sqrt(2)),
    "√(5+2√6) = √2+√3": lambda: (sp.sqrt(5 + 2 * sp.sqrt(6)), sp.sqrt(2) + sp.sqrt(3)),
    "∛(7+5√2) = 1+√2": lambda: (sp.cbrt(7 + 5 * sp.sqrt(2)), 1 + sp.sqrt(2)),
    "Adam, symbolic t, epsilon rescaled": lambda: adam(True),
    "Adam, symbolic t, the same epsilon": lambda: adam(False),
    "Adam, 3 steps unrolled": lambda: unrolled(3),
    "Adam, 5 steps unrolled": lambda: unrolled(5),
    "AMSGrad, max outside the root": amsgrad,
    "sum of (1 - beta) beta^k": lambda: (
        sp.Sum((1 - beta1) * beta1**k, (k, 0, t - 1)),
        1 - beta1**t,
    ),
    "beta^(1/(1 - beta)) -> 1/e": lambda: (
        sp.Limit(beta1 ** (1 / (1 - beta1)), beta1, 1),
        1 / sp.E,
    ),
}


def median(run: Callable[[], object], rounds: int) -> float:
    run()
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        run()
        times.append(time.process_time() - begin)
    return sorted(times)[rounds // 2]


def rate(pairs: list[tuple[object, object]]) -> float:
    """Equalities a second over pairs that are all equal."""
    for left, right in pairs[:20]:
        equal(left, right)
    begin = time.process_time()
    proved = sum(equal(left, right).status == "proved" for left, right in pairs)
    if proved != len(pairs):
        raise SystemExit(f"{len(pairs) - proved} of {len(pairs)} pairs were not proved")
    return len(pairs) / (time.process_time() - begin)


def rational_pairs(count: int) -> list[tuple[object, object]]:
    """Sums and products as a student writes them, against the result."""
    with sp.evaluate(False):
        return [
            (
                sp.Rational(i, 7) + sp.Rational(3, i + 1) * sp.Rational(2, 3),
                sp.Rational(i * (i + 1) + 14, 7 * (i + 1)),
            )
            for i in range(1, count + 1)
        ]


def radical_pairs(count: int) -> list[tuple[object, object]]:
    """Vectors such as (-2 sqrt(2)/3, 1 - sqrt(3)/3) in two forms."""
    two, three = sp.sqrt(2), sp.sqrt(3)
    return [
        ((-2 * two * i / 3, 1 - three / i), (-4 * i / (3 * two), (i - three) / i))
        for i in map(sp.Integer, range(1, count + 1))
    ]


def sympy_seconds(question: str) -> str:
    """How long `simplify(left - right)` takes, and whether it gives 0."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_simplify, args=(question, sender))
    process.start()
    answer = receiver.recv() if receiver.poll(LIMIT + 5) else f"over {LIMIT:g} s"
    process.kill()
    process.join()
    return answer


def _simplify(question: str, sender) -> None:  # type: ignore[no-untyped-def]
    left, right = QUESTIONS[question]()
    begin = time.process_time()
    zero = sp.simplify((left - right).doit()) == 0
    sender.send(f"{time.process_time() - begin:.2f} s, {'0' if zero else 'not 0'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sympy", action="store_true")
    options = parser.parse_args()
    print("| question | verdict | method | ms |" + (" SymPy |" if options.sympy else ""))
    print("| --- | --- | --- | ---: |" + (" --- |" if options.sympy else ""))
    for name, make in QUESTIONS.items():
        left, right = make()
        given = ASSUMING if left.free_symbols | right.free_symbols else None
        verdict = equal(left, right, assuming=given)
        seconds = median(lambda s=(left, right), g=given: equal(*s, assuming=g), 15)
        row = f"| {name} | {verdict.status} | {verdict.method} | {seconds * 1000:.2f} |"
        print(row + (f" {sympy_seconds(name)} |" if options.sympy else ""))
    print(f"\nplain rationals: {rate(rational_pairs(2000)):,.0f} equalities a second")
    print(f"radical vectors: {rate(radical_pairs(600)):,.0f} equalities a second")


if __name__ == "__main__":
    main()
