"""`symopt solve`: a page's problem, worked."""

from __future__ import annotations

import argparse
import json
import sys

from symopt.cli.files import deliver, page_from
from symopt.cli.main import DONE, UNDECIDED
from symopt.front_matter import read_setting
from symopt.problem import Problem


def run(options: argparse.Namespace) -> int:
    """Solve the page and deliver the solution."""
    page = page_from(options.page)
    solution = Problem.from_setting(read_setting(page, steps=options.steps)).solve()
    if options.to == "json":
        text = json.dumps(solution.json, ensure_ascii=False, indent=1) + "\n"
    else:
        text = solution.to_markdown(lang=options.lang)
    deliver(text, options.output)
    if solution.trajectory.stopped:
        print(f"symopt: {solution.trajectory.stopped}", file=sys.stderr)
        return UNDECIDED
    return DONE
