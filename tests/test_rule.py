import pytest
import sympy

from symopt.errors import RuleError
from symopt.rule import GRADIENT, STEP, Line, Rule, before, now, parameter, rule


def test_a_quantity_is_the_last_steps_before_its_own_line_and_this_steps_after():
    @rule(state="m", lr="1/10", beta="1/2")
    def averaged(s):
        s.m = s.beta * s.m + (1 - s.beta) * s.grad(s.theta)
        s.theta = s.theta - s.lr * s.m

    first, second = averaged.lines
    assert before("m") in first.right.free_symbols
    assert now("m") not in first.right.free_symbols
    assert now("m") in second.right.free_symbols
    assert before("theta") in second.right.free_symbols


def test_lines_keep_the_authors_order():
    @rule(lr="1")
    def odd(s):
        s.theta = s.lr * s.grad(s.theta) * 2 + s.theta

    printed = sympy.latex(odd.lines[0].right, order="none")
    assert printed.index("lr") < printed.index("2") < printed.rindex("theta")


def test_defaults_and_initial_values_are_exact():
    @rule(state={"h": "1/10"}, lr="1/100", epsilon="1/10^7")
    def guarded(s):
        s.h = s.h + s.grad(s.theta) ** 2
        s.theta = s.theta - s.lr / (s.h + s.epsilon)

    assert guarded.parameters["epsilon"] == sympy.Rational(1, 10**7)
    assert guarded.state["h"] == sympy.Rational(1, 10)


def test_an_unknown_name_is_refused_with_its_line_and_the_nearest_name():
    with pytest.raises(RuleError, match=r"unknown name 'beta1'.*line \d+") as caught:

        @rule(state="m", lr="1", beta="1/2")
        def wrong(s):
            s.m = s.beta1 * s.m

    assert "did you mean 'beta'?" in str(caught.value)
    assert "test_rule.py" in str(caught.value)


def test_an_unused_parameter_is_refused():
    with pytest.raises(RuleError, match="parameter 'beta' is never used"):

        @rule(lr="1", beta="1/2")
        def wrong(s):
            s.theta = s.theta - s.lr * s.grad(s.theta)


def test_state_that_is_never_updated_is_refused():
    with pytest.raises(RuleError, match="state 'v' is never updated"):

        @rule(state="v", lr="1")
        def wrong(s):
            s.theta = s.theta - s.lr * s.v


def test_a_rule_that_never_moves_the_point_is_refused():
    with pytest.raises(RuleError, match="the point 'theta' is never updated"):

        @rule(lr="1")
        def wrong(s):
            s.g = s.lr * s.grad(s.theta)


def test_a_second_assignment_is_refused():
    with pytest.raises(RuleError, match="'theta' is assigned twice"):

        @rule(lr="1")
        def wrong(s):
            s.theta = s.theta - s.lr * s.grad(s.theta)
            s.theta = s.theta * 2


def test_assigning_a_parameter_is_refused():
    with pytest.raises(RuleError, match="'lr' is a parameter"):

        @rule(lr="1")
        def wrong(s):
            s.lr = s.lr / s.t
            s.theta = s.theta - s.lr * s.grad(s.theta)


def test_a_misspelt_parameter_in_the_declaration_is_refused():
    with pytest.raises(RuleError, match="unknown parameter 'learning_rat'"):
        rule(learning_rat="1")


def test_a_scalar_line_is_told_from_a_vector_line():
    theta, lr = before("theta"), parameter("lr")
    built = Rule(
        "r",
        {"lr": sympy.Integer(1)},
        {},
        (
            Line("lr_t", lr / STEP),
            Line("theta", theta - now("lr_t") * GRADIENT(theta)),
        ),
    )
    assert built.scalars == {"lr_t"}
