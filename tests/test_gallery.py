"""reports/ holds what derivations/ renders to, and every page of both holds."""

import re
import runpy
from pathlib import Path

import pytest

from symopt import check
from symopt.page import open_page
from symopt.rules import REGISTRY

ROOT = Path(__file__).parents[1]
RENDER = runpy.run_path(str(ROOT / "reports" / "render.py"))
PAGES = sorted((ROOT / "derivations").glob("*.md"))
REPORTS = sorted((ROOT / "reports").glob("*-*.md"))


@pytest.fixture(scope="module")
def rendered():
    return RENDER["gallery"]()


def test_the_gallery_is_what_the_pages_render_to(rendered):
    folder = ROOT / "reports"
    paths = [*folder.rglob("*.md"), *folder.rglob("*.svg")]
    committed = {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in paths}
    assert committed.keys() == rendered.keys()
    for name, text in rendered.items():
        assert committed[name] == text, f"run 'python reports/render.py' ({name} differs)"


def test_every_rule_has_a_page(rendered):
    rows = re.findall(r"^\| \[.*?\]\([^/\s]+\) \| (\w+) \|", rendered["README.md"], re.M)
    assert {*rows} >= REGISTRY.keys()
    assert len(rows) == sum("compare" not in open_page(page).front for page in PAGES)


@pytest.mark.parametrize("path", PAGES + REPORTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_line_of_every_page_holds(path):
    verdict = check(path.read_text(encoding="utf-8"))
    assert verdict.exit_code == 0, verdict.first_error
    if path in REPORTS:
        assert verdict.lines
