"""`symopt solve`: a page's problem, worked."""

from __future__ import annotations

import argparse
import json
import sys

from symopt.cli.files import deliver, page_from
from symopt.cli.main import DONE, UNDECIDED
from symopt.front_matter import read_setting
from symopt.problem import Problem, Solution


def run(options: argparse.Namespace) -> int:
    """Solve the page and deliver the solution."""
    page = page_from(options.page)
    solution = Problem.from_setting(read_setting(page, steps=options.steps)).solve()
    deliver(_rendered(solution, options), options.output)
    if solution.trajectory.stopped:
        print(f"symopt: {solution.trajectory.stopped}", file=sys.stderr)
        return UNDECIDED
    return DONE


def _rendered(solution: Solution, options: argparse.Namespace) -> str:
    match options.to:
        case "json":
            return json.dumps(solution.json, ensure_ascii=False, indent=1) + "\n"
        case "tex":
            return solution.to_latex(lang=options.lang, fragment=options.fragment)
        case "html":
            return solution.to_html(lang=options.lang)
        case _:
            return solution.to_markdown(lang=options.lang)
