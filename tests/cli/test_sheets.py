"""`symopt check` on a class's folder, and on outputs that take nothing more."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from symopt.cli.main import main

FRONT = """---
objective: x*y
start: {x: 1, y: 2}
rule: adam
lr: 1
beta1: 1/2
beta2: 1/2
epsilon: 0
steps: 2
---
"""
EXERCISE = str(Path(__file__).parents[2] / "derivations" / "adam-exercise-1.md")
GOOD, BAD = "X_1 = (0, 1)\n", "X_1 = (0, 1)\n\nx_2 = 2√2/3\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "group b").mkdir()
    (tmp_path / ".copies").mkdir()
    sheets = {
        "kim.md": FRONT + GOOD,
        "이.md": FRONT + BAD,
        "group b/lee.md": FRONT + "X_1 = (0, 1\n",
        ".copies/kim.md": FRONT + BAD,
        "notes.txt": "x = 3",
    }
    for name, text in sheets.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_is_one_table_with_a_row_a_sheet(folder, capsys):
    assert main(["check", str(folder)]) == 1
    head, lee, kim, slip, _, closing = capsys.readouterr().out.splitlines()
    columns = "sheet lines proved rounded refuted undecided unreadable first slip cause"
    assert head.split() == columns.split()
    assert lee.split()[-6:] == ["1", "0", "0", "0", "0", "1"]
    assert kim.split()[-6:] == ["1", "1", "0", "0", "0", "0"]
    assert slip.split()[1:9] == "2 1 0 1 0 0 line 13".split()
    assert len(slip.split()) > 12  # and a cause in words
    assert closing.startswith("1 of 3 sheets hold")


def test_a_csv_file_has_the_same_rows(folder, tmp_path, capsys):
    target = tmp_path / "marks.csv"
    assert main(["check", str(folder), "-o", str(target)]) == 1
    assert capsys.readouterr() == ("", "")
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [Path(row["sheet"]).name for row in rows] == ["lee.md", "kim.md", "이.md"]
    assert [row["first_slip"] for row in rows] == ["", "", "13"]
    assert main(["check", EXERCISE, "-o", str(target)]) == 0
    assert len(target.read_text(encoding="utf-8").splitlines()) == 2


def test_json_of_a_folder_is_a_list_and_a_broken_sheet_has_the_same_keys(folder, capsys):
    (folder / "kim.md").write_bytes(b"\xff")
    assert main(["check", str(folder), "--json"]) == 2
    _, broken, judged = json.loads(capsys.readouterr().out)
    assert broken.keys() == judged.keys() | {"error"}
    assert "not UTF-8" in broken["error"]
    assert judged["first_error"] == {"line": 13, "link": 1}


def test_sheets_that_break_or_take_too_long_stop_nobody(folder, capsys):
    (folder / "a.md").write_text("---\nrule: [\n---\n", encoding="utf-8")
    (folder / "b.md").write_text("no problem here", encoding="utf-8")
    assert main(["check", str(folder), "--jobs", "1"]) == 2
    said = capsys.readouterr().out.splitlines()
    assert "not judged: the front matter is not YAML" in said[1]
    assert "not judged: the page states no problem" in said[2]
    assert len(said) == 8
    assert main(["check", str(folder / "kim.md"), EXERCISE, "--seconds", "1e-6"]) == 3
    assert capsys.readouterr().out.count("not judged: took longer than 1e-06 s") == 2


def test_the_problem_is_stated_once_for_all(folder, capsys):
    for sheet in folder.rglob("*.md"):
        sheet.write_text(sheet.read_text(encoding="utf-8").removeprefix(FRONT), encoding="utf-8")
    assert main(["check", str(folder)]) == 2
    assert main(["check", str(folder), "--problem", EXERCISE]) == 1
    capsys.readouterr()
    assert main(["check", str(folder), "--problem", str(folder / "kim.md")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("states no problem") == 1


def test_korean_marks(folder, capsys):
    assert main(["check", str(folder), "--lang", "ko"]) == 1
    assert "답안 3장 가운데 1장이 맞습니다" in capsys.readouterr().out


def test_usage(folder, tmp_path, capsys):
    assert main(["check", str(folder), "--json", "-o", str(tmp_path / "x.csv")]) == 2
    assert "contradict" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["check", str(tmp_path / "empty")]) == 2
    assert "no Markdown page in this folder" in capsys.readouterr().err
    for wrong in (["--jobs", "0"], ["--jobs", "x"], ["--seconds", "nan"], ["--seconds", "-1"]):
        with pytest.raises(SystemExit) as caught:
            main(["check", str(folder), *wrong])
        assert caught.value.code == 2


def command(*arguments, **more):
    return subprocess.Popen(
        [sys.executable, "-m", "symopt", *map(str, arguments)],
        stderr=subprocess.PIPE,
        encoding="utf-8",
        **more,
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no full device")
@pytest.mark.parametrize("verb", ["solve", "check"])
def test_a_full_device_is_one_message(verb):
    with open("/dev/full", "w") as full:
        process = command(verb, EXERCISE, stdout=full)
        _, said = process.communicate()
    assert process.returncode == 2
    assert said == "symopt: can't write the result: No space left on device, <stdout>\n"


def test_a_reader_that_goes_away_is_no_error(folder):
    process = command("check", folder, stdout=subprocess.PIPE)
    process.stdout.close()
    said = process.stderr.read()
    assert (process.wait(), said) == (0, "")


def test_an_interrupt_ends_with_one_line(folder):
    for number in range(60):
        (folder / f"{number}.md").write_text(FRONT + BAD * 40, encoding="utf-8")
    process = command("check", folder, stdout=subprocess.PIPE, start_new_session=True)
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert (process.returncode, said) == (130, "symopt: interrupted\n")


def test_the_process_that_hands_out_the_sheets_imports_no_mathematics():
    code = (
        "import sys, symopt.cli.main, symopt.cli.check, symopt.cli.sheets\n"
        "assert not {'sympy', 'flint', 'lark', 'jinja2'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
