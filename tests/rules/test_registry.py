import pytest
import sympy

from symopt import rules
from symopt.errors import InputError
from symopt.parameter import PARAMETERS

NAMES = """sgd momentum momentum_buffer momentum_ema nesterov nesterov_ema nesterov_shifted
normalized_gd adagrad adagrad_eps_inside rmsprop rmsprop_eps_inside adadelta adam adam_lr_t
adam_eps_inside adamw adamax amsgrad""".split()


def test_every_promised_rule_is_registered():
    assert set(NAMES) <= set(rules.REGISTRY)


@pytest.mark.parametrize("rule", rules.REGISTRY.values(), ids=str)
def test_every_rule_says_what_it_is_and_where_it_comes_from(rule):
    assert rule.about
    assert rule.cites
    assert rule.variants
    assert rule.lines[-1].left == "theta"


@pytest.mark.parametrize("rule", rules.REGISTRY.values(), ids=str)
def test_every_default_lies_in_its_parameters_domain(rule):
    for name, value in rule.parameters.items():
        domain = PARAMETERS[name]
        assert isinstance(value, sympy.Rational)
        assert value > domain.lower or (domain.lower_included and value == domain.lower)
        assert domain.upper is None or value < domain.upper


def test_rules_are_attributes():
    assert rules.adam is rules.get("adam")


def test_a_misspelt_rule_gets_the_nearest_name():
    with pytest.raises(InputError, match="unknown rule 'adm'") as caught:
        rules.get("adm")
    assert caught.value.hint == "did you mean 'adam'?"
    with pytest.raises(AttributeError, match="did you mean 'nesterov'"):
        _ = rules.nestrov


def test_spelling_is_forgiven_where_it_is_clear():
    assert rules.get("Adam-LR-t") is rules.adam_lr_t
