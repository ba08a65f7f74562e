import json
import subprocess
import sys
from pathlib import Path

import pytest

from symopt.cli.main import main

DERIVATIONS = Path(__file__).parents[2] / "derivations"
EXERCISE = str(DERIVATIONS / "adam-exercise-1.md")
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


@pytest.fixture
def page(tmp_path):
    def write(text, name="page.md"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_solve_gives_the_promised_json(capsys):
    assert main(["solve", EXERCISE, "--to", "json"]) == 0
    result = json.loads(capsys.readouterr().out)
    first, second = result["steps"]
    assert first["step"] == 1
    assert first["quantities"]["g"] == ["2", "1"]
    assert first["quantities"]["m"] == ["1", "1/2"]
    assert first["quantities"]["v"] == ["2", "1/2"]
    assert first["quantities"]["theta"] == ["0", "1"]
    assert second["quantities"]["m_hat"] == ["4/3", "1/3"]
    assert second["quantities"]["v_hat"] == ["2", "1/3"]
    assert second["quantities"]["theta"] == ["-2*sqrt(2)/3", "1 - sqrt(3)/3"]


@pytest.mark.parametrize(
    ("options", "begins", "holds"),
    [
        (["--to", "md", "--lang", "ko"], "---\n", "## 1단계"),
        (["--to", "tex"], "\\documentclass", "\\subsection*{Step 1}"),
        (["--to", "tex", "--fragment"], "% needs:", "\\subsection*{Step 1}"),
        (["--to", "html"], "<!DOCTYPE html>", "<h2>Step 1</h2>"),
        (["--to", "ipynb"], "{", '"nbformat": 4'),
        (["--hide-answers"], "---\n", "\\ldots"),
    ],
)
def test_solve_writes_every_format(options, begins, holds, capsys):
    assert main(["solve", EXERCISE, *options]) == 0
    written = capsys.readouterr().out
    assert written.startswith(begins)
    assert holds in written


def test_json_has_no_sheet_without_answers(capsys):
    assert main(["solve", EXERCISE, "--to", "json", "--hide-answers"]) == 2
    assert "'--hide-answers' leaves nothing of JSON" in capsys.readouterr().err


def test_steps_override_the_pages(capsys):
    assert main(["solve", EXERCISE, "--to", "json", "--steps", "1"]) == 0
    assert len(json.loads(capsys.readouterr().out)["steps"]) == 1


def test_what_solve_writes_checks(page, capsys):
    assert main(["solve", EXERCISE]) == 0
    assert main(["check", page(capsys.readouterr().out)]) == 0
    assert "all 26 lines hold" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ("X_2 = (-2√2/3, 1-√3/3)", 0),
        ("X_2 = (-2√2/3, 1-√3/2)", 1),
        ("X_2 = (-2√2/3, 1-√3/)", 4),
        ("Q_2 = (1, 2)", 3),
        ("X_2 ≈ (-0.943, 0.423)", 0),
        ("X_1 = (0, 1)\n\nX_1 = (0, 2)\n\nX_1 = (0, 1-√3/)", 1),
        ("", 0),
    ],
)
def test_exit_codes_of_check(page, claim, code, capsys):
    assert main(["check", page(FRONT + claim + "\n")]) == code


def test_a_refutation_names_component_difference_and_expected_value(page, capsys):
    main(["check", page(FRONT + "X_2 = (-2√2/3, 1-√3/2)\n")])
    said = capsys.readouterr().out
    assert "component 2:\n    expected    1 - sqrt(3)/3 (about 0.42265)\n" in said
    assert "written     1-√3/2\n    difference  -sqrt(3)/6 (about -0.288675)\n" in said
    assert "0 of 1 lines hold; the first slip is line 11" in said


@pytest.mark.parametrize(
    ("form", "begins", "holds"),
    [
        ("md", "# page.md, marked\n", "✗ wrong"),
        ("tex", "\\documentclass", "wrong & "),
        ("html", "<!DOCTYPE html>", "<mark>1-√3/2</mark>"),
        ("ipynb", "{", '"nbformat": 4'),
    ],
)
def test_a_sheet_is_handed_back_with_marks(form, begins, holds, page, capsys):
    path = page(FRONT + "X_2 = (-2√2/3, 1-√3/2)\n")
    assert main(["check", path, "--to", form]) == 1
    written = capsys.readouterr().out
    assert written.startswith(begins)
    assert holds in written
    assert main(["check", path, "--to", form, "--lang", "ko"]) == 1
    assert "틀림" in capsys.readouterr().out


def test_marks_are_for_one_sheet_and_no_json(page, tmp_path, capsys):
    path = page(FRONT)
    assert main(["check", path, "--to", "pdf"]) == 2
    assert "'--to pdf' needs a file to write" in capsys.readouterr().err
    assert main(["check", path, "--to", "md", "--json"]) == 2
    assert "'--json' and '--to' contradict each other" in capsys.readouterr().err
    assert main(["check", str(tmp_path), "--to", "md"]) == 2
    assert "'--to' hands back one sheet at a time" in capsys.readouterr().err


def test_an_exercise_sheet_waits_to_be_filled_in(page, capsys):
    assert main(["solve", EXERCISE, "--hide-answers"]) == 0
    sheet = capsys.readouterr().out
    assert main(["check", page(sheet)]) == 4
    said = capsys.readouterr().out
    assert said.count("\n") == 3
    assert "not filled in" in said
    assert "can't be read" not in said
    assert main(["check", page(sheet), "--json"]) == 4
    result = json.loads(capsys.readouterr().out)
    assert result["summary"]["unreadable"] == 12
    assert result["lines"][-1]["links"][0]["reason"] == "not filled in"


def test_an_unreadable_line_is_shown_with_a_caret(page, capsys):
    main(["check", page(FRONT + "X_2 = (-2√2/3, 1-√3/)\n")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].index("/)") + 1 == lines[2].index("^")


def test_check_json_is_one_object_for_one_page_and_a_list_for_more(page, tmp_path, capsys):
    good = page(FRONT + "X_1 = (0, 1)\n", "good.md")
    bad = page(FRONT + "X_1 = (0, 2)\n", "bad.md")
    main(["check", good, "--json"])
    one = json.loads(capsys.readouterr().out)
    assert one["summary"]["proved"] == 1
    assert one["first_error"] is None
    assert main(["check", good, bad, "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)) == 2
    assert main(["check", str(tmp_path), "--json"]) == 1
    assert [v["first_error"] for v in json.loads(capsys.readouterr().out)] == [
        {"line": 11, "link": 1},
        None,
    ]


def test_the_problem_may_stand_on_another_page(page, capsys):
    sheet = page("X_1 = (0, 1)\n")
    assert main(["check", sheet]) == 2
    assert main(["check", sheet, "--problem", EXERCISE]) == 0


def test_rules_lists_and_explains(capsys):
    assert main(["rules"]) == 0
    assert "adam_lr_t" in capsys.readouterr().out
    assert main(["rules", "adam"]) == 0
    said = capsys.readouterr().out
    for part in ("beta1*m_{t-1} + (1 - beta1)*g_t", "Kingma & Ba 2015", "999/1000"):
        assert part in said
    assert main(["rules", "adam", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["parameters"]["lr"] == "1/1000"


def test_output_goes_to_a_file_whole_or_not_at_all(tmp_path, capsys):
    target = tmp_path / "out.md"
    assert main(["solve", EXERCISE, "-o", str(target)]) == 0
    assert target.read_text(encoding="utf-8").startswith("---\n")
    assert [p.name for p in tmp_path.iterdir()] == ["out.md"]
    assert main(["solve", EXERCISE, "-o", str(tmp_path / "none" / "out.md")]) == 2
    assert "can't write the result" in capsys.readouterr().err


QUARTIC = "0.4x²y² + 0.3x²y + 0.3x² + 0.3y² - 0.25xy² + 0.31xy - 0.2x + 2.1y"


def problem(objective="x*y", start="{x: 1, y: 2}", rule="sgd", **more):
    head = {"objective": objective, "start": start, "rule": rule} | more
    lines = (f"{name}: {value}" for name, value in head.items() if value is not None)
    return "\n".join(["---", *lines, "---", ""])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (problem(rule="adm"), ["unknown rule 'adm'", "did you mean 'adam'?", "line 4"]),
        (problem(bata="1"), ["unknown name 'bata'", "line 5"]),
        (problem(lrr="1"), ["did you mean 'lr'?"]),
        (problem(start=None), ["the start is missing"]),
        ("", ["the page is empty"]),
        (problem("1/x", "{x: 0}"), ["gradient is undefined at step 1: division by zero"]),
        (problem("|x|", "{x: 0}"), ["line 2"]),
        (problem("'|x|'", "{x: 0}"), ["gradient is undefined at step 1: division by zero"]),
        (
            problem("x^2", "{x: 0}", "adam", epsilon="0"),
            ["division by zero at step 1", "give epsilon a positive value"],
        ),
        (problem("sqrt(x)", "{x: 1}", lr="1"), ["step 3: even root of a negative number"]),
        (problem("log(x)", "{x: 1/10}", lr="1"), ["step 2", "not a real number"]),
        (problem("x^9^9^9^9"), ["exponent", "line 2"]),
        (problem("(" * 6000 + "x" + ")" * 6000), ["10000 characters"]),
        (problem("(" * 600 + "x" + ")" * 600), ["line 2"]),
        ("---\na: &x [1]\nb: *x\n---\n", ["anchors and aliases"]),
    ],
)
def test_bad_input_gets_one_message_and_exit_code_two(page, text, parts, capsys):
    steps = ["--steps", "4"]
    assert main(["solve", page(text), *steps]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("symopt:") == 1
    assert "Traceback" not in said.err
    for part in parts:
        assert part in said.err


def test_bytes_that_are_no_page(tmp_path, capsys):
    path = tmp_path / "page.md"
    path.write_bytes(b"---\n\xff\xfe\n---\n")
    assert main(["solve", str(path)]) == 2
    assert "not UTF-8" in capsys.readouterr().err
    path.write_bytes(b"x" * 10_000_000)
    assert main(["check", str(path)]) == 2
    assert "at most 2,000,000 bytes" in capsys.readouterr().err
    assert main(["solve", str(tmp_path / "none.md")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert main(["solve", str(tmp_path)]) == 2
    assert "can't read the page" in capsys.readouterr().err


def test_what_can_not_be_certified_ends_the_solution_with_exit_code_three(page, capsys):
    path = page(problem("x^2000", "{x: 3}", lr="1"))
    assert main(["solve", path, "--to", "json", "--steps", "4"]) == 3
    said = capsys.readouterr()
    result = json.loads(said.out)
    assert 1 <= len(result["steps"]) < 4
    assert "can't be certified" in result["stopped"]
    assert "can't be certified" in said.err


def test_adam_on_the_quartic_answers_for_fifty_steps(page, capsys):
    path = page(problem(QUARTIC, "{x: 0.5, y: 5.8}", "adam", lr="0.3"))
    assert main(["solve", path, "--steps", "50", "--to", "json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert len(result["steps"]) == 50
    assert "approximate" not in result["steps"][0]
    assert "theta" in result["steps"][49]["approximate"]
    assert "step" in result["reason"]


def test_usage_errors_are_exit_code_two(capsys):
    assert main([]) == 2
    with pytest.raises(SystemExit) as caught:
        main(["solve"])
    assert caught.value.code == 2


def test_the_command_answers_as_a_process():
    script = Path(sys.executable).with_name("symopt")
    for command in ([str(script)], [sys.executable, "-m", "symopt"]):
        done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
        assert done.stdout.startswith("symopt 0.")


def test_standard_input_is_a_page():
    done = subprocess.run(
        [sys.executable, "-m", "symopt", "check", "-"],
        input=FRONT + "X_1 = (0, 1)\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_help_needs_neither_sympy_nor_flint():
    code = (
        "import sys; sys.argv = ['symopt', '--help']\n"
        "from symopt.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "assert not {'sympy', 'flint', 'lark', 'yaml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
