"""`symopt check`: the working on pages, judged."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from symopt.cli.files import deliver, page_from
from symopt.cli.main import BAD_INPUT
from symopt.errors import InputError, Place, SymoptError
from symopt.front_matter import read_setting
from symopt.marking.judge import judge
from symopt.marking.verdicts import PageVerdict
from symopt.report.terminal import terminal_text

WEIGHT = (1, 2, 3, 4, 0)  # exit codes, the weightiest first


def run(options: argparse.Namespace) -> int:
    """Judge every page, deliver the verdicts, and return the weightiest exit code."""
    names = list(_names(options.pages))
    verdicts, broken = [], False
    for name in names:
        try:
            verdicts.append(_verdict(name, options.problem))
        except SymoptError as error:
            if len(names) == 1:
                raise
            broken = True
            print(f"symopt: {error}", file=sys.stderr)
    if options.json:
        data = [verdict.to_json() for verdict in verdicts]
        several = len(data) != 1 or any(Path(name).is_dir() for name in options.pages)
        text = json.dumps(data if several else data[0], ensure_ascii=False, indent=1) + "\n"
    else:
        text = "\n".join(map(terminal_text, verdicts))
    deliver(text, options.output)
    if broken:
        return BAD_INPUT
    return min((verdict.exit_code for verdict in verdicts), key=WEIGHT.index)


def _names(names: list[str]) -> Iterator[str]:
    """The pages named, a folder standing for the Markdown pages in it."""
    for name in names:
        if not Path(name).is_dir():
            yield name
            continue
        pages = sorted(Path(name).rglob("*.md"))
        if not pages:
            raise InputError("no Markdown page in this folder", place=Place(source=name))
        yield from map(str, pages)


def _verdict(name: str, problem: str | None) -> PageVerdict:
    page = page_from(name)
    return judge(page, read_setting(page if problem is None else page_from(problem)))
