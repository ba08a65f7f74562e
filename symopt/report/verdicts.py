"""A judged page as a document: the sheet line for line, with a marker's marks and remarks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import PurePath

from symopt.errors import NotationError
from symopt.marking.verdicts import HELD, LinkVerdict, PageVerdict
from symopt.notation.latex import write_latex
from symopt.notation.read import read_expression
from symopt.report.document import (
    Block,
    Document,
    Heading,
    Mark,
    Math,
    Message,
    Part,
    Prose,
    Row,
    Sheet,
)
from symopt.report.remarks import (
    FIRST_SLIP,
    NOTE,
    OUTCOMES,
    WORDS,
    Outcome,
    Outcomes,
    comparison,
    component,
    labelled,
    why,
    written_part,
)

SIGNS: Mapping[Outcome, str] = {
    "proved": "✓",
    "rounded": "≈",
    "refuted": "✗",
    "follows": "↳",
    "undecided": "?",
    "unreadable": "!",
    "blank": "□",
}
MARKS = {outcome: Mark(outcome, SIGNS[outcome], WORDS[outcome]) for outcome in OUTCOMES}
MEANINGS: Mapping[Outcome, Message] = {
    "proved": Message("true, exactly"),
    "rounded": Message("the digits written are right"),
    "refuted": Message("not true; below it stands what was expected"),
    "follows": Message("right by the numbers before it, which are wrong"),
    "undecided": Message("neither shown to be right nor to be wrong"),
    "unreadable": Message("not understood, so not judged"),
    "blank": Message("still to be written"),
}


def verdict_document(verdict: PageVerdict) -> Document:
    """The page as its author wrote it, marked; how it was read, a count, and what marks mean."""
    rows = tuple(_rows(verdict))
    used = [outcome for outcome in OUTCOMES if any(row.mark is MARKS[outcome] for row in rows)]
    title = Message("Marked sheet")
    if verdict.page:
        title = Message("{sheet}, marked", {"sheet": PurePath(verdict.page).name})
    blocks: list[Block] = [Heading(1, title), Prose(Outcomes(verdict).summary())]
    blocks += [Prose(labelled(NOTE, note)) for note in verdict.notes]
    blocks.append(Sheet(rows))
    if used:
        blocks.append(Heading(2, Message("What the marks mean")))
        blocks += [Prose(_meaning(outcome)) for outcome in reversed(used)]
    return Document(tuple(blocks))


def _meaning(outcome: Outcome) -> Message:
    parts: Mapping[str, Part] = {
        "sign": SIGNS[outcome],
        "word": WORDS[outcome],
        "meaning": MEANINGS[outcome],
    }
    return Message("{sign} {word}: {meaning}", parts)


def _rows(verdict: PageVerdict) -> Iterator[Row]:
    """The page's lines, each with the links whose right sides begin there."""
    links: defaultdict[int, list[LinkVerdict]] = defaultdict(list)
    for line in verdict.lines:
        for link in line.links:
            links[link.line].append(link)
    outcomes = Outcomes(verdict)
    end = max((number for number, text in enumerate(verdict.sheet, 1) if text.strip()), default=0)
    for number, text in enumerate(verdict.sheet[:end], 1):
        row = Row(number, text)
        if found := links[number]:
            row = replace(
                row,
                mark=MARKS[outcomes.weightiest(found)],
                points=tuple(_points(text, found, outcomes)),
                remarks=tuple(_remarks(found, outcomes)),
            )
        yield row


def _points(
    text: str, links: Sequence[LinkVerdict], outcomes: Outcomes
) -> Iterator[tuple[int, int]]:
    """Where the parts stand that are wrong, open or not understood."""
    for link in links:
        match outcomes.of(link):
            case "unreadable":
                yield link.column - 1, link.column
            case "refuted" | "undecided":
                part, begin = written_part(link)
                begin += link.column - 1
                if text.startswith(part, begin):
                    yield begin, begin + len(part)


def _remarks(links: Sequence[LinkVerdict], outcomes: Outcomes) -> Iterator[Message]:
    """What there is to say of the links on a row: of those that don't hold, else of all."""
    faults = [link for link in links if link.verdict not in HELD]
    before: list[Message] = []
    for link in faults:
        said = [] if link.blank else [*_faults(link, outcomes)]
        yield from () if said == before else said
        before = said
    if not faults:
        yield from chain.from_iterable({link.reason: why(link) for link in links}.values())


def _faults(link: LinkVerdict, outcomes: Outcomes) -> Iterator[Message]:
    """What there is to say of a link that does not hold, the first slip named."""
    which = component(link)
    if link is outcomes.first:
        yield FIRST_SLIP
    if outcomes.of(link) == "follows":
        yield from why(link)
        for _, value in comparison(link, typeset)[:1]:
            yield labelled(Message("without the slip"), value, which)
        return
    for label, value in comparison(link, typeset):
        yield labelled(label, value, which)
        which = None
    yield from why(link)


def typeset(text: str) -> Part:
    """An exact text as mathematics; as text where the notation has no form for it."""
    try:
        return Math(write_latex(read_expression(text)))
    except NotationError:
        return text
