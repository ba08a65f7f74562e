"""The book: every page is proved, and no changed page is.

The large run is `python -m benchmarks.derive_mutations`.
"""

import importlib
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from symopt.derive.body import Text
from symopt.derive.book import Book
from symopt.page import open_page

ROOT = Path(__file__).parents[2]
BOOK = Book(ROOT / "derivations" / "book")
SAMPLE = 90


@pytest.mark.parametrize("name", BOOK.names)
def test_every_page_is_proved(name):
    proof = BOOK.proof(name)
    assert [link for link in proof.links if link.verdict.status != "proved"] == []
    assert proof.status == "proved"
    claims = any(not isinstance(part, Text) for part in proof.statement.parts)
    assert claims
    assert 4 <= len(proof.statement.page.lines) <= 60


@pytest.mark.parametrize("name", BOOK.names)
def test_every_text_is_there_in_both_languages(name):
    statement = BOOK.proof(name).statement
    assert {*statement.title} == {"en", "ko"}
    for part in statement.parts:
        if isinstance(part, Text):
            assert {*part.texts} == {"en", "ko"}, part.texts
            assert re.search("[가-힣]", part.texts["ko"])
            assert not re.search("[가-힣]", part.texts["en"])


@pytest.fixture(scope="module", name="bench")
def mutations():
    if not (ROOT / "benchmarks" / "derive_mutations.py").exists():
        pytest.skip("the benchmarks are not beside the tests")
    sys.path.insert(0, str(ROOT))
    try:
        yield importlib.import_module("benchmarks.derive_mutations")
    finally:
        sys.path.remove(str(ROOT))


def test_no_changed_page_is_proved_unless_it_is_still_true(bench):
    outcomes = list(bench.survey(SAMPLE, seed=3))
    wrong = [(m.name, m.after) for m, found in outcomes if found in ("MISSED", "WRONGED", "open")]
    assert not wrong
    assert {m.kind for m, _ in outcomes} == {*bench.KINDS}
    counts = Counter(found for _, found in outcomes)
    assert counts["refuted"] > SAMPLE / 2


def test_the_second_opinion_finds_what_is_false(bench, tmp_path):
    """Judged by mpmath alone, pages as they are hold, and false ones do not."""
    proof = BOOK.proof("ema-increment")
    assert bench.still_true(proof)
    page = open_page(ROOT / "derivations" / "book" / "ema-increment.md")
    changed = [m for m in bench.mutants(page, "ema-increment") if m.kind == "relation"]
    court = bench.Court(BOOK)
    assert changed
    assert all(court.outcome(m) == "refuted" for m in changed)


def test_a_page_whose_premise_fails_fails_too(tmp_path):
    for name in ("descent-on-a-parabola", "zigzag", "gradient-valley"):
        text = (ROOT / "derivations" / "book" / f"{name}.md").read_text(encoding="utf-8")
        (tmp_path / f"{name}.md").write_text(text.replace("= -1\n", "= -2\n"), encoding="utf-8")
    book = Book(tmp_path)
    assert book.proof("descent-on-a-parabola").status == "refuted"
    assert book.proof("gradient-valley").status == "proved"
    assert book.proof("zigzag").status == "undecided"
