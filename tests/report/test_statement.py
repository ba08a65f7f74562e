"""Statements as documents: the claim, how it was judged, in every format and language."""

import ast
import re
import shutil
import subprocess

import nbformat
import pytest

from symopt.derive.book import Book
from symopt.report.formats import RENDERERS
from symopt.report.statement import proofs_text, statement_document

PAGE = """---
title: {{en: "{en}", ko: "{ko}"}}
assume: {{beta: (0, 1), x: real}}
define: {{w: 1 - beta}}
rule: momentum_ema
---

en: Written out, {en}, where $w < 1$.
ko: {ko}.

```induction
name: unrolled
claim: m_t = w sum(β^(t-k) g_k, k, 1, t)
```

weights: w = 1 - β

{chain}

```same
rules: [momentum, momentum_ema]
```
"""
NASTY = r"<script>alert(1)</script> \\input{{/etc/passwd}} </title> ~^_%#"


@pytest.fixture(name="document")
def document_of(tmp_path):
    def made(chain="x² ≥ 0", en="a sum", ko="합"):
        page = PAGE.format(chain=chain, en=en, ko=ko).replace("{{", "{").replace("}}", "}")
        (tmp_path / "page.md").write_text(page, encoding="utf-8")
        return statement_document(Book(tmp_path).proof("page"))

    return made


def test_the_claim_of_an_induction_stands_before_its_proof(document):
    text = RENDERERS["md"](document(), lang="en")
    claim, start, step = (
        text.index(words) for words in ("For every t ≥ 0", "before the first step", "holds after")
    )
    assert claim < start < step
    assert r"m_{t} = w \sum_{k = 1}^{t} \beta^{t - k} g_{k}" in text[claim:start]


def test_how_it_was_proved_is_said_where_it_is_worth_a_word(document):
    text = RENDERERS["md"](document(), lang="en")
    assert "✓ Proved.\n" in text
    assert "✓ Proved: sums brought to one form." in text
    assert "✓ Proved: induction over the steps" in text


def test_what_is_refuted_is_shown_with_a_point(document):
    text = RENDERERS["md"](document("x² = x"), lang="en")
    assert "✗ Refuted" in text
    assert re.search(r"At \$x = .*\$ the sides are .* and .*\.", text)


def test_what_is_not_settled_is_not_called_the_same(document):
    page = document("```same\nrules: [sgd, sgd]\nwhere: {lr: lr/(t-1)}\n```")
    assert "Whether sgd does the same in a second run is not settled." in RENDERERS["md"](
        page, lang="en"
    )


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_html_is_valid_and_runs_nothing_of_the_page(document, lang):
    html5lib = pytest.importorskip("html5lib", reason="html5lib is not installed")
    plain, nasty = document("x² < x² + 1"), document(en=NASTY, ko=NASTY)
    for page in (plain, nasty):
        html5lib.HTMLParser(strict=True).parse(RENDERERS["html"](page, lang=lang))
    assert "<script>alert" not in RENDERERS["html"](nasty, lang=lang)


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="no pdflatex")
@pytest.mark.parametrize("words", ["a sum", NASTY])
def test_latex_compiles_without_a_complaint(document, tmp_path, words):
    (tmp_path / "page.tex").write_text(RENDERERS["tex"](document(en=words), lang="en"))
    command = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "page.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
    log = run.stdout.decode("utf-8", "replace")
    assert not re.findall(r"^(?:!.*|Overfull.*|.*[Mm]issing character.*)", log, re.M)
    assert r"\input{/etc" not in (tmp_path / "page.tex").read_text()


def test_a_notebook_has_cells_that_run(document):
    notebook = nbformat.reads(RENDERERS["ipynb"](document(), lang="ko"), as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            ast.parse(cell.source)


def test_a_summary_names_what_does_not_hold(tmp_path):
    text = PAGE.format(chain="x² = x", en="a", ko="b")
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    summary = proofs_text([Book(tmp_path).proof("page")], "en")
    assert summary.startswith("page: refuted\n    refuted: x**2 = x\n")
    assert summary.endswith("0 of 1 statements proved\n")
