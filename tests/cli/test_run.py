import csv
import json
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest

from symopt import Problem
from symopt.cli.main import main

PAGE = """---
objective: x^2/20 + y^2
start: {x: -7, y: 2}
rule: adam
lr: 0.3
steps: 30
---
"""


@pytest.fixture
def path():
    return Problem.read(PAGE).run(30)


def test_the_promised_json(page, path, capsys):
    assert main(["run", page, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["problem"]["rule"] == "adam"
    assert result["backend"] == "python"
    assert result["diverged_at"] is None
    assert result["certified_digits"] is None
    assert [step["step"] for step in result["steps"]] == [*range(1, 31)]
    assert result["steps"][29]["quantities"]["theta"] == path[30].tolist()


def test_certified_json(page, capsys):
    assert main(["run", page, "--certify", "20", "--record", "15", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["backend"] == "ball"
    first, last = result["steps"]
    assert (first["step"], last["step"]) == (15, 30)
    assert len(result["certified_digits"]) == 2
    assert all(10 <= digits <= 17 for digits in result["certified_digits"])
    for number, text in zip(last["quantities"]["theta"], last["certified"]["theta"], strict=True):
        assert len(text.removeprefix("-").replace(".", "").lstrip("0")) >= 20
        assert float(text) == number


def test_divergence_is_told(tmp_path, capsys):
    page = tmp_path / "page.md"
    text = PAGE.replace("x^2/20", "x^4").replace("adam", "sgd")
    page.write_text(text, encoding="utf-8")
    assert main(["run", str(page), "--json"]) == 0
    result = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert result["diverged_at"] == 6
    assert result["steps"][5]["quantities"]["theta"][0] == "-inf"
    assert main(["run", str(page)]) == 0
    assert "not finite from step 6 on" in capsys.readouterr().out


def test_the_end_is_shown_to_a_reader(page, path, capsys):
    assert main(["run", page]) == 0
    out = capsys.readouterr().out
    assert f"x = {path[30, 0]!s}" in out
    assert "back end: python" in out
    assert main(["run", page, "--certify", "12"]) == 0
    assert "float64 has" in capsys.readouterr().out


def test_a_table_with_the_problem_inside(page, path, tmp_path, capsys):
    file = tmp_path / "points.csv"
    assert main(["run", page, "--record", "10", "-o", str(file)]) == 0
    assert capsys.readouterr().out == ""
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(head.removeprefix("# "))["problem"]["parameters"]["lr"] == "3/10"
    names, *points = csv.reader(rows)
    assert names == ["step", "x", "y"]
    assert [[float(x) for x in row] for row in points] == [
        [step, *path[step]] for step in (0, 10, 20, 30)
    ]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_arrays_with_the_problem_inside(page, path, tmp_path):
    file = tmp_path / "points.npz"
    assert main(["run", page, "-o", str(file)]) == 0
    with np.load(file) as found:
        assert json.loads(str(found["about"]))["problem"]["objective"] == "x**2/20 + y**2"
        assert found["step"].tolist() == [*range(31)]
        assert np.array_equal(np.stack([found["x"], found["y"]], axis=1), path)


def test_a_picture(page, tmp_path, capsys):
    file = tmp_path / "path.svg"
    assert main(["run", page, "--plot", str(file)]) == 0
    assert ElementTree.parse(file).getroot().tag.endswith("svg")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "points.txt"], "must end in .csv or .npz"),
        (["--steps", "-3"], "'--steps' must be a whole number"),
        (["--certify", "5", "--backend", "numpy"], "is the work of the back end 'ball'"),
        (["-o", "no/such/folder/points.csv"], "can't write the result"),
    ],
)
def test_what_can_not_be_done_is_said(page, options, message, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(["run", page, *options]) == 2
    assert message in capsys.readouterr().err


def test_the_other_verbs_start_without_numpy():
    code = (
        "import sys, symopt; from symopt.cli import main, solve, check; import symopt.problem;"
        "symopt.Problem('x^2', start={'x': 1}, rule='sgd').solve(2);"
        "print({'numpy', 'numba'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
