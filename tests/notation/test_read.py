"""The conventions of the grammar, each as text and tree; what is refused, and where."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symopt.errors import NotationError, Place
from symopt.notation.options import Reading
from symopt.notation.read import LONGEST_TEXT, read_chain, read_expression
from symopt.notation.tree import Chain, Relation, depth, show, walk

EXPRESSIONS = {
    # sums and signs
    "a - b - c": "(- (- a b) c)",
    "a - (b - c)": "(- a (- b c))",
    "-a*b": "(neg (* a b))",
    "a*-b": "(* a (neg b))",
    "-40 + -100 + -180": "(+ (+ (neg 40) (neg 100)) (neg 180))",
    "3 × -16": "(* 3 (neg 16))",
    "5--3": "(- 5 (neg 3))",
    "+6.48": "(pos 6.48)",
    "a – b − c ‒ d": "(- (- (- a b) c) d)",
    # products and quotients
    "a*b/c*d": "(* (/ (* a b) c) d)",
    "(2, 1/2)/1/2": "(/ (/ [2 (/ 1 2)] 1) 2)",
    "a/bc": "(/ a bc)",
    "4w_2": "(* 4 w_2)",
    "0.9(1)": "(* 0.9 1)",
    "2(10-4)": "(* 2 (- 10 4))",
    "(10)(-10)": "(* 10 (neg 10))",
    "1/2√2": "(* (/ 1 2) (sqrt 2))",
    "2√2/3": "(/ (* 2 (sqrt 2)) 3)",
    "-2√2/3": "(neg (/ (* 2 (sqrt 2)) 3))",
    "a · b ⋅ c ∙ d ∗ e": "(* (* (* (* a b) c) d) e)",
    "g ⊙ g ÷ 2 ⊘ 3": "(/ (/ (* g g) 2) 3)",
    "β₁m₀ + (1-β₁)g": "(+ (* beta_1 m_0) (* (- 1 beta_1) g))",
    "lr(x - y)": "(* lr (- x y))",
    "2x y": "(* (* 2 x) y)",
    # powers
    "-0.3^2": "(neg (^ 0.3 2))",
    "a^b^c": "(^ a (^ b c))",
    "2^-3^2": "(^ 2 (neg (^ 3 2)))",
    "x**2": "(^ x 2)",
    "x²y": "(* (^ x 2) y)",
    "10⁻⁸": "(^ 10 (neg 8))",
    "10^-8": "(^ 10 (neg 8))",
    "β₂^t": "(^ beta_2 t)",
    "0.9ᵗ⁺¹": "(^ 0.9 (+ t 1))",
    "e^{-x}": "(^ e (neg x))",
    "9^9^9^9": "(^ 9 (^ 9 (^ 9 9)))",
    # roots: without brackets √ takes the next power, with brackets it is a function
    "√v̂ + ε": "(+ (sqrt v_hat) epsilon)",
    "√2x": "(* (sqrt 2) x)",
    "√x²": "(sqrt (^ x 2))",
    "√(x)²": "(^ (sqrt x) 2)",
    "√√2": "(sqrt (sqrt 2))",
    "∛7 + ∜x": "(+ (root 3 7) (root 4 x))",
    "루트2/3": "(/ (sqrt 2) 3)",
    "1/루트 (4, 1) * (2, 1)": "(* (/ 1 (sqrt [4 1])) [2 1])",
    # functions
    "f(x) + f'(x) + f''(x)": "(+ (+ (f x) (derivative x)) (second_derivative x))",
    "df(1, 2)": "(grad 1 2)",
    "∇f(x, y)": "(grad x y)",
    "sin x + log 2": "(+ (sin x) (log 2))",
    "max(0, |x|)": "(max 0 (abs x))",
    "‖x‖ + ||x|| + |x||y|": "(+ (+ (norm x) (norm x)) (* (abs x) (abs y)))",
    "||x|-|y||": None,
    "exp(-x)ln(2)": "(* (exp (neg x)) (log 2))",
    "sum(1, 2) + Σ(x, y)": "(+ (sum 1 2) (sum x y))",
    "np.sqrt(self.v) * np.square(g)": "(* (sqrt v) (^ g 2))",
    "sigmoid(x) + σ(x)": "(+ (sigmoid x) (sigma x))",
    # vectors
    "(1, 1/2)": "[1 (/ 1 2)]",
    "[a; b]": "⟨a b⟩",
    "[[1, 2], [3, 4]]": "⟨[1 2] [3 4]⟩",
    "[1, 2; 3, 4]": "⟨[1 2] [3 4]⟩",
    "(1, 2)^T": "⟨1 2⟩",
    "[1. 2.5 -3. ]": "[1. 2.5 (neg 3.)]",
    "[3(2+1)]": "(* 3 (+ 2 1))",
    "np.array([1, 2])": "[1 2]",
}

LATEX = {
    r"\frac43": "(/ 4 3)",
    r"\frac{4}{3}x": "(* (/ 4 3) x)",
    r"\frac12x^2": "(* (/ 1 2) (^ x 2))",
    r"\tfrac1{1-\beta_1^t}": "(/ 1 (- 1 (^ beta_1 t)))",
    r"\dfrac\alpha2": "(/ alpha 2)",
    r"{a + b \over c}": "(/ (+ a b) c)",
    r"\sqrt2 + \sqrt{x} + \sqrt[3]{x} + \sqrt \alpha": (
        "(+ (+ (+ (sqrt 2) (sqrt x)) (root 3 x)) (sqrt alpha))"
    ),
    r"\left( a + b \right)\,c": "(* (+ a b) c)",
    r"\left|x\right| + \lvert y\rvert + \left\|z\right\| + \|w\|": (
        "(+ (+ (+ (abs x) (abs y)) (norm z)) (norm w))"
    ),
    r"a \cdot b \times c \odot d \circ e \div f": "(/ (* (* (* (* a b) c) d) e) f)",
    r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}": "⟨1 2⟩",
    r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \\ \end{bmatrix}^{-1}": "(^ ⟨[1 2] [3 4]⟩ (neg 1))",
    r"\begin{array}{c} 1 \\[2pt] -2 \end{array}": "⟨1 (neg 2)⟩",
    r"\begin{pmatrix} 1 & 2 \end{pmatrix}^\top": "⟨1 2⟩",
    r"g^\top g + r_0^T r_0": "(+ (* (transpose g) g) (* (transpose r_0) r_0))",
    r"\beta^T + 0.9^T": "(+ (^ beta T) (^ 0.9 T))",
    r"\max\left(0, x\right) + \operatorname{sign}(x)": "(+ (max 0 x) (sign x))",
    r"\max\{0, x\}": "(max 0 x)",
    r"\mathbf{0.2000} + \boxed{3}": "(+ 0.2000 3)",
    r"0.27740 \text{ rad}": "0.27740",
    r"1{,}000\;x": "(* 1{,}000 x)",
    r"2 \cdot 10^{-3}": "(* 2 (^ 10 (neg 3)))",
    r"(\nabla_w J(w_1))^2": "(^ (grad w_1) 2)",
    r"\nabla \mathcal{L}(\mathbf{w}_t)": "(grad w_t)",
    r"\frac{\hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon}": "(/ m_hat_t (+ (sqrt v_hat_t) epsilon))",
}


@pytest.mark.parametrize(
    ("text", "tree"), [(t, r) for t, r in {**EXPRESSIONS, **LATEX}.items() if r is not None]
)
def test_an_expression_is_read_by_the_stated_conventions(text, tree):
    assert show(read_expression(text)) == tree


CHAINS = {
    "x_1 = 1 - 1/2 = 1/2": "x_1 = (- 1 (/ 1 2)) = (/ 1 2)",
    "0.001/√122 ≈ 0.001/11.05 ≈": "(/ 0.001 (sqrt 122)) ≈ (/ 0.001 11.05) ≈ …",
    "= 3 + 4 = 7": "… = (+ 3 4) = 7",
    "θ ← θ - α g": "theta ← (- theta (* alpha g))",
    "θ := 1": "theta ← 1",
    r"w \gets w - \eta g": "w ← (- w (* eta g))",
    "w -= lr*(g + 1)": "w ← (- w (* lr (+ g 1)))",
    "0 < x <= 1": "0 < x ≤ 1",
    r"25 \leq f(5) \approx 24.9": "25 ≤ (f 5) ≈ 24.9",
    "|x - y| ≧ 0.5 ≒ 1/2": "(abs (- x y)) ≥ 0.5 ≈ (/ 1 2)",
    "${w = 1}$".strip("$"): "w = 1",
    r"a &= b = \\ &= c": "a = b = c",
    r"a = b \\ = c": "a = b = c",
    "a = … = c": "a = c",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}": "a = b = c",
    "h(x) = 2x": "(h x) = (* 2 x)",
    "x(2) = x(1) + α1d1 = (-1/9, 4/9)。": (
        "x_2 = (+ x_1 (* alpha_1 d_1)) = [(neg (/ 1 9)) (/ 4 9)]"
    ),
    "x(t+1) = x(t) - η∇f(x(t))": "x_t+1 = (- x_t (* eta (grad x_t)))",
    "w = 3.": "w = 3.",
    "m_1 = β_1 m_0 + (1 - β_1) g_1 = (1, 1/2)": (
        "m_1 = (+ (* beta_1 m_0) (* (- 1 beta_1) g_1)) = [1 (/ 1 2)]"
    ),
    r"g_1 = 2 x_0 = \frac{6}{1}": "g_1 = (* 2 x_0) = (/ 6 1)",
    "dL/dw = 0.1,": "dL/dw = 0.1",
}


@pytest.mark.parametrize(("text", "tree"), CHAINS.items())
def test_a_chain_is_read_side_by_side(text, tree):
    assert show(read_chain(text)) == tree


def test_a_chain_keeps_its_relations_as_written_and_its_spans():
    text = "x := 1/2 ≈ 0.5"
    chain = read_chain(text)
    assert chain.relations == (Relation("←"), Relation("≈"))
    assert [relation.written for relation in chain.relations] == [":=", "≈"]
    assert [text[side.span.start : side.span.end] for side in chain.sides] == ["x", "1/2", "0.5"]
    assert [show(left) + relation.sign for left, relation, _ in chain.links()] == ["x←", "(/ 1 2)≈"]


def test_open_ends_are_told():
    assert read_chain("= 3").open_start
    assert read_chain("x =").open_end
    assert list(read_chain("= 3").links()) == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("m̂₁ + 𝜃₂²", ["m̂₁ + 𝜃₂²", "m̂₁", "𝜃₂²", "𝜃₂", "²"]),
        (r"\frac{1}{2}x", [r"\frac{1}{2}x", r"\frac{1}{2}", "1", "2", "x"]),
        ("  (１, ２)·x  ", ["(１, ２)·x", "(１, ２)", "１", "２", "x"]),
        (r"\sqrt{y} - |x|", [r"\sqrt{y} - |x|", r"\sqrt{y}", "y", "|x|", "x"]),
        ("β^{t+1}", ["β^{t+1}", "β", "{t+1}", "t", "1"]),
        ("2(-(a))", ["2(-(a))", "2", "(-(a))", "(a)"]),
    ],
)
def test_every_node_points_at_what_was_typed_for_it(text, pieces):
    spans = [part.span for part in walk(read_expression(text))]
    assert [text[span.start : span.end] for span in spans] == pieces


REFUSED = {  # text: the sign under the caret, from the left; -1 is behind the text
    "a b = ": None,
    "1,000 + 2": 2,
    "(1, 2": 0,
    "1 + )": 4,
    "[0, 1)": 5,
    "2 ** ": -1,
    "x + * y": 4,
    "--3": 1,
    "a = = b": 4,
    "a => b": 2,
    "a <-3": 2,
    "a != b": 2,
    "x ± 1": 2,
    "5 %": 2,
    "n!": 1,
    "x ∈ R": 2,
    "sin 2x": 5,
    "x 2": 2,
    "(1, 2)(3, 4)": 6,
    "[[1, 2], [3, 4]][[5, 6], [7, 8]]": 16,
    "[1, 2], 3": 6,
    "((1, 2), (3, 4, 5))": 0,
    "[1 -2]": 3,
    "x is three": 2,
    "3 and v": 2,
    "0.9505 (approximately)": 8,
    "10이라하고": 2,
    "θt": 1,
    "1 - β1t": 6,
    "𝜃𝑡 − 1": 1,
    "x(2) + 1": 0,
    "g(2) = 4": 0,
    "α(t)": 0,
    "w[0, 1]": 1,
    "(1 - β)^T": 7,
    "| 4 | 5 |": 0,
    r"\foo x": 0,
    r"x \quad y": 2,
    r"\frac\sqrt23": 5,
    r"\begin{cases} 1 \end{cases}": 0,
    r"\left. x \right|": 5,
    "x  y": 3,
    "": 0,
    "   ": 0,
    "`x`": 0,
    "x; y": 1,
    "__import__('os')": 0,
    "x.y": 1,
}


@pytest.mark.parametrize(
    ("text", "at"), [(text, at) for text, at in REFUSED.items() if at is not None]
)
def test_what_is_not_understood_is_refused_with_a_caret(text, at):
    with pytest.raises(NotationError) as caught:
        read_chain(text) if "=" in text or "<" in text else read_expression(text)
    place = caught.value.place
    assert place is not None
    assert place.column == (len(text.rstrip()) if at == -1 else at) + 1


STATEMENTS = [
    "x = 1.920 y = 3.686",
    "x = 1.920   y = 3.686",
    "x = (1, 2) y = 3",
    r"x = 3. v = \frac12",
    "m = 0.2 e v = 0.004",
    "u=0.95(1)+0.05(0.01)=0.9505u = 0.95(1)+0.05(0.01)=0.9505;",
    "m1=0.1(4)=0.4m_1=0.1(4)=0.4",
    "x = 1, y = 2",
    r"x = 1,\quad y = 2",
    r"x = 1 \\ y = 2",
    "V = [1, 2] & V = [3, 4]",
    "- m_3 = 0.9",
    "x = 3 f(3) = 9",
]


@pytest.mark.parametrize("text", STATEMENTS)
def test_two_statements_are_never_read_as_one(text):
    with pytest.raises(NotationError):
        read_chain(text)


def test_a_chain_needs_a_relation():
    with pytest.raises(NotationError, match="no relation sign"):
        read_chain("1 + 2")


def test_a_complaint_stands_at_its_column_of_the_whole_line():
    line = "so x = 2 ** "
    place = Place(source="sheet.md", line=7, column=4, text=line)
    with pytest.raises(NotationError) as caught:
        read_chain(line[3:], place=place)
    found = caught.value.place
    assert found == Place("sheet.md", 7, 12, line)


def test_a_complaint_about_a_later_line_counts_lines():
    with pytest.raises(NotationError) as caught:
        read_chain("x = 1\n  + 2 $", place=Place(line=10))
    assert caught.value.place == Place(None, 11, 7, "  + 2 $")


def test_a_known_function_is_applied_and_an_unknown_one_multiplied():
    assert show(read_expression("h(x)")) == "(* h x)"
    assert show(read_expression("h(x)", options=Reading(functions=frozenset({"h"})))) == "(h x)"
    assert show(read_expression("clip(x, 1)")) == "(clip x 1)"


def test_length_and_nesting_are_capped():
    for text in (
        "1+" * LONGEST_TEXT + "1",
        "(" * 200 + "1" + ")" * 200,
        "\\frac{" * 200 + "1" + "}{2}" * 200,
        "1" + "+1" * 4_000,
        "2" + "^2" * 4_000,
        "√" * 4_000 + "2",
        "\\sqrt" * 2_000 + "2",
        "|" * 4_000,
        "{" * 9_000,
    ):
        with pytest.raises(NotationError):
            read_expression(text)


def test_a_hundred_brackets_are_fine():
    assert show(read_expression("(" * 100 + "x" + ")" * 100)) == "x"
    assert depth(read_expression("+".join("x" * 150))) == 150


PIECES = [*EXPRESSIONS, *LATEX, *CHAINS, *STATEMENTS, *REFUSED]


def attempt(text: str) -> None:
    for read in (read_expression, read_chain):
        try:
            found = read(text)
        except NotationError as error:
            complaint = error
        else:
            sides = found.sides if isinstance(found, Chain) else (found,)
            nodes = [node.span for side in sides for node in walk(side)]
            assert all(0 <= span.start <= span.end <= len(text) for span in nodes)
            continue
        assert complaint.place is not None
        assert str(complaint)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_any_unicode_is_read_or_refused(text):
    attempt(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES + list("=+-*/^_{}()[]|\\&,;' \n√²₁̂")), max_size=8))
def test_any_mixture_of_notation_is_read_or_refused(parts):
    attempt("".join(parts))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data):
    attempt(data.decode("latin-1"))


def test_mutilated_notation_is_read_or_refused():
    generator = random.Random(1)
    for text in PIECES:
        for _ in range(10):
            signs = list(text)
            for _ in range(generator.randint(1, 3)):
                if signs:
                    signs.pop(generator.randrange(len(signs)))
            attempt("".join(signs))
