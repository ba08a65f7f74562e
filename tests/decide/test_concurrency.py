"""Threads and processes come to the very same verdicts: status, method, evidence, witness."""

import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
import sympy as sp
from flint import ctx

from symopt.decide import equal
from symopt.numbers import precision

x, y, k, t = sp.symbols("x y k t")
RATE = {"beta": "(0, 1)", "v": ">= 0", "epsilon": "> 0", "t": "positive integer"}
SERIES = {"x": "(0, 1)", "t": "positive integer"}


def number_questions():
    for n in range(2, 12):
        nested = sp.sqrt(2 * n + 1 + 2 * sp.sqrt(n * (n + 1)))
        yield nested, sp.sqrt(n) + sp.sqrt(n + 1), None
        yield nested, sp.sqrt(n) + sp.sqrt(n + 1) + sp.Rational(1, 10 ** (5 * n)), None
    yield "cbrt(7-5√2)", "1-√2", None
    yield "e^(π√163)", "262537412640768744", None
    yield "(-2√2/3, 1-√3/3)", "(-4/(3√2), (3-√3)/3)", None
    yield sp.cbrt(-8), -2, None


def symbolic_questions():
    for n in range(1, 9):
        yield sp.sqrt(x**2 + n), sp.sqrt(n + x * x) + sp.Rational(n % 2, 10**20), None
        yield (x + y) ** n, sp.expand((x + y) ** n) + int(n % 3 == 0) * x, None
    for left, right in [
        ("m + (1-β)(g-m)", "β m + (1-β) g"),
        ("m + (1-β)(g-m)", "β m + (1-β) m"),
        ("√(v/(1-β^t)) + ε", "(√v + ε√(1-β^t))/√(1-β^t)"),
        ("√(v/(1-β^t)) + ε", "(√v + ε)/√(1-β^t)"),
        ("abs(g)^2/√(g^2)", "abs(g)"),
        ("max(x, -x)", "abs(x)"),
        ("max(x, y) + min(x, y)", "x + y"),
        ("max(x, y)", "x + y"),
        ("cbrt(x)^3", "x"),
        ("sign(x) abs(x)", "x"),
        ("log(x y)", "log(x) + log(y)"),
        ("1/(1+e^(-x))", "e^x/(1+e^x)"),
        ("sin(x)^2 + cos(x)^2", "1"),
        ("√(-1 - x^2)", "5"),
        ("tanh(x)", "2 sigmoid(2x) - 1"),
    ]:
        yield left, right, RATE if any(c in left for c in "βvm") else None
    yield sp.Sum((1 - x) * x**k, (k, 0, t - 1)), 1 - x**t, SERIES
    yield sp.Sum((1 - x) * x**k, (k, 0, t)), 1 - x**t, SERIES
    yield sp.Sum(k, (k, 1, t)), t * (t + 1) / 2, SERIES
    yield sp.Limit(x ** (1 / (1 - x)), x, 1), 1 / sp.E, SERIES
    yield sp.Derivative(1 / (1 + sp.exp(-x)), x), sp.exp(-x) / (1 + sp.exp(-x)) ** 2, None


QUESTIONS = [*number_questions(), *symbolic_questions()]


def verdict(number):
    left, right, assuming = QUESTIONS[number]
    return equal(left, right, assuming=assuming, seconds=60)


@pytest.fixture(scope="module")
def alone():
    return list(map(verdict, range(len(QUESTIONS))))


def test_the_questions_are_many_and_of_all_kinds(alone):
    assert len(alone) >= 60
    assert {v.status for v in alone} == {"proved", "refuted", "undecided"}
    assert len({v.method for v in alone}) >= 7


@pytest.fixture
def hasty():
    """Threads that take turns so often that an unguarded precision would show."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_four_threads_answer_as_one(alone):
    before = ctx.prec
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(verdict, [*range(len(QUESTIONS))] * 4))
    assert together == alone * 4
    assert ctx.prec == before


def test_two_processes_answer_as_one(alone):
    context = get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as processes:
        asked = [
            processes.submit(equal, left, right, assuming=assuming, seconds=60)
            for left, right, assuming in QUESTIONS
        ]
        together = [answer.result() for answer in asked]
    assert together == alone


def test_the_precision_of_the_caller_changes_no_answer(alone):
    with precision(29):
        inside = [verdict(number) for number in range(0, len(QUESTIONS), 3)]
        assert ctx.prec == 29
    assert inside == alone[::3]
