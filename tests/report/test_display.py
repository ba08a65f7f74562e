"""What a notebook shows of the values that users hold."""

import pytest

import symopt
from symopt.report.display import document_of
from symopt.rules import REGISTRY
from tests.report.test_html import Outline

TEXT = "---\nobjective: x*y\nstart: {x: 1, y: 2}\nrule: sgd\nlr: 1\n---\nX_1 = (-1, 2)\n"
VALUES = {
    "problem": lambda: symopt.Problem.read(TEXT),
    "solution": lambda: symopt.Problem.read(TEXT).solve(),
    "judged page": lambda: symopt.check(TEXT),
    "verdict": lambda: symopt.equal("(1 - b^t)/(1 - b)", "1 + b", assuming={"b": "(0, 1)"}),
    "rule": lambda: symopt.rules.adam,
}


@pytest.mark.parametrize("name", VALUES)
def test_every_value_is_shown_in_three_formats(name):
    value = VALUES[name]()
    assert Outline(value._repr_html_()).open == []
    assert "<html" not in value._repr_html_()
    assert "\\documentclass" not in value._repr_latex_()
    assert not value._repr_markdown_().startswith("---\n")


@pytest.mark.parametrize("name", VALUES)
def test_a_value_changes_nothing_in_the_notebook_around_it(name):
    shown = VALUES[name]()._repr_html_()
    assert shown.count("<style>") == shown.count("<style>@scope (.symopt) {") == 1
    style = shown.split("<style>")[1].split("</style>")[0]
    assert style.count("{") == style.count("}")
    assert ":root" not in style
    assert "<script" not in shown


def test_a_judged_page_shows_its_marks():
    shown = symopt.check(TEXT)._repr_html_()
    assert "wrong" in shown
    assert "<mark>2</mark>" in shown


def test_a_refutation_shows_its_witness_and_a_proof_its_method():
    refuted = VALUES["verdict"]()._repr_markdown_()
    assert refuted.startswith("Refuted, by witness.")
    assert "The values there: " in refuted
    proved = symopt.equal("√(3 + 2√2)", "1 + √2")._repr_markdown_()
    assert proved.startswith("Proved, by separation bound.")


def test_a_rule_shows_its_equations_defaults_and_source():
    shown = symopt.rules.adam._repr_markdown_()
    assert r"m_{t} = \beta_{1} m_{t-1} + \left(1 - \beta_{1}\right) g_{t}" in shown
    assert r"$\beta_{2} = \frac{999}{1000}$" in shown
    assert "Source: Kingma" in shown


@pytest.mark.parametrize("name", REGISTRY)
def test_every_rule_of_the_registry_can_be_shown(name):
    rule = REGISTRY[name]
    assert len(document_of(rule).blocks) > len(rule.lines)
    assert rule.name in rule._repr_html_()


def test_what_has_no_report_is_refused():
    with pytest.raises(TypeError, match="a int has no report"):
        document_of(3)


def test_values_show_themselves_in_a_notebook():
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="no Jupyter kernel is installed")
    import nbformat

    cells = (
        "import symopt\nsymopt.rules.adam",
        "symopt.equal('1', '2')",
        f"symopt.check({TEXT!r})",
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, timeout=100, kernel_name="python3").execute()
    for cell, words in zip(notebook.cells, ("Kingma", "Refuted", "wrong"), strict=True):
        data = cell.outputs[0]["data"]
        for kind in ("text/html", "text/markdown", "text/latex"):
            assert words in data[kind]
