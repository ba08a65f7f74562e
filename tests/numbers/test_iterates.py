"""Iterates of two forms of a rule are proved equal, and of two different rules refuted."""

from dataclasses import replace
from fractions import Fraction

import mpmath
import pytest

from symopt.numbers import Field

CONTESTS = [
    ("adam", "increment"),
    ("adam", "lr_t"),
    ("rmsprop", "increment"),
    ("adagrad", "increment"),
]
TASKS = ["xy", "x²/20 + y²", "quartic"]


def named(iterates, name):
    return next(task for task in iterates.TASKS if task.name == name)


def points(iterates, task, rule, form, steps, number, sqrt):
    state = iterates.start(task, number)
    for t in range(1, steps + 1):
        state = iterates.step(task, rule, form, t, state, number, sqrt)
        yield state[0]


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize(("rule", "form"), CONTESTS)
@pytest.mark.parametrize("shared", [True, False], ids=["shared", "independent"])
def test_two_forms_of_one_rule_are_proved_equal(iterates, name, rule, form, shared):
    task = named(iterates, name)
    results = [equal for equal, _ in iterates.proved(task, rule, form, shared=shared)]
    assert results == [True] * (task.shared if shared else task.independent)


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize("rule", ["adam", "rmsprop", "adagrad"])
def test_the_iterates_are_those_of_an_independent_computation(iterates, name, rule):
    task, field = named(iterates, name), Field()
    exact = points(iterates, task, rule, "textbook", 5, field.rational, field.sqrt)
    with mpmath.workdps(60):
        numeric = points(
            iterates, task, rule, "textbook", 5,
            lambda q: mpmath.mpf(q.numerator) / q.denominator, mpmath.sqrt,
        )  # fmt: skip
        for left, right in zip(exact, numeric, strict=True):
            for a, b in zip(left, right, strict=True):
                assert abs(mpmath.mpf(a.decimal(40)) - b) <= mpmath.mpf(10) ** -39 * (1 + abs(b))


def with_epsilon_inside(iterates, task, steps, number, sqrt):
    """RMSProp with ε under the root: a well-known slip."""
    lr, beta, epsilon = (number(Fraction(v)) for v in (task.lr, task.beta2, task.epsilon))
    point, _, second = iterates.start(task, number)
    for _ in range(steps):
        g = task.gradient(*point)
        second = [beta * v + (1 - beta) * a * a for v, a in zip(second, g, strict=True)]
        point = [x - lr * a / sqrt(v + epsilon) for x, a, v in zip(point, g, second, strict=True)]
    return point


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_epsilon_inside_the_root_is_refuted(iterates, steps):
    task, field = named(iterates, "x²/20 + y²"), Field()
    *_, right = points(iterates, task, "rmsprop", "textbook", steps, field.rational, field.sqrt)
    wrong = with_epsilon_inside(iterates, task, steps, field.rational, field.sqrt)
    assert not any(a.equals(b) for a, b in zip(right, wrong, strict=True))


@pytest.mark.parametrize("name", ["x²/20 + y²", "quartic"])
@pytest.mark.parametrize("change", ["lr", "beta1", "beta2", "epsilon"])
def test_a_parameter_changed_far_behind_the_point_is_refuted(iterates, name, change):
    task, field = named(iterates, name), Field()
    nudged = str(Fraction(getattr(task, change)) + Fraction(1, 10**30))
    other = replace(task, **{change: nudged})
    *_, left = points(iterates, task, "adam", "textbook", 4, field.rational, field.sqrt)
    *_, right = points(iterates, other, "adam", "lr_t", 4, field.rational, field.sqrt)
    assert not any(a.equals(b) for a, b in zip(left, right, strict=True))
