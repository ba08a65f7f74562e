"""The pages, reports and programs shown in the README and the guides are real."""

import re
from pathlib import Path

import pytest

from symopt.cli.main import main

ROOT = Path(__file__).parents[1]
GUIDES = [ROOT / "README.md", *sorted((ROOT / "guides").glob("*.md"))]
SHEET = re.compile(r"```markdown\n(.*?)```.*?```text\n(.*?)```", re.S)
PROGRAM = re.compile(r"```python\n(.*?)```", re.S)


def examples(pattern):
    return [
        pytest.param(*found.groups(), id=f"{path.name}-{number}")
        for path in GUIDES
        for number, found in enumerate(pattern.finditer(path.read_text(encoding="utf-8")), 1)
    ]


@pytest.mark.parametrize(("page", "report"), examples(SHEET))
def test_check_says_what_is_shown(page, report, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("page.md").write_text(page, encoding="utf-8")
    main(["check", "page.md"])
    assert capsys.readouterr().out == report


@pytest.mark.parametrize("program", examples(PROGRAM))
def test_programs_run(program, monkeypatch):
    monkeypatch.chdir(ROOT)
    exec(compile(program, "guide", "exec"), {})


@pytest.mark.parametrize("page", examples(re.compile(r"````markdown\n(.*?)\n````", re.S)))
def test_statements_are_proved(page, tmp_path):
    path = tmp_path / "page.md"
    path.write_text(page, encoding="utf-8")
    assert main(["derive", str(path)]) == 0
