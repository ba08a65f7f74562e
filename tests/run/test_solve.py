import pytest
import sympy
from flint import arb, fmpq

from symopt import Problem, rules
from symopt.errors import UndefinedError
from symopt.numbers import Real
from symopt.run.certified import certified_steps
from symopt.run.exact import TooLargeError, exact_steps, is_rational
from symopt.run.shown import Shown
from symopt.run.solve import solve

x, y = sympy.symbols("x y")
BY_HAND = {"lr": 1, "beta1": "1/2", "beta2": "1/2", "epsilon": 0}
QUADRATIC = x**2 / 20 + y**2
QUARTIC = sympy.Rational(2, 5) * x**2 * y**2 + sympy.Rational(3, 10) * (x**2 * y + x**2 + y**2)
QUARTIC += -x * y**2 / 4 + sympy.Rational(31, 100) * x * y - x / 5 + sympy.Rational(21, 10) * y


def problem(objective=QUADRATIC, rule=rules.sgd, start=None, steps=3, **parameters):
    return Problem(objective, start=start or {x: -7, y: 2}, rule=rule, steps=steps, **parameters)


def texts(step, name):
    return [Shown(value, 15).text for value in step.values[name]]


def test_exercise_one_is_solved_exactly():
    setting = problem(x * y, rules.adam, {x: 1, y: 2}, 2, **BY_HAND).setting
    _, first, second = solve(setting).steps
    assert texts(first, "theta") == ["0", "1"]
    assert texts(second, "g") == ["1", "0"]
    assert texts(second, "m") == ["1", "1/4"]
    assert texts(second, "m_hat") == ["4/3", "1/3"]
    assert texts(second, "v") == ["3/2", "1/4"]
    assert texts(second, "v_hat") == ["2", "1/3"]
    assert texts(second, "theta") == ["-2*sqrt(2)/3", "1 - sqrt(3)/3"]


def test_exercise_two_is_solved_exactly():
    setting = problem(x**2 + x * y, rules.adam, {x: 1, y: 1}, 2, **BY_HAND).setting
    _, first, second = solve(setting).steps
    assert texts(first, "theta") == ["0", "0"]
    assert texts(second, "v_hat") == ["3", "1/3"]
    assert texts(second, "theta") == ["-sqrt(3)/3", "-sqrt(3)/3"]


def test_a_rational_rule_stays_rational_all_the_way():
    trajectory = solve(problem(steps=200, lr="0.95").setting)
    assert trajectory.exact_until == 200
    last = trajectory.steps[-1].values["theta"]
    assert last == (-7 * fmpq(905, 1000) ** 200, 2 * fmpq(-9, 10) ** 200)


@pytest.mark.parametrize("rule", rules.REGISTRY.values(), ids=str)
def test_exact_and_certified_steps_agree_for_every_rule(rule):
    setting = problem(rule=rule, steps=3).setting
    balls = certified_steps(setting, 3, digits=20)
    for exact, ball in zip(exact_steps(setting), balls, strict=False):
        assert exact.values.keys() == ball.values.keys()
        for name, parts in exact.values.items():
            for value, enclosure in zip(parts, ball.values[name], strict=True):
                middle = value.enclose(200) if isinstance(value, Real) else arb(value)
                assert enclosure.overlaps(middle)


@pytest.mark.parametrize("rule", rules.REGISTRY.values(), ids=str)
def test_every_rule_steps_like_plain_floats(rule):
    """The exact step is near what floating point gives, so no line is mistyped by an order."""
    setting = problem(rule=rule, steps=4).setting
    trajectory = solve(setting)
    for value in trajectory.steps[-1].values["theta"]:
        assert abs(float(Shown(value, 15).decimal)) < 10


def test_adam_on_the_quartic_answers_for_fifty_steps():
    setting = problem(QUARTIC, rules.adam, {x: "1/2", y: "29/5"}, 50, lr="0.3").setting
    trajectory = solve(setting)
    assert len(trajectory.steps) == 51
    assert 1 <= trajectory.exact_until < 50
    assert "step" in trajectory.reason
    assert all(Shown(v, 15).decimal for v in trajectory.steps[50].values["theta"])


def test_the_reason_names_the_step_where_exact_values_end():
    setting = problem(QUARTIC, rules.sgd, {x: "1/2", y: "29/5"}, 14, lr="1/100").setting
    trajectory = solve(setting, largest=1000)
    assert f"from step {trajectory.exact_until + 1} on" in trajectory.reason
    with pytest.raises(TooLargeError):
        list(exact_steps(setting, largest=1000))


def test_certified_digits_do_not_depend_on_where_exactness_ended():
    setting = problem(QUARTIC, rules.momentum, {x: "1/2", y: "29/5"}, 12, lr="1/200").setting
    early, late = solve(setting, largest=100), solve(setting, largest=10**6)
    for a, b in zip(early.steps[-1].values["theta"], late.steps[-1].values["theta"], strict=True):
        assert Shown(a, 15).decimal == Shown(b, 15).decimal


def test_an_exact_zero_does_not_stop_the_balls():
    objective = QUADRATIC + x**4 * y**4
    setting = problem(objective, rules.adam, {x: 1, y: 2}, 8, **BY_HAND).setting
    steps = certified_steps(setting, 8, digits=15)
    assert steps[1].values["theta"][0].contains(0)
    assert all(ball.is_finite() for ball in steps[8].values["theta"])


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov_shifted"])
def test_which_runs_are_rational_is_known(name):
    assert is_rational(problem(rule=rules.get(name)).setting)
    assert not is_rational(problem(rule=rules.get(name), lr="√2/10").setting)
    assert not is_rational(problem(sympy.exp(x) + y, rule=rules.get(name)).setting)


def test_a_division_by_zero_names_step_line_and_coordinate():
    with pytest.raises(UndefinedError) as caught:
        solve(problem(x**2, rules.adam, {x: 0, y: 1}, 1, **BY_HAND).setting)
    message = str(caught.value)
    assert "division by zero at step 1, coordinate x, in theta" in message
    assert "epsilon" in message


def test_a_gradient_that_does_not_exist_at_the_start_is_refused():
    with pytest.raises(UndefinedError, match="gradient is undefined at step 1: division by zero"):
        solve(problem(1 / x + y, start={x: 0, y: 1}).setting)
    with pytest.raises(UndefinedError, match="gradient is undefined at step 1"):
        solve(problem(sympy.sqrt(x) + y, start={x: -1, y: 0}).setting)


def test_transcendental_objectives_are_stepped_exactly_where_they_can_be():
    trajectory = solve(problem(sympy.exp(x) + y**2, start={x: 0, y: 1}, steps=3, lr=1).setting)
    assert texts(trajectory.steps[1], "theta") == ["-1", "-1"]
    assert Shown(trajectory.steps[2].values["theta"][0], 15).decimal == "-1.36787944117144"


@pytest.mark.parametrize(
    "text", ["√2 x + y", "x ln 2 + y", "2^x + y", "e^2 x^2 + y", "sin(1) x + y"]
)
def test_irrational_constants_in_the_objective(text):
    setting = Problem(text, start={"x": 1, "y": 1}, rule="sgd", steps=3).setting
    assert len(solve(setting).steps) == 4


def test_a_tie_at_the_last_digit_is_settled_by_one_more():
    setting = problem(x, rules.rmsprop, {x: 2}, 9, lr="√2/10", decay="19/20").setting
    trajectory = solve(setting)
    assert trajectory.stopped is None
    assert len(trajectory.steps) == 10
