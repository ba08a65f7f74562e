import pytest
import sympy
from sympy import Rational, Symbol, exp, sqrt

from symopt.errors import NotationError
from symopt.notation.from_sympy import from_sympy, name_of, unevaluated
from symopt.notation.tree import Name, show

x, y, z = sympy.symbols("x y z")


def test_a_symbols_text_is_read_as_a_name():
    assert name_of(Symbol("theta_{t-1}")) == Name("theta", (), ("t-1",))
    assert name_of(Symbol("beta1")) == Name("beta", (), ("1",))
    assert name_of(Symbol("a b c")) == Name("a b c")


def test_the_authors_order_and_divisions_are_kept():
    with sympy.evaluate(False):
        expressions = {
            "(- x (/ (* y z) (+ (sqrt x) 1)))": x - y * z / (sqrt(x) + 1),
            "(+ (* y x) (* (- 1 y) z))": y * x + (1 - y) * z,
            "(neg (- x y))": -(x - y),
            "(/ 1 x)": 1 / x,
            "(/ (/ x y) z)": x / y / z,
            "(/ x (/ y z))": x / (y / z),
            "(^ (/ 2 3) x)": Rational(2, 3) ** x,
        }
    for tree, expression in expressions.items():
        assert show(from_sympy(expression, keep_order=True)) == tree


def test_an_evaluated_expression_is_written_as_a_person_would():
    assert show(from_sympy(-2 * sqrt(2) / 3)) == "(neg (/ (* 2 (sqrt 2)) 3))"
    assert show(from_sympy(x**2 / 20 + y**2)) == "(+ (/ (^ x 2) 20) (^ y 2))"
    assert show(from_sympy(exp(-x))) == "(^ e (neg x))"
    assert show(from_sympy(x ** Rational(-1, 2))) == "(/ 1 (sqrt x))"
    assert show(from_sympy(sympy.Max(x, sympy.Abs(y)))) == "(max x (abs y))"


def test_whether_an_expression_was_evaluated_is_seen_outside_and_inside_the_context():
    with sympy.evaluate(False):
        kept = (1 - y) * x
        assert unevaluated(kept)
    assert unevaluated(kept)
    assert not unevaluated((1 - y) * x)


@pytest.mark.parametrize(
    "expression",
    [sympy.Float("0.1"), sympy.oo, sympy.I * x, sympy.Piecewise((x, x > 0), (y, True))],
)
def test_what_the_notation_cannot_say_is_refused(expression):
    with pytest.raises(NotationError):
        from_sympy(expression)
