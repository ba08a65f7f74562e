"""Pages that reports are made of: ordinary, wide, long and hostile."""

from pathlib import Path

import pytest

from symopt import Problem

DERIVATIONS = Path(__file__).parents[2] / "derivations"
TITLE = (
    r"\input{/etc/passwd} \write18{id} {{ 7*7 }} <<7*7>> <%x%> $x$ $$ # % & _ ^ ~ "
    "<script>alert(1)</script> \u202ertl 🦊 x² 한글 ε ` | * [a](b)"
)
MANY = range(1, 21)
PAGES = {
    "hostile": {"title": TITLE.replace("'", "''"), "objective": "x*y", "rule": "adam"},
    "digits": {"objective": "exp(-x/2) + ln(2+y^2)", "rule": "adam", "digits": "300"},
    "radicals": {"objective": "x^2 y + y^3", "start": "{x: √2, y: 1/√3}", "rule": "adadelta"},
    "many": {
        "objective": " + ".join(f"{i}*x_{i}^2" for i in MANY),
        "start": "{" + ", ".join(f"x_{i}: {i}/7" for i in MANY) + "}",
        "rule": "momentum",
    },
    "given": {"gradients": "[[2, 1], [1, 0]]", "rule": "adam", "lr": "1"},
    "own": {
        "objective": "Α^2 + omicron",
        "start": "{Α: 1, omicron: 2}",
        "rule": "['v_t = 1/2*v_{t-1} + g_t', 'theta_t = theta_{t-1} - v_t']",
        "initial": "{v: 0}",
    },
}


def page(name):
    head = {"start": "{x: 1, y: 2}", "steps": "2"} | PAGES[name]
    title = f"title: '{head.pop('title')}'\n" if "title" in head else ""
    return "---\n" + title + "".join(f"{k}: {v}\n" for k, v in head.items()) + "---\n"


@pytest.fixture(scope="session", params=PAGES)
def solution(request):
    return Problem.read(page(request.param)).solve()


@pytest.fixture(scope="session")
def exercise():
    return Problem.open(DERIVATIONS / "adam-exercise-1.md").solve()


@pytest.fixture(scope="session")
def hostile():
    return Problem.read(page("hostile")).solve()


@pytest.fixture(scope="session")
def gallery():
    return {path.stem: Problem.open(path).solve() for path in sorted(DERIVATIONS.glob("*.md"))}
