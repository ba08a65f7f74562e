import pytest

from symopt.derive.proof import prove
from symopt.derive.statement import read_statement
from symopt.errors import InputError
from symopt.page import read_page


def status(claim, *, rule="sgd", gradient="c"):
    head = f"assume: {{c: real, beta: (0, 1)}}\nrule: {rule}"
    head += f"\ngradient: {gradient}" if gradient else ""
    page = read_page(f"---\ntitle: t\n{head}\n---\n\n```induction\nclaim: {claim}\n```\n")
    return prove(read_statement(page), lambda use: pytest.fail("nothing is used")).status


def test_closed_forms_of_whole_runs():
    assert status("theta_t = theta_0 - lr c*t") == "proved"
    assert status("theta_t = theta_0 - lr c*t + c") == "refuted"
    assert status("theta_t = theta_0 - lr c*t²") == "refuted"


def test_forms_that_need_each_other():
    forms = "[v_t = -lr c (1 - ρ^t)/(1 - ρ), theta_t = theta_0 - lr c*t/(1 - ρ) + "
    forms += "lr c ρ (1 - ρ^t)/(1 - ρ)^2]"
    assert status(forms, rule="momentum") == "proved"


def test_a_form_without_a_value_at_some_step_proves_nothing():
    """Behind the step without a value the form may go on as it likes."""
    assert status("theta_t = theta_0 - lr c*t + 5 (1 + (t-9)^2/((t-9)*abs(t-9)))") == "undecided"
    from_two = "m_t = (1 - β) sum(β^(t-k) g_k, k, 2, t)"
    assert status(from_two, rule="momentum_ema", gradient=None) == "refuted"


def test_a_step_at_which_a_form_is_wrong_is_looked_for():
    late = "theta_t = theta_0 - lr c*t + (t-2)^2 - abs(t-2) - abs(t-1) (t-1) + (t - 1)^2 - 2 + 2"
    assert status(late) == "refuted"


@pytest.mark.parametrize("form", ["5 (1 - sign(t))", "0^t", "5 (1 - min(t, 1))"])
def test_a_form_holds_before_the_first_step_too(form):
    """SymPy, told that t is positive, would write 0^t as 0, also where t becomes 0."""
    assert status(f"theta_t = theta_0 + {form}", gradient="0") == "refuted"


def test_a_form_that_needs_another_one_is_refuted_by_a_run_alone():
    """v stays 0, which nobody has claimed: from another v the step would lead elsewhere."""
    assert status("theta_t = theta_0", rule="momentum", gradient="0") == "undecided"
    assert status("[theta_t = theta_0, v_t = 0]", rule="momentum", gradient="0") == "proved"
    assert status("theta_t = theta_0", rule="momentum", gradient="c") == "refuted"


@pytest.mark.parametrize(
    "claim",
    [
        "[v_t = 1, v_t = -lr c (1 - ρ^t)/(1 - ρ)]",
        "theta_t = theta_{t-1} + v_{t-1}",
        "v_2 = 0",
        "v_t = 0 = 0",
        "v_t < 0",
    ],
)
def test_what_is_no_closed_form_is_refused(claim):
    with pytest.raises(InputError):
        status(claim, rule="momentum")
