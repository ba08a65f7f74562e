"""`symopt compare`: several rules on a page's problem, in floats."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

from symopt.cli.files import deliver, page_from
from symopt.cli.main import DONE
from symopt.cli.progress import steps_bar
from symopt.cli.run import json_number
from symopt.errors import InputError
from symopt.report.json import problem_json
from symopt.report.language import plain
from symopt.report.panels import panels_of, right_digits
from symopt.report.svg import to_svg
from symopt.run.compare import Compared, compare, read_certify, read_comparison


def run(options: argparse.Namespace) -> int:
    """Run every rule and deliver the comparison."""
    names = None if options.rules is None else options.rules.split(",")
    page = page_from(options.page)
    settings = read_comparison(page, names)
    digits = options.certify or read_certify(page)
    counts = [options.steps or setting.steps for setting in settings.values()]
    with steps_bar(sum(counts)) as watch:
        found = compare(
            settings, options.steps, backend=options.backend, digits=digits, watch=watch
        )
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
    if any(one.right for one in found.values()):
        figure = right_digits(
            {
                name: list(zip(one.path.steps.tolist(), one.right, strict=False))
                for name, one in found.items()
            }
        )
    else:
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
        "backend": one.path.backend,
        "diverged_at": one.path.diverged_at,
        "certified_digits": one.right or None,
    }


def _right(one: Compared) -> str:
    """How many digits of the last point are right, or as far as that is known."""
    if not one.right:
        return ""
    last = int(one.path.steps[len(one.right) - 1])
    return f"{one.right[-1]}" if last == one.steps else f"{one.right[-1]} at step {last}"


def table(found: Mapping[str, Compared]) -> str:
    """Where each rule ends, in columns."""
    certified = any(one.right for one in found.values())
    rows = [("rule", "steps", "loss", "end", "digits right" if certified else "", "")]
    for name, one in found.items():
        end = ", ".join(f"{x:.6g}" for x in one.end)
        loss = "" if one.loss is None else f"{one.loss:.6g}"
        diverged = one.path.diverged_at
        said = f"not finite from step {diverged} on" if diverged else ""
        rows.append((name, str(one.steps), loss, f"({end})", _right(one), said))
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, wide)).rstrip() for row in rows)
    return "\n".join([*lines, ""])
