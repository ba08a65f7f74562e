"""Judges lines: each link of each chain against its neighbour, each quantity against the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from sympy import Expr, Rational

from symopt.marking.author import Author
from symopt.marking.chain import Chain
from symopt.marking.compare import Comparison, is_written_out
from symopt.marking.context import Context
from symopt.marking.conventions import agrees, detect, is_counted
from symopt.marking.decay import DECAYED
from symopt.marking.diagnose import diagnose
from symopt.marking.finding import Finding, Link
from symopt.marking.general import WRITTEN_OUT, GeneralLine, general_lines, is_closed_form
from symopt.marking.links import (
    Typed,
    after_definition,
    against_what,
    link_verdict,
    order,
    unreadable_line,
)
from symopt.marking.norms import with_norms
from symopt.marking.noted import note_rounded, note_value, value_or_none
from symopt.marking.nowhere import AT_NO_POINT, is_at_no_point
from symopt.marking.reference import Reference
from symopt.marking.said import Language, sentence
from symopt.marking.slip import Slip
from symopt.marking.stationary import is_stationary
from symopt.marking.symbolic import NO_POINT, Formulas, is_rule_line
from symopt.marking.verdicts import HELD, LineVerdict, LinkVerdict
from symopt.notation.tree import EQUALITIES, Name, Node, Relation, Vector
from symopt.numbers import Real
from symopt.reading.before import claimed_by, gathered, old_names
from symopt.reading.names import GradientOf, Quantity
from symopt.reading.own import OwnNames
from symopt.reading.pace import Pace
from symopt.reading.vocabulary import GRADIENT
from symopt.reading.working import Statement, Unreadable
from symopt.setting import Setting

FIRST_STEPS = 3
OWN_NAME = sentence(
    en="a name of this page's own: what it should be is not said",
    ko="이 풀이가 스스로 정한 이름이라, 무엇이어야 하는지 알 수 없습니다",
)
RESTED_ON = sentence(
    en="by definition; a right line rests on it",
    ko="이 풀이가 스스로 정한 이름이고, 이를 쓴 줄이 맞습니다",
)
AT_FIRST_STEPS = sentence(
    en="right at steps 1 to 3; that it is for every t is not proved",
    ko="1~3단계에서는 맞지만, 모든 t에서 맞는지는 증명되지 않았습니다",
)
WRONG_AT = sentence(en="wrong at t = {step}", ko="t = {step}에서 틀렸습니다")


class Reading(NamedTuple):
    """A chain judged in one reading, and what its refuted links may be asked about."""

    statement: Statement
    links: list[LinkVerdict]
    slips: list[Sequence[Slip]]


class Lines:
    """Goes through a page from top to bottom and keeps the author's numbers.

    What there is to say is said in a language; the causes of slips are named where asked for.
    """

    def __init__(
        self, setting: Setting, statements: list[Statement], language: Language, *, causes: bool
    ):
        self.setting = setting
        self.language = language
        self.causes = causes
        self.reference = Reference(setting)
        self.formulas = Formulas(setting, self._constant)
        self.pace = Pace(setting)
        self.conventions = detect(statements, setting, self.reference)
        self.own = OwnNames(statements, setting)
        readings = [reading for two in self.own.readings.values() for reading in two]
        self.general = general_lines(readings, setting)
        self.author = Author(self.reference)
        self.slipped: set[int] = set()
        self.rested_on: set[int] = set()

    def judge(self, working: Sequence[Statement | Unreadable]) -> list[LineVerdict]:
        """Judge a page; a definition is right where a right line rests on it."""
        verdicts = [
            unreadable_line(item, self.language)
            if isinstance(item, Unreadable)
            else self._line(item)
            for item in working
        ]
        return [
            self._rested_on(verdict) if id(item) in self.rested_on else verdict
            for item, verdict in zip(working, verdicts, strict=True)
        ]

    def _rested_on(self, line: LineVerdict) -> LineVerdict:
        """The verdict on a definition that a right line rests on."""
        first, *links = line.links
        first = replace(first, verdict="proved", reason=RESTED_ON.text(self.language))
        return replace(line, links=(first, *links))

    def _line(self, typed: Statement) -> LineVerdict:
        """Judge one chain, and note what its author has now."""
        statement = self.own.readings[id(typed)][0]
        if (general := self.general.get(id(statement))) is not None:
            return self._general(typed, statement, general)
        first = statement.chain.sides[0]
        if is_closed_form(statement, self.setting):
            return self._closed_form(statement)
        last = statement.chain.sides[-1]
        step = self.pace.step_of(statement, lambda step: self._agrees(first, step, last))
        quantity = self._claim(first, step) or self._batch_gradient(statement)
        quantity = None if id(typed) in self.own.definitions else quantity
        statement, links = self._judged(typed, quantity, step)
        if statement.step is None and quantity is not None and self._is_elsewhere(statement, links):
            quantity = None  # the step was only inferred, and what is written belongs elsewhere
            statement, links = self._judged(typed, None, None)
        if quantity is not None:
            note_value(self._context(quantity.step), quantity, statement, links)
        if self._is_right(statement, quantity, links):
            self.rested_on |= self.own.below(id(typed))
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
        defined = id(typed) in self.own.definitions
        tried: list[Reading] = []
        for statement in self.own.readings[id(typed)]:
            for old in old_names(statement, self.setting, at):
                tried.append(self._links(statement, quantity, self._context(at, old), defined))
                if all(link.verdict in HELD for link in tried[-1].links[defined:]):
                    return statement, tried[-1].links
        chosen = min(tried, key=lambda reading: sum(link.is_slip for link in reading.links))
        links = chosen.links
        if self.own.uses[id(typed)] & self.slipped:
            others = zip(*(reading.links for reading in tried), strict=True)
            links = [
                after_definition(link, readings, self.language)
                for link, readings in zip(links, others, strict=True)
            ]
        if any(link.is_slip for link in links):
            self.slipped.add(id(typed))
        return chosen.statement, [*map(self._with_causes, links, chosen.slips)]

    def _links(
        self, typed: Statement, quantity: Quantity | None, context: Context, defined: bool
    ) -> Reading:
        """The verdicts on a chain's links, as a claim about a quantity or about none."""
        statement = with_norms(typed, context)
        sides = statement.chain.sides
        chain = Chain(context, quantity, sides[0], sides[-1])
        links: list[LinkVerdict] = []
        slips: list[Sequence[Slip]] = []
        for link in statement.chain.links():
            against = against_what(chain, link[0])
            finding = self._find(chain, link, defined=defined)
            slips.append(self._slips(chain, link) if finding.is_slip else ())
            links.append(link_verdict(statement, link, finding, against, self.language))
        note_rounded(context, statement, links)
        return Reading(typed, links, slips)

    def _context(self, step: int | None, old: frozenset[Name] = frozenset()) -> Context:
        return Context(self.setting, self.reference, self.author, self.conventions.read, step, old)

    def _is_elsewhere(self, statement: Statement, links: Sequence[LinkVerdict]) -> bool:
        """Whether a wrong claim may be a right one about another step or another point.

        Only where neither an index nor a heading says the step. A gradient may be meant anywhere.
        """
        head, *_, last = statement.chain.sides
        if not any(link.is_slip for link in links) or not isinstance(head, Name | Vector):
            return False
        if isinstance(head, Name) and (is_counted(head, self.setting) or head.base == DECAYED):
            return False
        bare = len(links) == 1 and is_written_out(last)
        if bare and is_stationary(head, last, self.reference, self.pace.step):
            return True
        return self.pace.may_be_elsewhere(head) or any(
            self._agrees(head, step, last)
            for step in range(self.pace.step + 2)
            if step != self.pace.step
        )

    def _is_right(
        self, statement: Statement, quantity: Quantity | None, links: Sequence[LinkVerdict]
    ) -> bool:
        """Whether a line gives a quantity of the rule, ∇f(p) at the step's own point included."""
        if quantity is not None:
            return all(link.verdict in HELD for link in links)
        head, *_, last = statement.chain.sides
        here = Quantity(GRADIENT, self.pace.step)
        is_gradient = claimed_by(head, self.setting, here.step) == GRADIENT
        return is_gradient and agrees(here, 0, last, self.reference)

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

    def _general(self, typed: Statement, statement: Statement, claim: GeneralLine) -> LineVerdict:
        """Judge a chain about every step against the rule's own line.

        Where that can't be told for all values, it is wrong if it is at one of the first steps.
        """
        links = []
        for link in statement.chain.links():
            found = claim.compare(link[2])
            if found.reason == WRITTEN_OUT:
                at_steps = value_or_none(partial(self._by_first_steps, statement, claim, link))
                found = found if at_steps is None else at_steps
            links.append(link_verdict(statement, link, Finding(found), "rule", self.language))
        if all(link.verdict in HELD for link in links):
            self.rested_on |= self.own.below(id(typed))
        return LineVerdict(statement.line, statement.text, claim.quantity, None, tuple(links))

    def _by_first_steps(
        self, statement: Statement, claim: GeneralLine, link: Typed
    ) -> Comparison | None:
        """That a link about every step is wrong at one of the first, however its indices count."""
        found = None
        for reading in claim.readings():
            head, right = map(reading.counted_by_the_rule, (statement.chain.sides[0], link[2]))
            found = self._at_first_steps(head, (head, link[1], right))
            if found.status != "refuted":
                return None
        return found

    def _closed_form(self, statement: Statement) -> LineVerdict:
        """A formula in t alone: wrong where it is wrong at one of the first steps, else open."""
        first = statement.chain.sides[0]
        links = []
        for link in statement.chain.links():
            found = self._at_first_steps(first, link)
            links.append(link_verdict(statement, link, Finding(found), "rule", self.language))
        return LineVerdict(statement.line, statement.text, None, None, tuple(links))

    def _at_first_steps(self, head: Node, link: Typed) -> Comparison:
        """A link about every step as it is at the first ones: refuted, or undecided."""
        opens = []
        for step in range(1, FIRST_STEPS + 1):
            quantity = self._claim(head, step)
            at_step = self._find(Chain(self._context(step), quantity, link[0], link[2]), link)
            if at_step.comparison.status == "refuted":
                return replace(at_step.comparison, reason=WRONG_AT.filled(step=step))
            opens += [] if at_step.holds else [at_step.comparison]
        return opens[0] if opens else Comparison("undecided", reason=AT_FIRST_STEPS)

    def _constant(self, quantity: Quantity) -> Expr | None:
        """A quantity's value as a number in a formula."""
        value = value_or_none(lambda: self.reference.quantity(quantity))
        number = value.rational if isinstance(value, Real) else None
        return None if number is None else Rational(int(number.p), int(number.q))

    def _claim(self, head: Node, step: int | None) -> Quantity | None:
        """The quantity that a chain which begins with this head is about."""
        if isinstance(head, Vector):
            return gathered(head, self.setting, partial(self.conventions.read, step=step))
        if not isinstance(head, Name):
            return None
        match self.conventions.read(head, step):
            case Quantity() as quantity:
                return quantity
            case GradientOf(component=component, step=int(at)):
                return Quantity(GRADIENT, at, component)
            case _:
                return None

    def _slips(self, chain: Chain, link: Typed) -> Sequence[Slip]:
        """What the link just refuted may be asked about, where causes are asked for."""
        if not self.causes:
            return ()
        left, relation, right = link
        asked = Link(left, right, relation.sign == "≈")
        return value_or_none(lambda: [*chain.slips(asked)]) or ()

    def _with_causes(self, link: LinkVerdict, slips: Sequence[Slip]) -> LinkVerdict:
        """A refuted link with the known mistakes that explain it; for the reading chosen alone."""
        for slip in slips if link.is_slip else ():
            if causes := diagnose(slip, language=self.language):
                return replace(link, diagnosis=causes)
        return link

    def _find(self, chain: Chain, link: Typed, *, defined: bool = False) -> Finding:
        """What there is to find about a chain's next link."""
        if chain.position == 0 and defined:
            return chain.take(Finding(Comparison("undecided", reason=OWN_NAME)))
        special = self._special(chain, *link)
        return chain.judge(*link) if special is None else chain.take(Finding(special))

    def _is_nowhere(self, chain: Chain, relation: Relation, right: Node) -> bool:
        """Whether a chain that begins with ∇f goes on with what it is at no point."""
        gradient = None if chain.head is None else self.formulas.gradient(chain.head)
        rounded = relation.sign == "≈"
        return gradient is not None and is_at_no_point(
            gradient, right, chain.context, rounded=rounded
        )

    def _special(
        self, chain: Chain, left: Node, relation: Relation, right: Node
    ) -> Comparison | None:
        """Links that no value alone can settle: inequalities, formulas, the rule's own line."""
        if relation.sign not in EQUALITIES:
            return order(chain.context, left, relation, right)
        quantity = chain.quantity
        if quantity is None or (quantity.name == GRADIENT and chain.position == 0):
            found = self.formulas.compare(left, right, chain.context.step)
            open_point = found is not None and found.reason == NO_POINT
            if open_point and self._is_nowhere(chain, relation, right):
                return Comparison("refuted", reason=AT_NO_POINT)
            if found is not None:
                return found
        if quantity is not None and chain.position == 0 and quantity.component is None:
            shifted = bool(self.conventions.shifts)
            name, step = quantity.name, quantity.step
            if not shifted and is_rule_line(name, step, right, self.setting):
                return Comparison("proved")
        return None
