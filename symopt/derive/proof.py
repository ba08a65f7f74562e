"""Proving a statement: each chain link by link, each claim by its kind, after the pages it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Expr

from symopt.decide.assumptions import read_assumption
from symopt.decide.budget import Budget
from symopt.decide.verdict import Status
from symopt.derive.body import Fence, Part, Rows, Text
from symopt.derive.chains import Formula, Sides, read_prose, read_rows
from symopt.derive.claim import Claim
from symopt.derive.claims import judge_claim
from symopt.derive.judge import SECONDS, Link
from symopt.derive.statement import Statement, Use
from symopt.derive.unrolled import Unrolled
from symopt.derive.vocabulary import Vocabulary
from symopt.errors import InputError, Place, SymoptError
from symopt.notation.tree import Name, key
from symopt.parameter import did_you_mean
from symopt.rule import parameter

PAGE_SECONDS = 60.0  # for chains: then each that is left gets a moment
LEAST = 0.05
PARTIAL = "the result is not proved to have a value everywhere"


@dataclass(frozen=True)
class Judged:
    """A part of a statement with what was found.

    pieces: of prose, in each language, its words and formulas in turn.
    found: of a claim, what was proved, in full.
    """

    part: Part
    links: tuple[Link, ...] = ()
    pieces: Mapping[str, tuple[str | Formula, ...]] = field(default_factory=dict)
    found: object = None


@dataclass(frozen=True, eq=False)
class Proof:
    """A statement, everything in it judged.

    results: what later pages may use: the key of a name, and what it was proved to be.
    premises: the proofs of the pages that this one uses.
    """

    statement: Statement
    judged: tuple[Judged, ...]
    results: Mapping[str, tuple[str, Expr]]
    premises: tuple[Proof, ...] = ()

    @property
    def links(self) -> Iterator[Link]:
        """Everything that was judged, in order."""
        return (link for judged in self.judged for link in judged.links)

    @property
    def status(self) -> Status:
        """Refuted if anything on the page is; proved if everything is, the premises too."""
        found = {link.verdict.status for link in self.links}
        if "refuted" in found:
            return "refuted"
        firm = all(premise.status == "proved" for premise in self.premises)
        return "proved" if found <= {"proved"} and firm else "undecided"

    def to_json(self) -> dict[str, Any]:
        """The page, what became of it, and every link with its verdict."""
        return {
            "page": self.statement.page.source,
            "title": dict(self.statement.title),
            "status": self.status,
            "links": [link.to_json() for link in self.links],
            "uses": [premise.statement.name for premise in self.premises],
        }


def prove(statement: Statement, premise: Callable[[Use], Proof]) -> Proof:
    """Judge everything that a statement claims; `premise` gives the proof of a page it uses.

    Raises:
        InputError: mathematics or claims that can't be read, with their place.
    """
    return _Prover(statement, premise).proof()


class _Prover:
    def __init__(self, statement: Statement, premise: Callable[[Use], Proof]):
        self.statement = statement
        self.premises = tuple(map(premise, statement.uses))
        self.vocabulary = statement.vocabulary
        for name, value in self.taken_over():
            self.vocabulary = self.vocabulary.with_result(name, value)
        self.results: dict[str, tuple[str, Expr]] = {}
        self.budget = Budget(seconds=PAGE_SECONDS)

    def proof(self) -> Proof:
        judged = tuple(map(self.judged, self.statement.parts))
        return Proof(self.statement, judged, self.results, tuple(dict.fromkeys(self.premises)))

    def taken_over(self) -> Iterator[tuple[str, Expr]]:
        """The results of other pages that this one uses, by the keys of their names."""
        found: dict[str, Expr] = {}
        for use, proof in zip(self.statement.uses, self.premises, strict=True):
            if use.result:
                name, value = _result(use, proof, self.statement)
                if found.setdefault(name, value) != value:
                    message = f"'{use.result}' gives '{name}' a second meaning"
                    raise InputError(message, place=use.entry.place, hint="use one of them")
        yield from found.items()

    def judged(self, part: Part) -> Judged:
        try:
            return self._judged(part)
        except SymoptError as error:
            raise error.at(_place(part)) from None

    def _judged(self, part: Part) -> Judged:
        assuming = self.statement.assumptions
        match part:
            case Text(texts=texts, places=places):
                pieces = {
                    language: self.prose(text, places[language]) for language, text in texts.items()
                }
                formulas = [p for row in pieces.values() for p in row if isinstance(p, Formula)]
                return Judged(part, tuple(link for f in formulas for link in f.links), pieces)
            case Rows(rows=rows, name=name):
                sides = read_rows(rows, self.vocabulary)
                *others, last = sides.links(assuming, seconds=self.seconds)
                if name:
                    self.settle(name, _named(sides, rows[0][1], self.vocabulary), rows[0][1])
                    if last.proved and not sides.is_total(assuming):
                        verdict = replace(last.verdict, status="undecided", evidence=(PARTIAL,))
                        last = replace(last, verdict=verdict)
                return Judged(part, (*others, last))
            case Fence():
                claimed = judge_claim(Claim(part, self.statement, self.vocabulary))
                for name, result in claimed.results.items():
                    self.settle(name, result, part.place)
                    self.vocabulary = self.vocabulary.with_result(*result)
                return Judged(part, claimed.links, found=claimed.found)

    @property
    def seconds(self) -> float:
        """The time for one more chain."""
        return min(SECONDS, max(self.budget.left, LEAST))

    def prose(self, text: str, place: Place) -> tuple[str | Formula, ...]:
        """A text, the formulas in it judged."""
        assuming = self.statement.assumptions
        return tuple(read_prose(text, place, self.vocabulary, assuming, seconds=self.seconds))

    def settle(self, name: str, result: tuple[str, Expr], place: Place) -> None:
        """Keep a result for later pages under a name that no other one has."""
        if name in self.results:
            raise InputError(f"another result is called '{name}'", place=place, hint="rename it")
        self.results[name] = result


def _place(part: Part) -> Place:
    """Where a part begins."""
    if isinstance(part, Fence):
        return part.place
    return part.rows[0][1] if isinstance(part, Rows) else next(iter(part.places.values()))


def _named(sides: Sides, place: Place, vocabulary: Vocabulary) -> tuple[str, Expr]:
    """What a chain with a name proves: that the name it begins with is the expression at its end.

    Raises:
        InputError: it begins with no name, or with what only an induction is about.
    """
    head = sides.typed[0]
    if not isinstance(head, Name) or {*sides.relations} != {"="}:
        hint = "begin it with a name that 'define' explains, and use '=' alone"
        raise InputError("this chain can't be a result", place=place, hint=hint)
    if vocabulary.carried & sides.values[-1].free_symbols or key(head) in vocabulary.carried_at_t:
        hint = "claim it in a fence 'induction'"
        raise InputError("this chain is about one step alone", place=place, hint=hint)
    return key(head), sides.values[-1]


def _result(use: Use, proof: Proof, statement: Statement) -> tuple[str, Expr]:
    """A result of another page, if it holds for all that this page is about.

    Raises:
        InputError: no such result, one that was proved for less or for another rule, or one in
            names that mean something else here.
    """
    place = use.entry.place
    if use.result not in proof.results:
        hint = did_you_mean(use.result, proof.results)
        raise InputError(f"page '{use.page}' has no result '{use.result}'", place=place, hint=hint)
    name, value = proof.results[use.result]
    theirs, ours = proof.statement, statement
    if theirs.unrolled and (
        ours.unrolled is None
        or ours.unrolled.rule is not theirs.unrolled.rule
        or ours.unrolled.gradient != theirs.unrolled.gradient
        or any(ours.unrolled.values.get(n) != v for n, v in theirs.unrolled.values.items())
    ):
        message = f"'{use.result}' was proved for rule '{theirs.unrolled.rule.name}'"
        raise InputError(message, place=place, hint="state the same rule here")
    if name in ours.definitions or {s.name for s in value.free_symbols} & {*ours.definitions}:
        message = f"'{use.result}' is in names that mean something else here"
        raise InputError(message, place=place, hint="rename those under 'define'")
    fixed = {parameter(n): v for n, v in (ours.unrolled.values if ours.unrolled else {}).items()}
    for symbol in sorted(_about(value, theirs.unrolled) & {*theirs.assumptions}):
        known = theirs.assumptions[symbol]
        wanted = read_assumption(symbol, known)
        number = fixed.get(parameter(symbol))
        here = ours.assumptions.get(symbol, "real") if number is None else f"= {number}"
        given = read_assumption(symbol, here)
        if given & wanted != given:
            message = f"'{use.result}' was proved for {symbol} {known} alone"
            raise InputError(message, place=place, hint=f"assume it here: '{symbol}: {known}'")
    return name, value.xreplace(fixed)


def _about(value: Expr, unrolled: Unrolled | None) -> set[str]:
    """The names of the symbols that a result may depend on: its own, its rule's, the gradient's."""
    found = {symbol.name for symbol in value.free_symbols}
    if unrolled:
        found |= {name for name in unrolled.rule.parameters if name not in unrolled.values}
        found |= {symbol.name for symbol in (unrolled.gradient or value).free_symbols}
    return found
