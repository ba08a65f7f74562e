"""One change in a statement of the book must never be called proved.

`python -m benchmarks.derive_mutations [MUTANTS] [SEED]` changes one number, exponent, sign,
operator, index, relation or premise of a page at a time and proves the copy. A copy that is still
proved must still be true: then every relation in it holds at random points by mpmath, which shares
no line with the judge (see `derive_values`).
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from benchmarks.derive_fences import StuckError, fence_is_true, single
from benchmarks.derive_values import holds
from symopt.derive.body import Fence, Part, Rows, Text
from symopt.derive.book import Book
from symopt.derive.chains import MATHEMATICS, Row, Sides, read_rows
from symopt.derive.proof import Proof, prove
from symopt.derive.statement import KEYS, Statement, read_statement
from symopt.errors import Place, SymoptError
from symopt.notation.prose import RELATION
from symopt.page import Page, open_page, read_page

BOOK = Path(__file__).parents[1] / "derivations" / "book"
SETTING = ("name", "rules", "rule", "variables", "on", "start", "steps", "varying")
"""What a fence says of names, and of the run that is shown beside what it claims."""
NEGATED = {"=": "≠", "≠": "=", "<": "≥", ">": "≤", "≤": ">", "≥": "<"}
RAISED = dict(zip("²³", "³⁴", strict=True))


def _next(text: str) -> str:
    """The number with one more in its last place."""
    whole = str(int(text.replace(".", "")) + 1)
    places = len(text.partition(".")[2])
    return f"{whole[:-places].zfill(1)}.{whole[-places:].zfill(places)}" if places else whole


def _more(text: str) -> str:
    inner = text[1:-1] if text[0] in "({" else text
    return str(int(inner) + 1) if inner.isdecimal() else f"{inner}+1"


CHANGES: dict[str, tuple[tuple[str, Callable[[re.Match[str]], str]], ...]] = {
    "number": ((r"(?<![\w.^{])(?<!\^\()\d+(?:\.\d+)?", lambda m: _next(m[0])),),
    "exponent": (
        (r"\^([a-zA-Z0-9]+|\([^()]*\)|\{[^{}]*\})", lambda m: f"^({_more(m[1])})"),
        ("[²³]", lambda m: RAISED[m[0]]),
    ),
    "sign": (("[-−]", lambda _: "+"), (r"\+", lambda _: "-")),
    "operator": ((r"[*·]", lambda _: "/"), ("/", lambda _: "*")),
    "index": ((r"_([a-zA-Z0-9]+|\{[^{}]*\})", lambda m: f"_{{{_more(m[1])}}}"),),
    "relation": (("[=≠<>≤≥]", lambda m: NEGATED[m[0]]),),
}
"""What is changed, by its kind: every match of a pattern, each into something else."""
KINDS = (*CHANGES, "premise")


@dataclass(frozen=True)
class Mutant:
    """A page with one change: its kind, and the line as it was and as it is."""

    name: str
    kind: str
    before: str
    after: str
    text: str


def mutants(page: Page, name: str) -> Iterator[Mutant]:
    """Every change of a page."""
    statement = read_statement(page)
    for kind, place, text, changed in _changes(page, statement):
        line, column = place.line or 1, place.column or 1
        before = page.lines[line - 1]
        start = before.index(text, column - 1)
        after = before[:start] + changed + before[start + len(text) :]
        lines = [*page.lines[: line - 1], after, *page.lines[line:]]
        yield Mutant(name, kind, before, after, "\n".join(lines))


def _changes(page: Page, statement: Statement) -> Iterator[tuple[str, Place, str, str]]:
    """Kind, place, text as it stands, text with a change in it."""
    for text, place in _formulas(page, statement):
        for kind, patterns in CHANGES.items():
            for pattern, change in patterns:
                for found in re.finditer(pattern, text):
                    changed = text[: found.start()] + change(found) + text[found.end() :]
                    yield kind, place, text, changed
    for name, entry in page.front.items():
        if name == "assume" and isinstance(entry.value, dict):
            for assumed in entry.value.values():
                text = assumed.text("assume")
                if weaker := _weaker(text):
                    yield "premise", assumed.place, text, weaker
        elif name not in KEYS and entry.text(name).isdigit():
            yield "premise", entry.place, entry.text(name), _next(entry.text(name))


def _weaker(text: str) -> str | None:
    weakest = "integer" if "integer" in text else "real"
    return None if text in (weakest, "sequence") else weakest


def _formulas(page: Page, statement: Statement) -> Iterator[tuple[str, Place]]:
    """Each formula that a page claims something with, and where it begins."""
    define = page.front.get("define")
    entries = list(define.value.values()) if define and isinstance(define.value, dict) else []
    entries += [page.front[name] for name in ("gradient", "rule") if name in page.front]
    for part in statement.parts:
        match part:
            case Rows(rows=rows):
                yield from rows
            case Fence(kind=kind, entries=said) if kind != "course":  # a picture claims nothing
                entries += [entry for name, entry in said.items() if name not in SETTING]
            case Text(places=places):
                for place in places.values():
                    for found in MATHEMATICS.finditer(line := page.lines[(place.line or 1) - 1]):
                        if RELATION.search(line, *found.span(1)):
                            column = found.start(1) + 1
                            yield found[1], Place(place.source, place.line, column, line)
    yield from ((entry.text("entry"), entry.place) for entry in single(entries))


@dataclass(frozen=True)
class Court:
    """The book as it stands, before which changed pages are brought."""

    book: Book

    @cached_property
    def mutants(self) -> list[Mutant]:
        """Every change of every page."""
        return [m for name in self.book.names for m in mutants(self._page(name), name)]

    def _page(self, name: str) -> Page:
        return open_page(self.book.folder / f"{name}.md")

    def outcome(self, mutant: Mutant) -> str:
        """What became of it: the judge's verdict, if mpmath has no other.

        A page that is proved, and holds at random points, is "still true", and one that is refuted
        but holds "WRONGED"; one that is proved and fails is "MISSED". Undecided pages are "open"
        where mpmath finds a value at which they fail; else they claim nothing, or nothing false.
        "stuck" are rules that can't go on: all but calling them the same is right.
        """
        try:
            proof = self._proof(mutant)
        except SymoptError:
            return "unreadable"
        try:
            holding = still_true(proof)
        except StuckError:
            return "MISSED" if proof.status == "proved" else "stuck"
        known = {"proved": "still true", "refuted": "WRONGED", "undecided": "harmless"}
        wrong = {"proved": "MISSED", "refuted": "refuted", "undecided": "open"}
        return (known if holding else wrong)[proof.status]

    def _proof(self, mutant: Mutant) -> Proof:
        """The proof of what the change may have touched."""
        page = read_page(mutant.text, source=str(self.book.folder / f"{mutant.name}.md"))
        statement = read_statement(page)
        original = self._page(mutant.name)
        if original.head == page.head:
            known = read_statement(original).parts
            parts = [p for p in statement.parts if p not in known or _names_a_result(p)]
            statement = replace(statement, parts=tuple(parts))
        return prove(statement, lambda use: self.book.proof(use.page))


def _names_a_result(part: Part) -> bool:
    """Whether what stands below may rest on it."""
    return isinstance(part, Fence) and "name" in part.entries


def still_true(proof: Proof) -> bool:
    """Whether nothing that a page claims fails at random points."""
    statement = proof.statement
    used = zip(statement.uses, proof.premises, strict=False)
    vocabulary = statement.vocabulary.knowing(
        dict(premise.results[use.result] for use, premise in used if use.result)
    )
    for judged in proof.judged:
        part = judged.part
        if isinstance(part, Fence):
            if not fence_is_true(part, judged.found, statement):
                return False
            name = part.entries.get("name")
            given = [proof.results[name.text("name")]] if name else []
            vocabulary = vocabulary.knowing(dict(given))
        elif not all(_holds(read_rows(row, vocabulary), statement) for row in _rows(part)):
            return False
    return True


def _rows(part: Rows | Text) -> list[list[Row]]:
    """The chains of a part."""
    if isinstance(part, Rows):
        return [[*part.rows]]
    texts = [(part.places[name], text) for name, text in part.texts.items()]
    found = [(x, place) for place, text in texts for x in MATHEMATICS.findall(text)]
    return [[row] for row in found if RELATION.search(row[0])]


def _holds(sides: Sides, statement: Statement) -> bool:
    links = zip(sides.values, sides.relations, sides.values[1:], sides.typed[1:], strict=False)
    return all(holds(a, sign, b, written, statement) for a, sign, b, written in links)


def survey(count: int | None, seed: int) -> Iterator[tuple[Mutant, str]]:
    """The outcome of so many changes, of each kind alike, or of all."""
    court = Court(Book(BOOK))
    chosen = [*court.mutants]
    random.Random(seed).shuffle(chosen)
    if count is not None:
        seen: Counter[str] = Counter()
        order = sorted(chosen, key=lambda m: seen.update([m.kind]) or seen[m.kind])
        chosen = order[:count]
    for mutant in chosen:
        yield mutant, court.outcome(mutant)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else None
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    table: Counter[tuple[str, str]] = Counter()
    begin = time.perf_counter()
    for mutant, outcome in survey(count, seed):
        table[mutant.kind, outcome] += 1
        if outcome in ("MISSED", "WRONGED", "open"):
            print(f"{outcome}: {mutant.name}: {mutant.before} -> {mutant.after}")
    outcomes = sorted({outcome for _, outcome in table})
    print(f"{'':12}" + "".join(f"{outcome:>12}" for outcome in outcomes))
    for kind in KINDS:
        print(f"{kind:12}" + "".join(f"{table[kind, outcome]:12}" for outcome in outcomes))
    print(f"{table.total()} changes in {time.perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    main()
