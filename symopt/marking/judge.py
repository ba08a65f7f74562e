"""Judges a page: each link of each chain against its neighbour, each quantity against the rule."""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb

from symopt.errors import SymoptError, UndecidedError, UndefinedError
from symopt.marking.compare import Comparison, Expected, compare, is_decimal, is_exact
from symopt.marking.evaluate import Evaluator, MeaninglessError, Value
from symopt.marking.names import Parameter, Quantity, StepNumber, meaning
from symopt.marking.reference import Reference
from symopt.marking.symbolic import compare_formulas, is_formula, is_rule_line
from symopt.marking.verdicts import Against, LineVerdict, LinkVerdict, PageVerdict
from symopt.marking.working import Statement, Unreadable, read_working
from symopt.notation.tree import Call, Name, Node, Relation
from symopt.numbers import Real, from_sympy
from symopt.page import Page
from symopt.setting import Setting


def judge(page: Page, setting: Setting) -> PageVerdict:
    """The verdict on every chain of the page's body."""
    judge = _Judge(setting)
    lines = [
        _unreadable(item) if isinstance(item, Unreadable) else judge.line(item)
        for item in read_working(page, setting)
    ]
    return PageVerdict(page.source, tuple(lines))


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


class _Judge:
    def __init__(self, setting: Setting):
        self.setting = setting
        self.reference = Reference(setting)

    def line(self, statement: Statement) -> LineVerdict:
        """Judge one chain."""
        first = statement.chain.sides[0]
        claimed = meaning(first, self.setting, statement.step) if isinstance(first, Name) else None
        quantity = claimed if isinstance(claimed, Quantity) else None
        unindexed = first if isinstance(first, Name) and not first.index else None
        chain = _Chain(self, quantity, quantity.step if quantity else statement.step, unindexed)
        links = tuple(
            chain.link(statement, left, relation, right)
            for left, relation, right in statement.chain.links()
        )
        return LineVerdict(
            statement.line,
            statement.text,
            quantity.name if quantity else None,
            quantity.step if quantity else None,
            links,
        )

    def expected(self, quantity: Quantity) -> Sequence[Real | arb] | Real | arb | None:
        values = self.reference.value(quantity.name, quantity.step)
        if values is None:
            return None
        if quantity.component is not None:
            return values[quantity.component]
        return values if len(values) > 1 else values[0]

    def evaluator(self, step: int | None, assigned: Name | None) -> Evaluator:
        """Values of names at a step; those of the name assigned are the last step's."""
        return Evaluator(
            self.reference.field,
            lambda name: self._lookup(name, step - 1 if step and name == assigned else step),
            lambda point: self.reference.gradient(point, step),
            self.reference.objective,
        )

    def _lookup(self, name: Name, step: int | None) -> Value | None:
        """The value of a name inside a side."""
        match meaning(name, self.setting, step):
            case Parameter(name=parameter):
                return from_sympy(self.setting.values[parameter], self.reference.field)
            case StepNumber(step=number):
                return self.reference.field.rational(number)
            case Quantity() as quantity:
                value = self.expected(quantity)
                parts = value if isinstance(value, tuple) else (value,)
                if any(isinstance(part, arb) for part in parts):
                    raise UndecidedError("only certified decimals of this value are known")
                return value  # type: ignore[return-value]
            case _:
                return None


class _Chain:
    """A chain's links in turn; while all held, each side has the claimed quantity's value."""

    def __init__(
        self, judge: _Judge, quantity: Quantity | None, step: int | None, assigned: Name | None
    ):
        self.judge = judge
        self.assigned = assigned  # in y ← y − 0.1·g the y on the right is the last step's
        self.quantity = quantity
        self.step = step
        self.position = 0
        self.holds = True

    def link(
        self, statement: Statement, left: Node, relation: Relation, right: Node
    ) -> LinkVerdict:
        """Judge the next link."""
        comparison = self._compare(left, relation, right)
        against = self._against(left)
        self.position += 1
        self.holds = self.holds and comparison.status == "proved"
        return LinkVerdict(
            left=statement.typed(left),
            right=statement.typed(right),
            relation=relation.sign,
            verdict=comparison.status,
            against=against,
            component=comparison.component,
            difference=comparison.difference,
            difference_approx=comparison.difference_approx,
            expected=comparison.expected,
            reason=comparison.reason,
            column=statement.column(right),
        )

    def _against(self, left: Node) -> Against:
        if self.position == 0 and self.quantity is not None:
            return "gradient" if self.quantity.name == "g" else "rule"
        return "gradient" if isinstance(left, Call) and left.function == "grad" else "neighbour"

    def _compare(self, left: Node, relation: Relation, right: Node) -> Comparison:
        if relation.sign not in ("=", "≈", "←"):
            return Comparison("undecided", reason=f"'{relation.sign}' is not judged")
        setting = self.judge.setting
        if self.quantity is None and is_formula(left, right, setting, self.step):
            formulas = compare_formulas(left, right, setting)
            if formulas is not None:
                return formulas
        elif self.quantity is not None and self.position == 0:
            name, step = self.quantity.name, self.quantity.step
            if self.quantity.component is None and is_rule_line(name, step, right, setting):
                return Comparison("proved")
        try:
            return self._compare_values(left, right, rounded=relation.sign == "≈")
        except UndefinedError as error:
            return Comparison("refuted", reason=error.message)
        except SymoptError as error:
            return Comparison("undecided", reason=error.message)

    def _compare_values(self, left: Node, right: Node, *, rounded: bool) -> Comparison:
        evaluator = self.judge.evaluator(self.step, self.assigned)
        expected: Expected | None = None
        if self.quantity is not None and self.holds:
            expected = self.judge.expected(self.quantity)
            if expected is None:
                reason = f"the rule has no {self.quantity.name} at step {self.quantity.step}"
                return Comparison("undecided", reason=reason)
        if expected is None or (self.position and not is_exact(expected)):
            expected = self._left_value(evaluator, left, expected)
        if rounded and is_decimal(left) and not is_decimal(right):
            return compare(evaluator.value(right), evaluator.value(left), left, rounded=True)
        claimed = self.quantity is not None
        return compare(expected, evaluator.value(right), right, rounded=rounded, claimed=claimed)

    def _left_value(self, evaluator: Evaluator, left: Node, known: Expected | None) -> Expected:
        """The left side's own value; what is known of it instead where it has no exact one."""
        try:
            return evaluator.value(left)
        except (MeaninglessError, UndecidedError):
            if known is None:
                raise
            return known
