import pytest
from sympy import Rational

from symopt import Problem, check
from symopt.notation.latex import write_latex
from symopt.notation.to_sympy import to_sympy
from symopt.report.document import Chain, Table
from symopt.report.gradient import MOST_ROWS, contributions, derivation

ROWS = "data: {x: [1, 2, 3], y: [2, 3, 7]}\nbatches: 2\n"


def objective(text, start="{x: 1, y: 2}", more=""):
    page = f"---\nobjective: {text}\nstart: {start}\nrule: sgd\nlr: 1/10\n{more}---\n"
    return Problem.read(page).setting.objective


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("x*y", "y", "x"),
        (
            "0.4x²y² + 0.3x - y",
            r"\frac{2}{5} \cdot 2 x y^{2} + \frac{3}{10}",
            r"\frac{2}{5} \cdot 2 x^{2} y - 1",
        ),
        ("y^2", "0", "2 y"),
        ("-3x^2 - y", r"-3 \cdot 2 x", "-1"),
        ("e^(-x/2) + y", r"-\frac{1}{2 e^{\frac{x}{2}}}", "1"),
    ],
)
def test_each_term_shows_what_it_adds(text, first, second):
    assert [*map(write_latex, contributions(objective(text), None))] == [first, second]


@pytest.mark.parametrize("text", ["x^3 y - 2x*y + 5", "(x - y)^4/2 + ln(2 + y^2)", "abs(x) + x*y"])
def test_the_sum_is_the_gradient(text):
    f = objective(text)
    names = {str(variable): variable for variable in f.variables}
    for tree, slope in zip(contributions(f, None), f.gradient(), strict=True):
        assert (to_sympy(tree, names) - slope).subs(f.variables[0], Rational(3, 7)).simplify() == 0


def test_rows_of_data_are_summed_one_by_one_and_a_batch_over_its_own():
    f = objective("(w x - y)^2", "{w: 0}", ROWS)
    whole, first, second = (write_latex(contributions(f, step)[0]) for step in (None, 1, 2))
    assert whole.startswith(r"\frac{1}{3} \left(2 \cdot 1 \left(w \cdot 1 - 2\right) + ")
    assert first == (
        r"\frac{1}{2} \left(2 \cdot 1 \left(w \cdot 1 - 2\right) "
        r"+ 2 \cdot 2 \left(w \cdot 2 - 3\right)\right)"
    )
    assert second == r"2 \cdot 3 \left(w \cdot 3 - 7\right)"


def test_each_batch_has_its_gradient_in_a_table():
    *_, table = derivation(objective("(w x - y)^2", "{w: 0}", ROWS))
    assert isinstance(table, Table)
    assert table.rows == (("1, 2", "5 w - 8"), ("3", "18 w - 42"))


def test_many_rows_are_not_written_out():
    many = ", ".join(map(str, range(MOST_ROWS + 1)))
    f = objective("(w x - 1)^2", "{w: 0}", f"data: {{x: [{many}]}}\n")
    chains = [block for block in derivation(f) if isinstance(block, Chain)]
    assert [len(chain.rights) for chain in chains] == [1, 2]


def test_check_refutes_a_derivation_with_one_factor_changed():
    page = "---\nobjective: 0.4x²y²\nstart: {x: 1, y: 2}\nrule: sgd\nlr: 1/10\n---\n"
    written = Problem.read(page).solve().to_markdown()
    right = r"\frac{2}{5} \cdot 2 x y^{2}"
    assert right in written
    assert check(written.replace(right, right.replace(r"\cdot 2", r"\cdot 3"))).exit_code == 1
