"""Pages that `solve` wrote, and their rounded forms, with every side and its value known.

Three forms: exact as written; rounded once at the end of each chain; and worked as people with a
calculator work, who carry rounded values on.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import mpmath
import sympy

from benchmarks.latex_values import Gradient, Value, spread, value
from symopt import Problem
from symopt.report.latex import expression_latex, name_latex
from symopt.setting import Setting

PROBLEMS = {
    "quadratic": {"objective": "x^2/20 + y^2", "start": "{x: -7, y: 2}"},
    "product": {"objective": "x*y", "start": "{x: 1, y: 2}"},
    "one variable": {"objective": "(w - 3)^4 + w", "start": "{w: 1}"},
    "radical start": {"objective": "x^2 y + y^3", "start": "{x: √2, y: 1/√3}"},
    "transcendental": {"objective": "exp(-x/2) + ln(2 + y^2)", "start": "{x: 1, y: 1}"},
    "rows": {
        "objective": "(w x + b - y)^2",
        "data": "{x: [1, 2, 3], y: [2, 3, 7]}",
        "batches": "2",
        "start": "{w: 0, b: 1}",
    },
}
STEPS_BEGIN = "\n## Step 1"
PRINTED = mpmath.mpf(10) ** -8  # smaller gaps may come from values known by 15 printed digits
CARRIED = mpmath.mpf(10) ** -3  # smaller gaps may come from rounding on the way
NAME = re.compile(
    r"(?:\\hat\{[a-z]\}|\\[a-z]+|(?<![a-z\\])[a-zA-Z](?![a-z]))(?:_\{(?:[^{}]|\{[^{}]*\})*\})?"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A side of a chain: line (from 1) and columns on the page, and its relation to the left."""

    line: int
    begin: int
    end: int
    rounded: bool
    link: int
    head: int
    left: str


@dataclass
class Sheet:
    """A page that `solve` wrote, with the values that its own chains give to the names."""

    text: str
    setting: Setting
    rows: list[Row]
    names: dict[str, Value] = field(default_factory=dict)
    tolerance: mpmath.mpf = PRINTED

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def side(self, row: Row) -> str:
        return self.lines[row.line - 1][row.begin : row.end]

    def gradient(self, step: int | None) -> Gradient:
        """∇f by SymPy's derivative, of the step's batch."""
        objective, variables = self.setting.objective, self.setting.variables
        loss = objective.value if step is None else objective.batch_value(step)
        partial = [sympy.diff(loss, variable) for variable in variables]

        def at(point: tuple[mpmath.mpf, ...]) -> Value:
            with mpmath.workdps(60):
                functions = [sympy.lambdify(variables, part, "mpmath") for part in partial]
                parts = tuple(spread(f, *point) for f in functions)
            return parts if len(parts) > 1 else parts[0]

        return at

    def value(self, row: Row, side: str | None = None) -> Value:
        step = re.match(r"g_\{(\d+)\}", row.left)
        gradient = self.gradient(int(step[1]) if step else None)
        return value(self.side(row) if side is None else side, self.names, gradient)

    def with_side(self, row: Row, side: str) -> str:
        lines = self.lines
        old = lines[row.line - 1]
        lines[row.line - 1] = old[: row.begin] + side + old[row.end :]
        return "\n".join(lines)


def page(rule: str, problem: str, **more: str) -> str:
    """The front matter of a problem with a rule."""
    head = PROBLEMS[problem] | {"rule": rule, "steps": "2"} | more
    return "\n".join(["---", *(f"{k}: {v}" for k, v in head.items()), "---", ""])


def exact_sheet(rule: str, problem: str, steps: int = 2) -> Sheet:
    """The page as `solve` writes it."""
    solution = Problem.read(page(rule, problem, steps=str(steps))).solve()
    return _sheet(solution.to_markdown(), solution.setting)


def rounded_sheet(rule: str, problem: str, digits: int = 6) -> Sheet:
    """Each quantity from its rule line straight to rounded decimals."""
    exact = exact_sheet(rule, problem)
    chains = []
    for row in _rule_lines(exact):
        text = _decimals(exact.names[row.left], digits)
        chains.append(f"$$\n{row.left} = {exact.side(row)} \\approx {text}\n$$")
    return _sheet(_with_working(exact, chains), exact.setting, exact.names)


def carried_sheet(rule: str, problem: str, digits: int = 6) -> Sheet:
    """As people with a calculator work: every value rounded, and the rounded values carried on."""
    exact = exact_sheet(rule, problem)
    names = {name: v for name, v in exact.names.items() if not re.search(r"\{.*[1-9]\}$", name)}
    names |= {name: v for name, v in exact.names.items() if name.startswith(("\\beta", "\\rho"))}
    shown = {name: _exact_text(name, exact) for name in names}
    chains = []
    for row in _rule_lines(exact):
        symbolic = exact.side(row)
        numbers = NAME.sub(lambda m: shown.get(m[0], m[0]), symbolic)
        here = Sheet(exact.text, exact.setting, [], names)
        text = _decimals(here.value(row, numbers), digits)
        chains.append(f"$$\n{row.left} = {symbolic} \\approx {numbers} \\approx {text}\n$$")
        names[row.left] = here.value(row, text)
        shown[row.left] = text if text.startswith("\\left") else rf"\left({text}\right)"
    sheet = _sheet(_with_working(exact, chains), exact.setting, names)
    sheet.tolerance = CARRIED
    return sheet


def _rule_lines(sheet: Sheet) -> list[Row]:
    """The first sides of the chains of the steps: the rule's lines in symbols."""
    before = sheet.text[: sheet.text.index(STEPS_BEGIN)].count("\n") + 1
    return [row for row in sheet.rows if row.left and row.link == 1 and row.line > before]


def _with_working(sheet: Sheet, chains: list[str]) -> str:
    """The page with these chains for its working."""
    head = sheet.text[: sheet.text.index(STEPS_BEGIN)]
    return "\n\n".join([head, *chains]) + "\n"


def _exact_text(name: str, sheet: Sheet) -> str:
    """A parameter or a first value as the exact page writes it."""
    setting = sheet.setting
    values = {name_latex(n): (v,) for n, v in setting.values.items()}
    firsts = dict(setting.initial) | {"theta": setting.start}
    values |= {name_latex(n, "0"): parts for n, parts in firsts.items()}
    if name not in values:
        return name
    return rf"\left({', '.join(map(expression_latex, values[name]))}\right)"


def _decimals(known: Value, digits: int) -> str:
    parts = [_decimal(part, digits) for part in (known if isinstance(known, tuple) else (known,))]
    return parts[0] if len(parts) == 1 else rf"\left({', '.join(parts)}\right)"


def _decimal(number: mpmath.mpf, digits: int) -> str:
    with mpmath.workdps(60):
        mantissa, _, exponent = mpmath.nstr(number, digits, strip_zeros=False).partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _sheet(text: str, setting: Setting, names: dict[str, Value] | None = None) -> Sheet:
    text = BREAK.sub(" ", text)  # so that each side stands on one line
    sheet = Sheet(text, setting, list(_rows(text.split("\n"))), dict(names or {}))
    if names is None:
        _fill_names(sheet)
    return sheet


BREAK = re.compile(r"(?:\\right\.)* \\\\\n&\\quad (?:\\left\.)*(?:\{\} )?")
CLAIM = re.compile(r"\$([^$=]+) = ([^$=]+)\$")
CELL = re.compile(r"(?<=\| )\$(?:\\approx )?([^$|]+)\$(?= \|)")
RELATION = re.compile(r"(?:&\s*)?(=|\\approx)\s")


def _rows(lines: list[str]) -> Iterator[Row]:
    """The sides of the displayed chains."""
    left, head, link = "", 0, 0
    inside = summary = False
    for number, line in enumerate(lines, 1):
        summary = summary or line == "## Summary"
        if summary and line.startswith("| $") and line[3].isdigit():
            for cell in list(CELL.finditer(line))[1:]:
                yield Row(number, *cell.span(1), "." in cell[1], 1, number, "")
        if not inside:
            for claim in CLAIM.finditer(line):
                yield Row(number, *claim.span(2), False, 1, number, claim[1])
        if line == "$$":
            inside, left, link = not inside, "", 0
        elif inside and not line.startswith(("\\begin", "\\end{aligned}")):
            found = list(RELATION.finditer(line))
            if not left:
                left, head = line[: found[0].start()].strip(), number
            ends = [*(m.start() for m in found[1:]), len(line.removesuffix(r" \\"))]
            for relation, end in zip(found, ends, strict=True):
                link += 1  # noqa: SIM113 (goes on over the rows of a chain)
                side = line[relation.end() : end].rstrip()
                begin = relation.end()
                rounded = relation[1] != "="
                yield Row(number, begin, begin + len(side), rounded, link, head, left)


def _fill_names(sheet: Sheet) -> None:
    """Parameters and first values from the setting; variables at random; the rest from chains."""
    setting, names = sheet.setting, sheet.names
    chance = random.Random(1)
    for name, number in setting.values.items():
        names[name_latex(name)] = _number(number)
    for variable in setting.variables:
        names[str(variable)] = mpmath.mpf(chance.randint(11, 99)) / 7
    firsts = dict(setting.initial) | {"theta": setting.start}
    for name, numbers in firsts.items():
        parts = tuple(map(_number, numbers))
        names[name_latex(name, "0")] = parts if len(parts) > 1 else parts[0]
    for row in sheet.rows:
        if "f" not in row.left and row.left not in names and row.left:
            values = [r for r in sheet.rows if r.head == row.head and r.link > 1]
            exact = [r for r in values if not r.rounded]
            names[row.left] = sheet.value((exact or values)[-1])


def _number(expression: sympy.Expr) -> mpmath.mpf:
    return mpmath.mpf(str(sympy.N(expression, 60)))


FORMS = (exact_sheet, rounded_sheet, carried_sheet)
