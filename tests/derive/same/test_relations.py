"""Which rules of the registry are the same is computed."""

import pytest

from symopt import rules
from symopt.derive.same.relations import _may_be_related, invariances, relations

MOMENTUM = {"momentum", "momentum_buffer", "momentum_ema"}


@pytest.fixture(scope="module", name="all_relations")
def relations_of_the_registry():
    return relations()


def pairs(found, **fixed):
    return {frozenset((r.first.name, r.second.name)) for r in found if dict(r.fixed) == fixed}


def test_relations_for_all_parameters_are_found(all_relations):
    found = pairs(all_relations)
    assert {frozenset({a, b}) for a in MOMENTUM for b in MOMENTUM - {a}} <= found
    assert frozenset(("nesterov", "nesterov_shifted")) in found
    assert frozenset(("adam", "adam_lr_t")) in found


def test_relations_at_a_parameter_of_zero_are_found(all_relations):
    at_zero = pairs(all_relations, epsilon=0)
    for name in ("adagrad", "rmsprop", "adam"):
        assert frozenset((name, f"{name}_eps_inside")) in at_zero
    assert pairs(all_relations, weight_decay=0) == {frozenset(("adam", "adamw"))}
    assert frozenset(("momentum", "sgd")) in pairs(all_relations, momentum=0)


def test_rules_that_differ_are_not_related(all_relations):
    related = set().union(*(pairs(all_relations, **dict(r.fixed)) for r in all_relations))
    for pair in (("momentum", "nesterov"), ("adam", "rmsprop"), ("adam", "amsgrad")):
        assert frozenset(pair) not in related


def test_every_relation_is_proved(all_relations):
    for relation in all_relations:
        assert relation.status == "proved"
        assert {link.verdict.status for link in relation.links} == {"proved"}


def test_a_rule_added_is_related_too(own):
    increments = own("m = m + (1 - beta)*(g - m)", "theta = theta - lr*m", parameters="lr beta")
    (found,) = relations([rules.momentum_ema, rules.nesterov, increments])[:1]
    assert {found.first, found.second} == {rules.momentum_ema, increments}


def test_what_a_scaled_loss_does_is_known_of_every_rule_but_adadelta():
    found = invariances([rules.sgd, rules.adam, rules.adadelta])
    assert [relation.first.name for relation in found] == ["sgd", "adam"]


def test_numbers_tell_most_pairs_apart_beforehand():
    assert _may_be_related(rules.momentum, rules.momentum_ema, {})
    assert not _may_be_related(rules.momentum, rules.nesterov, {})
    assert not _may_be_related(rules.adam, rules.amsgrad, {})
    assert not _may_be_related(rules.amsgrad, rules.momentum, {})


def test_no_time_finds_nothing():
    assert relations(seconds=1e-9) == []
