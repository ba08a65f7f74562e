"""Witnesses start at the initial state, and can be run again by anyone."""

import pytest
from sympy import Rational, Symbol

from symopt import rules
from symopt.decide.budget import Budget
from symopt.derive.same.bisimulation import Claim, domain_of
from symopt.derive.same.equivalence import equivalent
from symopt.derive.same.replay import replay
from symopt.objective import GivenGradients, real_symbols
from symopt.rule import POINT, STEP, before, parameter
from symopt.run.floats.request import Floats
from symopt.setting import build

IDENTITY = {POINT: before(POINT)}


def claim(first, second, **where):
    names = {name: parameter(name) for name in second.parameters} | where
    domain = {name: domain_of(name) for name in first.parameters}
    return Claim(first, second, names, domain=domain)


def test_the_same_rule_has_no_witness():
    assert replay(claim(rules.adam, rules.adam), IDENTITY, Budget()).witness is None


def test_a_step_from_a_state_that_is_never_reached_is_no_witness(own):
    # v stays 0, so that its square in the point's line is never seen; no map of states proves it.
    first = own("v = 2*v", "theta = theta - lr*g - v", parameters="lr")
    second = own("v = 2*v", "theta = theta - lr*g - v^2", parameters="lr")
    found = equivalent(first, second, where={}, state_map={})
    assert found.status == "undecided"
    assert found.witness is None
    assert "refuted" in [link.verdict.status for link in found.links]


@pytest.mark.parametrize("pair", [("adam", "rmsprop"), ("rmsprop", "adagrad"), ("adamax", "adam")])
def test_a_witness_can_be_run_again(pair):
    first, second = map(rules.get, pair)
    where = {"decay": parameter("beta2")} if pair == ("adam", "rmsprop") else {}
    if pair == ("adamax", "adam"):
        where = {"epsilon": Rational(1)}
    found = replay(claim(first, second, **where), IDENTITY, Budget()).witness
    numbers = {parameter(name): value for name, value in found.constants.items()}
    ends = []
    for rule, values in ((second, claim(first, second, **where).where), (first, None)):
        values = values or {name: parameter(name) for name in first.parameters}
        setting = build(
            GivenGradients(real_symbols(["x", "y"]), found.problem),
            start=dict(zip("xy", found.start, strict=True)),
            rule=rule,
            steps=found.step,
            parameters={name: value.xreplace(numbers) for name, value in values.items()},
        )
        ends.append(Floats(setting).run(found.step, record=1)[-1].tolist())
    assert ends[0] != ends[1]
    assert any(found.floats == pytest.approx(both) for both in zip(*ends, strict=True))


def test_a_rule_that_looks_ahead_is_run_on_a_function():
    found = replay(claim(rules.nesterov, rules.momentum), IDENTITY, Budget()).witness
    assert found.step == 2
    assert found.problem.free_symbols == set(real_symbols(["x", "y"]))


def test_changing_parameters_stay_in_their_domain():
    changing = claim(rules.momentum, rules.momentum_buffer)
    changing = Claim(**{**vars(changing), "varying": frozenset({"lr", "momentum"})})
    found = replay(changing, IDENTITY, Budget()).witness
    rate, weight = found.constants["lr"], found.constants["momentum"]
    assert rate.has(STEP)
    for t in range(1, 5):
        assert rate.subs(STEP, t) > 0
        assert 0 <= weight.subs(STEP, t) <= 1


def test_constants_that_leave_a_domain_are_not_tried():
    outside = claim(rules.sgd, rules.sgd, lr=-parameter("lr"))
    assert replay(outside, IDENTITY, Budget()).witness is None


def test_having_no_value_is_a_difference(own):
    found = equivalent(rules.sgd, own("theta = theta - lr*g*sqrt(-1 - g^2)", parameters="lr"))
    assert found.status == "refuted"
    assert found.witness.left.startswith("even root of a negative number")


def test_rules_that_never_have_values_together_are_not_proved_the_same(own):
    never = own("v = v - g^2", "theta = theta - lr*g*sqrt(v)/sqrt(v)", parameters="lr")
    found = equivalent(never, rules.sgd, where={})
    assert found.status == "undecided"
    assert {link.verdict.status for link in found.links} == {"proved"}


def test_the_words_say_where_the_rules_part():
    found = equivalent(rules.momentum, rules.sgd)
    assert found.witness.to_text()["step"] == "2"
    assert any(line.startswith("after step 2, theta is ") for line in found.evidence)


def test_constants_of_the_statement_are_given_values():
    found = equivalent(rules.adam, rules.adam, where={}, gradient="c", assuming={"c": "positive"})
    assert found.witness.constants["c"] > 0
    assert found.where["lr"] == Symbol("lr", real=True)
