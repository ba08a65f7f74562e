"""`symopt solve`: a page's problem, worked."""

from __future__ import annotations

import argparse
import json
import sys

from symopt.cli.files import deliver, page_from, refuse_pdf_without_file
from symopt.cli.main import DONE, UNDECIDED
from symopt.errors import InputError
from symopt.front_matter import read_setting
from symopt.problem import Problem, Solution


def run(options: argparse.Namespace) -> int:
    """Solve the page and deliver the solution."""
    if options.hide_answers and options.to == "json":
        raise InputError(
            "'--hide-answers' leaves nothing of JSON", hint="use md, tex, pdf, html or ipynb"
        )
    refuse_pdf_without_file(options)
    page = page_from(options.page)
    solution = Problem.from_setting(read_setting(page, steps=options.steps)).solve()
    deliver(_rendered(solution, options), options.output)
    if solution.trajectory.stopped:
        print(f"symopt: {solution.trajectory.stopped}", file=sys.stderr)
        return UNDECIDED
    return DONE


def _rendered(solution: Solution, options: argparse.Namespace) -> str | bytes:
    how = {"lang": options.lang, "answers": not options.hide_answers}
    match options.to:
        case "json":
            return json.dumps(solution.json, ensure_ascii=False, indent=1) + "\n"
        case "tex":
            return solution.to_latex(fragment=options.fragment, **how)
        case "pdf":
            return solution.to_pdf(**how)
        case "html":
            return solution.to_html(**how)
        case "ipynb":
            return solution.to_notebook(**how)
        case _:
            return solution.to_markdown(**how)
