"""One chain of working: each side against the quantity claimed, and against its neighbour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from flint import fmpq

from symopt.errors import SymoptError, UndefinedError
from symopt.marking.author import EPSILON, RULES, World
from symopt.marking.batches import OVER_SOME_ROWS, holds_over_some_rows
from symopt.marking.compare import (
    NO_DIGITS,
    Comparison,
    Expected,
    compare,
    gap,
    is_decimal,
    is_exact,
    is_written_out,
    near,
    vanishes,
)
from symopt.marking.context import Context, is_literal
from symopt.marking.evaluate import Value
from symopt.marking.finding import Finding, Link
from symopt.marking.from_below import said_by
from symopt.marking.reference import part_of
from symopt.marking.said import Said, sentence
from symopt.marking.slip import Slip
from symopt.marking.undefined import by_coordinates
from symopt.marking.verdicts import HELD
from symopt.notation.alternatives import alternatives
from symopt.notation.tree import Node, Relation
from symopt.numbers import Real
from symopt.reading.names import Quantity

ROUNDED, SLIPS, ALL = World(rounded=True), World(slips=True), World(rounded=True, slips=True)
NEGLIGIBLE = fmpq(1, 100_000)
LINES_BEFORE = sentence(
    en="right from the rounded numbers of the lines before",
    ko="앞줄의 반올림한 값으로 계산하면 맞습니다",
)
SIDE_BEFORE = sentence(
    en="right from the rounded numbers of the side before",
    ko="바로 앞의 반올림한 값으로 계산하면 맞습니다",
)
UNCLEAR_DIGITS = sentence(
    en="within the digits of its numbers, but what they are rounded from is not clear",
    ko="적힌 자릿수 안에서는 맞지만, 어떤 값을 반올림한 것인지 분명하지 않습니다",
)
DIGITS_IN_IT = sentence(
    en="right to the digits of the rounded numbers in it",
    ko="식 안의 반올림한 값들의 자릿수까지 맞습니다",
)
EPSILON_LEFT_OUT = sentence(
    en="right to the digits of the result, with ε left out",
    ko="ε을 빼고 계산하면 결과의 자릿수까지 맞습니다",
)
OWN_NUMBERS = sentence(
    en="follows from the author's own earlier numbers",
    ko="앞에서 직접 쓴 수로는 맞습니다",
)
DEGENERATE = sentence(
    en="follows from the slip before, which made this line degenerate: it is zero",
    ko="앞에서 틀린 수로는 맞지만, 그 때문에 값이 0이 되어 버렸습니다",
)
AS_INDEX = sentence(en="the minus read as an index", ko="빼기 기호를 첨자로 읽었습니다")
NO_SUCH = sentence(en="the rule has no such quantity", ko="규칙에 그런 양이 없습니다")
NOT_IN_RULE = sentence(
    en="the rule has no {name} at step {step}", ko="규칙의 {step}단계에는 {name} 값이 없습니다"
)


class Chain:
    """Judges a chain's links in turn.

    `track` says what the sides so far are: the claimed quantity by the rule, the quantity by the
    author's own numbers, or neither. `head` is the first side as long as every link from it holds,
    `ending` the last one.
    """

    def __init__(self, context: Context, quantity: Quantity | None, head: Node, ending: Node):
        self.context = context
        self.quantity = quantity
        self.rounds = is_decimal(ending)
        self.track: Literal["rule", "author", "lost"] = "rule" if quantity else "lost"
        self.position = 0
        self.accepted = True
        self.head: Node | None = head
        self.intact = True  # whether the sides before the link just judged are right

    def judge(self, left: Node, relation: Relation, right: Node) -> Finding:
        """The finding about the next link: the first way in which it holds, else what is wrong."""
        link = Link(left, right, relation.sign == "≈")
        self.intact = self.track == "rule"
        first: Finding | None = None
        for way in self._ways():
            found = _safely(way, link)
            if found is not None and (found.holds or found.follows):
                first = found
                break
            if first is None or (found is not None and found.comparison.reason == UNCLEAR_DIGITS):
                first = found
        found = self._told_apart(first or Finding(Comparison("undecided")), link)
        if found.is_slip and holds_over_some_rows(link, self.context):
            found = Finding(Comparison("undecided", reason=OVER_SOME_ROWS))
        return self.take(found)

    def _told_apart(self, finding: Finding, link: Link) -> Finding:
        """After ≈, a calculation with rounded numbers is wrong where no rounding explains it."""
        if finding.comparison.reason != NO_DIGITS:
            return finding
        claimed = self.track == "rule" and self.quantity is not None
        expected = self._expected() if claimed else self.context.value(link.left)
        approximation = self.context.approximation(link.right, link.left, self.quantity)
        if expected is None or approximation is None:
            return finding
        if not approximation.excludes(link.right, expected):
            return finding
        return Finding(gap(expected, self.context.value(link.right)))

    def slips(self, link: Link) -> Iterator[Slip]:
        """What the link just refuted may be asked about: its arithmetic, the quantity claimed."""
        if self.position > 1 or self.quantity is None:
            yield self._slip(link, None)
        substituted = self.position > 1 and self.intact and is_literal(link.left)
        if self.quantity is not None and not substituted:  # else the right numbers were put in
            yield self._slip(link, self.quantity)

    def _slip(self, link: Link, quantity: Quantity | None) -> Slip:
        context = self.context.as_the_rule()
        world = RULES if context.author.is_exact else ALL

        def evaluate(node: Node) -> Value:
            return context.value_in(node, world)

        left, right = (self.context.by_rules_count(side) for side in (link.left, link.right))
        written = evaluate(right)
        return Slip(
            setting=context.setting,
            quantity=quantity,
            step=context.step,
            left=left,
            right=right,
            evaluate=evaluate,
            agrees=lambda value: self._compare(value, written, link, claimed=True).status in HELD,
            is_written=lambda name, step: (name, step) in context.author.reached,
        )

    def take(self, finding: Finding) -> Finding:
        """Go on to the next link after this finding."""
        self.accepted = finding.holds
        self.head = self.head if finding.holds else None
        if finding.comparison.status == "refuted":
            self.track = "author" if finding.follows else "lost"
        self.position += 1
        return finding

    def _ways(self) -> Iterator[Callable[[Link], Finding | None]]:
        """How a link may hold, the plainest way first."""
        if self.quantity is not None and self.track == "rule":
            yield self._by_rule
            if self.position and self.accepted:
                yield self._from_rounded_side
            yield self._by_author
        else:
            yield self._beside
            yield self._by_author if self.track == "author" else self._beside_by_author
        yield self._by_digits
        yield self._as_index

    def _by_rule(self, link: Link) -> Finding:
        """The right side is the claimed quantity, as far as both exist."""
        quantity = self.quantity
        try:
            return self._by_whole(link)
        except UndefinedError:
            if quantity is None or quantity.name in self.context.setting.rule.scalars:
                raise
            if len(self.context.setting.variables) == 1 or quantity.component is not None:
                raise
        return Finding(by_coordinates(self.context, quantity, link.right, rounded=link.rounded))

    def _by_whole(self, link: Link) -> Finding:
        """The right side is the claimed quantity, all of it."""
        quantity = self.quantity
        expected = self._expected()
        if quantity is None or expected is None:
            missing = NO_SUCH
            if quantity is not None:
                missing = NOT_IN_RULE.filled(name=quantity.name, step=quantity.step)
            return Finding(Comparison("undecided", reason=missing))
        return Finding(self._compare(expected, self.context.value(link.right), link, claimed=True))

    def _from_rounded_side(self, link: Link) -> Finding | None:
        """The side before is the quantity rounded, and the right side is that side's value."""
        found, expected = self._beside(link), self._expected()
        if expected is not None and not is_exact(expected):
            return found
        return _rounded(SIDE_BEFORE) if found.holds else None

    def _beside(self, link: Link) -> Finding:
        """Both sides are equal."""
        return Finding(self._pair(self.context.value, link))

    def _beside_by_author(self, link: Link) -> Finding | None:
        """Both sides are equal when the names in them have the author's values."""
        for world in self._worlds():
            found = self._pair(lambda node, w=world: self.context.value_in(node, w), link)  # type: ignore[misc]
            if found.status in HELD:
                by_rule = _safely(self._beside, link)
                if not world.slips:
                    return _rounded(LINES_BEFORE)
                if by_rule is not None and by_rule.comparison.status == "refuted":
                    return Finding(replace(by_rule.comparison, reason=OWN_NUMBERS), follows=True)
        return None

    def _by_author(self, link: Link) -> Finding | None:
        """The right side is the quantity, worked out from the author's own earlier numbers."""
        quantity, author = self.quantity, self.context.author
        if quantity is None:
            return None
        for world in self._worlds():
            parts = author.follow(quantity.name, quantity.step, world)
            if parts is None or not (world.slips or self._is_author_own(quantity, parts, world)):
                continue
            expected: Value = part_of(parts, quantity)
            value = self.context.value_in(link.right, world)
            found = self._compare(expected, value, link, claimed=True)
            if found.status not in HELD and not self._means(link, expected, world):
                continue
            if world.slips:
                return self._after_slip(expected)
            if not world.without_epsilon:
                return _rounded(LINES_BEFORE)
            kept = author.follow(
                quantity.name, quantity.step, world._replace(without_epsilon=False)
            )
            if kept is not None and all(
                near(a, b, NEGLIGIBLE) for a, b in zip(kept, parts, strict=True)
            ):
                return _rounded(EPSILON_LEFT_OUT, follows=world.rounded or None)
        return None

    def _is_author_own(self, quantity: Quantity, parts: tuple[Real, ...], world: World) -> bool:
        """Whether no slip has reached a value: with the slips it would be the same."""
        if not self.context.author.slips:
            return True
        slipped = world._replace(slips=True)
        actual = self.context.author.follow(quantity.name, quantity.step, slipped)
        return actual is not None and all(a.equals(b) for a, b in zip(parts, actual, strict=True))

    def _after_slip(self, followed: Expected) -> Finding:
        """Wrong by the rule, right by the author's numbers; said so where a slip made it easy."""
        try:
            expected = self._expected()
        except UndefinedError:  # by the rule the trajectory ends before
            expected = None
        easy = vanishes(followed) and expected is not None and not vanishes(expected)
        comparison = Comparison("refuted") if expected is None else gap(expected, followed)
        return Finding(replace(comparison, reason=DEGENERATE if easy else OWN_NUMBERS), True)

    def _by_digits(self, link: Link) -> Finding | None:
        """The right side holds rounded numbers, and means what it should to their digits."""
        targets = [self._expected()] if self.track == "rule" else []
        if self.quantity is None or (self.position and self.accepted):
            targets.append(self.context.value(link.left))
        for expected in targets:
            if expected is not None and self._means(link, expected):
                return _rounded(DIGITS_IN_IT, follows=None)
        if any(expected is not None and self._may_mean(link, expected) for expected in targets):
            return Finding(Comparison("undecided", reason=UNCLEAR_DIGITS))
        return None

    def _as_index(self, link: Link) -> Finding | None:
        """`m-1` typed for m_{-1}: a minus that belongs to the index of a name."""
        for code, right in alternatives(link.right):
            if code == "index-reach":
                way = self._by_rule if self.track == "rule" else self._beside
                found = _safely(way, replace(link, right=right))
                if found is not None and found.holds:
                    return Finding(replace(found.comparison, reason=AS_INDEX))
        return None

    def _expected(self) -> Expected | None:
        return None if self.quantity is None else self.context.expected(self.quantity)

    def _worlds(self) -> Iterator[World]:
        """The author's worlds that differ from the rule's own, the mildest first.

        Who rounds the result may leave out an ε that does not reach its digits.
        """
        author = self.context.author
        drops = self.rounds and self.context.setting.values.get(EPSILON, 0) != 0
        worlds = (ROUNDED, SLIPS, ALL) if author.slipped else (ROUNDED,)
        for world in worlds:
            if not author.is_exact:
                yield world
            if drops and world is not SLIPS:
                yield world._replace(without_epsilon=True)

    def _means(self, link: Link, expected: Expected, world: World = RULES) -> bool:
        """Whether a calculation is a value once its rounded numbers are what they stand for."""
        if is_written_out(link.right):
            return False
        found = self.context.approximation(link.right, link.left, self.quantity, world)
        return found is not None and found.holds(link.right, expected)

    def _may_mean(self, link: Link, expected: Expected) -> bool:
        """Whether some numbers that round to those of a calculation would make it the value."""
        if is_written_out(link.right):
            return False
        found = self.context.approximation(link.right, link.left, self.quantity)
        return found is not None and found.may_hold(link.right, expected)

    def _pair(self, evaluate: Callable[[Node], Value], link: Link) -> Comparison:
        if link.rounded and is_decimal(link.left) and not is_decimal(link.right):
            link = Link(link.right, link.left, rounded=True)
        return self._compare(evaluate(link.left), evaluate(link.right), link, claimed=False)

    def _compare(
        self, expected: Expected, value: Value, link: Link, *, claimed: bool
    ) -> Comparison:
        return compare(expected, value, link.right, rounded=link.rounded, claimed=claimed)


def _rounded(reason: Said, *, follows: bool | None = True) -> Finding:
    return Finding(Comparison("rounded", reason=reason), follows)


def _safely(way: Callable[[Link], Finding | None], link: Link) -> Finding | None:
    """What a way finds, a value that does not exist or is not known included."""
    try:
        return way(link)
    except UndefinedError as error:
        return Finding(Comparison("refuted", reason=said_by(error)))
    except SymoptError as error:
        return Finding(Comparison("undecided", reason=said_by(error)))
