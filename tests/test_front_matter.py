from itertools import islice

import pytest
import sympy
from flint import fmpq
from sympy import Integer, Rational, sqrt

from symopt.errors import InputError, RuleError, SymoptError
from symopt.front_matter import read_setting
from symopt.objective import GivenGradients
from symopt.page import read_page
from symopt.run.exact import exact_steps

BASE = {"objective": "x*y", "start": "{x: 1, y: 2}", "rule": "adam"}


def setting(**changes):
    lines = [f"{k}: {v}" for k, v in (BASE | changes).items() if v is not None]
    return read_setting(read_page("\n".join(["---", *lines, "---", ""]), source="p.md"))


def refusal(**changes):
    with pytest.raises(SymoptError) as caught:
        setting(**changes)
    return str(caught.value)


def test_numbers_are_exact_however_they_are_written():
    s = setting(lr="0.1", beta1="½", epsilon="1e-8", start="{x: √2/2, y: 1.50}")
    assert s.values["lr"] == Rational(1, 10)
    assert s.values["beta1"] == Rational(1, 2)
    assert s.values["epsilon"] == Rational(1, 10**8)
    assert s.start == (sqrt(2) / 2, Rational(3, 2))


def test_defaults_come_from_the_rule():
    assert setting().values["beta2"] == Rational(999, 1000)


@pytest.mark.parametrize(
    ("rule", "alias", "name"),
    [
        ("momentum", "rho", "momentum"),
        ("nesterov", "gamma", "momentum"),
        ("rmsprop", "rho", "decay"),
        ("adam", "eta", "lr"),
        ("sgd", "alpha", "lr"),
        ("adagrad", "eps", "epsilon"),
        ("adadelta", "gamma", "decay"),
    ],
)
def test_aliases_are_accepted_where_they_are_clear(rule, alias, name):
    assert setting(rule=rule, **{alias: "1/3"}).values[name] == Rational(1, 3)


@pytest.mark.parametrize(
    "text", ["x*y", "xy", "x y", r"x \cdot y", "f(x, y) = xy", "f(x,y) = x × y", "x⋅y"]
)
def test_an_objective_in_any_dress(text):
    s = setting(objective=f"'{text}'")
    x, y = s.variables
    assert s.objective.expression == x * y


def test_the_quartic_as_people_type_it():
    s = setting(objective="0.4x²y² + 0.3x²y + 0.3x² + 0.3y² - 0.25xy² + 0.31xy - 0.2x + 2.1y")
    x, y = s.variables
    dx = Rational(4, 5) * x * y**2 + Rational(3, 5) * x * y + Rational(3, 5) * x
    dx += -(y**2) / 4 + Rational(31, 100) * y - Rational(1, 5)
    assert sympy.expand(s.objective.gradient()[0] - dx) == 0


def test_given_gradients_of_one_variable_and_of_two():
    one = setting(objective=None, gradients="[2, 1]", start="{x: 0}", rule="sgd")
    assert isinstance(one.objective, GivenGradients)
    assert one.objective.gradients == ((2,), (1,))
    two = setting(objective=None, gradients="[[2, 1], ['1/2', 0]]")
    assert two.objective.gradients == ((2, 1), (Rational(1, 2), 0))


def test_rows_and_batches():
    data = "{x: [1, 2, 3], y: [2, 4, 5]}"
    cost = {"objective": "(w x - y)^2/2", "data": data, "start": "{w: 0}", "rule": "sgd"}
    assert setting(**cost).objective.batches == ()
    assert setting(**cost, batches="2").objective.batches == ((0, 1), (2,))
    assert setting(**cost, batches="[[3], [1, 2]]").objective.batches == ((2,), (0, 1))


@pytest.mark.parametrize("rule", ["momentum", "[v = rho v - lr g, {0} = {0} + v]"])
@pytest.mark.parametrize("name", ["θ", "E", "p", "ω"])
def test_the_only_variable_may_name_the_point(name, rule):
    own = setting(
        objective=f"{name}^2", start=f"{{{name}: 2}}", rule=rule.format(name), lr="0.1", rho="0.5"
    )
    _, _, second = islice(exact_steps(own), 3)
    assert second.values["theta"] == (fmpq(27, 25),)  # 2 - 0.4 - (0.2 + 0.32)


def test_a_list_as_start_takes_the_variables_order():
    s = setting(start="(1, 2)", variables="[x, y]")
    assert [str(v) for v in s.variables] == ["x", "y"]
    assert s.start == (1, 2)


def test_initial_state_can_be_given():
    s = setting(rule="adagrad", initial="{h: 0.1}")
    assert s.initial["h"] == (Rational(1, 10), Rational(1, 10))


def test_titles_in_two_languages():
    assert setting(title="{en: A, ko: 가}").title == {"en": "A", "ko": "가"}


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"rule": "adm"}, ["unknown rule 'adm'", "p.md, line 4", "did you mean 'adam'"]),
        ({"bata1": "1/2"}, ["unknown name 'bata1'", "line 5", "did you mean 'beta1'"]),
        ({"momentum": "1/2"}, ["'adam' has no parameter 'momentum'", "line 5"]),
        ({"start": None}, ["the start is missing", "start: {x: 1"]),
        ({"rule": None}, ["'rule' is missing"]),
        ({"objective": None}, ["'objective' is missing"]),
        ({"lr": "-1"}, ["'lr' must be a positive number (got '-1')", "line 5"]),
        ({"lr": "0"}, ["'lr' must be a positive number (got '0')"]),
        ({"beta1": "1"}, ["'beta1' must be a number in [0, 1) (got '1')"]),
        ({"epsilon": "-1e-8"}, ["'epsilon' must be a number that is not negative"]),
        ({"lr": "fast"}, ["'fast' is not known", "line 5, column 5"]),
        ({"lr": "√(-1)"}, ["root of a negative number", "line 5, column 5"]),
        ({"lr": "1/0"}, ["division by zero", "line 5, column 7"]),
        ({"lr": "[1, 2]"}, ["'lr' must be one value (got a list)"]),
        ({"steps": "1.5"}, ["'steps' must be a whole number"]),
        ({"steps": "-1"}, ["'steps' must be a whole number from 0"]),
        ({"steps": "10^9"}, ["'steps' must be a whole number from 0 to 1000000"]),
        ({"objective": "x*z"}, ["'z' is not known", "line 2"]),
        ({"objective": "x*"}, ["line 2, column 1"]),
        ({"objective": "9^9^9^9"}, ["exponent", "line 2"]),
        ({"objective": "gamma(x)"}, ["line 2"]),
        ({"gradients": "[1]"}, ["objective or gradients, not both"]),
        ({"objective": None, "gradients": "[(2, 1)]"}, ["line 4"]),
        ({"objective": None, "gradients": "[[1, 2, 3]]"}, ["needs 2 components (got 3)"]),
        ({"batches": "2"}, ["'batches' needs 'data'"]),
        ({"data": "[1, 2]"}, ["'data' must name its columns"]),
        ({"data": "{a: [1], b: [1, 2]}"}, ["differ in length"]),
        ({"start": "(1, 2)"}, ["name them"]),
        ({"initial": "{q: 1}"}, ["'adam' has no state 'q'"]),
        ({"lr": "1", "eta": "2"}, ["'lr' is given twice"]),
    ],
)
def test_each_mistake_gets_one_message_with_place_and_way_out(changes, parts):
    message = refusal(**changes)
    for part in parts:
        assert part in message


def test_nothing_of_a_page_is_ever_executed(tmp_path):
    target = tmp_path / "touched"
    hostile = f"__import__('pathlib').Path('{target}').touch()"
    refusal(objective=f'"{hostile}"')
    refusal(lr=f'"{hostile}"')
    refusal(rule=f'"theta = {hostile}"')
    assert not target.exists()


def test_an_own_rule_is_stated_as_equations():
    s = setting(rule='["v = γ v + lr g", "θ = θ - v"]', lr="0.1", gamma="0.9")
    assert s.rule.quantities == ("g", "v", "theta")
    assert s.values == {"gamma": Rational(9, 10), "lr": Rational(1, 10)}
    assert s.initial["v"] == (Integer(0), Integer(0))


def stated(text):
    return read_setting(read_page(f"---\n{text}\n---\n"))


def test_parameters_may_be_greek():
    values = stated("objective: x^2\nstart: {x: 1}\nrule: adam\nη: 1/10\nβ₁: 4/5\nε: 1/100").values
    assert [str(values[name]) for name in ("lr", "beta1", "beta2", "epsilon")] == [
        "1/10",
        "4/5",
        "999/1000",
        "1/100",
    ]
    with pytest.raises(InputError, match="given twice"):
        stated("objective: x^2\nstart: {x: 1}\nrule: sgd\nα: 1\nlr: 1")


@pytest.mark.parametrize("left", ["x^2 = y", "x^2 ≈ 3", "y = x", "2*f = x", "f(1, y) = x"])
def test_an_objective_keeps_no_more_than_its_name_on_the_left(left):
    with pytest.raises(InputError, match="only have its name"):
        stated(f"objective: {left}\nstart: {{x: 1, y: 2}}\nrule: sgd\nlr: 1")


@pytest.mark.parametrize("left", ["f(x)", "y(x)", "L", "J", "loss", "y", "f(x) = L"])
def test_the_names_of_an_objective(left):
    assert str(
        stated(f"objective: {left} = x^2\nstart: {{x: 1}}\nrule: sgd\nlr: 1").objective.value
    )


def test_a_colon_without_a_blank():
    with pytest.raises(InputError, match="blank behind the colon: 'y: 2'"):
        stated("objective: x*y\nstart: {x: 1, y:2}\nrule: sgd\nlr: 1")


@pytest.mark.parametrize("names", [("θ_0", "θ_1"), ("theta0", "theta1")])
def test_the_weights_of_a_regression(names):
    first, second = names
    setting = stated(
        f"objective: ({first} + {second}*x - y)^2\ndata: {{x: [1, 2], y: [1, 3]}}\n"
        f"start: {{{first}: 0, {second}: 0}}\nrule: sgd\nlr: 1/10"
    )
    assert [str(part) for part in setting.objective.gradient(1)] != ["0", "0"]
    with pytest.raises(InputError, match="can't be called"):
        stated("objective: θ_1^2\nstart: {θ_1: 0}\nrule: sgd\nlr: 1")
    with pytest.raises(InputError, match="can't be called"):
        stated("objective: θ_1^2 + x\nstart: {θ_1: 0, x: 1}\nrule: sgd\nlr: 1")


def test_errors_of_an_own_rule_say_where():
    head = "objective: x^2\nstart: {x: 1}\nlr: 1\nrule:\n"
    with pytest.raises(RuleError, match=r"this step or the last one only, line 7"):
        stated(head + "  - v = g\n  - θ_t = θ_{t-3} - lr*v")


def test_one_word_says_what_is_shown_of_every_quantity_or_one_word_each():
    assert set(setting(show="numbers").show.values()) == {"numbers"}
    assert setting(show="{m: result}").show == {"m": "result"}
    assert "'show' must be one of formula, numbers, result (got 'all')" in refusal(show="all")
    assert "rule 'adam' has no quantity 'mm'" in refusal(show="{mm: result}")
