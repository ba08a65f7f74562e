"""One change in what `solve` wrote must be refuted where it stands, and nothing else.

`python -m benchmarks.marking_mutations [MUTATIONS] [SEED]` changes one number, sign, operator or
operand of a page at a time, keeps the changes that alter the value of the side (by mpmath, see
`latex_values`), and counts what `check` makes of them.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import mpmath
import sympy

from benchmarks.latex_values import Gradient, MeaninglessError, Value, spread, value
from symopt import Problem, check
from symopt.marking import PageVerdict
from symopt.report.latex import expression_latex, name_latex
from symopt.rules import REGISTRY
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
KINDS = ("number", "sign", "operator", "operand")
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
    head = exact.text.split("\n## Step 1")[0]
    rows = []
    for row in exact.rows:
        if row.link == 1 and row.line > head.count("\n") + 1:
            known = exact.names[row.left]
            rows.append(
                f"$$\n{row.left} = {exact.side(row)} \\approx {_decimals(known, digits)}\n$$"
            )
    return _sheet("\n\n".join([head, *rows]) + "\n", exact.setting, exact.names)


def carried_sheet(rule: str, problem: str, digits: int = 6) -> Sheet:
    """As people with a calculator work: every value rounded, and the rounded values carried on."""
    exact = exact_sheet(rule, problem)
    cut = exact.text.index("\n## Step 1")
    names = {name: v for name, v in exact.names.items() if not re.search(r"\{.*[1-9]\}$", name)}
    names |= {name: v for name, v in exact.names.items() if name.startswith(("\\beta", "\\rho"))}
    shown = {name: _exact_text(name, exact) for name in names}
    chains = []
    for row in (r for r in exact.rows if r.link == 1 and r.line > exact.text[:cut].count("\n")):
        symbolic = exact.side(row)
        numbers = NAME.sub(lambda m: shown.get(m[0], m[0]), symbolic)
        exact_here = Sheet(exact.text, exact.setting, [], names)
        text = _decimals(exact_here.value(row, numbers), digits)
        chains.append(f"$$\n{row.left} = {symbolic} \\approx {numbers} \\approx {text}\n$$")
        names[row.left] = exact_here.value(row, text)
        shown[row.left] = text if text.startswith("\\left") else rf"\left({text}\right)"
    text = "\n\n".join([exact.text[:cut], *chains]) + "\n"
    sheet = _sheet(text, exact.setting, names)
    sheet.tolerance = CARRIED
    return sheet


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
    sheet = Sheet(text, setting, list(_rows(text.split("\n"))), dict(names or {}))
    if names is None:
        _fill_names(sheet)
    return sheet


CLAIM = re.compile(r"\$([^$=]+) = ([^$=]+)\$")
RELATION = re.compile(r"(?:&\s*)?(=|\\approx)\s")


def _rows(lines: list[str]) -> Iterator[Row]:
    """The sides of the displayed chains."""
    left, head, link = "", 0, 0
    inside = False
    for number, line in enumerate(lines, 1):
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
                link += 1
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


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change: on which row, what stood there and what stands there now."""

    sheet: Sheet
    row: Row
    kind: str
    side: str

    @property
    def text(self) -> str:
        return self.sheet.with_side(self.row, self.side)

    def changes_the_value(self) -> bool | None:
        """None where the printed digits are too few to tell."""
        old = self.sheet.value(self.row)
        exactly_rounded = self.row.rounded and self.sheet.tolerance == PRINTED
        try:
            new = self.sheet.value(self.row, self.side)
        except MeaninglessError:
            return True
        if isinstance(old, tuple) != isinstance(new, tuple):
            return True
        gaps = spread(
            lambda a, b: abs(a - b) / max(abs(a), abs(b), mpmath.mpf(10) ** -20), old, new
        )
        gap = max(gaps) if isinstance(gaps, tuple) else gaps
        if gap < mpmath.mpf(10) ** -40:
            return False
        return True if gap > self.sheet.tolerance or exactly_rounded else None


def mutate(sheet: Sheet, chance: random.Random) -> Mutation | None:
    """One change at random; None where this side has nothing of the kind drawn."""
    row = chance.choice(sheet.rows)
    side, kind = sheet.side(row), chance.choice(KINDS)
    changes = list(_changes(side, kind, sheet, chance))
    if not changes:
        return None
    begin, end, new = chance.choice(changes)
    return Mutation(sheet, row, kind, side[:begin] + new + side[end:])


def _changes(
    side: str, kind: str, sheet: Sheet, chance: random.Random
) -> Iterator[tuple[int, int, str]]:
    """Every place of a side where a change of the kind can be made, with one change for each."""
    names = [*NAME.finditer(side)]

    def free(at: int) -> bool:
        return not any(name.start() <= at < name.end() for name in names)

    if kind == "number":
        for digit in re.finditer(r"\d", side):
            if free(digit.start()):
                others = "123456789".replace(digit[0], "")
                yield *digit.span(), chance.choice(others)
    elif kind == "sign":
        for minus in re.finditer(r"(?:^|(?<=[({,]))\s*-", side):
            yield *minus.span(), " "
        for place in re.finditer(r"^(?!-)|(?<=\\left\()(?!-)", side):
            yield *place.span(), "-"
    elif kind == "operator":
        for operator in re.finditer(r" (\+|-|\\cdot|\\odot) ", side):
            others = {"+": "-", "-": "+", r"\cdot": "+", r"\odot": "-"}
            yield *operator.span(1), others[operator[1]]
    else:
        for name in names:
            if name[0] in sheet.names:
                old = sheet.names[name[0]]
                alike = [
                    n
                    for n, v in sheet.names.items()
                    if n != name[0] and isinstance(v, tuple) == isinstance(old, tuple)
                ]
                if alike:
                    yield *name.span(), chance.choice(alike)


def outcome(mutation: Mutation, verdict: PageVerdict) -> str:
    """What `check` made of a change: 'right', or how it failed."""
    row = mutation.row
    if verdict.first_error is None:
        return next((s for s in ("undecided", "unreadable") if verdict.summary[s]), "accepted")
    line, link = verdict.first_error
    if line not in (row.head, row.line):
        return "wrong line"
    return "right" if link == row.link else "wrong link"


FORMS = (exact_sheet, rounded_sheet, carried_sheet)


def survey(count: int, seed: int) -> Iterator[tuple[Mutation, str]]:
    """Changes to pages of every rule and problem, each with its outcome."""
    chance = random.Random(seed)
    sheets: dict[tuple[str, str, Callable[[str, str], Sheet]], Sheet] = {}
    while count:
        key = (chance.choice([*REGISTRY]), chance.choice([*PROBLEMS]), chance.choice(FORMS))
        if key not in sheets:
            sheets[key] = key[2](*key[:2])
        mutation = mutate(sheets[key], chance)
        if mutation is None or not mutation.changes_the_value():
            continue
        count -= 1
        yield mutation, outcome(mutation, check(mutation.text))


def false_alarms() -> Iterator[str]:
    """Links that don't hold on pages that nobody changed."""
    for rule in REGISTRY:
        for problem in PROBLEMS:
            for make in FORMS:
                for line in check(make(rule, problem).text).lines:
                    for link in line.links:
                        if link.verdict not in ("proved", "rounded"):
                            yield f"{rule}, {problem}, {make.__name__}: {line.text}: {link}"


def main(arguments: list[str]) -> int:
    """Print the rates, and an example of each way to fail."""
    count, seed = map(int, (arguments + ["300", "1"][len(arguments) :])[:2])
    tally: Counter[tuple[str, str]] = Counter()
    for mutation, result in survey(count, seed):
        tally[mutation.kind, result] += 1
        if result != "right":
            row = mutation.row
            print(f"{result}: {row.left} … link {row.link}: {mutation.sheet.side(row)}")
            print(f"    → {mutation.side}")
            print(f"    of {mutation.sheet.lines[mutation.row.line - 1]}")
    for alarm in false_alarms():
        tally["none", "false alarm"] += 1
        print(alarm)
    for key, number in sorted(tally.items()):
        print(*key, number)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
