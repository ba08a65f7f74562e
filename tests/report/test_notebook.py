import ast
import json

import pytest

from symopt import Problem


def cells(solution, kind, **how):
    notebook = json.loads(solution.to_notebook(**how))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def test_its_format_is_valid_and_its_bytes_are_stable(solution):
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    text = solution.to_notebook(lang="ko")
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert text == solution.to_notebook(lang="ko")
    names = [cell["id"] for cell in json.loads(text)["cells"]]
    assert len(set(names)) == len(names)


def test_its_code_states_the_same_problem(solution):
    first = cells(solution, "code")[0]["source"]
    tree = ast.parse(first)
    assert [type(part).__name__ for part in tree.body] == ["ImportFrom", "Assign", "Assign"]
    (argument,) = tree.body[1].value.args
    assert Problem.read(ast.literal_eval(argument)).setting.front == solution.setting.front


def test_the_steps_are_explained_and_computed_in_turn(exercise):
    text = [cell["source"] for cell in cells(exercise, "markdown")]
    assert [part.splitlines()[0] for part in text] == [
        "# Adam by hand on xy",
        "## Step 1",
        "## Step 2",
        "## Summary",
    ]
    assert "(attachment:picture.svg)" in text[0]
    code = [cell["source"] for cell in cells(exercise, "code")]
    assert code[1:] == ["solution[1]", "solution[2]"]


def test_it_runs(exercise):
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="no Jupyter kernel is installed")
    import nbformat

    notebook = nbformat.reads(exercise.to_notebook(), as_version=4)
    nbclient.NotebookClient(notebook, timeout=100, kernel_name="python3").execute()
    (output,) = notebook.cells[-2].outputs
    assert "theta = (-2*sqrt(2)/3, 1 - sqrt(3)/3)" in output["data"]["text/plain"]
