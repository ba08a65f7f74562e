import shutil
import stat
from pathlib import Path

import pytest

from symopt.cli.main import main
from symopt.errors import InputError
from symopt.report.pdf import to_pdf

needs_tex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex is installed")
EXERCISE = str(Path(__file__).parents[2] / "derivations" / "adam-exercise-1.md")


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """Puts a program of this name and source on the path, alone."""

    def install(name, source):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{source}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IEXEC)
        monkeypatch.setattr(
            "symopt.report.pdf.shutil.which", lambda n: str(tmp_path / n) if n == name else None
        )

    return install


@needs_tex
def test_the_same_page_gives_the_same_bytes(exercise):
    pdf = exercise.to_pdf()
    assert pdf.startswith(b"%PDF-")
    assert pdf == exercise.to_pdf()


@needs_tex
def test_the_command_writes_the_file(tmp_path):
    target = tmp_path / "page.pdf"
    assert main(["solve", EXERCISE, "--to", "pdf", "-o", str(target)]) == 0
    assert target.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir()] == ["page.pdf"]


def test_without_a_file_to_write_nothing_is_set(capsys):
    assert main(["solve", EXERCISE, "--to", "pdf"]) == 2
    assert "'--to pdf' needs a file" in capsys.readouterr().err


def test_without_tex_one_message_says_how_to_get_one(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["solve", EXERCISE, "--to", "pdf", "-o", str(tmp_path / "x.pdf")]) == 2
    said = capsys.readouterr().err
    assert "no TeX was found" in said
    assert "texlive-lang-korean" in said
    assert not list(tmp_path.iterdir())


def test_what_an_engine_complains_of_is_passed_on(engine):
    engine("pdflatex", "echo '! LaTeX Error: File kotex.sty not found.'; exit 1")
    with pytest.raises(InputError, match=r"pdflatex: LaTeX Error: File kotex.sty not found"):
        to_pdf("x")


def test_an_engine_that_hangs_is_ended(engine):
    engine("xelatex", "exec sleep 60")
    with pytest.raises(InputError, match=r"xelatex: took longer than 0.2 s"):
        to_pdf("x", seconds=0.2)


def test_engines_may_not_run_commands_nor_write_elsewhere(engine):
    engine("pdflatex", 'echo "! $@ $openout_any"; exit 1')
    with pytest.raises(InputError, match=r"-halt-on-error -no-shell-escape page.tex p"):
        to_pdf("x")
