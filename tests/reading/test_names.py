import pytest

from symopt.notation.find import find_chains
from symopt.notation.options import Reading
from symopt.reading.names import (
    FunctionOf,
    GradientOf,
    Parameter,
    Quantity,
    StepNumber,
    call_meaning,
    known_names,
    meaning,
)

ONE = {"objective": "w^2", "start": "{w: 1}"}
NUMBERED = {"objective": "w_1^2 + w_2^2", "start": "{w_1: 1, w_2: 2}"}
BIASED = {"objective": "(w + b)^2", "start": "{w: 1, b: 0}"}


def head(typed, setting):
    options = Reading(functions=frozenset({"f"}), names=known_names(setting))
    (chain,) = find_chains(f"{typed} = 3", options=options).chains
    return chain.sides[0]


def meant(typed, setting, step=None):
    return meaning(head(typed, setting), setting, step)


@pytest.mark.parametrize(
    ("typed", "quantity"),
    [
        ("X_1", Quantity("theta", 1)),
        ("x_1", Quantity("theta", 1, 0)),
        ("y^{(2)}", Quantity("theta", 2, 1)),
        ("g_{1,x}", Quantity("g", 1, 0)),
        ("dy_1", Quantity("g", 1, 1)),
        ("∇f_1", Quantity("g", 1)),
        ("m_{1,y}", Quantity("m", 1, 1)),
        ("m̂_1", Quantity("m_hat", 1)),
        ("m_1'", Quantity("m_hat", 1)),
        ("(new)m_1", Quantity("m_hat", 1)),
        ("v_{corr,2}", Quantity("v_hat", 2)),
        ("v^{corr}_2", Quantity("v_hat", 2)),
        ("s_1", Quantity("v", 1)),
        ("E[g²]_2", Quantity("v", 2)),
    ],
)
def test_a_name_with_its_step(setting, typed, quantity):
    assert meant(typed, setting()) == quantity


@pytest.mark.parametrize(
    ("typed", "quantity"),
    [
        ("x", Quantity("theta", 2, 0)),
        ("x_new", Quantity("theta", 2, 0)),
        ("x_old", Quantity("theta", 1, 0)),
        ("θ'", Quantity("theta", 2)),
        ("θ_{t-1}", Quantity("theta", 1)),
        ("g_x", Quantity("g", 2, 0)),
        ("S_dx", Quantity("v", 2, 0)),
        ("E[g^2]_t", Quantity("v", 2)),
        ("∂f/∂y", GradientOf(1, 2)),
        ("∇f", GradientOf(None, 2)),
        ("t", StepNumber(2)),
    ],
)
def test_a_name_below_the_heading_of_step_2(setting, typed, quantity):
    assert meant(typed, setting(), 2) == quantity
    assert meant(typed, setting()) in (None, GradientOf(getattr(quantity, "component", None)))


@pytest.mark.parametrize(
    "typed",
    [
        "V_1",  # the first moment to some, the second to others
        "velocity_1",
        "g_{1,2}",
        "x*",
        "θ_{t+1}",
        "(new)m",
        "dz/dx",
        "q_1",
        "w_1",
        "m_{z,1}",
        "x_{1,2,3}",
    ],
)
def test_what_could_be_two_things_or_is_not_known_means_nothing(setting, typed):
    assert meant(typed, setting(), 2) is None


@pytest.mark.parametrize("typed", ["df/dw", "dL/dw", "f'", "y'", "∇_w L", "dw", "g"])
def test_a_derivative_without_a_step_is_a_formula(setting, typed):
    assert meant(typed, setting(**ONE)) == GradientOf()


def test_the_coordinate_of_a_derivative_is_its_variables(setting):
    assert meant("dw_1", setting(**NUMBERED), 2) == Quantity("g", 2, 0)
    assert meant("∂L/∂w_2", setting(**NUMBERED)) == GradientOf(1)
    assert meant("v_{dw1}", setting(**NUMBERED), 1) == Quantity("v", 1, 0)
    assert meant("db", setting(**BIASED), 1) == Quantity("g", 1, 1)
    assert meant("W_1", setting(**BIASED)) is None


@pytest.mark.parametrize(
    ("rule", "typed", "name"),
    [
        ("momentum", "velocity_1", "v"),
        ("momentum", "V_1", "v"),
        ("rmsprop", "E[g^2]_1", "v"),
        ("rmsprop", "s_1", "v"),
        ("adagrad", "G_1", "h"),
        ("adadelta", "E[Δw²]_1", "u"),
        ("adadelta", "Δw_1", "delta"),
        ("adam_lr_t", "α_1", "lr_t"),
    ],
)
def test_each_rule_knows_the_other_names_of_its_state(setting, rule, typed, name):
    assert meant(typed, setting(**ONE, rule=rule)) == Quantity(name, 1)


def test_the_pages_variables_come_before_the_rules_names(setting):
    assert meant("s_1", setting("s^2", "{s: 1}")) == Quantity("theta", 1)
    assert meant("b_1", setting(**BIASED)) == Quantity("theta", 1, 1)
    assert meant("b_1", setting()) == Parameter("beta1")


@pytest.mark.parametrize("typed", ["x_1", "X_1", "y", "dw"])
def test_columns_of_the_data_are_no_point_and_their_rows_have_no_gradient(setting, typed):
    page = setting(
        "(w*x - y)^2", "{w: 1}", "sgd", data="{x: [1, 2], y: [3, 4]}", batches="[[1, 2]]"
    )
    assert meant(typed, page, 1) is None


@pytest.mark.parametrize("typed", ["α", "η", "lr", "학습률"])
def test_a_parameter_in_many_spellings(setting, typed):
    assert meant(typed, setting()) == Parameter("lr")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("∇f(1)", GradientOf()),
        ("f'(3)", GradientOf()),
        ("dL/dw(3)", GradientOf()),
        ("L(w)", FunctionOf()),
        ("f''(3)", None),
    ],
)
def test_calls(setting, typed, found):
    page = setting(**ONE)
    assert call_meaning(head(typed, page), page) == found


def test_a_partial_derivative_at_a_point_has_its_coordinate(setting):
    assert call_meaning(head("∂f/∂y(1, 2)", setting()), setting()) == GradientOf(1)
    assert call_meaning(head("f'(1, 2)", setting()), setting()) is None
