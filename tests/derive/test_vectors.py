import pytest
from sympy import Symbol, sqrt

from symopt.derive.vectors import components, dimensions, norm
from symopt.notation.options import Reading
from symopt.notation.read import read_expression
from symopt.notation.tree import show

a, b = Symbol("a"), Symbol("b")


def read(text):
    return read_expression(text, options=Reading(functions=frozenset({"norm"})))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a + 1", ["(+ a 1)"]),
        ("(a, b)/1/2", ["(/ (/ a 1) 2)", "(/ (/ b 1) 2)"]),
        ("-(a, b) + 2*(b, a)", ["(+ (neg a) (* 2 b))", "(+ (neg b) (* 2 a))"]),
        ("√(a, 4)", ["(sqrt a)", "(sqrt 4)"]),
        ("norm((a, b))", ["(norm a b)"]),
        ("(a, b)/norm((a, b))", ["(/ a (norm a b))", "(/ b (norm a b))"]),
        ("norm(2*(a, b))", ["(norm (* 2 a) (* 2 b))"]),
    ],
)
def test_everything_acts_on_each_component(text, parts):
    assert [show(part) for part in components(read(text))] == parts


def test_vectors_of_different_length_have_no_components():
    with pytest.raises(ValueError, match="different length"):
        components(read("(a, b) + (1, 2, 3)"))


def test_a_norm_is_a_number():
    assert dimensions(read("norm((a, b))")) == frozenset()
    assert norm(a, b) == sqrt(a**2 + b**2)
