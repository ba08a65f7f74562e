"""`symopt run`: a page's problem in floats, or in certified decimals."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path as File
from typing import Any

from symopt.cli.files import deliver, page_from
from symopt.cli.main import DONE, UNDECIDED
from symopt.cli.progress import steps_bar
from symopt.errors import InputError
from symopt.front_matter import read_setting
from symopt.problem import Problem
from symopt.report.json import problem_json
from symopt.report.language import plain
from symopt.report.picture import picture_of
from symopt.report.svg import to_svg
from symopt.run.digits import Certified
from symopt.run.floats.drive import MOST_STEPS
from symopt.run.floats.files import check_kind, write_points
from symopt.run.floats.path import Path
from symopt.setting import whole

RECORDS = 1000  # about so many points are kept where nobody says how many
DRAWN = 2000


def run(options: argparse.Namespace) -> int:
    """Run the page's problem and deliver its points."""
    problem = Problem.from_setting(read_setting(page_from(options.page)))
    steps = problem.setting.steps if options.steps is None else options.steps
    steps = whole(steps, "--steps", most=MOST_STEPS)
    every = options.record or max(1, math.ceil(steps / RECORDS))
    output = None if options.output is None else File(options.output)
    if output is not None:
        check_kind(output)
    digits = options.certify
    certified = None
    if digits is not None:
        if options.backend not in (None, "ball"):
            raise InputError(
                f"'--certify' is the work of the back end 'ball' (got '{options.backend}')"
            )
        certified = problem.certify(steps, digits=digits, record=every)
    path = _floats(problem, steps, every, options.backend if digits is None else None, output)
    result = _Result(problem, path, certified)
    if options.plot is not None:
        deliver(result.picture(), options.plot)
    if output is not None:
        write_points(output, result.columns(), result.about())
    if options.json:
        deliver(json.dumps(result.json(), ensure_ascii=False, indent=1) + "\n", None)
    elif output is None:
        deliver(result.text(), None)
    if certified is not None and certified.stopped:
        print(f"symopt: {certified.stopped}", file=sys.stderr)
        return UNDECIDED
    return DONE


def _floats(
    problem: Problem, steps: int, every: int, backend: str | None, output: File | None
) -> Path:
    """The float run, with a checkpoint beside the output and a bar on a terminal."""
    checkpoint = None if output is None else output.with_name(f".{output.name}.checkpoint")
    with steps_bar(steps) as watch:
        return problem.run(steps, record=every, backend=backend, checkpoint=checkpoint, watch=watch)


class _Result:
    """A run's points and what is known of them."""

    def __init__(self, problem: Problem, path: Path, certified: Certified | None):
        self.problem = problem
        self.path = path
        self.names = [str(variable) for variable in problem.setting.variables]
        self.certified = certified
        self.right: list[int] | None = None
        if certified is not None:
            self.path = Path.of(path[: len(certified.steps)], **vars(path))
            self.path.steps = path.steps[: len(certified.steps)]
            self.right = certified.right_digits(self.path.tolist())

    @property
    def backend(self) -> str:
        """What computed the points that are shown."""
        return self.path.backend if self.certified is None else "ball"

    def points(self) -> Sequence[Sequence[Any]]:
        """The coordinates: floats, or texts whose digits are certain."""
        return self.path.tolist() if self.certified is None else self.certified.texts

    def columns(self) -> dict[str, Sequence[Any]]:
        """The recorded points, a column a variable."""
        columns: dict[str, Sequence[Any]] = {"step": self.path.steps.tolist()}
        columns |= dict(zip(self.names, zip(*self.points(), strict=True), strict=True))
        if self.right is not None:
            columns["float_digits"] = self.right
        return columns

    def about(self) -> dict[str, Any]:
        """The problem, and the run's circumstances."""
        return {
            "problem": problem_json(self.problem.setting) | {"steps": int(self.path.steps[-1])},
            "backend": self.backend,
            "diverged_at": self.path.diverged_at,
        }

    def json(self) -> dict[str, Any]:
        """The promised shape. A value that is not finite is a text; certain digits stand beside."""
        numbers = zip(self.path.steps.tolist(), self.points(), strict=True)
        steps: list[dict[str, Any]] = [
            {"step": step, "quantities": {"theta": [json_number(x) for x in point]}}
            for step, point in numbers
        ]
        if self.certified is not None:
            for step, texts in zip(steps, self.certified.texts, strict=True):
                step["certified"] = {"theta": texts}
        right = None if self.right is None else self.right[1:]
        return self.about() | {"steps": steps[1:], "certified_digits": right}

    def text(self) -> str:
        """The end of the run, for a reader."""
        last = self.points()[-1]
        lines = [f"{self.problem.setting.rule.name}, step {self.path.steps[-1]}:"]
        lines += [f"    {name} = {value}" for name, value in zip(self.names, last, strict=True)]
        if self.right is not None:
            lines.append(f"every digit is certain; float64 has {self.right[-1]} of them right here")
        if self.path.diverged_at:
            lines.append(f"not finite from step {self.path.diverged_at} on")
        return "\n".join([*lines, f"back end: {self.backend}", ""])

    def picture(self) -> str:
        """The path as SVG, as far as it is finite, in at most some thousand points."""
        points = [tuple(point) for point in self.path.tolist() if all(map(math.isfinite, point))]
        figure = picture_of(self.problem.setting, points[:: 1 + len(points) // DRAWN])
        if figure is None:
            raise InputError("there is nothing to draw", hint="ask for fewer steps")
        return to_svg(figure.drawing, label=plain("en")(figure.message)) + "\n"


def json_number(value: float | str) -> float | str:
    """A number as JSON has it, or a text where it has none."""
    number = float(value)
    return number if math.isfinite(number) else str(number)
