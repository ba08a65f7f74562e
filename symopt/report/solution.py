"""A solution as a document: each quantity of each step, symbolic → substituted → result."""

from __future__ import annotations

from collections.abc import Sequence

from symopt.objective import GivenGradients
from symopt.report.document import (
    Block,
    Chain,
    Document,
    FrontMatter,
    Heading,
    Local,
    Math,
    Message,
    Prose,
    Table,
)
from symopt.report.front import front_matter
from symopt.report.gradient import derivation
from symopt.report.latex import (
    decimal_latex,
    exact_latex,
    expression_latex,
    name_latex,
    results,
    vector_latex,
)
from symopt.report.lines import Lines, Values, symbolic
from symopt.rule import POINT, Line
from symopt.run.shown import Shown
from symopt.run.trajectory import Step, Trajectory
from symopt.setting import Setting

BLANK = r"\ldots"


def solution_document(
    setting: Setting, trajectory: Trajectory, *, answers: bool = True
) -> Document:
    """The page without picture: problem, rule, steps, summary; without `answers` the sheet."""
    blocks: list[Block] = [
        FrontMatter(front_matter(setting)),
        *problem_document(setting).blocks,
    ]
    shown = [_shown(setting, step) for step in trajectory.steps] if answers else []
    lines = Lines(setting, shown)
    for step in trajectory.steps[1:]:
        blocks += _step(lines, trajectory, step.number) if answers else _blanks(lines, step.number)
    if not answers:
        return Document(tuple(blocks))
    if trajectory.stopped:
        blocks.append(Prose(Message("The steps end here: no further digit can be certified.")))
    if len(trajectory.steps) > 2:
        blocks += _summary(setting, shown)
    return Document(tuple(blocks))


def problem_document(setting: Setting) -> Document:
    """What is minimised, from where, by which rule."""
    return Document((Heading(1, _title(setting)), *_problem(setting), *_rule(setting)))


def _title(setting: Setting) -> Message:
    if setting.title:
        return Message("{title}", {"title": Local(setting.title)})
    return Message("{rule}, worked", {"rule": setting.rule.name})


def _problem(setting: Setting) -> list[Block]:
    """What is minimised, from where."""
    start = vector_latex([expression_latex(value) for value in setting.start])
    parts = {"start": Math(f"{name_latex(POINT, '0')} = {start}")}
    objective = setting.objective
    if isinstance(objective, GivenGradients):
        return [Prose(Message("The gradients are given. The start is {start}.", parts))]
    return [
        Prose(Message("Minimise this function from {start}:", parts)),
        *derivation(objective),
    ]


def _rule(setting: Setting) -> list[Block]:
    """The rule's name and source, and its parameters."""
    rule = setting.rule
    message = Message("The rule is the page's own.")
    if rule.cites:
        source = {"rule": rule.name, "source": rule.cites}
        message = Message("The rule is {rule} ({source}).", source)
    blocks: list[Block] = [Prose(message)]
    if setting.values:
        parameters = tuple(
            Math(f"{name_latex(name)} = {expression_latex(value)}")
            for name, value in setting.values.items()
        )
        blocks.append(Prose(Message("Its parameters: {parameters}.", {"parameters": parameters})))
    return blocks


def _step(lines: Lines, trajectory: Trajectory, number: int) -> list[Block]:
    """One chain a quantity."""
    blocks: list[Block] = [Heading(2, Message("Step {number}", {"number": number}), number)]
    if number == trajectory.exact_until + 1 and trajectory.reason:
        blocks.append(
            Prose(Message("Certified decimals from here: no exact form is short enough."))
        )
    for line in lines.rule.lines:
        left = name_latex(line.left, str(number))
        rights = [*_working(lines, line, number), *results(lines.shown[number][line.left])]
        blocks.append(Chain(left, tuple(_without_repeats(rights))))
    return blocks


def _blanks(lines: Lines, number: int) -> list[Block]:
    """What is asked for: the formula of each quantity, and room for its value."""
    blocks: list[Block] = [Heading(2, Message("Step {number}", {"number": number}), number)]
    for line in lines.rule.lines:
        given = line.left == "g" and isinstance(lines.setting.objective, GivenGradients)
        formula = () if given else (("=", symbolic(lines.rule, line, number)),)
        left = name_latex(line.left, str(number))
        blocks.append(Chain(left, (*formula, ("=", BLANK))))
    return blocks


def _working(lines: Lines, line: Line, number: int) -> list[tuple[str, str]]:
    """Symbolic, then in numbers where they can be shown, as far as the page wants them."""
    setting = lines.setting
    show = setting.show.get(line.left, "formula")
    if show == "result" or (line.left == "g" and isinstance(setting.objective, GivenGradients)):
        return []
    formula = [symbolic(lines.rule, line, number)] if show == "formula" else []
    return [("=", latex) for latex in (*formula, *lines.numbers(line, number))]


def _without_repeats(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    kept: list[tuple[str, str]] = []
    for row in rows:
        if not kept or row[1] != kept[-1][1]:
            kept.append(row)
    return kept


def _shown(setting: Setting, step: Step) -> Values:
    return {
        name: tuple(Shown(value, setting.digits) for value in values)
        for name, values in step.values.items()
    }


def _summary(setting: Setting, shown: Sequence[Values]) -> list[Block]:
    """The points, one row a step."""
    head = ("t", *map(expression_latex, setting.variables))
    rows = []
    for number, values in enumerate(shown):
        parts = [[part] for part in values[POINT]]
        cells = (exact_latex(part) or rf"\approx {decimal_latex(part)}" for part in parts)
        rows.append((str(number), *cells))
    return [Heading(2, Message("Summary")), Table(head, tuple(rows))]
