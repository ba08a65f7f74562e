import sympy
from sympy import Function, Integer, Rational, sqrt

from symopt.notation.latex import LatexWriter, substitute, write_latex
from symopt.notation.options import Reading
from symopt.notation.read import read_expression
from symopt.notation.tree import show

theta, lr, m_hat, v_hat, epsilon, beta1, m, g, t = sympy.symbols(
    "theta_{t-1} lr m_hat_t v_hat_t epsilon beta1 m_{t-1} g_t t"
)


def latex(text: str, **options: object) -> str:
    return LatexWriter(**options).write(read_expression(text))  # type: ignore[arg-type]


def values(**texts: str) -> dict:
    return {name: read_expression(text) for name, text in texts.items()}


def test_a_rule_is_written_in_its_authors_order():
    with sympy.evaluate(False):
        update = theta - lr * m_hat / (sqrt(v_hat) + epsilon)
        average = beta1 * m + (1 - beta1) * g
        corrected = m_hat / (1 - beta1**t)
    assert write_latex(update) == (
        r"\theta_{t-1} - \frac{\mathrm{lr} \hat{m}_{t}}{\sqrt{\hat{v}_{t}} + \epsilon}"
    )
    assert write_latex(update, names={"lr": r"\alpha"}).startswith(
        r"\theta_{t-1} - \frac{\alpha \hat{m}_{t}}"
    )
    assert write_latex(average) == r"\beta_{1} m_{t-1} + \left(1 - \beta_{1}\right) g_{t}"
    assert write_latex(corrected) == r"\frac{\hat{m}_{t}}{1 - \beta_{1}^{t}}"


def test_values_stand_in_brackets_only_where_precedence_needs_them():
    average = read_expression("beta_1*m + (1 - beta_1)*g")
    fill = values(beta_1="9/10", m="-3", g="2")
    assert write_latex(average, values=fill) == (
        r"\frac{9}{10} \cdot \left(-3\right) + \left(1 - \frac{9}{10}\right) \cdot 2"
    )
    assert write_latex(read_expression("b^t"), values=values(b="9/10", t="2")) == (
        r"\left(\frac{9}{10}\right)^{2}"
    )
    assert write_latex(read_expression("b^t"), values=values(b="0.9", t="2")) == "0.9^{2}"
    assert write_latex(read_expression("x - b"), values=values(b="-3")) == r"x - \left(-3\right)"
    assert write_latex(read_expression("b + x"), values=values(b="-3")) == "-3 + x"
    assert write_latex(read_expression("x*b"), values=values(b="y + 1")) == (
        r"x \cdot \left(y + 1\right)"
    )


def test_vectors_are_multiplied_by_components():
    square = read_expression("g*g + 2*g")
    assert write_latex(square, vectors=frozenset({"g"})) == r"g \odot g + 2 g"
    assert write_latex(square, values=values(g="(2, 1/2)")) == (
        r"\left(2, \frac{1}{2}\right) \odot \left(2, \frac{1}{2}\right)"
        r" + 2 \cdot \left(2, \frac{1}{2}\right)"
    )


def test_a_sign_stands_between_factors_only_where_one_is_needed():
    assert latex("2*x*y") == "2 x y"
    assert latex("2*3*x") == r"2 \cdot 3 x"
    assert latex("x*2") == r"x \cdot 2"
    assert latex("2*(1/2)") == r"2 \cdot \frac{1}{2}"
    assert latex("x*(y + 1)") == r"x \cdot \left(y + 1\right)"
    assert latex("beta*(y + 1)") == r"\beta \left(y + 1\right)"
    assert latex("loss*x") == r"\mathrm{loss} \cdot x"


def test_values_that_are_put_in_stand_behind_one_bar():
    node = read_expression(
        "value(value(x*y, x, 1), y, 2)", options=Reading(functions=frozenset({"value"}))
    )
    assert write_latex(node) == r"\left.x y\right|_{x = 1, y = 2}"
    node = read_expression("value(x - y, x, 1/2)", options=Reading(functions=frozenset({"value"})))
    assert write_latex(node) == r"\left.\left(x - y\right)\right|_{x = \frac{1}{2}}"


def test_a_minus_is_never_written_behind_a_plus():
    with sympy.evaluate(False):
        assert write_latex(theta + -3 * lr, keep_order=True) == r"\theta_{t-1} - 3 \mathrm{lr}"
        assert write_latex(theta - (g - m)) == r"\theta_{t-1} - \left(g_{t} - m_{t-1}\right)"


def test_fractions_roots_and_functions():
    assert write_latex(-2 * sqrt(Integer(2)) / 3) == r"-\frac{2 \sqrt{2}}{3}"
    assert write_latex(theta ** Rational(1, 3)) == r"\sqrt[3]{\theta_{t-1}}"
    assert write_latex(1 / theta**2) == r"\frac{1}{\theta_{t-1}^{2}}"
    assert write_latex(Function("grad")(theta)) == r"\nabla f\left(\theta_{t-1}\right)"
    assert latex("1e-8 + 2.5e-3") == r"10^{-8} + 2.5 \cdot 10^{-3}"
    assert latex("|x| + ‖g‖ + max(0, x) + sign(x)") == (
        r"\left|x\right| + \left\|g\right\| + \max\left(0, x\right)"
        r" + \operatorname{sign}\left(x\right)"
    )


def test_names_are_spelled_from_their_parts():
    spelled = {
        "v_corr1": r"v_{\mathrm{corr},1}",
        "Δθ": r"\Delta \theta",
        "x^*": "x^{*}",
        "∂L/∂w": r"\frac{dL}{dw}",
        "E[g²]_t": "E[g^2]_{t}",
        "m_1'": "m_{1}'",
        "∇f": r"\nabla f",
    }
    assert {name: latex(name) for name in spelled} == spelled


def test_substitution_leaves_other_names_alone():
    tree = substitute(read_expression("max(x, y_1)/-x"), values(x="1/2"))
    assert show(tree) == "(/ (max (/ 1 2) y_1) (neg (/ 1 2)))"
