"""`symopt compare`: several rules on a page's problem, in floats."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

from symopt.cli.files import deliver, page_from
from symopt.cli.main import DONE
from symopt.cli.run import json_number
from symopt.errors import InputError
from symopt.report.json import problem_json
from symopt.report.language import plain
from symopt.report.panels import panels_of
from symopt.report.svg import to_svg
from symopt.run.compare import Compared, compare, read_comparison


def run(options: argparse.Namespace) -> int:
    """Run every rule and deliver the comparison."""
    names = None if options.rules is None else options.rules.split(",")
    settings = read_comparison(page_from(options.page), names)
    found = compare(settings, options.steps)
    if options.plot is not None:
        deliver(picture(found), options.plot)
    if options.json:
        result = {"rules": [_json(name, one) for name, one in found.items()]}
        deliver(json.dumps(result, ensure_ascii=False, indent=1) + "\n", None)
    else:
        deliver(table(found), None)
    return DONE


def picture(found: Mapping[str, Compared]) -> str:
    """The panels as SVG; `InputError` where there is nothing to draw."""
    figure = panels_of({name: (one.setting, one.points()) for name, one in found.items()})
    if figure is None:
        raise InputError("there is nothing to draw", hint="ask for more steps")
    return to_svg(figure.drawing, label=plain("en")(figure.message)) + "\n"


def _json(name: str, one: Compared) -> dict[str, Any]:
    return {
        "name": name,
        "problem": problem_json(one.setting),
        "steps": one.steps,
        "theta": [json_number(x) for x in one.end],
        "loss": None if one.loss is None else json_number(one.loss),
        "diverged_at": one.path.diverged_at,
    }


def table(found: Mapping[str, Compared]) -> str:
    """Where each rule ends, in columns."""
    rows = [("rule", "steps", "loss", "end", "")]
    for name, one in found.items():
        end = ", ".join(f"{x:.6g}" for x in one.end)
        loss = "" if one.loss is None else f"{one.loss:.6g}"
        diverged = one.path.diverged_at
        said = f"not finite from step {diverged} on" if diverged else ""
        rows.append((name, str(one.steps), loss, f"({end})", said))
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, wide)).rstrip() for row in rows)
    return "\n".join([*lines, ""])
