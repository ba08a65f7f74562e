"""Each statement is proved, and each with one thing in it changed is refuted with a witness."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.decide import equal
from symopt.decide.budget import Budget
from symopt.decide.evaluate import compiled
from symopt.decide.operations import Missing

beta, c, v = sp.symbols("beta c v")
weight = sp.Symbol("w")
t, n, m, s, r, B = (sp.Symbol(name, integer=True, positive=True) for name in "t n m s r B".split())
b, i, j, k = sp.symbols("b i j k", integer=True)
f, g, h, w, x, y = map(sp.Function, "fghwxy")
S = sp.Sum
UNIT = {"beta": "(0, 1)"}
FEATURE = {"j": "integer in [1, n]"}
error = S(w(k) * x(i, k), (k, 1, n)) - y(i)

LAWS = {
    "the last term": (S(f(k), (k, 1, t)), S(f(k), (k, 1, t - 1)) + f(t), {}),
    "the last two": (S(f(k), (k, 1, t + 2)), S(f(i), (i, 1, t)) + f(t + 1) + f(t + 2), {}),
    "the first term": (S(f(k), (k, 0, t)), f(0) + S(f(k), (k, 1, t)), {}),
    "the last term divided": (
        S(f(k) / sp.sqrt(h(k)), (k, 1, t)),
        S(f(k) / sp.sqrt(h(k)), (k, 1, t - 1)) + f(t) / sp.sqrt(h(t)),
        {},
    ),
    "split": (S(f(k), (k, 1, s + r)), S(f(k), (k, 1, s)) + S(f(k), (k, s + 1, s + r)), {}),
    "one step of the unrolled average": (
        beta * (1 - beta) * S(beta ** (t - 1 - k) * g(k), (k, 1, t - 1)) + (1 - beta) * g(t),
        (1 - beta) * S(beta ** (t - k) * g(k), (k, 1, t)),
        UNIT,
    ),
    "factors": (S(beta ** (t - k) * g(k), (k, 1, t)), beta**t * S(g(k) / beta**k, (k, 1, t)), UNIT),
    "linear": (
        S(2 * f(k) + c * g(k) + 3, (k, 1, n)),
        2 * S(f(i), (i, 1, n)) + c * S(g(k), (k, 1, n)) + 3 * n,
        {},
    ),
    "shifted": (S(f(k + 1), (k, 0, n - 1)), S(f(k), (k, 1, n)), {}),
    "shifted, of every other": (S(f(2 * k), (k, 1, t)), S(f(2 * k + 2), (k, 0, t - 1)), {}),
    "shifted denominators": (S(1 / (k + 1), (k, 1, t)), S(1 / k, (k, 2, t + 1)), {}),
    "reversed": (S(f(n - k) * g(k), (k, 0, n)), S(f(k) * g(n - k), (k, 0, n)), {}),
    "reversed weights": (
        S(beta**k * g(t - k), (k, 0, t - 1)),
        S(beta ** (t - k) * g(k), (k, 1, t)),
        UNIT,
    ),
    "reversed denominators": (S(2 / (k + 2), (k, 1, t)), S(2 / (t + 3 - k), (k, 1, t)), {}),
    "interchanged": (S(g(b, i), (i, 1, s), (b, 1, B)), S(g(b, i), (b, 1, B), (i, 1, s)), {}),
    "equal batches": (
        S(S(g(b, i), (i, 1, s)) / s, (b, 1, B)) / B,
        S(g(b, i), (i, 1, s), (b, 1, B)) / (B * s),
        {},
    ),
    "a uniform index": (S(g(i) / m, (i, 1, m)), S(g(i), (i, 1, m)) / m, {}),
    "a square": (S(f(k), (k, 1, n)) ** 2, S(f(i) * f(k), (i, 1, n), (k, 1, n)), {}),
    "the variance": (
        S((f(k) - S(f(i), (i, 1, n)) / n) ** 2, (k, 1, n)) / n,
        S(f(k) ** 2, (k, 1, n)) / n - (S(f(k), (k, 1, n)) / n) ** 2,
        {},
    ),
    "the derivative by one feature": (
        sp.Derivative(S(error**2, (i, 1, m)) / (2 * m), w(j)),
        S(error * x(i, j), (i, 1, m)) / m,
        FEATURE,
    ),
    "the scalar derivative": (
        sp.Derivative(S((weight * x(i) - y(i)) ** 2, (i, 1, m)) / (2 * m), weight),
        S((weight * x(i) - y(i)) * x(i), (i, 1, m)) / m,
        {},
    ),
    "the normal equations": (
        S(error * x(i, j), (i, 1, m)),
        S(w(k) * S(x(i, k) * x(i, j), (i, 1, m)), (k, 1, n)) - S(x(i, j) * y(i), (i, 1, m)),
        FEATURE,
    ),
    "telescoping": (S(f(k + 1) - f(k), (k, 1, n)), f(n + 1) - f(1), {}),
    "a constant series": ((1 - beta) * S(beta ** (t - k) * c, (k, 1, t)), (1 - beta**t) * c, UNIT),
    "a geometric part": (
        S(f(k) + beta**k, (k, 1, t)),
        S(f(k), (k, 1, t)) + beta * (1 - beta**t) / (1 - beta),
        UNIT,
    ),
    "a sum of squares under a root": (
        sp.sqrt(S(f(k) ** 2, (k, 1, t - 1)) + f(t) ** 2),
        sp.sqrt(S(f(k) ** 2, (k, 1, t))),
        {},
    ),
    "the size of a sum of squares": (sp.Abs(S(f(k) ** 2, (k, 1, t))), S(f(k) ** 2, (k, 1, t)), {}),
    "sums in the terms": (
        S(f(k) / sp.sqrt(S(f(i) ** 2, (i, 1, k))), (k, 1, t)),
        S(f(k) / sp.sqrt(S(f(i) ** 2, (i, 1, k - 1)) + f(k) ** 2), (k, 1, t)),
        {},
    ),
    "sifted": (S(sp.KroneckerDelta(k, s) * f(k), (k, 1, s + r)), f(s), {}),
}


@pytest.mark.parametrize("name", LAWS)
def test_laws_of_sums_are_proved(name):
    left, right, assuming = LAWS[name]
    verdict = equal(left, right, assuming=assuming)
    assert verdict.status == "proved", verdict


def test_the_evidence_says_what_was_done():
    left, right, _ = LAWS["the last term"]
    verdict = equal(left, right)
    assert "the last term of a sum taken out: the one with the index t" in verdict.evidence
    assert "canonical sums" in verdict.method


def changed(expression: sp.Expr) -> Iterator[sp.Expr]:
    """The expression with one number, index, end, exponent or sign changed, in every place."""
    for place, part in enumerate(expression.args):
        if isinstance(part, (sp.Expr, sp.Tuple)):
            arguments = list(expression.args)
            is_index = isinstance(expression, sp.Tuple) and place == 0
            for other in [] if is_index else changed(part):
                arguments[place] = other
                yield expression.func(*arguments)
    if expression.is_Integer or isinstance(expression, sp.Symbol):
        yield expression + 1
    elif isinstance(expression, sp.Add):
        yield sp.Add(-expression.args[0], *expression.args[1:])
    elif isinstance(expression, (sp.Sum, sp.Function)):
        yield 2 * expression


@pytest.mark.parametrize("name", LAWS)
def test_each_law_with_one_thing_changed_is_refuted(name):
    left, right, assuming = LAWS[name]
    mutants = [other for other in dict.fromkeys(changed(right)) if other != right]
    verdicts = [equal(left, other, assuming=assuming) for other in mutants]
    assert len(mutants) >= 2
    for mutant, verdict in zip(mutants, verdicts, strict=True):
        # A root of what is negative, or a sum with its ends reversed, has no value to refute.
        assert verdict.method == "undefined" or verdict.witness, (mutant, verdict)


@pytest.mark.parametrize(
    ("left", "right", "assuming"),
    [
        # beta^t beta^(-k) has no value at beta = 0, where beta^(t - k) has one.
        (S(beta ** (t - k) * g(k), (k, 1, t)), beta**t * S(g(k) / beta**k, (k, 1, t)), "[0, 1)"),
        (S(beta ** (t - k) * g(k), (k, 1, t)), beta * S(beta ** (t - 1 - k) * g(k), (k, 1, t)), ""),
    ],
)
def test_powers_of_zero_are_not_taken_apart(left, right, assuming):
    verdict = equal(left, right, assuming={"beta": assuming} if assuming else {})
    assert verdict.status == "undecided"


def test_an_empty_sum_is_zero_and_a_reversed_one_is_nothing():
    end = sp.Symbol("end", integer=True)
    last = S(f(k), (k, 1, end)), S(f(k), (k, 1, end - 1)) + f(end)
    verdict = equal(*last)
    assert verdict.status == "proved"  # where both have a value: from end = 1 on
    assert "end - 1 >= 0" in verdict.obligations
    assert equal(S(f(k), (k, 1, t - 1)), 0).status == "refuted"
    assert equal(S(f(k), (k, 1, 0)), 0).status == "proved"
    assert equal(S(f(k), (k, 1, end)), 0, assuming={"end": "integer < 0"}).status == "undecided"


def test_names_of_indices_are_their_own():
    free = {"k": "positive integer"}
    inside, outside = S(k * f(k), (k, 1, t)), k * S(f(k), (k, 1, t))
    assert equal(inside, outside, assuming=free).status == "refuted"
    assert equal(k * S(f(k), (k, 1, k)), S(k * f(i), (i, 1, k)), assuming=free).status == "proved"
    shadowed = S(f(k) * S(g(k), (k, 1, k)), (k, 1, t))
    assert equal(shadowed, S(f(i) * S(g(k), (k, 1, i)), (i, 1, t))).status == "proved"
    assert equal(shadowed, S(f(i) * S(g(k), (k, 1, t)), (i, 1, t))).status == "refuted"


def test_a_sequence_and_a_variable_of_one_name_are_two_things():
    name = sp.Symbol("g")
    total = S(g(k), (k, 1, t))
    assert equal(name * total, S(name * g(k), (k, 1, t))).status == "proved"
    assert equal(name * total, S(g(k) ** 2, (k, 1, t))).status == "refuted"


def test_a_feature_that_is_not_among_the_weights_has_no_derivative():
    left, right, _ = LAWS["the derivative by one feature"]
    assert equal(left, right, assuming={"j": "positive integer"}).status == "refuted"


def test_terms_that_are_not_known_to_be_defined_are_not_taken_out():
    # At n = 3 the first range ends before the term 1/(k - 4) that the second one lacks.
    one, other = (S(f(k) / (k - 4), (k, 5, end)) for end in (n + 4, n + 5))
    assert equal(other, one + f(n + 5) / (n + 1)).status == "proved"
    far = S(f(k) / (k - 4), (k, n, n + 7))
    assert equal(far, S(f(k) / (k - 4), (k, n, n + 6)) + f(n + 7) / (n + 3)).status != "refuted"


def test_infinite_sums_of_unknown_terms_stay_as_they_are():
    assert equal(S(f(k), (k, 1, sp.oo)), S(f(k + 1), (k, 0, sp.oo))).status == "undecided"


def test_sums_of_sums():
    double = S(S(beta**i, (i, 0, k)), (k, 0, t))
    triangle = S((t + 1 - i) * beta**i, (i, 0, t))
    assert equal(double, triangle, assuming=UNIT).status == "proved"
    assert equal(S(k * i, (i, 1, 3), (k, 1, 3)), 36).status == "proved"


def minibatches(pair_weight: sp.Expr) -> sp.Expr:
    """The mean over ordered pairs of indices of the mean of g over the pair."""
    return S(pair_weight * (g(i) + g(k)) / 2, (i, 1, m), (k, 1, m))


def test_the_minibatch_gradient_is_unbiased():
    full = S(g(i), (i, 1, m)) / m
    different = 1 - sp.KroneckerDelta(i, k)
    assert equal(minibatches(sp.Integer(1)) / m**2, full).status == "proved"
    several = {"m": "integer >= 2"}
    without = minibatches(different)
    assert equal(without / (m * (m - 1)), full, assuming=several).status == "proved"
    assert equal(without / m**2, full, assuming=several).status == "refuted"


TERMS = [f(k), f(k + 1), f(t - k), g(2 * k), k * f(k), beta**k, beta ** (t - k) * g(k), h(k, t), c]
ENDS = [(1, t), (0, t), (2, t), (1, t - 1), (0, t + 1), (n, t + n), (1, n)]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(TERMS), st.sampled_from(ENDS)), min_size=2, max_size=2),
    st.sampled_from(range(6)),
    st.booleans(),
)
def test_a_sum_written_in_another_way_is_told_from_a_wrong_one(summands, way, wrong):
    left = sp.Add(*(S(term, (k, *ends)) for term, ends in summands))
    right = sp.Add(
        *(another(term, ends, way + number) for number, (term, ends) in enumerate(summands))
    )
    claimed = right + (f(t) - f(1) * int(wrong)) * int(wrong)
    verdict = equal(left, claimed, assuming=UNIT)
    program = compiled(left - claimed)
    points = [{"t": T, "n": N, "beta": Fraction(2, 5), "c": -3} for T in (1, 2, 5) for N in (1, 3)]
    values = [
        program.run({key: Fraction(q) for key, q in p.items()}, 128, Budget()) for p in points
    ]
    known = [value for value in values if not isinstance(value, Missing)]
    if verdict.status == "proved":
        assert all(value == 0 for value in known)
    else:
        assert verdict.status == "undecided" or wrong


def another(term: sp.Expr, ends: tuple[sp.Expr, sp.Expr], way: int) -> sp.Expr:
    """The same sum in another dress."""
    low, high = map(sp.sympify, ends)
    dresses = [
        lambda: S(term.xreplace({k: i + 1}), (i, low - 1, high - 1)),
        lambda: S(term.xreplace({k: low + high - i}), (i, low, high)),
        lambda: S(term, (k, low, high - 1)) + term.xreplace({k: high}),
        lambda: S(term, (k, low + 1, high)) + term.xreplace({k: low}),
        lambda: S(2 * term, (k, low, high)) - S(term, (k, low, high)),
        lambda: S(term, (k, low, high + 1)) - term.xreplace({k: high + 1}),
    ]
    return dresses[way % len(dresses)]()
