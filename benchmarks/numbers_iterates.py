"""Iterates of two forms of a rule proved equal by `symopt.numbers`, with SymPy's time beside it.

Adam, RMSProp and AdaGrad as in textbooks against their increment form (m + (1 − β)(g − m)), and
Adam against its lr_t form. "Shared": both forms take each step from the state that the first one
reached, and both states are then proved equal; "independent": the two runs never meet.

`python -m benchmarks.numbers_iterates [SECONDS]`: with SECONDS, 20 say, SymPy's simplify,
equals and minimal_polynomial get that long for each iterate, and stop at the first they don't do.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from symopt.numbers import Field

Vector = list[Any]
State = tuple[Vector, Vector, Vector]  # point, first and second moments


@dataclass(frozen=True)
class Task:
    """A problem with the rules' parameters, and how many iterates are to be proved equal."""

    name: str
    gradient: Callable[[Any, Any], Vector]
    start: tuple[str, str]
    lr: str
    beta1: str
    beta2: str
    epsilon: str
    shared: int
    independent: int


def quartic(x: Any, y: Any) -> Vector:
    """Of 2/5·x²y² + 3/10·x²y + 3/10·x² + 3/10·y² − 1/4·xy² + 31/100·xy − x/5 + 21/10·y."""
    return [
        x * y * y * 4 / 5 + x * y * 3 / 5 + x * 3 / 5 - y * y / 4 + y * 31 / 100 - x**0 / 5,
        x * x * y * 4 / 5 + x * x * 3 / 10 + y * 3 / 5 - x * y / 2 + x * 31 / 100 + y**0 * 21 / 10,
    ]


TASKS = (
    Task("xy", lambda x, y: [y, x], ("1", "2"), "1", "1/2", "1/2", "0", 7, 5),
    Task(
        "x²/20 + y²", lambda x, y: [x / 10, 2 * y], ("-7", "2"), "3/10", "9/10", "999/1000",
        "1/10000000", 7, 5,
    ),
    Task("quartic", quartic, ("1/2", "29/5"), "3/10", "9/10", "999/1000", "1/10000000", 5, 3),
)  # fmt: skip
CONTESTS = (
    ("adam", "increment"), ("adam", "lr_t"), ("rmsprop", "increment"), ("adagrad", "increment"),
)  # fmt: skip


def average(form: str, beta: Any, old: Any, new: Any) -> Any:
    return old + (1 - beta) * (new - old) if form == "increment" else beta * old + (1 - beta) * new


def step(task: Task, rule: str, form: str, t: int, state: State, number: Any, sqrt: Any) -> State:
    """One step of a rule in one of its forms, in any arithmetic."""
    lr, beta1, beta2, epsilon = (
        number(Fraction(text)) for text in (task.lr, task.beta1, task.beta2, task.epsilon)
    )
    point, first, second = state
    g = task.gradient(*point)
    if rule == "adagrad":
        second = [
            v - (0 - a * a) if form == "increment" else v + a * a
            for v, a in zip(second, g, strict=True)
        ]
    else:
        second = [average(form, beta2, v, a * a) for v, a in zip(second, g, strict=True)]
    numerators, roots = g, [sqrt(v) for v in second]
    if rule == "adam":
        first = [average(form, beta1, m, a) for m, a in zip(first, g, strict=True)]
        c1, c2 = 1 - beta1**t, 1 - beta2**t
        if form == "lr_t":
            numerators, epsilon, lr = first, epsilon * sqrt(c2), lr * sqrt(c2) / c1
        else:
            numerators, roots = [m / c1 for m in first], [sqrt(v / c2) for v in second]
    point = [x - lr * m / (r + epsilon) for x, m, r in zip(point, numerators, roots, strict=True)]
    return point, first, second


def start(task: Task, number: Any) -> State:
    zero = [number(Fraction(0))] * 2
    return [number(Fraction(text)) for text in task.start], zero, zero


def proved(task: Task, rule: str, form: str, *, shared: bool) -> Iterator[tuple[bool, float]]:
    """For each iterate whether both forms were proved equal, and the seconds that it took."""
    field = Field()
    left = right = start(task, field.rational)
    for t in range(1, (task.shared if shared else task.independent) + 1):
        begin = time.perf_counter()
        before = left if shared else right
        left = step(task, rule, "textbook", t, left, field.rational, field.sqrt)
        right = step(task, rule, form, t, before, field.rational, field.sqrt)
        equal = all(
            a.equals(b) for u, v in zip(left, right, strict=True) for a, b in zip(u, v, strict=True)
        )
        yield equal, time.perf_counter() - begin


def differences(task: Task, rule: str, form: str, steps: int) -> Iterator[sympy.Expr]:
    """textbook − form, the first coordinate of each iterate, as SymPy builds it."""

    def number(q: Fraction) -> sympy.Expr:
        return sympy.Rational(q.numerator, q.denominator)

    left = right = start(task, number)
    for t in range(1, steps + 1):
        left = step(task, rule, "textbook", t, left, number, sympy.sqrt)
        right = step(task, rule, form, t, right, number, sympy.sqrt)
        yield left[0][0] - right[0][0]


SYMPY: dict[str, Callable[[sympy.Expr], bool]] = {
    "simplify": lambda e: bool(sympy.simplify(e) == 0),
    "equals": lambda e: bool(e.equals(0)),
    "minimal_polynomial": lambda e: bool(
        sympy.minimal_polynomial(e, sympy.Symbol("z")) == sympy.Symbol("z")
    ),
}


def _by_sympy(name: str, index: int, contest: tuple[str, str], method: str, answers: Any) -> None:
    task = next(task for task in TASKS if task.name == name)
    *_, expr = differences(task, *contest, index)
    answers.put(SYMPY[method](expr))


def last_by_sympy(task: Task, contest: tuple[str, str], method: str, seconds: float) -> str:
    """The last iterate that SymPy proves equal within the time, in a process that can be ended."""
    context = multiprocessing.get_context("spawn")
    for t in range(1, task.independent + 1):
        answers = context.Queue()
        process = context.Process(
            target=_by_sympy, args=(task.name, t, contest, method, answers), daemon=True
        )
        process.start()
        process.join(seconds + 2)  # importing SymPy takes a second or so
        if process.is_alive():
            process.kill()
            return f"t = {t - 1} (then > {seconds:.0f} s)"
        if process.exitcode != 0 or not answers.get():
            return f"t = {t - 1} (then no answer)"
    return f"t = {task.independent}"


def main() -> int:
    """Print the table; 1 if any iterate was not proved equal, or not within 5 seconds."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.0
    columns = ["shared", "independent", *(SYMPY if seconds else ())]
    print("| rule | form | objective |", " | ".join(columns), "|")
    print("| --- | --- | --- |", " | ".join("---:" for _ in columns), "|")
    failed = False
    for rule, form in CONTESTS:
        for task in TASKS:
            cells = []
            for shared in (True, False):
                results = list(proved(task, rule, form, shared=shared))
                failed |= not all(equal and spent < 5 for equal, spent in results)
                cells.append(f"t = {len(results)}: {max(s for _, s in results) * 1000:.1f} ms")
            if seconds:
                cells += [last_by_sympy(task, (rule, form), method, seconds) for method in SYMPY]
            print(f"| {rule} | {form} | {task.name} |", " | ".join(cells), "|", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
