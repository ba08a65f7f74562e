"""`symopt derive`: pages by name or file, the whole book, exit codes and formats."""

import json

import pytest

from symopt.cli.main import main

PAGES = {
    "true": "x² ≥ 0",
    "false": "x² > 0",
    "open": "sum(k, k, 5, 1) = -9",
    "broken": "x² ≥ (",
}


@pytest.fixture(name="book")
def book_of(tmp_path):
    for name, chain in PAGES.items():
        text = f"---\ntitle: {{en: The page {name}}}\nassume: {{x: real}}\n---\n\n{chain}\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["true"], 0),
        (["false"], 1),
        (["broken"], 2),
        (["nobody"], 2),
        (["open"], 3),
        (["true", "open"], 3),
        (["open", "false", "true"], 1),
        (["--all"], 2),
        ([], 2),
        (["true", "--all"], 2),
    ],
)
def test_the_exit_code_is_that_of_the_weightiest_page(book, names, code):
    assert main(["derive", *names, "--book", str(book)]) == code


def test_one_message_says_what_is_wrong_and_where(book, capsys):
    main(["derive", "broken", "--book", str(book)])
    output = capsys.readouterr()
    assert not output.out
    assert "broken.md, line 6, column 6" in output.err
    assert "is never closed" in output.err
    assert "Traceback" not in output.err


def test_a_page_is_also_a_file(book, capsys):
    assert main(["derive", str(book / "true.md")]) == 0
    assert "# The page true" in capsys.readouterr().out


def test_several_pages_are_a_list(book, capsys):
    main(["derive", "true", "false", "--book", str(book)])
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 2 statements proved"


def test_json_holds_every_link(book, capsys):
    main(["derive", "false", "--book", str(book), "--to", "json"])
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "refuted"
    assert [link["relation"] for link in found["links"]] == [">"]


@pytest.mark.parametrize("how", ["md", "tex", "html", "ipynb"])
def test_a_page_is_written_in_every_format(book, how):
    target = book / f"page.{how}"
    assert main(["derive", "true", "--book", str(book), "--to", how, "-o", str(target)]) == 0
    assert "The page true" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [["true", "false", "--to", "html"], ["true", "--to", "pdf"]])
def test_what_can_not_be_delivered_is_refused(book, options):
    assert main(["derive", *options, "--book", str(book)]) == 2


def test_a_page_that_builds_on_a_refuted_one_says_so(tmp_path, capsys):
    (tmp_path / "first.md").write_text("---\ntitle: a\n---\n1 = 2\n", encoding="utf-8")
    (tmp_path / "then.md").write_text("---\nuses: first\n---\n1 = 1\n", encoding="utf-8")
    assert main(["derive", "--all", "--book", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "then: undecided\n    It is not proved, since first is not." in said
    assert main(["derive", str(tmp_path / "then.md")]) == 3
    assert "It is not proved, since first is not." in capsys.readouterr().out
