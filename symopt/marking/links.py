"""The verdict on a link, from what was found about it; and those that need no finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import TypeAlias

from symopt.errors import SymoptError
from symopt.marking.chain import OWN_NUMBERS, Chain
from symopt.marking.compare import Comparison, compare_order
from symopt.marking.context import Context
from symopt.marking.finding import Finding
from symopt.marking.from_below import from_below, said_by
from symopt.marking.gap import gap_of
from symopt.marking.said import Language
from symopt.marking.verdicts import HELD, Against, LineVerdict, LinkVerdict
from symopt.notation.tree import Call, Node, Relation
from symopt.reading.statement import Statement, Unreadable

Typed: TypeAlias = tuple[Node, Relation, Node]


def after_definition(
    link: LinkVerdict, readings: Iterable[LinkVerdict], language: Language
) -> LinkVerdict:
    """A link that holds where the definition it rests on has no slip follows from that slip."""
    if not link.is_slip or not any(other.verdict in HELD for other in readings):
        return link
    return replace(link, follows=True, reason=OWN_NUMBERS.text(language), diagnosis=())


def order(context: Context, left: Node, relation: Relation, right: Node) -> Comparison:
    """The verdict on an inequality between numbers."""
    try:
        return compare_order(context.value(left), relation.sign, context.value(right))
    except SymoptError as error:
        return Comparison("undecided", reason=said_by(error))


def link_verdict(
    statement: Statement,
    link: Typed,
    finding: Finding,
    against: Against,
    language: Language,
) -> LinkVerdict:
    """What was found about a link, with its texts."""
    left, relation, right = link
    comparison = finding.comparison
    return LinkVerdict(
        left=statement.typed(left),
        right=statement.typed(right),
        relation=relation.sign,
        verdict=comparison.status,
        against=against,
        component=comparison.component,
        components=comparison.wrong,
        **asdict(gap_of(comparison)),
        follows=finding.follows,
        reason=None if comparison.reason is None else comparison.reason.text(language),
        line=statement.row(right),
        column=statement.column(right),
    )


def against_what(chain: Chain, left: Node) -> Against:
    """What the next link is judged against."""
    if chain.position == 0 and chain.quantity is not None:
        return "gradient" if chain.quantity.name == "g" else "rule"
    return "gradient" if isinstance(left, Call) and left.function == "grad" else "neighbour"


def unreadable_line(item: Unreadable, language: Language) -> LineVerdict:
    """What could not be read, and why."""
    link = LinkVerdict(
        left=item.text.strip(),
        right="",
        relation="=",
        verdict="unreadable",
        against="neighbour",
        reason=from_below(item.message).text(language),
        blank=item.blank,
        line=item.line,
        column=item.column,
    )
    return LineVerdict(item.line, item.text.strip(), None, None, (link,))
