from hypothesis import given
from hypothesis import strategies as st

from symopt.notation.fold import MINUS_SIGNS, fold


def test_raised_and_lowered_digits_become_braces():
    assert fold("x₁²").text == "x_{1}^{2}"
    assert fold("10⁻⁸").text == "10^{-8}"
    assert fold("βᵗ").text == "β^{t}"


def test_mathematical_italics_and_full_width_forms_become_plain():
    assert fold("𝜃 ＝ ２（𝑥＋１）").text == "θ = 2(x+1)"


def test_every_minus_sign_is_one():
    assert fold(MINUS_SIGNS).text == "-" * len(MINUS_SIGNS)


def test_a_composed_hat_is_split_from_its_letter_but_an_acute_accent_is_not():
    assert fold("ŷ").text == "y\u0302"
    assert fold("é").text == "é"


def test_invisible_characters_vanish():
    assert fold("2\u200bx\u2062y").text == "2xy"


def test_spans_point_into_the_typed_text():
    folded = fold("a₁₂ + b")
    begin, end = folded.text.index("_"), folded.text.index("}") + 1
    span = folded.span(begin, end)
    assert (span.start, span.end) == (1, 3)
    at = folded.text.index("b")
    assert folded.span(at, at + 1).start == 6


@given(st.text(max_size=60))
def test_offsets_never_run_backwards_nor_out_of_the_text(text):
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= offset < len(text) for offset in folded.offsets)


@given(st.text(alphabet="abxyz0123456789+-*/^()[]{},. =", max_size=40))
def test_plain_ascii_is_left_alone(text):
    assert fold(text).text == text
