"""Results of other pages: taken over where they hold, in names that mean the same."""

import pytest

from symopt.errors import InputError

AVERAGE = "```induction\nname: unrolled\nclaim: m_t = (1 - β) sum(β^(t-k) g_k, k, 1, t)\n```"
HEAD = ("assume: {beta: (0, 1)}", "rule: momentum_ema")


def test_beside_a_closed_form_all_quantities_agree_with_it(page):
    page(AVERAGE, *HEAD, name="average")
    step = "m_t = m_{t-1} + (1 - β)(g_t - m_{t-1})"
    assert page(step, *HEAD, "uses: average.unrolled").status == "proved"
    assert page(f"{AVERAGE}\n\n{step}", *HEAD).status == "proved"
    assert page(step.replace("- m_", "+ m_"), *HEAD, "uses: average.unrolled").status == "refuted"


def test_a_result_holds_for_parameters_with_values(page):
    page(AVERAGE, *HEAD, name="average")
    fixed = ("rule: momentum_ema", "beta: 9/10", "uses: average.unrolled")
    assert page("m_t = 1/10 sum((9/10)^(t-k) g_k, k, 1, t)", *fixed).status == "proved"
    with pytest.raises(InputError, match="alone"):
        page("m_t = 0", "rule: momentum_ema", "beta: 0", "uses: average.unrolled")


@pytest.mark.parametrize(
    "head",
    [
        ["assume: {beta: (0, 1)}", "define: {w: beta}"],
        ["assume: {x: (0, 1)}", "define: {beta: x}"],
    ],
)
def test_a_result_in_names_that_mean_something_else_is_refused(page, head):
    page("weight: w = 1 - β", "assume: {beta: (0, 1)}", "define: {w: 1 - beta}", name="first")
    with pytest.raises(InputError, match="mean something else"):
        page("w = 1 - β", *head, "uses: first.weight")


def test_two_results_can_not_give_one_name_two_meanings(page):
    for name, value in (("first", "1 - beta"), ("second", "beta")):
        page(f"weight: w = {value}", HEAD[0], f"define: {{w: {value}}}", name=name)
    with pytest.raises(InputError, match="a second meaning"):
        page("w = β", HEAD[0], "uses: [first.weight, second.weight]")


def test_a_name_is_that_of_one_result(page):
    with pytest.raises(InputError, match="another result"):
        page("one: w = 2\n\none: w = 1 + 1", "define: {w: 2}")


def test_a_result_without_a_value_somewhere_is_none(page):
    """x = √(x³)/√x holds where the root has a value, and f would be >= 0 by it."""
    partial = ("assume: {x: real}", "define: {f: x}")
    assert page("root: f = √(x³)/√x", *partial, name="first").status == "undecided"
    assert page("f ≥ 0", "assume: {x: real}", "uses: first.root").status != "proved"


@pytest.mark.parametrize(
    "chain", ["one: m_t = β m_{t-1} + (1 - β) g_t", "one: w = β m_{t-1}", "one: m_t = m_t"]
)
def test_a_step_alone_is_no_result(page, chain):
    with pytest.raises(InputError, match="one step alone"):
        page(chain, "rule: momentum_ema", "define: {w: 'β m_{t-1}'}")


def test_what_stands_on_a_refuted_page_is_not_proved(page):
    page("weight: w = 2\n\n1 = 2", "define: {w: 2}", name="first")
    assert page("w = 2", "uses: first.weight").status == "undecided"
    assert page("1 = 1", "uses: first").status == "undecided"


def test_pages_that_use_each_other_are_refused(page):
    with pytest.raises(InputError, match="page → page"):
        page("1 = 1", "uses: page")


@pytest.mark.parametrize(
    ("line", "message"),
    [("beta: 2", r"in \[0, 1\)"), ("lr: -1", "positive"), ("rho: 1", "unknown")],
)
def test_fixed_parameters_lie_in_their_domains(page, line, message):
    with pytest.raises(InputError, match=message) as refused:
        page("1 = 1", "rule: momentum_ema", line)
    assert refused.value.place.line == 4
