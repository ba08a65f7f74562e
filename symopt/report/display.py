"""What a notebook shows of a value: its document, to be put among other documents."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from sympy import Expr

from symopt.decide.verdict import Status, Verdict
from symopt.marking.verdicts import PageVerdict
from symopt.report.document import (
    Block,
    Document,
    FrontMatter,
    Heading,
    Math,
    Message,
    Prose,
)
from symopt.report.equations import equations
from symopt.report.html import to_html
from symopt.report.latex import expression_latex, name_latex
from symopt.report.markdown import to_markdown
from symopt.report.tex import to_tex
from symopt.report.verdicts import verdict_document
from symopt.rule import Rule

STATUSES: dict[Status, Message] = {
    "proved": Message("Proved, by {method}."),
    "refuted": Message("Refuted, by {method}."),
    "undecided": Message("Undecided, after {method}."),
}


def report(value: object, form: str) -> str:
    """A value's document as Markdown ("md"), or as a fragment of LaTeX ("tex") or HTML ("html")."""
    blocks = (b for b in document_of(value).blocks if not isinstance(b, FrontMatter))
    document = Document(tuple(blocks))
    if form == "md":
        return to_markdown(document)
    return (to_tex if form == "tex" else to_html)(document, fragment=True)


@singledispatch
def document_of(value: object) -> Document:
    """The document that shows a value; each type registers its own."""
    raise TypeError(f"a {type(value).__name__} has no report")


document_of.register(PageVerdict, verdict_document)


@document_of.register
def _(verdict: Verdict) -> Document:
    """The status and how it was reached, with what a reader needs to check it."""
    head = replace(STATUSES[verdict.status], parts={"method": verdict.method})
    said = [head, *(Message("{text}", {"text": line}) for line in verdict.evidence)]
    if verdict.witness is not None:
        values = ", ".join(f"{name} = {value}" for name, value in verdict.witness.items())
        said.append(Message("The values there: {values}.", {"values": values}))
    if verdict.assumptions:
        said.append(Message("Assumed: {facts}.", {"facts": ", ".join(verdict.assumptions)}))
    if verdict.obligations:
        said.append(Message("Needed: {facts}.", {"facts": ", ".join(verdict.obligations)}))
    return Document(tuple(map(Prose, said)))


@document_of.register
def _(rule: Rule) -> Document:
    """A rule's equations, defaults, first values and source."""
    blocks: list[Block] = [Heading(1, Message("{text}", {"text": rule.name}))]
    blocks += [Prose(Message("{text}", {"text": rule.about}))] if rule.about else []
    blocks += equations(rule)
    parameters = tuple(_set(name_latex(name), value) for name, value in rule.parameters.items())
    state = tuple(_set(name_latex(name, "0"), value) for name, value in rule.state.items())
    facts = [
        (parameters, Message("Its parameters: {parameters}.", {"parameters": parameters})),
        (state, Message("Before the first step: {state}.", {"state": state})),
        (rule.cites, Message("Source: {source}", {"source": rule.cites})),
        (rule.variants, Message("Variants: {variants}", {"variants": rule.variants})),
    ]
    return Document((*blocks, *(Prose(message) for fact, message in facts if fact)))


def _set(name: str, value: Expr | None) -> Math:
    return Math(name if value is None else f"{name} = {expression_latex(value)}")
