"""What a user holds: a problem that can be solved, and its solution."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sympy import Expr

from symopt import rules
from symopt.display import Reported
from symopt.front_matter import read_objective, read_setting
from symopt.objective import GivenGradients, Objective
from symopt.page import open_page, read_page, with_steps
from symopt.report.display import document_of
from symopt.report.document import Document, Figure
from symopt.report.html import to_html
from symopt.report.json import solution_json
from symopt.report.language import plain
from symopt.report.markdown import to_markdown
from symopt.report.notebook import to_notebook
from symopt.report.pdf import to_pdf
from symopt.report.solution import problem_document, solution_document
from symopt.report.svg import to_svg
from symopt.report.tex import to_tex
from symopt.rule import Rule
from symopt.run.digits import Certified, certify
from symopt.run.shown import Shown
from symopt.run.solve import solve
from symopt.run.trajectory import Step, Trajectory
from symopt.setting import Setting, build, whole

if TYPE_CHECKING:
    from symopt.run.floats.path import Path as FloatPath
    from symopt.run.floats.request import Floats
    from symopt.run.outcome import Outcome


class Problem(Reported):
    """An objective, a rule with its parameters, and a start; every number exact.

        >>> from sympy.abc import x, y
        >>> from symopt import Problem, rules
        >>> problem = Problem(x*y, start={x: 1, y: 2}, rule=rules.adam, lr=1,
        ...                   beta1="1/2", beta2="1/2", epsilon=0)
        >>> problem.solve(2)[2].theta
        (-2*sqrt(2)/3, 1 - sqrt(3)/3)

    Numbers are ints, Fractions, SymPy numbers or text ("0.1" is 1/10); floats are refused with
    `InputError`. `initial` gives state quantities other first values than the rule's.
    """

    def __init__(
        self,
        objective: Expr | str | Objective | GivenGradients,
        *,
        start: Mapping[Any, Any],
        rule: Rule | str,
        steps: int = 1,
        digits: int = 15,
        title: str = "",
        show: Mapping[str, str] | str | None = None,
        initial: Mapping[str, Sequence[Any]] | None = None,
        **parameters: Any,
    ):
        if isinstance(objective, str):
            objective = read_objective(objective, [str(name) for name in start])
        self.setting = build(
            objective,
            start=start,
            rule=rules.get(rule) if isinstance(rule, str) else rule,
            steps=steps,
            digits=digits,
            title={"en": title} if title else {},
            show=show,
            initial=initial,
            parameters=parameters,
        )

    @classmethod
    def from_setting(cls, setting: Setting) -> Problem:
        """The problem of a setting that has been built already."""
        problem = cls.__new__(cls)
        problem.setting = setting
        return problem

    @classmethod
    def open(cls, path: str | Path) -> Problem:
        """The problem that a page's front matter states."""
        return cls.from_setting(read_setting(open_page(path)))

    @classmethod
    def read(cls, text: str) -> Problem:
        """The problem stated by a page's text."""
        return cls.from_setting(read_setting(read_page(text)))

    def solve(self, steps: int | None = None) -> Solution:
        """The worked solution: exact values, certified decimals where those grow too long.

        `UndefinedError` where a value does not exist (a division by zero, say).
        """
        setting = self.setting
        if steps is not None and steps != setting.steps:
            steps = whole(steps, "steps")
            front = setting.front and with_steps(setting.front, steps)
            setting = replace(setting, steps=steps, front=front)
        return Solution(setting, solve(setting))

    def run(
        self,
        steps: int | None = None,
        *,
        starts: Any = None,
        record: int | Literal["auto"] | None = "auto",
        backend: str | None = None,
        tolerance: float | None = None,
        checkpoint: str | Path | None = None,
        watch: Callable[[int], None] = lambda done: None,
    ) -> FloatPath:
        """The points of a run in float64, as a NumPy array (steps + 1, variables).

        `record=100` keeps every 100th point and the last one, None the last one alone. `starts`
        (points, variables) runs many points at once; the array then has an axis for them before
        the last, and only the last points are kept unless `record` says otherwise.

        The back end ("python", "numpy", "numba" or "ball") is chosen by the work's shape; all but
        "ball" compute the same floats, bit for bit. A point that diverges ends in inf or nan, and
        `diverged_at` of the array says after which step. `tolerance` stops a point after the first
        step whose gradient's norm is at most that; `stopped_at` says which. With `checkpoint`, a
        file, a run that was killed goes on where it was, to the same floats. `watch` is told
        now and then how many steps are done. `InputError` for arguments that make no sense.
        """
        return self._floats.run(
            steps,
            starts=starts,
            record=record,
            backend=backend,
            tolerance=tolerance,
            checkpoint=checkpoint,
            watch=watch,
        )

    def certify(self, steps: int | None = None, *, digits: int = 10, record: int = 1) -> Certified:
        """The true points of a run, in decimals of which every digit is certain (Arb balls).

        `record` as in `run`. `right_digits(path)` of the result says how many digits of each point
        of a float run with the same records are right. Where a step can't be certified, or has no
        value, `stopped` says so, and the points end before it.
        """
        count = self.setting.steps if steps is None else whole(steps, "steps")
        return certify(
            self.setting,
            count,
            digits=whole(digits, "digits", least=1, most=1000),
            every=whole(record, "record", least=1),
        )

    def compare(
        self, asked: Mapping[str, Mapping[str, Any]], *, steps: int | None = None
    ) -> dict[str, FloatPath]:
        """Runs of several rules from the same start, by name, each with its own parameters.

            problem.compare({"sgd": {"lr": "0.95"}, "adam": {"lr": "0.3"}}, steps=30)["adam"]

        Parameters that are not given have the rule's defaults. The paths are as `run` gives them.
        """
        from symopt.run.compare import compare, with_rules

        found = compare(with_rules(self.setting, asked), steps)
        return {name: one.path for name, one in found.items()}

    def sweep(
        self,
        grid: Mapping[str, Sequence[Any]],
        *,
        steps: int | None = None,
        backend: str | None = None,
        tolerance: float = 1e-6,
    ) -> Outcome:
        """A run in each cell of a grid of hyper-parameters and coordinates of the start.

            problem.sweep({"lr": ("0.01", 1, 50, "log"), "x": (-5, 5, 30)}, steps=300).status

        Each axis is (start, stop, count), evenly spaced, or with "log" by ratio. Every cell takes
        the floats that `run` takes with its values. A cell converged if the gradient's norm at its
        last point is at most `tolerance`.
        """
        from symopt.run.floats.grid import axes_of
        from symopt.run.outcome import sweep

        axes = axes_of(grid, self.setting)
        return sweep(self.setting, axes, steps=steps, backend=backend, tolerance=tolerance)

    def compile(self) -> Callable[..., tuple[float, ...]]:
        """One step as a plain function of floats, for a loop of one's own.

            step = problem.compile()
            values = step.start
            for t in range(1, 101):
                values = step(t, *values)

        The values are the point's coordinates, then the state's; hyper-parameters are keywords.
        Python's own exceptions come out of it, such as `ZeroDivisionError`.
        """
        return self._floats.step()

    def source(self, backend: str = "python") -> str:
        """The generated source that a back end runs."""
        return self._floats.source(backend)

    @cached_property
    def _floats(self) -> Floats:
        from symopt.run.floats.request import Floats  # NumPy is not for those who never run

        return Floats(self.setting)

    def __repr__(self) -> str:
        return f"<Problem: {self.setting.rule.name} on {self.setting.objective}>"


class SolvedStep:
    """One step of a solution: each quantity by name, as SymPy numbers, one a coordinate.

    A value that is only known in decimals is a Float with that many certain digits.
    """

    def __init__(self, step: Step, digits: int):
        self._step = step
        self._digits = digits

    @property
    def number(self) -> int:
        """The number of the step; step 0 holds the start."""
        return self._step.number

    def __getattr__(self, name: str) -> tuple[Expr, ...]:
        if name.startswith("_") or name not in self._step.values:
            raise AttributeError(f"step {self._step.number} has no quantity '{name}'")
        return tuple(Shown(value, self._digits).number for value in self._step.values[name])

    def __dir__(self) -> list[str]:
        return ["number", *self._step.values]

    def __repr__(self) -> str:
        return f"<step {self.number}: theta = {self.theta}>"


class Solution(Reported):
    """A solved problem: `solution[2].theta` is the point after step 2."""

    def __init__(self, setting: Setting, trajectory: Trajectory):
        self.setting = setting
        self.trajectory = trajectory

    def __len__(self) -> int:
        return len(self.trajectory.steps)

    def __getitem__(self, number: int) -> SolvedStep:
        return SolvedStep(self.trajectory.steps[number], self.setting.digits)

    def __iter__(self) -> Iterator[SolvedStep]:
        return (self[number] for number in range(len(self)))

    @cached_property
    def json(self) -> dict[str, Any]:
        """The solution as plain dictionaries, lists and texts."""
        return solution_json(self.setting, self.trajectory)

    @cached_property
    def document(self) -> Document:
        """The worked solution as blocks that every format renders."""
        from symopt.report.picture import illustrated  # NumPy is not for those who draw nothing

        return illustrated(self._words, self.setting, self.trajectory)

    @cached_property
    def _words(self) -> Document:
        """The worked solution without its picture, which takes about as long again."""
        return solution_document(self.setting, self.trajectory)

    def _blocks(self, answers: bool, *, pictured: bool = True) -> Document:
        if answers:
            return self.document if pictured else self._words
        return solution_document(self.setting, self.trajectory, answers=False)

    def to_markdown(
        self, *, lang: str = "en", picture: str | None = None, answers: bool = True
    ) -> str:
        """A complete page: front matter and worked solution, as `check` accepts it.

        `picture` is where the page shows what `to_svg` draws. Here and below, without `answers`
        it is the exercise sheet of the same problem.
        """
        document = self._blocks(answers, pictured=picture is not None)
        return to_markdown(document, lang=lang, pictures=[picture] if picture else [])

    def to_svg(self, *, lang: str = "en") -> str | None:
        """The picture: level sets and path, the curve, or the loss; None where there is none."""
        figures = (b for b in self.document.blocks if isinstance(b, Figure))
        svgs = (to_svg(b.drawing, label=plain(lang)(b.message)) + "\n" for b in figures)
        return next(svgs, None)

    def to_latex(self, *, lang: str = "en", fragment: bool = False, answers: bool = True) -> str:
        """A LaTeX document; `fragment`: to be included in one's own."""
        return to_tex(self._blocks(answers), lang=lang, fragment=fragment)

    def to_pdf(self, *, lang: str = "en", answers: bool = True) -> bytes:
        """The LaTeX document set by the TeX of this machine; `InputError` where there is none."""
        return to_pdf(self.to_latex(lang=lang, answers=answers))

    def to_html(self, *, lang: str = "en", answers: bool = True) -> str:
        """One HTML file that opens anywhere, without a network."""
        return to_html(self._blocks(answers), lang=lang)

    def to_notebook(self, *, lang: str = "en", answers: bool = True) -> str:
        """A Jupyter notebook that states the problem, solves it and explains each step."""
        return to_notebook(self._blocks(answers), lang=lang)


document_of.register(Problem, lambda problem: problem_document(problem.setting))
document_of.register(Solution, lambda solution: solution.document)
