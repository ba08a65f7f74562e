import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symopt.derive.book import Book
from symopt.report.statement import statement_document
from symopt.report.tex import to_tex
from symopt.report.tex_text import escaped, inline, mathematics

BOOK = Path(__file__).parents[2] / "derivations" / "book"
ENGINE = shutil.which("pdflatex")
KOREAN = ENGINE and subprocess.run(["kpsewhich", "kotex.sty"], capture_output=True).returncode == 0
needs_tex = pytest.mark.skipif(not KOREAN, reason="no pdflatex with Korean (see .ci/tex)")


def compiled(tex, folder, name="page"):
    """The log of a run that allows the document no command of the shell."""
    (folder / f"{name}.tex").write_text(tex, encoding="utf-8")
    command = [ENGINE, "-interaction=nonstopmode", "-no-shell-escape", f"{name}.tex"]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    return run.stdout.decode("utf-8", "replace")


def complaints(log):
    return re.findall(r"^(?:!.*|Overfull.*|.*[Mm]issing character.*)", log, re.M)


def test_the_exercise_reads_symbolic_substituted_result(exercise):
    tex = exercise.to_latex()
    assert tex.startswith("\\documentclass")
    assert "\\section*{Adam by hand on xy}" in tex
    assert (
        "\\begin{align*}\n"
        "m_{1} &= \\beta_{1} m_{0} + \\left(1 - \\beta_{1}\\right) g_{1} \\\\*\n"
        "&= \\frac{1}{2} \\cdot \\left(0, 0\\right) + \\left(1 - \\frac{1}{2}\\right) \\cdot "
        "\\left(2, 1\\right) \\\\*\n"
        "&= \\left(0, 0\\right) + \\left(1, \\frac{1}{2}\\right) \\\\*\n"
        "&= \\left(1, \\frac{1}{2}\\right)\n"
        "\\end{align*}\n"
    ) in tex
    assert "kotex" not in tex


def test_korean_loads_its_fonts_and_keeps_the_mathematics(exercise):
    english, korean = exercise.to_latex(), exercise.to_latex(lang="ko")
    assert "\\usepackage{kotex}" in korean
    assert "\\subsection*{1단계}" in korean
    displays = re.compile(r"\\begin\{align\*\}.*?\\end\{align\*\}", re.S)
    assert displays.findall(english) == displays.findall(korean)


def test_a_fragment_is_the_body_of_the_document(exercise):
    fragment = exercise.to_latex(fragment=True)
    first, body = fragment.split("\n", 1)
    assert first.startswith("% needs: amsmath")
    assert "\\documentclass" not in body
    assert body.strip() in exercise.to_latex()


def test_hostile_text_is_text(hostile):
    tex = hostile.to_latex()
    title = next(line for line in tex.splitlines() if line.startswith("\\section*"))
    for command in ("\\input", "\\write18", "7*7 }}$"):
        assert command not in tex
    assert "49" not in title
    assert "\\textbackslash{}input\\{/etc/passwd\\}" in title
    assert "[U+202E]rtl [U+1F98A]" in title
    assert "\\{\\{ 7*7 \\}\\} \\textless{}\\textless{}7*7" in title


@given(st.text())
def test_no_escaped_text_keeps_a_command(text):
    shown = re.sub(
        r"\\text[a-z]+\{\}|\\ensuremath\{(?:\\[A-Za-z]+|\{\}[\^_]\d|-|\\tfrac\d+|\\mathrm\{\w\})\}"
        r"|\\[{}$&#%_]",
        "",
        escaped(text),
    )
    shown = shown.replace("{-}", "").replace("{'}", "")
    assert not set(shown) & set("\\{}$&#%_^~")


def test_letters_without_a_command_and_beyond_ascii_are_set():
    assert mathematics(r"\Alpha + \omicron + \alpha") == r"\mathrm{A} + \mathrm{o} + \alpha"
    assert mathematics("값_{1}") == r"\text{값}_{1}"


def test_long_mathematics_within_a_line_may_break():
    assert inline(r"\left(1, 2\right)") == r"$\left(1,\allowbreak 2\right)$"
    assert inline(r"\left(" + ", ".join("1" * 20) + r"\right)").startswith(r"$(1,\allowbreak ")


@needs_tex
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_shape_of_page_compiles_without_a_complaint(solution, lang, tmp_path):
    log = compiled(solution.to_latex(lang=lang), tmp_path)
    assert "Output written" in log
    assert complaints(log) == []
    assert "root:" not in log


@needs_tex
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_whole_gallery_compiles_without_a_complaint(gallery, lang, tmp_path):
    head, _ = to_tex(gallery["adam-exercise-1"].document, lang="ko").split("\\begin{document}")
    fragments = {name: s.to_latex(lang=lang, fragment=True) for name, s in gallery.items()}
    for proof in Book(BOOK):
        fragment = to_tex(statement_document(proof), lang=lang, fragment=True)
        fragments[proof.statement.name] = fragment
    for name, fragment in fragments.items():
        (tmp_path / f"{name}.tex").write_text(fragment, encoding="utf-8")
    inputs = "\n".join(f"\\input{{{name}}}\\newpage" for name in fragments)
    log = compiled(f"{head}\\begin{{document}}\n{inputs}\n\\end{{document}}", tmp_path, "all")
    assert "Output written" in log
    assert complaints(log) == []


@needs_tex
def test_an_overfull_line_would_be_seen(tmp_path):
    wide = "\\documentclass{article}\\begin{document}\\hbox to 1pt{wide}\\end{document}"
    assert complaints(compiled(wide, tmp_path))
