import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Rational, Symbol, exp, sqrt

from symopt.notation.latex import LatexWriter
from symopt.notation.read import read_expression
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import Binary, Call, Name, Negative, Node, Positive, Vector
from symopt.notation.write import tree_text, write_text

x, y, m = sympy.symbols("x y m_{t-1}")
NAMES = [
    Name("x"),
    Name("y", (), ("1",)),
    Name("theta", (), ("t-1",)),
    Name("m", ("hat",), ("t",)),
    Name("beta", (), ("2",)),
    Name("v", (), ("corr", "1")),
    Name("w", ("star",)),
    Name("lr"),
    Name("dw", (), ("2",)),
    Name("dL/dw"),
    Name("Deltatheta"),
    Name("E[g^2]", (), ("t",)),
    Name("grad"),
    Name("loss", ("bar",)),
]


def numbers() -> st.SearchStrategy[Node]:
    whole = st.integers(0, 10**6).map(str)
    decimal = st.tuples(st.integers(0, 999), st.integers(0, 999)).map(lambda p: f"{p[0]}.{p[1]}")
    return (whole | decimal).map(read_expression)


def larger(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pairs = st.tuples(parts, parts)
    return st.one_of(
        st.tuples(st.sampled_from("+-*/^"), pairs).map(lambda p: Binary(p[0], *p[1])),
        parts.map(Negative),
        parts.map(Positive),
        st.tuples(st.sampled_from(["sqrt", "abs", "log", "tanh", "norm", "grad", "f"]), parts).map(
            lambda p: Call(p[0], (p[1],))
        ),
        pairs.map(lambda p: Call("max", p)),
    )


trees = st.recursive(numbers() | st.sampled_from(NAMES), larger, max_leaves=12)
vectors = st.lists(trees, min_size=2, max_size=3).map(lambda items: Vector(tuple(items)))


@settings(max_examples=200, deadline=None)
@given(trees | vectors)
def test_plain_text_is_read_back_to_the_same_tree(tree):
    assert read_expression(tree_text(tree)) == tree


@settings(max_examples=200, deadline=None)
@given(trees | vectors)
def test_latex_is_read_back_to_the_same_tree(tree):
    text = LatexWriter().write(tree)
    assert read_expression(text) == tree
    assert r"\," not in text
    assert "+ -" not in text


def test_the_text_has_no_bracket_too_many():
    for text in (
        "a - b - c",
        "a - (b - c)",
        "a*b/(c*d)",
        "-a**2",
        "(-a)**2",
        "2**(-x)",
        "(a + b)*c",
        "a*(-b)",
        "(a, b/2)",
        "[a; b]",
        "[a, b; c, d]",
    ):
        assert tree_text(read_expression(text)) == text


def test_an_evaluated_expression_is_written_as_sympy_writes_it():
    expression = -2 * sqrt(2) / 3 + x**2 * exp(-y) - Rational(1, 3) * sqrt(3)
    assert write_text(expression) == str(expression)
    assert write_text((-2 * sqrt(2) / 3, 1 - sqrt(3) / 3)) == "(-2*sqrt(2)/3, 1 - sqrt(3)/3)"
    assert write_text(sympy.Matrix([1, 2])) == "(1, 2)"
    assert write_text(sympy.Matrix([[1, x], [3, 4]])) == "[1, x; 3, 4]"


def test_an_unevaluated_expression_keeps_its_authors_order_and_names():
    lr, beta1, g = sympy.symbols("lr beta1 g")
    with sympy.evaluate(False):
        assert write_text(beta1 * m + (1 - beta1) * g) == "beta1*m_{t-1} + (1 - beta1)*g"
        assert write_text(x - lr * g / (sqrt(y) + 1)) == "x - lr*g/(sqrt(y) + 1)"
        assert write_text(x - (y - x) * 3) == "x - (y - x)*3"
        assert write_text(x / y / 3) == "x/y/3"


coefficients = st.builds(Rational, st.integers(-9, 9), st.integers(1, 9))
atoms = coefficients | st.sampled_from([x, y, sqrt(Rational(2)), Symbol("beta1")])
expressions = st.recursive(
    atoms,
    lambda parts: st.one_of(
        st.tuples(parts, parts).map(lambda p: p[0] + p[1]),
        st.tuples(parts, parts).map(lambda p: p[0] * p[1]),
        st.tuples(parts, st.integers(0, 3)).map(lambda p: p[0] ** p[1]),
        parts.map(exp),
        parts.map(lambda part: sympy.Abs(part + x)),
        parts.map(lambda part: x / (part**2 + 1)),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(expressions)
def test_an_expression_survives_writing_and_reading(expression):
    symbols = {symbol.name: symbol for symbol in expression.free_symbols}
    again = to_sympy(read_expression(write_text(expression)), symbols)
    assert sympy.expand(again - expression) == 0 or again == expression
