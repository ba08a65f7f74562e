"""A proved statement as a document: what is assumed, the argument, and how each part was judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from symopt.decide.verdict import Status
from symopt.derive.body import Fence, Text
from symopt.derive.chains import Formula
from symopt.derive.induction import ClosedForms
from symopt.derive.judge import Link
from symopt.derive.proof import Judged, Proof
from symopt.derive.same.equivalence import Equivalence
from symopt.derive.statement import Statement
from symopt.errors import NotationError
from symopt.notation.latex import RELATIONS, write_latex
from symopt.notation.read import read_chain
from symopt.notation.tree import Name, Node, RelationSign, key, with_names
from symopt.report.analysis import analysis
from symopt.report.document import (
    Block,
    Chain,
    Document,
    Heading,
    Local,
    Math,
    Message,
    Part,
    Passage,
    Prose,
)
from symopt.report.equations import equations
from symopt.report.language import plain
from symopt.report.latex import domain_latex, expression_latex, name_latex, spelled_latex
from symopt.report.sameness import sameness
from symopt.spelling import LETTERS, name_of

PROVED = Message("✓ Proved.")
STATUSES: Mapping[Status, Message] = {
    "proved": Message("✓ Proved: {how}."),
    "refuted": Message("✗ Refuted: {how}."),
    "undecided": Message("? Not decided: {how}."),
}
WORDS: Mapping[Status, Message] = {
    "proved": Message("proved"),
    "refuted": Message("refuted"),
    "undecided": Message("undecided"),
}
WEIGHT: tuple[Status, ...] = ("refuted", "undecided", "proved")
METHODS: Mapping[str, Message] = {
    "identical": Message("both sides are the same expression"),
    "normal form": Message("the difference is 0 in normal form"),
    "sign cells": Message("normal form in each case of the signs"),
    "witness": Message("values at one point"),
    "separation bound": Message("exact numbers"),
    "rational arithmetic": Message("exact numbers"),
    "enclosures": Message("certified decimals"),
    "certified value": Message("certified decimals"),
    "interval Newton": Message("the interval Newton method"),
    "comparison": Message("comparison"),
    "geometric series": Message("sums in closed form"),
    "limit": Message("a limit"),
    "canonical sums": Message("sums brought to one form"),
    "bisimulation": Message("induction over the steps, in exact real arithmetic"),
}
SIDES = ("left side", "right side")
PLAIN = frozenset(
    {
        "identical",
        "normal form",
        "sign cells",
        "separation bound",
        "rational arithmetic",
        "comparison",
    }
)
"""How most links are proved: not worth a word."""
PARTS: Mapping[str, Message] = {
    "t = 0": Message("It holds before the first step:"),
    "t - 1 → t": Message("If it holds after a step, the rule makes it hold after the next:"),
    "parameter": Message("The parameters stay in their domains:"),
    "start": Message("At the start the quantities correspond:"),
    "invariant": Message("What every step keeps:"),
    "gradient": Message("Both rules ask for the gradient at corresponding points:"),
    "norm": Message("The norms correspond:"),
    "step": Message("A step, from any state and with any gradient, keeps the correspondence:"),
}
"""What the links of a claim are about, by their names."""


def statement_document(proof: Proof) -> Document:
    """The page: its title, what is assumed, and each part with how it was judged."""
    statement = proof.statement
    title = Message("{title}", {"title": Local(statement.title or {"en": statement.name})})
    blocks: list[Block] = [Heading(1, title), *_setting(statement)]
    blocks += [block for judged in proof.judged for block in _part(judged)]
    return Document((*blocks, *_premises(proof)))


def _setting(statement: Statement) -> Iterator[Block]:
    """What is assumed, of which rule the page speaks, and what its names stand for."""
    assumed = tuple(
        Math(domain_latex(name, text))
        for name, text in statement.assumptions.items()
        if not _is_fixed(name, statement)
    )
    if assumed:
        yield Prose(Message("For {assumptions}.", {"assumptions": assumed}))
    if statement.unrolled:
        rule, values = statement.unrolled.rule, statement.unrolled.values
        message = Message("The rule is the page's own.")
        if rule.cites:
            source = {"rule": rule.name, "source": rule.cites}
            message = Message("The rule is {rule} ({source}).", source)
        yield Prose(message)
        yield from equations(rule)
        if (gradient := statement.unrolled.gradient) is not None:
            yield Chain(r"\nabla f\left(\theta\right)", (("=", expression_latex(gradient)),))
        if values:
            fixed = (f"{name_latex(name)} = {expression_latex(v)}" for name, v in values.items())
            parameters = {"parameters": tuple(map(Math, fixed))}
            yield Prose(Message("Its parameters: {parameters}.", parameters))
    for name, side in statement.definitions.items():
        yield Chain(name_latex(name), (("=", write_latex(side)),))


def _is_fixed(name: str, statement: Statement) -> bool:
    """Whether a name is a parameter that has a value."""
    return statement.unrolled is not None and name in statement.unrolled.values


def _part(judged: Judged) -> Iterator[Block]:
    match judged.part:
        case Text(level=level):
            texts = {name: _passage(pieces) for name, pieces in judged.pieces.items()}
            message = Message("{text}", {"text": Local(texts)})
            yield Heading(min(level, 2), message) if level else Prose(message)
            if _weightiest(judged.links) != "proved":
                yield from _verdict(judged.links)
        case Fence():
            yield from _claim(judged)
        case _:
            yield _chain(judged.links)
            yield from _verdict(judged.links)


def _claim(judged: Judged) -> Iterator[Block]:
    """What a fence claims, and each of its obligations under what it is about."""
    if isinstance(judged.found, Equivalence):
        yield from sameness(judged.found)
    if isinstance(judged.found, ClosedForms):
        yield Prose(Message("For every t ≥ 0, by induction:"))
        for head, form in judged.found.pairs:
            yield Chain(write_latex(head), (("=", write_latex(form)),))
    yield from analysis(judged.found)
    for name, links in groupby(judged.links, key=lambda link: link.name):
        chains = [_chain((link,)) for link in links]
        told = [chain for chain in chains if chain.left != chain.rights[0][1]]
        if name in PARTS and told:
            yield Prose(PARTS[name])
            yield from told
    open_ = (link for link in judged.links if link.verdict.status != "proved")
    yield from (_chain((link,)) for link in open_ if link.name not in PARTS)
    plain_names = judged.found is None or isinstance(judged.found, Equivalence | ClosedForms)
    if judged.links:
        yield from _verdict(judged.links, rests=plain_names)


def _chain(links: Sequence[Link]) -> Chain:
    rights = ((link.relation, spelled_latex(link.right)) for link in links)
    return Chain(spelled_latex(links[0].left), tuple(rights))


def _passage(pieces: Sequence[str | Formula]) -> Passage:
    return Passage(tuple(p if isinstance(p, str) else Math(_formula(p)) for p in pieces))


def _formula(formula: Formula) -> str:
    return _joined(formula.typed, [link.relation for link in formula.links])


def _joined(sides: Iterable[Node], relations: Iterable[RelationSign]) -> str:
    """A chain within a line."""
    first, *others = map(write_latex, sides)
    signs = (RELATIONS[relation] for relation in relations)
    return first + "".join(f" {sign} {side}" for sign, side in zip(signs, others, strict=True))


def _weightiest(links: Sequence[Link]) -> Status:
    return min((link.verdict.status for link in links), key=WEIGHT.index, default="proved")


def _verdict(links: Sequence[Link], *, rests: bool = True) -> Iterator[Block]:
    """How the links were judged, with a witness for what differs, and what it rests on."""
    status = _weightiest(links)
    chosen = [link for link in links if link.verdict.status == status]
    methods = {m: None for link in chosen for m in link.verdict.method.split(", ")}
    told = [m for m in methods if status != "proved" or m not in PLAIN]
    how = [METHODS.get(m, Message("{text}", {"text": m})) for m in told]
    yield Prose(replace(STATUSES[status], parts={"how": _listed(how)}) if how else PROVED)
    for link in links:
        if link.verdict.witness is not None:
            yield Prose(_difference(link.verdict.witness))
    needed = dict.fromkeys(o for link in links for o in link.verdict.obligations)
    if needed and rests:
        yield Prose(Message("This rests on {facts}.", {"facts": _listed([*map(_fact, needed)])}))


def _difference(witness: Mapping[str, str]) -> Message:
    """The point at which two sides differ, and what they are there."""
    left, right = (witness[side] for side in SIDES)
    point = {name: value for name, value in witness.items() if name not in SIDES}
    parts: dict[str, Part] = {"left": left, "right": right}
    if not point:
        return Message("The sides are {left} and {right}.", parts)
    values = tuple(Math(rf"{name_latex(name)} = {value}") for name, value in point.items())
    return Message("At {values} the sides are {left} and {right}.", {**parts, "values": values})


def _fact(line: str) -> Message:
    """An obligation such as "1 - beta > 0", typeset where the notation has a form for it."""
    try:
        chain = read_chain(line.replace("!=", "≠"))
    except NotationError:
        return Message("{text}", {"text": line})
    sides = (with_names(side, _spelled) for side in chain.sides)
    relations = (relation.sign for relation in chain.relations)
    return Message("{text}", {"text": Math(_joined(sides, relations))})


def _spelled(name: Name) -> Name:
    return name_of(key(name)) if key(name) in LETTERS else name


def _listed(messages: Sequence[Message]) -> Part:
    """Messages with commas between them."""
    first, *others = messages
    for other in others:
        first = Message("{first}, {other}", {"first": first, "other": other})
    return first


def _premises(proof: Proof) -> Iterator[Block]:
    names = ", ".join(premise.statement.name for premise in proof.premises)
    if names:
        yield Prose(Message("This page builds on {pages}.", {"pages": names}))
    yield from map(Prose, _open_premises(proof))


def _open_premises(proof: Proof) -> Iterator[Message]:
    """The pages that a page builds on in vain."""
    for premise in proof.premises:
        if premise.status != "proved":
            page = {"page": premise.statement.name}
            yield Message("It is not proved, since {page} is not.", page)


def proofs_text(proofs: Sequence[Proof], language: str) -> str:
    """A line a page with what became of it, what does not hold below it, and a count."""
    say = plain(language)
    rows = []
    for proof in proofs:
        status = WORDS[proof.status]
        rows.append(f"{proof.statement.name}: {say(status)}")
        for link in proof.links:
            if link.verdict.status != "proved":
                rows.append(f"    {say(WORDS[link.verdict.status])}: {link}")
                rows += [f"        {line}" for line in link.verdict.evidence[:2]]
        rows += [f"    {say(message)}" for message in _open_premises(proof)]
    proved = sum(proof.status == "proved" for proof in proofs)
    parts = {"proved": proved, "pages": len(proofs)}
    return "\n".join([*rows, say(Message("{proved} of {pages} statements proved", parts)), ""])
