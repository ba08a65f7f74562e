"""`symopt check`: the working on pages, judged."""

from __future__ import annotations

import argparse
from pathlib import Path

from symopt.cli.files import deliver, page_from


def run(options: argparse.Namespace) -> int:
    """Judge one page here, or several in processes of their own; return the exit code."""
    one = len(options.pages) == 1 and not Path(options.pages[0]).is_dir()
    if not one or (options.output or "").lower().endswith(".csv"):
        from symopt.cli.sheets import run_sheets

        return run_sheets(options)
    from symopt.front_matter import read_setting
    from symopt.marking.judge import judge
    from symopt.report.marks import as_text
    from symopt.report.terminal import terminal_text

    page = page_from(options.pages[0])
    setting = read_setting(page if options.problem is None else page_from(options.problem))
    verdict = judge(page, setting, language=options.lang)
    if options.json:
        text = as_text(verdict.to_json()) + "\n"
    else:
        text = terminal_text(verdict, options.lang)
    deliver(text, options.output)
    return verdict.exit_code
