"""Worked examples as sheets: each page of `problems/` with its claimed values filled in.

`problems/*.toml` state, for each example, the problem as front matter and the lines on which its
values stand; `@3` is the place of the third claim. The claims themselves are read at run time.

    python tests/handwork/sheets.py [EXAMPLE] [--bare]      what symopt says of each claim
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from symopt import check
from symopt.errors import SymoptError
from symopt.marking.verdicts import LineVerdict, LinkVerdict

PROBLEMS = Path(__file__).parent / "problems"
EXAMPLES = Path(__file__).parents[2] / ".." / "shared" / "handwork" / "examples.json"
BLANK = re.compile(r"@(\d+)")
RELATION = re.compile(r"=|≈|\\approx")
WORKING = re.compile(r"(?:=|≈|\\approx)[^;@\n]*(=|≈|\\approx)(?=[^=≈@\n]*@)")
SPOKEN = {"zero": "0", "two": "2", "one over two": "1/2"}
WEIGHT = ("proved", "rounded", "undecided", "unreadable", "refuted")
HELD, DECIDED = {"proved", "rounded"}, {"proved", "rounded", "refuted"}


@dataclass(frozen=True)
class Claim:
    """A value that an example prints, and what its file says of it."""

    example: str
    number: int
    quantity: str
    printed: str
    verdict: str
    kind: str

    @property
    def right(self) -> bool:
        """Whether the file calls the value correct."""
        return self.verdict != "WRONG"


@dataclass(frozen=True)
class Blank:
    """Where a claim stands on a sheet; `component` counts the blanks of one vector."""

    claim: Claim
    line: int
    column: int
    component: int | None


@dataclass(frozen=True)
class Sheet:
    """A page of working with the places of its claims."""

    example: str
    text: str
    blanks: tuple[Blank, ...]


@dataclass(frozen=True)
class Outcome:
    """What symopt says of a claim, and by which link."""

    claim: Claim
    verdict: str
    follows: bool | None
    source: str
    reason: str | None

    @property
    def contradicts(self) -> bool:
        """A correct value refuted, or a wrong one held."""
        return self.verdict == "refuted" if self.claim.right else self.verdict in HELD


def claims() -> dict[str, tuple[Claim, ...]]:
    """Every example's claims, in the file's order."""
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return {
        example["id"]: tuple(
            Claim(
                example["id"],
                number,
                f"{claim['quantity']} (step {claim['step']})",
                SPOKEN.get(claim["value_as_printed"], claim["value_as_printed"]),
                claim["verdict"],
                claim["wrong_kind"],
            )
            for number, claim in enumerate(example["claims"], 1)
        )
        for example in examples
    }


def templates() -> Iterator[tuple[str, str]]:
    """Each page's example and text, blanks unfilled."""
    for path in sorted(PROBLEMS.glob("*.toml")):
        for page in tomllib.loads(path.read_text(encoding="utf-8"))["page"]:
            yield page["example"], page["text"]


def sheets(*, bare: bool = False) -> list[Sheet]:
    """Every sheet, filled in; `bare` leaves out the working between a quantity and its value."""
    known = claims()
    return [
        fill(example, WORKING.sub(r"\1", text) if bare else text, known[example])
        for example, text in templates()
    ]


def fill(example: str, text: str, known: tuple[Claim, ...]) -> Sheet:
    """A page with the claimed values in their blanks."""
    rows, blanks = [], []
    for number, row in enumerate(text.splitlines(), 1):
        grown = 0
        found = list(BLANK.finditer(row))
        for match in found:
            claim = known[int(match[1]) - 1]
            component = _component(found, match)
            blanks.append(Blank(claim, number, match.start() + grown + 1, component))
            grown += len(claim.printed) - len(match[0])
        rows.append(BLANK.sub(lambda m: known[int(m[1]) - 1].printed, row))
    return Sheet(example, "\n".join(rows) + "\n", tuple(blanks))


def _component(blanks: list[re.Match[str]], blank: re.Match[str]) -> int | None:
    """A blank's place among those of its vector: no relation sign stands between them."""
    row = blank.string
    same = [b for b in blanks if not RELATION.search(row, *sorted((b.start(), blank.start())))]
    return same.index(blank) if len(same) > 1 else None


def outcomes(sheet: Sheet) -> list[Outcome]:
    """What symopt says of each claim on a sheet."""
    try:
        lines = check(sheet.text).lines
    except SymoptError as error:
        return [Outcome(b.claim, "no page", None, "", str(error)) for b in sheet.blanks]
    return [_outcome(blank, sheet, lines) for blank in sheet.blanks]


def _outcome(blank: Blank, sheet: Sheet, lines: tuple[LineVerdict, ...]) -> Outcome:
    """The weightiest verdict on the chain up to the claim."""
    source = sheet.text.splitlines()[blank.line - 1]
    chain = _chain(blank, lines)
    if not chain:
        return Outcome(blank.claim, "not found", None, source, None)
    link = max(chain, key=lambda link: WEIGHT.index(link.verdict))
    verdict = link.verdict
    if verdict == "refuted" and link is chain[-1] and None not in (blank.component, link.component):
        verdict = "refuted" if blank.component in link.components else "proved"
    return Outcome(blank.claim, verdict, link.follows, source, link.reason)


def _chain(blank: Blank, lines: tuple[LineVerdict, ...]) -> list[LinkVerdict]:
    """The links from the chain's head to the side in which the blank stands."""
    best: list[LinkVerdict] = []
    for line in lines:
        if line.line != blank.line:
            continue
        upto = [link for link in line.links if link.column <= blank.column]
        if upto and (not best or upto[-1].column > best[-1].column):
            best = upto
    return best


def main(*arguments: str) -> None:
    """Print what symopt says of each claim that it doesn't judge as the file does."""
    wanted = "".join(argument for argument in arguments if argument != "--bare")
    table: Counter[tuple[str, str]] = Counter()
    for sheet in sheets(bare="--bare" in arguments):
        if wanted not in sheet.example:
            continue
        found = outcomes(sheet)
        open_ = [o for o in found if o.contradicts or o.verdict not in DECIDED]
        if open_ or wanted:
            print(f"== {sheet.example}")
        for outcome in found if wanted else open_:
            claim = outcome.claim
            print(
                f"  {claim.number:2} {claim.verdict:14.14} {outcome.verdict:10} "
                f"{'follows ' if outcome.follows else ''}{outcome.source.strip()}"
            )
            if outcome.reason:
                print(f"       {outcome.reason[:200]}")
        for outcome in found:
            table[outcome.claim.verdict, outcome.verdict] += 1
    for (said, found_), count in sorted(table.items()):
        print(f"{said:42} {found_:10} {count}")


if __name__ == "__main__":
    main(*sys.argv[1:])
