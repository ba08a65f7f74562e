import pytest
import sympy
from sympy import Rational, exp, sqrt

from symopt.errors import NotationError, Place
from symopt.notation.read import read_expression
from symopt.notation.to_sympy import to_sympy

x, y, beta1 = sympy.symbols("x y beta1")
KNOWN = {"x": x, "y": y, "beta1": beta1}


def convert(text: str, **options: bool) -> sympy.Expr:
    return to_sympy(read_expression(text), KNOWN, text=text, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("x^2/20 + y²", x**2 / 20 + y**2),
        ("0.1x", x / 10),
        ("1e-8", Rational(1, 10**8)),
        ("-2√2/3", -2 * sqrt(2) / 3),
        ("x - 2(y - 1)/3", x - 2 * (y - 1) / 3),
        ("β₁x + (1-β_1)y", beta1 * x + (1 - beta1) * y),
        ("e^{-x} + exp(-x)", 2 * exp(-x)),
        (r"\frac{1}{2}\left|x\right| + \max(0, y)", sympy.Abs(x) / 2 + sympy.Max(0, y)),
        ("∛x", x ** Rational(1, 3)),
        ("sigmoid(x)", 1 / (1 + exp(-x))),
        ("mean(x, y)", (x + y) / 2),
        ("pi*x", sympy.pi * x),
        ("sin(x)ln(y)", sympy.sin(x) * sympy.log(y)),
    ],
)
def test_the_expression_is_the_one_typed(text, expression):
    converted = convert(text)
    assert sympy.expand(converted - expression) == 0
    assert not converted.has(sympy.Float)


def test_the_pages_own_e_comes_before_eulers():
    e = sympy.Symbol("e")
    assert to_sympy(read_expression("e^2"), {"e": e}) == e**2
    assert convert("e^2") == exp(2)


def test_the_authors_order_is_kept_on_request():
    kept = convert("y*2 - x/3", keep_order=True)
    assert [str(term) for term in kept.args] == ["y*2", "-x/3"] or kept.args[0].args == (y, 2)
    assert kept.doit() == 2 * y - x / 3
    assert sympy.Integer(1) + 1 == 2  # evaluation is back


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("x + xy", 5, "for a product write x*y"),
        ("betta1*x", 1, "did you mean 'beta_1'?"),
        ("x + x2", 5, "known are x, y, beta_1"),
        ("x + sqt(y)", 5, "did you mean 'sqrt'?"),
        ("(x, y)", 1, None),
        ("x/0", 3, None),
        ("0^-1", 1, None),
        ("√(-4)", 1, None),
        ("(-8)^(1/3)", 1, None),
        ("log(0)", 1, None),
        ("sqrt(x, y)", 6, None),
        ("root(x, y)", 1, None),
        ("9^9^9^9", 5, None),
        ("x^99999", 3, None),
        ("9999^9999*9999^9999*9999^9999", None, None),
        ("2^(1/99999)", 3, None),
        ("∇f(x)", 1, None),
    ],
)
def test_what_has_no_value_or_no_bound_is_refused_with_its_place(text, column, hint):
    with pytest.raises(NotationError) as caught:
        convert(text)
    assert caught.value.place is not None
    if column is not None:
        assert caught.value.place.column == column
    if hint is not None:
        assert caught.value.hint == hint


def test_the_place_of_a_part_is_counted_in_the_whole_line():
    place = Place("page.md", 3, 12, "objective: x + z")
    with pytest.raises(NotationError) as caught:
        to_sympy(read_expression("x + z", place=place), KNOWN, place=place)
    assert caught.value.place == Place("page.md", 3, 16, "objective: x + z")


@pytest.mark.parametrize(
    "text",
    ["e^(e^(e^(e^9999)))", "abs(exp(exp(exp(999))))", "max(exp(exp(exp(999))), 1)", "2^(2^0.5)"],
)
def test_towers_stay_symbolic(text):
    assert convert(text).is_Float is False
    assert convert(text, keep_order=True).is_Float is False


def test_an_odd_root_of_a_negative_number_is_the_real_one():
    assert convert("cbrt(-8)") == convert("root(3, -8)") == -2
    with pytest.raises(NotationError, match="the root of a negative number"):
        convert("root(4, -8)")


def test_a_number_in_the_order_of_the_author_may_stand_in_an_exponent():
    assert convert("e^(π√163)", keep_order=True).doit() == exp(sympy.pi * sqrt(163))


def test_an_exponent_that_is_not_real_is_refused():
    with pytest.raises(NotationError, match="an exponent that is not real"):
        convert("2^max(√(2*-1), √2)", keep_order=True)
