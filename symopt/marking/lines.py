"""Judges lines: each link of each chain against its neighbour, each quantity against the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from sympy import Expr, Rational

from symopt.errors import SymoptError
from symopt.marking.author import Author
from symopt.marking.chain import OWN_NUMBERS, Chain, Finding, Link
from symopt.marking.compare import (
    Comparison,
    compare,
    compare_order,
    coordinates,
    is_telling,
    is_written_out,
)
from symopt.marking.context import Context, is_literal
from symopt.marking.conventions import agrees, detect, is_counted
from symopt.marking.diagnose import diagnose
from symopt.marking.evaluate import parts_of
from symopt.marking.gap import gap_of
from symopt.marking.general import GeneralLine, general_lines, is_closed_form
from symopt.marking.reference import Reference
from symopt.marking.said import Language
from symopt.marking.symbolic import Formulas, is_rule_line
from symopt.marking.verdicts import HELD, Against, Diagnosis, LineVerdict, LinkVerdict
from symopt.notation.tree import EQUALITIES, Call, Name, Node, Relation
from symopt.numbers import Real
from symopt.reading.before import claimed_by, old_names
from symopt.reading.names import GradientOf, Quantity
from symopt.reading.own import OwnNames
from symopt.reading.pace import Pace
from symopt.reading.vocabulary import GRADIENT
from symopt.reading.working import Statement, Unreadable
from symopt.rule import POINT
from symopt.setting import Setting

Typed: TypeAlias = tuple[Node, Relation, Node]
_T = TypeVar("_T")
FIRST_STEPS = 3
DEFINED = "by definition: the name is this page's own"
AT_FIRST_STEPS = "right at steps 1 to 3; that it is for every t is not proved"


class Lines:
    """Goes through a page from top to bottom and keeps the author's numbers.

    Causes are named in a language, or not at all.
    """

    def __init__(self, setting: Setting, statements: list[Statement], language: Language | None):
        self.setting = setting
        self.language = language
        self.reference = Reference(setting)
        self.formulas = Formulas(setting, self._constant)
        self.pace = Pace(setting)
        self.conventions = detect(statements, setting, self.reference)
        self.own = OwnNames(statements, setting)
        readings = [reading for two in self.own.readings.values() for reading in two]
        self.general = general_lines(readings, setting)
        self.author = Author(self.reference)
        self.slipped: set[int] = set()

    def judge(self, item: Statement | Unreadable) -> LineVerdict:
        """Judge what stands next on the page."""
        return _unreadable(item) if isinstance(item, Unreadable) else self.line(item)

    def line(self, typed: Statement) -> LineVerdict:
        """Judge one chain, and note what its author has now."""
        statement = self.own.readings[id(typed)][0]
        if (general := self.general.get(id(statement))) is not None:
            return self._general(statement, general)
        first = statement.chain.sides[0]
        if is_closed_form(statement, self.setting):
            return self._closed_form(statement)
        last = statement.chain.sides[-1]
        step = self.pace.step_of(statement, lambda step: self._agrees(first, step, last))
        quantity = self._claim(first, step) or self._batch_gradient(statement)
        statement, links = self._judged(typed, quantity, step)
        if statement.step is None and quantity is not None and self._is_elsewhere(statement, links):
            quantity = None  # the step was only inferred, and what is written belongs elsewhere
            statement, links = self._judged(typed, None, None)
        if quantity is not None:
            self._note(quantity, statement, links)
        return LineVerdict(
            statement.line,
            statement.text,
            quantity.name if quantity else None,
            quantity.step if quantity else None,
            tuple(links),
        )

    def _judged(
        self, typed: Statement, quantity: Quantity | None, step: int | None
    ) -> tuple[Statement, list[LinkVerdict]]:
        """A chain's links in the reading in which most hold: with the page's own names put in, and
        names without a step, where they may be either, taken before or after it.

        What only a slip in a definition makes wrong follows from it.
        """
        at = quantity.step if quantity else step
        judged = []
        for statement in self.own.readings[id(typed)]:
            for old in old_names(statement, self.setting, at):
                judged.append((statement, self._links(statement, quantity, self._context(at, old))))
                if all(link.verdict in HELD for link in judged[-1][1]):
                    return judged[-1]
        statement, links = min(judged, key=lambda found: sum(link.is_slip for link in found[1]))
        if self.own.uses[id(typed)] & self.slipped:
            links = [
                *map(_after_definition, links, zip(*(other for _, other in judged), strict=True))
            ]
        if any(link.is_slip for link in links):
            self.slipped.add(id(typed))
        return statement, links

    def _links(
        self, statement: Statement, quantity: Quantity | None, context: Context
    ) -> list[LinkVerdict]:
        """The verdicts on a chain's links, as a claim about a quantity or about none."""
        chain = Chain(context, quantity, statement.chain.sides[-1])
        links = []
        defined = self.own.defines(statement)
        for link in statement.chain.links():
            against = _against(chain, link[0])
            finding = self._find(chain, link, defined=defined)
            causes = self._causes(chain, link) if finding.is_slip else ()
            links.append(_verdict(statement, link, finding, against, causes))
        self._note_rounded(context, statement, links)
        return links

    def _context(self, step: int | None, old: frozenset[Name] = frozenset()) -> Context:
        return Context(self.setting, self.reference, self.author, self.conventions.read, step, old)

    def _is_elsewhere(self, statement: Statement, links: Sequence[LinkVerdict]) -> bool:
        """Whether a wrong claim may be a right one about another step or another point.

        Only where neither an index nor a heading says the step. A gradient may be meant anywhere.
        """
        head, *_, last = statement.chain.sides
        if not isinstance(head, Name) or is_counted(head, self.setting):
            return False
        if not any(link.is_slip for link in links):
            return False
        return self.pace.may_be_elsewhere(head) or any(
            self._agrees(head, step, last)
            for step in range(self.pace.step + 2)
            if step != self.pace.step
        )

    def _batch_gradient(self, statement: Statement) -> Quantity | None:
        """The gradient that ∂L/∂w is of where there are data: the whole batch's if it is that."""
        claim = self.pace.batch_gradient(statement)
        if claim is None or not agrees(claim, 0, statement.chain.sides[-1], self.reference):
            return None
        self.pace.reach(claim)
        return claim

    def _agrees(self, head: Node, step: int, side: Node) -> bool:
        """Whether a side is the value of the quantity that a head means at a step."""
        claim = self._claim(head, step)
        return claim is not None and agrees(claim, 0, side, self.reference)

    def _general(self, statement: Statement, claim: GeneralLine) -> LineVerdict:
        """Judge a chain about every step against the rule's own line."""
        links = tuple(
            _verdict(statement, link, Finding(claim.compare(link[2])), "rule", ())
            for link in statement.chain.links()
        )
        return LineVerdict(statement.line, statement.text, claim.quantity, None, links)

    def _closed_form(self, statement: Statement) -> LineVerdict:
        """A formula in t alone: wrong where it is wrong at one of the first steps, else open."""
        first = statement.chain.sides[0]
        links = []
        for link in statement.chain.links():
            found = Comparison("undecided", reason=AT_FIRST_STEPS)
            for step in range(1, FIRST_STEPS + 1):
                quantity = self._claim(first, step)
                at_step = self._find(Chain(self._context(step), quantity, link[2]), link)
                if at_step.comparison.status == "refuted":
                    found = replace(at_step.comparison, reason=f"wrong at t = {step}")
                    break
                if not at_step.holds:
                    found = at_step.comparison
                    break
            links.append(_verdict(statement, link, Finding(found), "rule", ()))
        return LineVerdict(statement.line, statement.text, None, None, tuple(links))

    def _constant(self, quantity: Quantity) -> Expr | None:
        """A quantity's value as a number in a formula."""
        value = _or_none(lambda: self.reference.quantity(quantity))
        number = value.rational if isinstance(value, Real) else None
        return None if number is None else Rational(int(number.p), int(number.q))

    def _claim(self, head: Node, step: int | None) -> Quantity | None:
        """The quantity that a chain which begins with this head is about."""
        if not isinstance(head, Name):
            is_point = claimed_by(head, self.setting, step) == POINT
            return None if step is None or not is_point else Quantity(POINT, step)
        match self.conventions.read(head, step):
            case Quantity() as quantity:
                return quantity
            case GradientOf(component=component, step=int(at)):
                return Quantity(GRADIENT, at, component)
            case _:
                return None

    def _causes(self, chain: Chain, link: Typed) -> tuple[Diagnosis, ...]:
        """The known mistakes that explain a refuted link."""
        if self.language is None:
            return ()
        left, relation, right = link
        asked = Link(left, right, relation.sign == "≈")
        for slip in _or_none(lambda: [*chain.slips(asked)]) or ():
            if causes := diagnose(slip, language=self.language):
                return causes
        return ()

    def _find(self, chain: Chain, link: Typed, *, defined: bool = False) -> Finding:
        """What there is to find about a chain's next link."""
        if chain.position == 0 and defined:
            return chain.take(Finding(Comparison("proved", reason=DEFINED)))
        special = self._special(chain, *link)
        return chain.judge(*link) if special is None else chain.take(Finding(special))

    def _special(
        self, chain: Chain, left: Node, relation: Relation, right: Node
    ) -> Comparison | None:
        """Links that no value alone can settle: inequalities, formulas, the rule's own line."""
        if relation.sign not in EQUALITIES:
            return _order(chain.context, left, relation, right)
        quantity = chain.quantity
        if quantity is None or (quantity.name == GRADIENT and chain.position == 0):
            found = self.formulas.compare(left, right, chain.context.step)
            if found is not None:
                return found
        if quantity is not None and chain.position == 0 and quantity.component is None:
            shifted = bool(self.conventions.shifts)
            name, step = quantity.name, quantity.step
            if not shifted and is_rule_line(name, step, right, self.setting):
                return Comparison("proved")
        return None

    def _note_rounded(
        self, context: Context, statement: Statement, links: Sequence[LinkVerdict]
    ) -> None:
        """Remember what the author has rounded: later lines may hold it."""
        for (left, _, right), link in zip(statement.chain.links(), links, strict=True):
            if link.verdict == "rounded" and is_written_out(right):
                value = _or_none(lambda left=left: context.value(left))  # type: ignore[misc]
                self.author.seen += () if value is None else parts_of(value)

    def _note(self, quantity: Quantity, statement: Statement, links: Sequence[LinkVerdict]) -> None:
        """Remember the last value written for a quantity, where it is not the exact one."""
        context = self._context(quantity.step)
        expected = _or_none(lambda: context.expected(quantity))
        for _, relation, side in reversed([*statement.chain.links()]):
            value = _or_none(lambda side=side: context.value(side)) if is_literal(side) else None  # type: ignore[misc]
            if value is None or expected is None:
                continue
            parts = parts_of(value)
            if len(parts) != len(coordinates(expected)):
                continue
            rounded = relation.sign == "≈"
            found = compare(expected, value, side, rounded=rounded, claimed=True)
            if found.status == "proved":
                self.author.correct(quantity, parts)
            else:
                wrong = any(link.verdict == "refuted" for link in links)
                slip = wrong and (found.status != "rounded" or not is_telling(side))
                self.author.write(quantity, parts, slip=slip)
            return


def _unreadable(item: Unreadable) -> LineVerdict:
    link = LinkVerdict(
        left=item.text.strip(),
        right="",
        relation="=",
        verdict="unreadable",
        against="neighbour",
        reason=item.message,
        column=item.column,
    )
    return LineVerdict(item.line, item.text.strip(), None, None, (link,))


def _after_definition(link: LinkVerdict, readings: Iterable[LinkVerdict]) -> LinkVerdict:
    """A link that holds where the definition it rests on has no slip follows from that slip."""
    if not link.is_slip or not any(other.verdict in HELD for other in readings):
        return link
    return replace(link, follows=True, reason=OWN_NUMBERS, diagnosis=())


def _order(context: Context, left: Node, relation: Relation, right: Node) -> Comparison:
    """The verdict on an inequality between numbers."""
    try:
        return compare_order(context.value(left), relation.sign, context.value(right))
    except SymoptError as error:
        return Comparison("undecided", reason=error.message)


def _verdict(
    statement: Statement,
    link: Typed,
    finding: Finding,
    against: Against,
    causes: tuple[Diagnosis, ...],
) -> LinkVerdict:
    """What was found about a link, with its texts."""
    left, relation, right = link
    comparison, gap = finding.comparison, gap_of(finding.comparison)
    return LinkVerdict(
        left=statement.typed(left),
        right=statement.typed(right),
        relation=relation.sign,
        verdict=comparison.status,
        against=against,
        component=comparison.component,
        components=comparison.wrong,
        difference=gap.difference,
        difference_approx=gap.difference_approx,
        expected=gap.expected,
        expected_approx=gap.expected_approx,
        follows=finding.follows,
        diagnosis=causes,
        reason=comparison.reason,
        column=statement.column(right),
    )


def _against(chain: Chain, left: Node) -> Against:
    """What the next link is judged against."""
    if chain.position == 0 and chain.quantity is not None:
        return "gradient" if chain.quantity.name == "g" else "rule"
    return "gradient" if isinstance(left, Call) and left.function == "grad" else "neighbour"


def _or_none(value: Callable[[], _T]) -> _T | None:
    """A value, None where it does not exist or is not known."""
    try:
        return value()
    except SymoptError:
        return None
