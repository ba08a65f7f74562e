"""Two rules are the same, or a run shows that they are not."""

from dataclasses import replace

import pytest
from sympy import Add, Mul, Pow, Rational, Symbol

from symopt import rules
from symopt.derive.same.equivalence import equivalent
from symopt.errors import InputError
from symopt.rule import POINT, before, now, parameter

SCALED = {"gradient": "c", "assuming": {"c": "positive"}}
AT_ZERO = {"fixed": {"epsilon": 0}}
LOSS = {"m": "c*m", "v": "c^2*v"}
# first, second, and the statement that makes them the same
SAME = [
    ("momentum", "momentum_buffer", {"where": {}, "state_map": {"v": "-v/lr"}}),
    (
        "momentum",
        "momentum_ema",
        {
            "where": {"lr": "lr/(1 - momentum)", "beta": "momentum"},
            "state_map": {"m": "-(1 - momentum)*v/lr"},
        },
    ),
    (
        "momentum_ema",
        "momentum_buffer",
        {
            "where": {"lr": "lr*(1 - beta)", "momentum": "beta"},
            "state_map": {"v": "m/(1 - beta)"},
        },
    ),
    ("nesterov", "nesterov_shifted", {"where": {}, "state_map": {POINT: "theta + momentum*v"}}),
    ("adam", "adam_lr_t", {"where": {}, "state_map": {}, **AT_ZERO}),
    ("adam", "adam_lr_t", {"where": {"epsilon": "epsilon*sqrt(1 - beta2^t)"}, "state_map": {}}),
    ("adamw", "adam", {"where": {}, "state_map": {}, "fixed": {"weight_decay": 0}}),
    ("rmsprop", "rmsprop_eps_inside", {"where": {}, "state_map": {}, **AT_ZERO}),
    ("adam", "adam", {"where": {"epsilon": "c*epsilon"}, "state_map": LOSS, **SCALED}),
    ("adam", "adam", {"where": {}, "state_map": LOSS, **SCALED, **AT_ZERO}),
    (
        "adagrad_eps_inside",
        "adagrad_eps_inside",
        {"where": {"epsilon": "c^2*epsilon"}, "state_map": {"h": "c^2*h"}, **SCALED},
    ),
    ("adamax", "adamax", {"where": {}, "state_map": {"m": "c*m", "u": "c*u"}, **SCALED}),
    ("normalized_gd", "normalized_gd", {"where": {}, "state_map": {}, **SCALED}),
]
NAMES = [f"{first}-{second}-{i}" for i, (first, second, _) in enumerate(SAME)]


def judged(first, second, **statement):
    return equivalent(rules.get(first), rules.get(second), **statement)


@pytest.mark.parametrize(("first", "second", "statement"), SAME, ids=NAMES)
def test_rules_are_proved_the_same(first, second, statement):
    found = judged(first, second, **statement)
    assert found.status == "proved"
    assert {link.verdict.status for link in found.links} == {"proved"}
    steps = [link.name for link in found.links if link.kind == "step"]
    assert steps == list(rules.get(second).carried)
    assert "exact real arithmetic" in found.evidence[-1]


def test_what_the_step_relies_on_is_proved_too():
    found = judged("amsgrad", "amsgrad", where={}, state_map={})
    invariants = {link.name: link.verdict for link in found.links if link.kind == "invariant"}
    assert set(invariants) == {"v", "v_max"}
    assert all(verdict.sign == "nonnegative" for verdict in invariants.values())
    assert any("v_max_{t-1} >= 0" in line for line in found.assumptions)


def test_a_changing_learning_rate_breaks_the_buffer_but_not_the_lookahead():
    broken = judged("momentum", "momentum_buffer", where={}, varying=["lr"])
    assert broken.status == "refuted"
    assert broken.witness.step == 2  # the first buffer was made with one rate, used with another
    kept = judged("nesterov", "nesterov_shifted", where={}, varying=["lr"])
    assert kept.status == "proved"
    assert judged("nesterov", "nesterov_shifted", where={}, varying=["momentum"]).status != "proved"


@pytest.mark.parametrize(
    ("first", "second", "statement"),
    [
        ("adam", "adam_lr_t", {}),
        ("adam", "adam_eps_inside", {}),
        ("adam", "rmsprop", {"fixed": {"beta1": 0}}),
        ("adam", "rmsprop", {"fixed": {"beta1": 0, "epsilon": 0}}),
        ("momentum", "sgd", {}),
        ("momentum", "nesterov", {}),
        ("nesterov", "nesterov_ema", {"lr": "lr/(1 - momentum)"}),
        ("adam", "adam", SCALED),
        ("adam", "adam", {**AT_ZERO, "gradient": "c", "assuming": {"c": "!= 0"}}),
    ],
)
def test_rules_that_differ_are_told_apart_by_a_run(first, second, statement):
    where = {"lr": statement["lr"]} if "lr" in statement else {}
    more = {key: value for key, value in statement.items() if key != "lr"}
    found = judged(first, second, where=where, **more)
    assert found.status == "refuted"
    assert found.witness.quantity == POINT
    left, right = found.witness.floats
    assert left != right


def test_without_the_bias_correction_alone_adam_is_rmsprop(own):
    adam = own(
        "v = beta2*v + (1 - beta2)*g^2",
        "theta = theta - lr*g/(sqrt(v) + epsilon)",
        parameters="lr beta2 epsilon",
    )
    found = equivalent(adam, rules.rmsprop)
    assert found.status == "proved"
    assert found.where["decay"] == Symbol("beta2", real=True)


def test_a_true_relation_through_a_wrong_map_is_refuted_as_a_map():
    found = judged("momentum", "momentum_buffer", where={}, state_map={"v": "v/lr"})
    assert found.status == "refuted"
    assert found.witness.quantity == "v"
    assert "the map does not hold" in found.evidence


def test_a_wrong_start_is_refuted_although_every_step_preserves_the_map():
    late = replace(rules.adagrad, state={"h": Rational(1, 10)})
    found = equivalent(rules.adagrad, late, where={}, state_map={})
    assert found.status == "refuted"
    assert [link.verdict.status for link in found.links if link.kind == "step"] == ["proved"] * 2


def test_an_invariant_that_does_not_hold_is_not_relied_on(own):
    signed = own("v = v - g", "theta = theta - lr*sqrt(v^2)", parameters="lr")
    plain = own("v = v - g", "theta = theta - lr*v", parameters="lr")
    found = equivalent(signed, plain, where={}, state_map={})
    assert found.status == "refuted"
    assert not [link for link in found.links if link.kind == "invariant"]


def test_gradients_at_other_points_are_other_gradients(own):
    ahead = own("v = momentum*v - lr*grad(x + v)", "x = x + v", parameters="lr momentum")
    assert equivalent(rules.nesterov, ahead, where={}, state_map={}).status == "refuted"


def test_units_of_the_parameters_are_the_units_of_adadeltas_step(own):
    adadelta = own(
        "v = decay*v + (1 - decay)*g^2",
        "d = -sqrt(u + a)/sqrt(v + b)*g",
        "u = decay*u + (1 - decay)*d^2",
        "theta = theta + d",
        parameters="decay a b",
    )
    statement = {
        "gradient": "1/c",
        "assuming": {"c": "positive", "a": "positive", "b": "positive"},
        "state_map": {POINT: "c*theta", "v": "v/c^2", "u": "c^2*u"},
    }
    scaled = {"a": "c^2*a", "b": "b/c^2"}
    assert equivalent(adadelta, adadelta, where=scaled, **statement).status == "proved"
    assert equivalent(adadelta, adadelta, where={}, **statement).status == "refuted"


def test_a_map_may_depend_on_the_step(own):
    counting = own("n = n + 1", "theta = theta - lr*g/n", parameters="lr")
    timed = own("theta = theta - lr*g/t", parameters="lr")
    assert equivalent(timed, counting, where={}, state_map={"n": "t - 1"}).status == "proved"
    assert equivalent(timed, counting, where={}, state_map={"n": "t"}).status == "refuted"


def test_no_time_is_no_proof():
    found = equivalent(rules.adam, rules.adam_lr_t, state_map={}, where={}, seconds=1e-9)
    assert found.status == "undecided"


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ({"where": {"lr": "rate"}}, "nothing is known of 'rate'"),
        ({"where": {"rate": "lr"}}, "has no 'rate'"),
        ({"fixed": {"rate": 0}}, "neither rule has a parameter 'rate'"),
        ({"fixed": {"lr": 0}}, "'lr' must be a positive number"),
        ({"varying": ["beta"]}, "'varying' must name parameters"),
        ({"assuming": {"t": "positive"}}, "can't be called 't'"),
        ({"assuming": {"v": "positive"}}, "can't be called 'v'"),
        ({"assuming": {"g_{t}": "positive"}}, "can't be called 'g_{t}'"),
        ({"state_map": {POINT: "0", "v": "v"}, "where": {}}, "a fixed multiple of theta"),
    ],
)
def test_what_can_not_be_meant_is_refused(statement, message):
    with pytest.raises(InputError, match=message):
        equivalent(rules.momentum, rules.momentum, **statement)


def test_a_constant_lies_where_the_parameter_may_for_which_it_stands():
    found = judged("sgd", "momentum", where={"momentum": "k"}, assuming={"k": "real"})
    assert found.status == "refuted"
    assert 0 <= found.witness.constants["k"] <= 1


def test_a_map_must_say_what_every_quantity_is():
    with pytest.raises(InputError, match="does not say what 'm' is"):
        judged("momentum", "momentum_ema", state_map={})


def test_a_parameter_must_be_said_or_have_a_name_in_common():
    with pytest.raises(InputError, match="nothing says what 'momentum' of 'momentum' is"):
        judged("adagrad", "momentum", where={})


def mutants(rule, fixed):
    """The rule with one sign, factor, exponent or index changed, wherever that changes it."""
    values = {parameter(name): value for name, value in fixed.items()}
    for place, line in enumerate(rule.lines):
        right = line.right.doit()
        for changed in _changed(right, rule):
            if changed.subs(values) != right.subs(values):
                lines = list(rule.lines)
                lines[place] = replace(line, right=changed)
                yield f"{line.left}: {changed}", replace(rule, lines=tuple(lines))


def _changed(e, rule):
    if isinstance(e, Add):
        for i, term in enumerate(e.args):
            yield Add(*e.args[:i], -term, *e.args[i + 1 :])
    if isinstance(e, Mul):
        yield 2 * e
    if isinstance(e, Pow) and e.exp.is_number:
        yield e.base ** (2 * e.exp)
    if isinstance(e, Symbol):
        stale = {now(name): before(name) for name in rule.state}
        if e in stale:
            yield stale[e]
    for i, part in enumerate(e.args):
        for changed in _changed(part, rule):
            yield e.func(*e.args[:i], changed, *e.args[i + 1 :])


@pytest.mark.parametrize(
    ("first", "second", "statement"),
    # Adam's lines are changed where epsilon has a say, which is enough.
    [pair for pair in SAME if pair[0] != "adam" or "fixed" not in pair[2]],
)
def test_no_change_of_a_line_survives(first, second, statement):
    tried = 0
    for name, mutant in mutants(rules.get(second), statement.get("fixed", {})):
        found = equivalent(rules.get(first), mutant, **statement)
        assert found.status == "refuted", name
        tried += 1
    assert tried >= 3


@pytest.mark.parametrize(("first", "second", "statement"), SAME, ids=NAMES)
def test_no_change_of_the_statement_survives(first, second, statement):
    for part in ("where", "state_map"):
        for name, text in statement[part].items():
            squared = [] if name == POINT else [f"({text})^2"]
            for changed in (f"2*({text})", f"-({text})", *squared):
                wrong = {**statement, part: {**statement[part], name: changed}}
                found = judged(first, second, **wrong)
                assert found.status != "proved", f"{name} = {changed}"
    if statement.get("fixed"):
        assert judged(first, second, **{**statement, "fixed": {}}).status == "refuted"
