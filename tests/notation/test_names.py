import pytest

from symopt.errors import NotationError
from symopt.notation.options import Reading
from symopt.notation.read import canonical, read_chain, read_expression
from symopt.notation.tree import Name, show

SAME = {
    "m_1": ["m1", "m₁", "m_1", "m_{1}", "m[1]", "m^{(1)}", "m⁽¹⁾", r"\mathbf{m}_1", r"{m}_1"],
    "m_hat_1": ["m̂₁", "m̂_1", r"\hat{m}_1", r"\hat m_1", r"{\hat m}_1", "m_hat_1", "m_hat1",
                "mhat1", "m_1_hat", r"\hat{m}^{(1)}", r"\widehat{m}_{1}", "𝑚ˆ1"],
    "v_hat": ["v̂", r"\hat v", "v_hat", "vhat", r"\hat{\mathbf{v}}"],
    "theta": ["θ", r"\theta", "theta", "𝜃", "ϑ", r"\vartheta", r"\boldsymbol{\theta}"],
    "epsilon": ["ε", "ϵ", r"\epsilon", r"\varepsilon", "epsilon"],
    "theta_t-1": ["θ_{t-1}", "θ_{t−1}", r"\theta_{t - 1}", "θₜ₋₁", "theta_{t-1}", "θ[t-1]"],
    "beta_1": ["β₁", r"\beta_1", "beta1", "beta_1", "β1"],
    "x_new": ["x_new", "x_{new}", r"x_{\text{new}}", "(new)x", "x^{new}"],
    "m_new_1": ["(new)m1", "(new)m_1", "m_{new,1}", "m_new_1"],
    "v_corr_1": ["v_corr1", "v_{corr1}", "v_{corr,1}", "v_corr_1"],
    "out_o_1": ["out_o1", "out_{o_1}", "out_{o1}"],
    "x_star": ["x^*", "x^{*}", r"x^\star", r"x^{\ast}"],
    "y_prime": ["y'", "y′", r"y^\prime", r"y^{\prime}"],
    "m_prime_1": ["m_1'", "m'_1", "m₁′"],
    "E[g^2]_t": ["E[g^2]_t", "E[g²]_t", r"\mathbb{E}[g^2]_t", r"E[g^{2}]_{t}", "E[g**2]_t"],
    "E[Deltatheta^2]": ["E[Δθ²]", r"E[\Delta\theta^2]"],
    "dL/dw": ["dL/dw", "∂L/∂w", r"\frac{\partial L}{\partial w}", r"\frac{dL}{dw}"],
    "dE_total/dw_5": ["∂E_total/∂w5", r"\frac{\partial E_{total}}{\partial w_5}"],
    "dout_o_1/dnet_o_1": ["∂out_o1/∂net_o1", "dout_o1/dnet_o1"],
    "dw_1": ["dw_1", "dw1", r"\partial w_1", "∂w₁", r"\mathrm{d}w_1"],
    "Deltaw": ["Δw", r"\Delta w", "∆w"],
    "grad": ["∇f", r"\nabla f", r"\nabla L", "∇", r"\nabla \mathcal{L}", r"\nabla f_t"],
    "grad_w": ["∇_w J", r"\nabla_w L", "∇w"],
    "lr": ["lr", r"\mathrm{lr}", r"\text{lr}"],
    "W_plus_5": ["W5^+", "W_5^{+}"],
    "l": ["ℓ", r"\ell"],
    "기울기": ["기울기"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "spelling"), [(key, spelling) for key, many in SAME.items() for spelling in many]
)
def test_every_spelling_of_a_name_has_one_key(key, spelling):
    assert canonical(spelling) == key


def test_marks_and_indices_are_kept_apart():
    assert read_expression("m̂_{t-1}") == Name("m", ("hat",), ("t-1",))
    assert read_expression("v_{corr1}") == Name("v", (), ("corr", "1"))


def test_a_raised_plus_before_a_relation_marks_the_new_weight():
    assert canonical("W5+") == "W5+"  # alone it is an unfinished sum
    assert show(read_chain("W5+ = W5 - 1")) == "W_plus_5 = (- W_5 1)"
    assert show(read_chain("w^+ = 1")) == "w_plus = 1"


def test_greek_letters_end_where_latin_ones_begin():
    assert show(read_expression("αm + βd₁")) == "(+ (* alpha m) (* beta d_1))"


def test_only_a_letter_takes_a_hat_written_as_a_word():
    assert canonical("what") == "what"
    assert canonical("mhat") == "m_hat"


def test_known_names_split_a_word_into_their_product():
    known = Reading(names=frozenset({"x", "y", "lr"}))
    assert show(read_expression("2xy^2", options=known)) == "(* (* 2 x) (^ y 2))"
    assert show(read_expression("x1y1", options=known)) == "(* x_1 y_1)"
    assert show(read_expression("lr x", options=known)) == "(* lr x)"
    assert show(read_expression("xz", options=known)) == "xz"


@pytest.mark.parametrize(
    "text", ["x_", "x_{}", "x_{a=b}", r"x_{\frac12}", r"\hat{}", r"\hat 3", "x_1.5", "∂", "x2.5"]
)
def test_a_broken_name_is_refused(text):
    with pytest.raises(NotationError):
        read_expression(text)


def test_accents_do_not_nest_without_end():
    with pytest.raises(NotationError):
        read_expression(r"\hat{" * 50 + "x" + "}" * 50)
    with pytest.raises(NotationError):
        read_expression(r"\mathbf" * 1000 + "x")
