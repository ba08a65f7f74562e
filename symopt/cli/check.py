"""`symopt check`: the working on pages, judged."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from symopt.cli.files import deliver, page_from, refuse_pdf_without_file
from symopt.errors import InputError

if TYPE_CHECKING:
    from symopt.marking.verdicts import PageVerdict


def run(options: argparse.Namespace) -> int:
    """Judge one page here, or several in processes of their own; return the exit code."""
    if options.json and options.to:
        raise InputError("'--json' and '--to' contradict each other", hint="leave one out")
    refuse_pdf_without_file(options)
    one = len(options.pages) == 1 and not Path(options.pages[0]).is_dir()
    if not one or (options.output or "").lower().endswith(".csv"):
        from symopt.cli.sheets import run_sheets

        return run_sheets(options)
    from symopt.front_matter import read_setting
    from symopt.marking.judge import judge

    page = page_from(options.pages[0])
    setting = read_setting(page if options.problem is None else page_from(options.problem))
    verdict = judge(page, setting, language=options.lang)
    deliver(_rendered(verdict, options), options.output)
    return verdict.exit_code


def _rendered(verdict: PageVerdict, options: argparse.Namespace) -> str | bytes:
    if options.json:
        from symopt.report.marks import as_text

        return as_text(verdict.to_json()) + "\n"
    if options.to is None:
        from symopt.report.terminal import terminal_text

        return terminal_text(verdict, options.lang)
    from symopt.report.formats import rendered
    from symopt.report.verdicts import verdict_document

    return rendered(verdict_document(verdict), options.to, lang=options.lang)
