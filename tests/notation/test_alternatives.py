import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.notation.alternatives import MOST_ALTERNATIVES, alternatives
from symopt.notation.read import read_expression
from symopt.notation.tree import show

OTHERS = {
    "(2,1/2)/1/2": [("fraction-divisor", "(/ [2 (/ 1 2)] (/ 1 2))")],
    "(1, 1/4)/1- 1/4": [("sum-divisor", "(/ [1 (/ 1 4)] (- 1 (/ 1 4)))")],
    "1/2√2": [("product-divisor", "(/ 1 (* 2 (sqrt 2)))")],
    "-0.3^2": [("signed-base", "(^ (neg 0.3) 2)")],
    "√2/3": [("root-reach", "(sqrt (/ 2 3))")],
    "√v + ε": [("root-reach", "(sqrt (+ v epsilon))")],
    "√x²": [("root-power", "(^ (sqrt x) 2)")],
    "m_t-1": [("index-reach", "m_t-1")],
    "m-1": [("index-reach", "m_-1")],
    "mn-1": [("index-reach", "m_n-1")],
    "b^n+1": [("sum-exponent", "(^ b (+ n 1))")],
    "e^2x": [("product-exponent", "(^ e (* 2 x))")],
    "x^1/2": [("fraction-exponent", "(^ x (/ 1 2))")],
    "a^b^c": [("power-left", "(^ (^ a b) c)")],
    "2x3": [("times-letter", "(* 2 3)")],
    "v/1-b^n+1": [
        ("sum-exponent", "(- (/ v 1) (^ b (+ n 1)))"),
        ("sum-divisor", "(+ (/ v (- 1 (^ b n))) 1)"),
        ("sum-divisor", "(/ v (- 1 (^ b (+ n 1))))"),
    ],
    "[-1^2, -2^2]": [
        ("signed-base", "[(^ (neg 1) 2) (neg (^ 2 2))]"),
        ("signed-base", "[(neg (^ 1 2)) (^ (neg 2) 2)]"),
        ("signed-base", "[(^ (neg 1) 2) (^ (neg 2) 2)]"),
    ],
    "1/2*x*y": [
        ("product-divisor", "(* (/ 1 (* 2 x)) y)"),
        ("product-divisor", "(/ 1 (* (* 2 x) y))"),
    ],
}


@pytest.mark.parametrize(("text", "others"), OTHERS.items())
def test_the_other_sensible_readings_are_given_with_their_cause(text, others):
    found = [(code, show(node)) for code, node in alternatives(read_expression(text))]
    assert found == others


@pytest.mark.parametrize(
    "text",
    ["(a/b)/c", r"\frac{a}{b}c", "(-0.3)^2", "√(2)/3", "(a^b)*c", "a*b*c", "1 - 0.3^2 + x*0",
     "2y3", "(a/1) - b", r"\frac{a}{1} - b", "a^{2}*x"],
)  # fmt: skip
def test_where_brackets_or_bars_decide_there_is_no_other_reading(text):
    codes = {code for code, _ in alternatives(read_expression(text))}
    assert codes <= {"sum-exponent"} if "^" in text else not codes


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["a", "2", "√x", "b^2", "-", "/", "*", "+", "(c+1)"]), max_size=9))
def test_alternatives_differ_from_the_side_and_from_each_other(parts):
    try:
        side = read_expression("".join(parts))
    except ValueError:
        return
    found = [node for _, node in alternatives(side)]
    assert side not in found
    assert len(found) <= MOST_ALTERNATIVES
    assert all(node not in found[:position] for position, node in enumerate(found))
