import pytest

from symopt import rules
from symopt.derive.same.equivalence import equivalent
from symopt.errors import InputError
from symopt.network.shift import ahead, at_the_parameters
from symopt.rule import POINT, before, parameter, rule

AHEAD = [r.name for r in rules.REGISTRY.values() if ahead(r) != 0]


def test_some_rules_look_ahead():
    assert AHEAD == ["nesterov", "nesterov_ema"]
    assert ahead(rules.nesterov) == parameter("momentum") * before("v")


@pytest.mark.parametrize("name", AHEAD)
def test_what_trains_in_their_place_is_proved_to_be_the_same_rule(name):
    given, shifted = rules.get(name), at_the_parameters(rules.get(name))
    state_map = {POINT: f"theta + ({ahead(given)})".replace("_{t-1}", "")}
    state_map |= {quantity: quantity for quantity in given.state}
    assert equivalent(given, shifted, state_map=state_map).status == "proved"
    assert ahead(shifted) == 0


def test_nesterov_becomes_the_registered_shifted_form():
    found = equivalent(at_the_parameters(rules.nesterov), rules.nesterov_shifted)
    assert found.status == "proved"


def test_other_rules_stay_as_they_are():
    assert at_the_parameters(rules.adam) is rules.adam


def test_two_gradients_a_step_are_refused():
    @rule(lr="1/10")
    def heun(s):
        s.g = s.grad(s.theta)
        s.theta = s.theta - s.lr / 2 * (s.g + s.grad(s.theta - s.lr * s.g))

    with pytest.raises(InputError, match="takes 2 gradients a step"):
        at_the_parameters(heun)


def test_a_rule_that_starts_away_from_its_parameters_is_refused():
    @rule(state={"v": "1"}, lr="1/10")
    def away(s):
        s.g = s.grad(s.theta + s.v)
        s.v = s.lr * s.g
        s.theta = s.theta - s.v

    with pytest.raises(InputError, match="does not start at the parameters"):
        at_the_parameters(away)
