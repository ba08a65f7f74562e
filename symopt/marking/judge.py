"""Judges a page: each link of each chain against its neighbour, each quantity against the rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from sympy import Expr, Rational

from symopt.errors import SymoptError
from symopt.marking.author import Author
from symopt.marking.chain import Chain, Finding, Link
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
from symopt.marking.diagnose import Language, diagnose
from symopt.marking.evaluate import parts_of
from symopt.marking.gap import gap_of
from symopt.marking.general import GeneralLine, general_lines, is_closed_form
from symopt.marking.reference import Reference
from symopt.marking.symbolic import Formulas, is_rule_line
from symopt.marking.verdicts import Against, Diagnosis, LineVerdict, LinkVerdict, PageVerdict
from symopt.notation.tree import EQUALITIES, Call, Name, Node, Relation
from symopt.numbers import Real
from symopt.page import Page
from symopt.reading.labels import is_step_label, without_label
from symopt.reading.names import GradientOf, Quantity, call_meaning
from symopt.reading.pace import Pace
from symopt.reading.vocabulary import GRADIENT
from symopt.reading.working import Statement, Unreadable, read_working
from symopt.setting import Setting

_T = TypeVar("_T")
FIRST_STEPS = 3
AT_FIRST_STEPS = "right at steps 1 to 3; that it is for every t is not proved"


def judge(page: Page, setting: Setting, *, language: Language = "en") -> PageVerdict:
    """The verdict on every chain of the page's body; causes are named in the language given."""
    working = [
        without_label(item, setting) if isinstance(item, Statement) else item
        for item in read_working(page, setting)
        if not (isinstance(item, Statement) and is_step_label(item, setting))
    ]
    judge = _Judge(setting, [item for item in working if isinstance(item, Statement)], language)
    lines = [
        _unreadable(item) if isinstance(item, Unreadable) else judge.line(item) for item in working
    ]
    return PageVerdict(page.source, tuple(lines), judge.conventions.notes, page.lines)


def _unreadable(item: Unreadable) -> LineVerdict:
    link = LinkVerdict(
        left=item.text.strip(),
        right="",
        relation="=",
        verdict="unreadable",
        against="neighbour",
        reason=item.message,
        blank=item.blank,
        line=item.line,
        column=item.column,
    )
    return LineVerdict(item.line, item.text.strip(), None, None, (link,))


class _Judge:
    """Goes through a page from top to bottom and keeps the author's numbers."""

    def __init__(self, setting: Setting, statements: list[Statement], language: Language):
        self.setting = setting
        self.language = language
        self.reference = Reference(setting)
        self.formulas = Formulas(setting, self._constant)
        self.pace = Pace(setting)
        self.conventions = detect(statements, setting, self.reference)
        self.general = general_lines(statements, setting)
        self.author = Author(self.reference)

    def line(self, statement: Statement) -> LineVerdict:
        """Judge one chain, and note what its author has now."""
        if (general := self.general.get(id(statement))) is not None:
            return self._general(statement, general)
        first = statement.chain.sides[0]
        if is_closed_form(statement, self.setting):
            return self._closed_form(statement)
        step = self.pace.step_of(statement)
        quantity = self._claim(first, step) if isinstance(first, Name) else None
        context, links = self._links(statement, quantity, step)
        if statement.step is None and quantity is not None and self._is_elsewhere(statement, links):
            quantity = None  # the step was only inferred, and what is written belongs elsewhere
            context, links = self._links(statement, None, None)
        self._note_rounded(context, statement, links)
        if quantity is not None:
            self._note(quantity, context, statement, links)
        return LineVerdict(
            statement.line,
            statement.text,
            quantity.name if quantity else None,
            quantity.step if quantity else None,
            tuple(links),
        )

    def _links(
        self, statement: Statement, quantity: Quantity | None, step: int | None
    ) -> tuple[Context, list[LinkVerdict]]:
        """The verdicts on a chain's links, as a claim about a quantity or about none."""
        first = statement.chain.sides[0]
        context = Context(
            self.setting,
            self.reference,
            self.author,
            self.conventions.read,
            quantity.step if quantity else step,
            first if isinstance(first, Name) and not first.index else None,
            self._is_gradient(first, quantity),
        )
        chain = Chain(context, quantity, statement.chain.sides[-1])
        links = []
        for left, relation, right in statement.chain.links():
            against = _against(chain, left)
            finding = self._find(chain, left, relation, right)
            causes = self._causes(chain, left, relation, right) if finding.is_slip else ()
            links.append(_verdict(statement, left, relation, right, finding, against, causes))
        return context, links

    def _is_elsewhere(self, statement: Statement, links: Sequence[LinkVerdict]) -> bool:
        """Whether a wrong claim may be a right one about another step or another point.

        Only where neither an index nor a heading says the step. A gradient may be meant anywhere.
        """
        head = statement.chain.sides[0]
        if not isinstance(head, Name) or is_counted(head, self.setting):
            return False
        if not any(link.verdict == "refuted" and not link.follows for link in links):
            return False
        _, _, last = [*statement.chain.links()][-1]
        return self.pace.may_be_elsewhere(head) or any(
            (other := self._claim(head, step)) is not None
            and agrees(other, 0, last, self.reference)
            for step in range(self.pace.step + 2)
        )

    def _general(self, statement: Statement, claim: GeneralLine) -> LineVerdict:
        """Judge a chain about every step against the rule's own line."""
        links = tuple(
            _verdict(statement, left, relation, right, Finding(claim.compare(right)), "rule", ())
            for left, relation, right in statement.chain.links()
        )
        return LineVerdict(statement.line, statement.text, claim.quantity, None, links)

    def _closed_form(self, statement: Statement) -> LineVerdict:
        """A formula in t alone: wrong where it is wrong at one of the first steps, else open."""
        first = statement.chain.sides[0]
        links = []
        for left, relation, right in statement.chain.links():
            found = Comparison("undecided", reason=AT_FIRST_STEPS)
            for step in range(1, FIRST_STEPS + 1):
                quantity = self._claim(first, step) if isinstance(first, Name) else None
                context = Context(
                    self.setting, self.reference, self.author, self.conventions.read, step
                )
                at_step = self._find(Chain(context, quantity, right), left, relation, right)
                if at_step.comparison.status == "refuted":
                    found = replace(at_step.comparison, reason=f"wrong at t = {step}")
                    break
                if not at_step.holds:
                    found = at_step.comparison
                    break
            links.append(_verdict(statement, left, relation, right, Finding(found), "rule", ()))
        return LineVerdict(statement.line, statement.text, None, None, tuple(links))

    def _constant(self, quantity: Quantity) -> Expr | None:
        """A quantity's value as a number in a formula."""
        value = _or_none(lambda: self.reference.quantity(quantity))
        number = value.rational if isinstance(value, Real) else None
        return None if number is None else Rational(int(number.p), int(number.q))

    def _claim(self, name: Name, step: int | None) -> Quantity | None:
        """The quantity that a chain which begins with this name is about."""
        match self.conventions.read(name, step):
            case Quantity() as quantity:
                return quantity
            case GradientOf(component=component, step=int(at)):
                return Quantity(GRADIENT, at, component)
            case _:
                return None

    def _is_gradient(self, first: Node, quantity: Quantity | None) -> bool:
        """Whether a line is about the gradient, whose point is the one before the step."""
        if isinstance(first, Call):
            return isinstance(call_meaning(first, self.setting), GradientOf)
        return quantity is not None and quantity.name == GRADIENT

    def _causes(
        self, chain: Chain, left: Node, relation: Relation, right: Node
    ) -> tuple[Diagnosis, ...]:
        """The known mistakes that explain a refuted link."""
        link = Link(left, right, relation.sign == "≈")
        for slip in _or_none(lambda: [*chain.slips(link)]) or ():
            if causes := diagnose(slip, language=self.language):
                return causes
        return ()

    def _find(self, chain: Chain, left: Node, relation: Relation, right: Node) -> Finding:
        """What there is to find about a chain's next link."""
        special = self._special(chain, left, relation, right)
        return special or chain.judge(left, relation, right)

    def _special(self, chain: Chain, left: Node, relation: Relation, right: Node) -> Finding | None:
        """Links that no value alone can settle: inequalities, formulas, the rule's own line."""
        if relation.sign not in EQUALITIES:
            return chain.take(Finding(_order(chain.context, left, relation, right)))
        quantity = chain.quantity
        if quantity is None or (quantity.name == GRADIENT and chain.position == 0):
            found = self.formulas.compare(left, right, chain.context.step)
            if found is not None:
                return chain.take(Finding(found))
        if quantity is not None and chain.position == 0 and quantity.component is None:
            shifted = bool(self.conventions.shifts)
            name, step = quantity.name, quantity.step
            if not shifted and is_rule_line(name, step, right, self.setting):
                return chain.take(Finding(Comparison("proved")))
        return None

    def _note_rounded(
        self, context: Context, statement: Statement, links: Sequence[LinkVerdict]
    ) -> None:
        """Remember what the author has rounded: later lines may hold it."""
        for (left, _, right), link in zip(statement.chain.links(), links, strict=True):
            if link.verdict == "rounded" and is_written_out(right):
                value = _or_none(lambda left=left: context.value(left))  # type: ignore[misc]
                self.author.seen += () if value is None else parts_of(value)

    def _note(
        self,
        quantity: Quantity,
        context: Context,
        statement: Statement,
        links: Sequence[LinkVerdict],
    ) -> None:
        """Remember the last value written for a quantity, where it is not the exact one."""
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


def _order(context: Context, left: Node, relation: Relation, right: Node) -> Comparison:
    """The verdict on an inequality between numbers."""
    try:
        return compare_order(context.value(left), relation.sign, context.value(right))
    except SymoptError as error:
        return Comparison("undecided", reason=error.message)


def _verdict(
    statement: Statement,
    left: Node,
    relation: Relation,
    right: Node,
    finding: Finding,
    against: Against,
    causes: tuple[Diagnosis, ...],
) -> LinkVerdict:
    """What was found about a link, with its texts."""
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
        line=statement.row(right),
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
