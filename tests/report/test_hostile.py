"""Text that would be a command elsewhere stays text in every format."""

import json
import re
import shutil

import pytest

from symopt import Problem, check
from symopt.cli.main import main
from symopt.errors import InputError

NASTY = [
    r"\input{/etc/passwd}",
    r"\write18{id}",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "<<7*7>><%x%>",
    "$x$ $$ $",
    "x\u202ertl\u200b",
    "---\n# x",
    "`x` | * [a](javascript:b) ![c](d)",
    "</svg></title><img src=x onerror=y>",
    "'''\"\"\"\\",
]


def solution(**head):
    head = {"objective": "x*y", "start": "{x: 1, y: 2}", "rule": "adam"} | head
    page = "---\n" + "".join(f"{name}: {value}\n" for name, value in head.items()) + "---\n"
    return Problem.read(page).solve()


@pytest.fixture(scope="module", params=NASTY, ids=range(len(NASTY)))
def titled(request):
    return request.param, solution(title=json.dumps(request.param))


def test_html_shows_it_and_runs_nothing_of_it(titled):
    text, worked = titled
    page = worked.to_html()
    assert re.findall(r"<script[ >]", page) == ["<script>"]
    assert "<img" not in page
    shown = re.search(r"<h1>(.*?)</h1>", page, re.S)[1]
    assert "<" not in shown
    assert ("49" in shown) == ("49" in text)


def test_latex_shows_it_and_runs_nothing_of_it(titled):
    title = next(x for x in titled[1].to_latex().splitlines() if x.startswith("\\section*{"))
    commands = set(re.findall(r"\\([A-Za-z]+)", title.removeprefix("\\section*")))
    assert commands <= {"textbackslash", "textless", "textgreater", "textbar", "textasciigrave",
                        "textasciicircum", "textquotedbl", "ensuremath"}  # fmt: skip


def test_markdown_shows_it_and_is_the_same_page(titled):
    page = titled[1].to_markdown()
    heading = page.split("---\n", 2)[2].lstrip("\n").splitlines()[0]
    assert heading.startswith("# ")
    assert not re.search(r"(?<!\\)[$<`*\[\]{}|]", heading)
    assert check(page).exit_code == 0 or "=" in titled[0]  # which is read as working


def test_a_notebook_holds_it_as_a_literal(titled):
    cells = json.loads(titled[1].to_notebook())["cells"]
    code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    compile("\n".join(code), "cells", "exec")
    names = re.findall(r"^(\w+) = ", code[0], re.M)
    assert names == ["problem", "solution"]


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex is installed")
def test_a_pdf_is_set_from_all_of_it_at_once():
    title = json.dumps(" ".join(NASTY))
    assert solution(title=title).to_pdf().startswith(b"%PDF-")


@pytest.mark.parametrize("name", NASTY)
def test_a_name_is_refused_before_it_reaches_a_report(name):
    with pytest.raises(InputError):
        solution(start=json.dumps({name: "1"}))
    with pytest.raises(InputError):
        solution(data=json.dumps({name: ["1", "2"]}))
    with pytest.raises(InputError):
        solution(**{json.dumps(name): "1"})


def test_a_file_may_be_called_anything(tmp_path, capsys):
    for number, name in enumerate(NASTY):
        source = tmp_path / f"{number}-{name.replace('/', '')}.md"
        source.write_text("---\nobjective: x*y\nrule: sgd\n---\n", encoding="utf-8")
        assert main(["solve", str(source), "--to", "html"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.isascii() or "\u202e" not in err
