"""Judges a page: each link of each chain against its neighbour, each quantity against the rule."""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb

from symopt.errors import UndecidedError, UndefinedError
from symopt.marking.compare import Comparison, compare
from symopt.marking.evaluate import Evaluator, MeaninglessError, Value
from symopt.marking.names import Meaning, Parameter, Quantity, StepNumber, meaning
from symopt.marking.reference import Reference
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
        chain = statement.chain
        claimed = self._claimed(chain.sides[0], statement.step)
        quantity = claimed if isinstance(claimed, Quantity) else None
        step = quantity.step if quantity else statement.step
        links = tuple(
            self._link(statement, left, relation, right, claimed if i == 0 else None, step)
            for i, (left, relation, right) in enumerate(chain.links())
        )
        return LineVerdict(
            statement.line,
            statement.text,
            quantity.name if quantity else None,
            quantity.step if quantity else None,
            links,
        )

    def _claimed(self, side: Node, step: int | None) -> Meaning | None:
        return meaning(side, self.setting, step) if isinstance(side, Name) else None

    def _link(
        self,
        statement: Statement,
        left: Node,
        relation: Relation,
        right: Node,
        claimed: Meaning | None,
        step: int | None,
    ) -> LinkVerdict:
        against: Against = "neighbour"
        if isinstance(claimed, Quantity):
            against = "gradient" if claimed.name == "g" else "rule"
        elif isinstance(left, Call) and left.function == "grad":
            against = "gradient"
        comparison = self._compare(left, relation, right, claimed, step)
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

    def _compare(
        self, left: Node, relation: Relation, right: Node, claimed: Meaning | None, step: int | None
    ) -> Comparison:
        if relation.sign not in ("=", "≈", "←"):
            return Comparison("undecided", reason=f"'{relation.sign}' is not judged")
        evaluator = self._evaluator(step)
        try:
            if isinstance(claimed, Quantity):
                expected = self._expected(claimed)
                if expected is None:
                    reason = f"the rule has no {claimed.name} at step {claimed.step}"
                    return Comparison("undecided", reason=reason)
            else:
                expected = evaluator.value(left)
            written = evaluator.value(right)
            return compare(expected, written, right, rounded=relation.sign == "≈")
        except UndefinedError as error:
            return Comparison("refuted", reason=error.message)
        except (MeaninglessError, UndecidedError) as error:
            return Comparison("undecided", reason=error.message)

    def _expected(self, quantity: Quantity) -> Sequence[Real | arb] | Real | arb | None:
        values = self.reference.value(quantity.name, quantity.step)
        if values is None:
            return None
        if quantity.component is not None:
            return values[quantity.component]
        return values if len(values) > 1 else values[0]

    def _evaluator(self, step: int | None) -> Evaluator:
        return Evaluator(
            self.reference.field,
            lambda name: self._lookup(name, step),
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
                value = self._expected(quantity)
                parts = value if isinstance(value, tuple) else (value,)
                if any(isinstance(part, arb) for part in parts):
                    raise UndecidedError("only certified decimals of this value are known")
                return value  # type: ignore[return-value]
            case _:
                return None
