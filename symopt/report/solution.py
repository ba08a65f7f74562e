"""A solution as a document: each quantity of each step, symbolic → substituted → result."""

from __future__ import annotations

from sympy import Expr, Symbol, latex

from symopt.objective import GivenGradients, Objective
from symopt.report.document import (
    Block,
    Chain,
    Document,
    FrontMatter,
    Heading,
    Math,
    Message,
    Prose,
    Table,
)
from symopt.report.front import front_matter
from symopt.report.latex import Writer, symbol_latex
from symopt.rule import POINT
from symopt.run.shown import Shown
from symopt.run.trajectory import Step, Trajectory
from symopt.setting import Setting

Row = tuple[str, str]


def solution_document(setting: Setting, trajectory: Trajectory) -> Document:
    """The whole page: problem, rule, gradient, steps, summary."""
    return _Solution(setting, trajectory).document()


class _Solution:
    def __init__(self, setting: Setting, trajectory: Trajectory):
        self.setting = setting
        self.trajectory = trajectory
        self.rule = setting.rule

    def document(self) -> Document:
        blocks: list[Block] = [
            FrontMatter(front_matter(self.setting)),
            Heading(1, Message("{title}", {"title": self.title()})),
            *self.problem(),
            *self.rule_blocks(),
        ]
        for last, step in zip(self.trajectory.steps, self.trajectory.steps[1:], strict=False):
            blocks += self.step(last, step)
        if len(self.trajectory.steps) > 2:
            blocks += self.summary()
        return Document(tuple(blocks))

    def title(self) -> str:
        return self.setting.title.get("en") or f"{self.rule.name}, worked"

    def problem(self) -> list[Block]:
        """What is minimised, from where."""
        start = self.vector(self.trajectory.steps[0], POINT)
        objective = self.setting.objective
        if isinstance(objective, GivenGradients):
            return [
                Prose(
                    Message(
                        "The gradients are given. The start is {start}.",
                        {"start": Math(f"{symbol_latex(POINT)}_{{0}} = {start}")},
                    )
                )
            ]
        names = ", ".join(map(latex, objective.variables))
        blocks: list[Block] = [
            Prose(
                Message(
                    "Minimise {f} from {start}.",
                    {
                        "f": Math(f"f({names})"),
                        "start": Math(f"{symbol_latex(POINT)}_{{0}} = {start}"),
                    },
                )
            ),
            Chain(f"f({names})", (("=", latex(objective.value)),)),
            Chain(rf"\nabla f({names})", (("=", _tuple(map(latex, objective.gradient()))),)),
        ]
        return blocks + self.data(objective)

    def data(self, objective: Objective) -> list[Block]:
        """The rows behind a cost, and the batches."""
        if not objective.rows:
            return []
        columns = tuple(map(latex, objective.columns))
        rows = tuple((str(i), *map(latex, row)) for i, row in enumerate(objective.rows, 1))
        blocks: list[Block] = [
            Prose(Message("It is the mean over these rows:")),
            Table((r"\text{row}", *columns), rows),
        ]
        if objective.batches:
            batches = "; ".join(
                f"{number}: {', '.join(str(row + 1) for row in batch)}"
                for number, batch in enumerate(objective.batches, 1)
            )
            blocks.append(
                Prose(
                    Message(
                        "Each step follows the gradient of its batch of rows, in turn ({batches}).",
                        {"batches": batches},
                    )
                )
            )
        return blocks

    def rule_blocks(self) -> list[Block]:
        """The rule's equations, its parameters and its source."""
        writer = Writer(self.rule)
        parameters = ", ".join(
            f"{symbol_latex(name)} = {latex(value)}" for name, value in self.setting.values.items()
        )
        parts = {"rule": self.rule.name, "source": self.rule.cites}
        template = "The rule is {rule} ({source})." if self.rule.cites else "The rule is its own."
        blocks: list[Block] = [Prose(Message(template, parts))]
        if parameters:
            values = {"parameters": Math(parameters)}
            blocks.append(Prose(Message("Its parameters are {parameters}.", values)))
        rules = "; ".join(
            f"{writer.quantity(line.left)} = {writer.symbolic(line)}" for line in self.rule.lines
        )
        del rules
        return blocks

    def step(self, last: Step, step: Step) -> list[Block]:
        """One chain a quantity."""
        exact = step.number <= self.trajectory.exact_until
        blocks: list[Block] = [Heading(2, Message("Step {number}", {"number": step.number}))]
        if step.number == self.trajectory.exact_until + 1 and self.trajectory.reason:
            blocks.append(
                Prose(
                    Message(
                        "Certified decimals from here: {reason}.",
                        {"reason": self.trajectory.reason},
                    )
                )
            )
        writer = Writer(self.rule, step.number, self.shown(last), self.shown(step))
        for line in self.rule.lines:
            left = writer.quantity(line.left)
            blocks.append(Chain(left, tuple(self.rows(writer, line.left, exact=exact))))
        return blocks

    def rows(self, writer: Writer, name: str, *, exact: bool) -> list[Row]:
        """Symbolic, substituted where that helps, and the result."""
        line = next(line for line in self.rule.lines if line.left == name)
        rows: list[Row] = []
        if exact and not isinstance(self.setting.objective, GivenGradients) or name != "g":
            rows.append(("=", writer.symbolic(line)))
            if exact:
                rows.append(("=", writer.substituted(line)))
        return rows + writer.results(name)

    def shown(self, step: Step) -> dict[str, tuple[Shown, ...]]:
        digits = self.setting.digits
        return {n: tuple(Shown(v, digits) for v in values) for n, values in step.values.items()}

    def vector(self, step: Step, name: str) -> str:
        return Writer(self.rule).vector(self.shown(step)[name])

    def summary(self) -> list[Block]:
        """The points, one row a step."""
        writer = Writer(self.rule)
        head = ("t", *(latex(variable) for variable in self.setting.variables))
        rows = tuple(
            (str(step.number), *(writer.value(part) for part in self.shown(step)[POINT]))
            for step in self.trajectory.steps
        )
        return [Heading(2, Message("Summary")), Table(head, rows)]


def _tuple(parts: object) -> str:
    items = list(parts)  # type: ignore[call-overload]
    return items[0] if len(items) == 1 else rf"\left({', '.join(items)}\right)"


__all__ = ["Expr", "Symbol", "solution_document"]
