"""Worked examples typed otherwise: the typography never changes a verdict."""

import re
from functools import cache

import pytest

from symopt import check
from tests.handwork.sheets import EXAMPLES, sheets

pytestmark = pytest.mark.skipif(
    not EXAMPLES.exists(), reason="no worked examples beside the project"
)

LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
NAMED = re.compile(r"[A-Za-zθ][_₀-₉\d]* *[=≈]")
PLAIN = re.compile(r"(?!.*[A-Za-z]{3})[\w₀-₉ =≈()+\-*/.,−·×√^]+")


def is_prose(line):
    """Whether a line may be set as a paragraph or an item of a list."""
    return bool(line.strip()) and not re.match(r"\s*([-|#>*$\\\d`]|\w+\.)", line)


TYPINGS = {
    "dot": lambda line: line.replace("×", "·"),
    "cross": lambda line: line.replace("·", "×"),
    "index in braces": lambda line: re.sub(r"_(\d)(?!\d)", r"_{\1}", line),
    "index as a low digit": lambda line: (
        line
        if "$" in line
        else re.sub(r"(?<=[A-Za-zθ])_(\d)(?![\d,])", lambda found: found[1].translate(LOW), line)
    ),
    "minus sign": lambda line: (
        line if re.search(r"[|$`]", line) else re.sub(r"(?<=[=(, ])-(?=[\d(√])", "−", line)
    ),
    "no zero before the point": lambda line: re.sub(r"(?<![\d.,])0\.(?=\d)", ".", line),
    "no blanks beside =": lambda line: re.sub(r" ?= ?", "=", line),
    "list": lambda line: f"- {line}" if is_prose(line) else line,
    "numbered list": lambda line: f"1. {line}" if NAMED.match(line) else line,
    "quotation": lambda line: f"> {line}" if line.strip() and "|" not in line else line,
    "label": lambda line: f"**Result:** {line}" if NAMED.match(line) else line,
    "therefore": lambda line: f"∴ {line}" if NAMED.match(line) else line,
    "dollars": lambda line: f"${line}$" if NAMED.match(line) and PLAIN.fullmatch(line) else line,
    "carriage returns": lambda line: f"{line}\r",
}


def typed(page, typing):
    """A page whose body is typed otherwise."""
    head, rule, body = page.partition("\n---\n")
    return head + rule + "\n".join(map(TYPINGS[typing], body.split("\n")))


@cache
def verdicts(page):
    return [[link.verdict for link in line.links] for line in check(page).lines]


@pytest.mark.parametrize("typing", TYPINGS)
def test_the_typography_changes_no_verdict(typing):
    pages = [sheet.text for sheet in sheets() if typed(sheet.text, typing) != sheet.text]
    assert pages
    for page in pages:
        assert verdicts(typed(page, typing)) == verdicts(page), page
