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
from dataclasses import dataclass

import mpmath

from benchmarks.latex_values import MeaninglessError, spread
from benchmarks.marking_sheets import FORMS, NAME, PRINTED, PROBLEMS, Row, Sheet
from symopt import check
from symopt.marking import PageVerdict
from symopt.rules import REGISTRY

KINDS = ("number", "sign", "operator", "operand")


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
    changes = list(_changes(row, kind, sheet, chance))
    if not changes:
        return None
    begin, end, new = chance.choice(changes)
    return Mutation(sheet, row, kind, side[:begin] + new + side[end:])


def _changes(
    row: Row, kind: str, sheet: Sheet, chance: random.Random
) -> Iterator[tuple[int, int, str]]:
    """Every place of a side where a change of the kind can be made, with one change for each."""
    side = sheet.side(row)
    names = [*NAME.finditer(side)]
    bare = set() if "f" in row.left else {str(v) for v in sheet.setting.variables}  # w may be w_0

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
                    if n not in (name[0], *bare) and isinstance(v, tuple) == isinstance(old, tuple)
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
        try:
            yield mutation, outcome(mutation, check(mutation.text))
        except Exception as error:  # counted like any other failure
            yield mutation, f"crash ({type(error).__name__}: {error})"


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
