import json
from xml.etree import ElementTree

import pytest

from symopt.cli.main import main

PAGE = """---
objective: x^2/20 + y^2
start: {x: -7, y: 2}
rule: adam
lr: 0.3
steps: 30
compare: {sgd: {lr: 0.95}, momentum: {lr: 500}}
---
"""


def test_the_table(page, capsys):
    assert main(["compare", page, "--steps", "300"]) == 0
    head, sgd, momentum = capsys.readouterr().out.splitlines()
    assert head.split() == ["rule", "steps", "loss", "end"]
    assert sgd.split()[:2] == ["sgd", "300"]
    assert "not finite from step" in momentum


def test_json_and_picture(page, tmp_path, capsys):
    picture = tmp_path / "rules.svg"
    assert main(["compare", page, "--rules", "adam,sgd", "--json", "--plot", str(picture)]) == 0
    adam, sgd = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)["rules"]
    assert (adam["name"], sgd["name"]) == ("adam", "sgd")
    assert adam["problem"]["parameters"]["lr"] == "3/10"
    assert sgd["theta"][0] == pytest.approx(-7 * 0.905**30)
    assert sgd["loss"] == pytest.approx(sgd["theta"][0] ** 2 / 20 + sgd["theta"][1] ** 2)
    assert sgd["diverged_at"] is None
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")


def test_certified_digits(page, tmp_path, capsys):
    picture = tmp_path / "digits.svg"
    options = ["--rules", "sgd", "--certify", "12", "--plot", str(picture)]
    assert main(["compare", page, *options]) == 0
    head, sgd = capsys.readouterr().out.splitlines()
    assert head.endswith("digits right")
    assert 12 <= int(sgd.split()[-1]) <= 17
    assert "digits" in {text.text for text in ElementTree.parse(picture).iter() if text.text}


def test_the_page_may_ask_for_certified_digits(tmp_path, capsys):
    path = tmp_path / "page.md"
    path.write_text(PAGE.replace("steps:", "certify: 10\nsteps:"), encoding="utf-8")
    assert main(["compare", str(path), "--json", "--rules", "adam", "--steps", "3"]) == 0
    (adam,) = json.loads(capsys.readouterr().out)["rules"]
    assert len(adam["certified_digits"]) == 4
    assert min(adam["certified_digits"]) > 13
    path.write_text(PAGE.replace("steps:", "certify: 0\nsteps:"), encoding="utf-8")
    assert main(["compare", str(path)]) == 2
    assert "'certify' must be a whole number from 1 to 1000" in capsys.readouterr().err


@pytest.mark.parametrize("backend", ["python", "numpy"])
def test_a_back_end_may_be_chosen(page, backend, capsys):
    assert main(["compare", page, "--backend", backend, "--json"]) == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    assert [rule["backend"] for rule in rules] == [backend, backend]


def test_values_that_json_has_no_number_for(page, capsys):
    assert main(["compare", page, "--rules", "momentum", "--steps", "400", "--json"]) == 0
    (momentum,) = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)["rules"]
    assert momentum["loss"] in ("inf", "nan")
    assert momentum["diverged_at"] > 1


def test_an_unknown_rule_is_bad_input(page, capsys):
    assert main(["compare", page, "--rules", "adan"]) == 2
    assert "unknown rule 'adan'" in capsys.readouterr().err
