"""Pages that write a rule with a velocity in another of its forms."""

from dataclasses import replace
from itertools import islice

import pytest
from sympy import Rational, S

from symopt import check, rules
from symopt.marking.forms import scaled
from symopt.rule import parameter
from symopt.run.exact import exact_steps
from tests.conftest import make_setting

FRONT = """---
objective: x^2
start: {{x: 3}}
rule: {rule}
lr: 1/10
momentum: 1/2
steps: 3
---
"""
RATE = parameter("lr")


def judged(working, rule="momentum"):
    return check(FRONT.format(rule=rule) + working)


def statuses(working, rule="momentum"):
    return [link.verdict for line in judged(working, rule).lines for link in line.links]


OTHER_SIGN = """
v_1 = 1/2·0 + 1/10·6 = 3/5

x_1 = 3 - 3/5 = 12/5

v_2 = 1/2·3/5 + 1/10·24/5 = 39/50

x_2 = x_1 - v_2 = 81/50
"""
RATE_OUTSIDE = """
v_1 = 1/2·v_0 + g_1 = 6

x_1 = x_0 - 1/10 v_1 = 3 - 3/5 = 12/5

v_2 = 3 + 24/5 = 39/5

x_2 = x_1 - 39/50 = 81/50
"""
RATE_INSIDE = """
v_1 = 1/2·v_0 - 1/10·g_1 = -3/5

x_1 = x_0 + v_1 = 12/5
"""
LOOKAHEAD = """
v_1 = 1/2·v_0 + 1/10·g_1 = 3/5

x_1 = x_0 - v_1 = 12/5

g_2 = ∇f(x_1 - 1/2 v_1) = 21/5

v_2 = 3/10 + 21/50 = 18/25
"""
VALUES = "v_1 = 3/5\n\nx_1 = 12/5\n\nv_2 = 39/50\n\nx_2 = 81/50"
STATED = "$v_t = β v_{t-1} + η g_t$\n\n$x_t = x_{t-1} - v_t$\n\n"


@pytest.mark.parametrize(
    ("working", "rule"),
    [
        (OTHER_SIGN, "momentum"),
        (RATE_OUTSIDE, "momentum"),
        (RATE_INSIDE, "momentum_buffer"),
        (LOOKAHEAD, "nesterov"),
        (VALUES, "momentum"),
        (STATED + OTHER_SIGN, "momentum"),
        (STATED, "momentum"),
    ],
)
def test_another_form_that_a_page_keeps_to_is_right_and_said_once(working, rule):
    verdict = judged(working, rule)
    assert set(statuses(working, rule)) == {"proved"}
    assert len(verdict.notes) == 1
    assert "the points are the same" in verdict.notes[0]


def test_a_slip_in_another_form_is_one_slip_there():
    slip = OTHER_SIGN.replace("= 39/50", "= 38/50").replace("81/50", "82/50")
    verdict = judged(STATED + slip)
    refuted = [
        (line.text[:3], k.follows) for line in verdict.lines for k in line.links if k.expected
    ]
    assert refuted == [("v_2", None), ("x_2", True)]


@pytest.mark.parametrize(
    "working",
    [
        "v_1 = 3/5",
        "v_1 = 1/2·0 + 1/10·6 = 3/5",
        "v_1 = 3/5\n\nx_1 = 12/5",
        "v_1 = 3/5\n\nx_1 = x_0 + v_1 = 18/5",
        "v_1 = 3/5\n\nx_1 = 3 + 3/5 = 18/5\n\nv_2 = 1/2·3/5 - 1/10·36/5 = -21/50",
        "v_1 = 3/5\n\nx_1 = x_0 + v_1 = 12/5",
    ],
)
def test_a_sign_that_the_page_does_not_keep_to_is_a_slip(working):
    verdict = judged(working)
    assert verdict.notes == ()
    assert verdict.first_error == (9, 1)
    (first, *_) = verdict.lines[0].links
    assert first.diagnosis[0].code == "velocity-sign"


def test_a_line_about_every_step_alone_is_no_form():
    working = "$v_t = β v_{t-1} + η g_t$\n\nv_1 = -3/5\n\nx_1 = x_0 + v_1 = 12/5"
    assert statuses(working) == ["refuted", "proved", "proved", "proved"]


@pytest.mark.parametrize("line", STATED.split("\n\n")[:2])
def test_half_a_form_is_none(line):
    assert statuses(line) == ["refuted"]


def test_a_wrong_line_in_no_form_stays_wrong():
    assert "refuted" in statuses("$v_t = β v_{t-1} + η g_t$\n\n$x_t = x_{t-1} + v_t$")
    assert "refuted" in statuses("$v_t = v_{t-1} - η g_t$\n\n$x_t = x_{t-1} + v_t$")


FORMS = [
    (rule, factor)
    for rule in (rules.momentum, rules.momentum_buffer, rules.nesterov, rules.nesterov_shifted)
    for factor in (-S.One, -RATE, RATE, 1 / RATE, -1 / RATE)
    if scaled(rule, "v", factor) is not None
]


def test_each_rule_has_the_forms_that_people_write():
    assert len(FORMS) == 4 * 3
    assert scaled(rules.momentum, "v", 1 / RATE) is None  # v = βv - lr² g
    assert scaled(rules.adagrad, "h", -S.One) is None  # √(-h)


@pytest.mark.parametrize(("rule", "factor"), FORMS)
def test_every_form_walks_through_the_same_points(rule, factor):
    setting = make_setting("x^2 y + y^2", "{x: 1, y: -2}", "momentum", lr="1/7", momentum="2/3")
    own, other = (
        [step.values for step in islice(exact_steps(replace(setting, rule=walked)), 5)]
        for walked in (rule, scaled(rule, "v", factor))
    )
    ratio = factor.subs(RATE, Rational(1, 7))
    for mine, theirs in zip(own, other, strict=True):
        assert mine["theta"] == theirs["theta"]
        assert list(mine["v"]) == [v * int(ratio.p) / int(ratio.q) for v in theirs["v"]]


HEAVY_BALL = """
$x_{t+1} = x_t - η ∇f(x_t) + β (x_t - x_{t-1})$

x_1 = x_0 - 1/10·6 + 1/2·(x_0 - x_{-1}) = 12/5

x_2 = x_1 - 1/10·24/5 + 1/2·(x_1 - x_0) = 81/50
"""


@pytest.mark.parametrize("rule", ["momentum", "momentum_buffer"])
def test_the_heavy_ball_without_a_velocity_is_the_same_rule(rule):
    assert set(statuses(HEAVY_BALL, rule)) == {"proved"}
    for slip in ("+ β", "- η", "x_{t-1}"):
        wrong = HEAVY_BALL.replace(slip, {"+ β": "- β", "- η": "+ η", "x_{t-1}": "x_t"}[slip])
        assert statuses(wrong, rule)[0] == "refuted"


def test_the_points_of_a_heavy_ball_may_count_from_two_starts():
    working = "x_0 = 3, x_1 = 3\n\nx_2 = x_1 - 6/10 + 1/2·(x_1 - x_0) = 12/5"
    assert set(statuses(working)) == {"proved"}


def test_where_the_velocity_begins_elsewhere_the_point_before_the_start_is_unknown():
    front = FRONT.format(rule="momentum").replace("steps", "initial: {v: 1}\nsteps")
    assert check(front + HEAVY_BALL).summary["undecided"] >= 1
