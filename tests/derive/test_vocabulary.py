"""What names mean, and sums, limits and derivatives of what depends on them out of sight."""

import pytest

from symopt.errors import InputError, NotationError


@pytest.mark.parametrize(
    ("claim", "head"),
    [
        ("pi = 3", ["define: {pi: 3}"]),
        ("e = 3", ["assume: {e: '= 3'}"]),
        ("1 = 1", ["define: {oo: 3}"]),
        ("x = 2", ["assume: {x: real}", "define: {x: 2}"]),
        ("t = 1", ["define: {t: 1}", "rule: sgd"]),
        ("lr = 1", ["define: {lr: 1}", "rule: sgd"]),
        ("m_t = 5", ["define: {m_t: 5}", "rule: momentum_ema"]),
        ("m_2 = 5", ["define: {m_2: 5}", "rule: momentum_ema"]),
        ("g_1 = 3", ["define: {g_1: 3}", "rule: sgd"]),
        ("g = 3", ["define: {g: 3}", "rule: sgd"]),
        ("v_1 = -lr v_t", ["assume: {v_t: real}", "rule: momentum", "gradient: v_t"]),
        ("theta_1 = theta_0 - lr g_1", ["assume: {g_1: positive}", "rule: sgd"]),
        ("x_1 = 2", ["assume: {x: sequence}", "define: {x_1: 2}"]),
    ],
)
def test_a_name_that_has_a_meaning_gets_no_other(page, claim, head):
    with pytest.raises(InputError, match="already"):
        page(claim, *head)


def test_a_name_is_assumed_once(page):
    with pytest.raises(InputError, match="given twice"):
        page("β > 1", "assume: {β: '(0, 1)', beta: '(2, 3)'}")


def test_the_step_of_a_rule_is_any_step(page):
    with pytest.raises(InputError, match="the step of the rule"):
        page("t > 4", "assume: {t: integer >= 5}", "rule: sgd")


@pytest.mark.parametrize("index", ["e", "pi", "x", "beta"])
def test_the_index_of_a_sum_is_a_name_of_its_own(page, index):
    with pytest.raises(NotationError, match="means something else"):
        page(f"sum({index}, {index}, 1, 3) = 6", "assume: {x: real, beta: (0, 1)}")


@pytest.mark.parametrize(
    "claim",
    [
        "diff(m_t, β) = m_{t-1} - g_t",
        "diff(m_t, g_{t-1}) = 0",
        "value(m_t, β, 0) = g_t",
        "limit(m_t, β, 1) = m_{t-1}",
    ],
)
def test_what_a_step_began_with_depends_on_more_than_can_be_seen(page, claim):
    with pytest.raises(NotationError, match="in a way not known here"):
        page(claim, "rule: momentum_ema")


def test_what_a_step_began_with_does_not_depend_on_its_own_gradient(page):
    assert page("diff(m_t, g_t) = 1 - β", "rule: momentum_ema").status == "proved"


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("value(√(t²), t, -1) = -1", "refuted"),
        ("value(0^t, t, 0) = 0", "refuted"),
        ("value(β^t, t, 0) = 1", "proved"),
    ],
)
def test_a_value_at_a_point_is_that_of_the_term_as_written(page, claim, status):
    head = "assume: {t: positive integer, beta: (0, 1)}"
    assert page(claim, head).status == status


def test_a_whole_number_has_no_value_between_two(page):
    with pytest.raises(NotationError, match="n is a whole number"):
        page("value((-1)^(2 n), n, 1/2) = 1", "assume: {n: integer}")


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("sum(1, k, 1, n) = n", "proved"),
        ("sum(k, k, 5, 1) = -9", "undecided"),
        ("sum(k, k, 1/2, 5/2) = 9/2", "undecided"),
        ("sum(x^k, k, 0, oo) = 1/(1 - x)", "undecided"),
    ],
)
def test_sums_with_unusual_ends(page, claim, status):
    assert page(claim, "assume: {n: positive integer, x: real}").status == status


@pytest.mark.parametrize("term", ["abs(x)", "√(x²)", "max(x, 0)", "x*sign(x)"])
def test_a_derivative_has_no_value_at_a_kink(page, term):
    with pytest.raises(NotationError, match="may have no value there"):
        page(f"value(diff({term}, x), x, 0) = 0", "assume: {x: real}")


def test_nothing_is_derived_by_a_whole_number(page):
    with pytest.raises(NotationError, match="n is a whole number"):
        page("diff(x^n, n) = x^n ln x", "assume: {x: positive, n: integer}")


def test_one_coordinate_does_not_tell_how_long_a_gradient_is(page):
    """θ_1 - θ_0 = -lr g_1/‖g_1‖, of which the coordinates of g_1 know their own value alone."""
    rule = "rule: normalized_gd"
    assert page("theta_1 = theta_0 - lr*g_1/abs(g_1)", rule).status == "undecided"
    assert page("theta_1 ≠ theta_0 - lr*g_1/abs(g_1)", rule).status == "undecided"
    assert page("theta_t - theta_{t-1} = theta_t - theta_{t-1}", rule).status == "proved"
