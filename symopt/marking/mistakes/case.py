"""What a mistake can be made in: one line of the rule, or one side of an equation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from symopt.marking.balls import enclosed
from symopt.marking.evaluate import Value
from symopt.marking.mistakes.replay import Gradient, Replay, same
from symopt.marking.mistakes.shapes import contains
from symopt.marking.slip import Slip
from symopt.notation.alternatives import Alternative, alternatives
from symopt.notation.from_sympy import from_sympy
from symopt.notation.latex import substitute
from symopt.notation.tree import Name, Node, Vector, key
from symopt.rule import POINT, Line, Rule
from symopt.setting import Setting
from symopt.spelling import line_tree, name_of


@lru_cache(maxsize=4096)
def own_line(rule: Rule, index: int, step: int) -> Node:
    """The right side of a rule's line at a step."""
    return line_tree(rule, rule.lines[index], step)


@dataclass(frozen=True, eq=False)
class Case:
    """A line of the rule at a step (`name` is its quantity), or an arithmetic side (None).

    `downstream` is the tree of the claimed quantity in which `name` at this step is still a name:
    where a mistake in an earlier line of the same step shows.
    """

    replay: Replay
    name: str | None
    tree: Node
    downstream: Node | None = None

    @property
    def slip(self) -> Slip:
        """The slip that is to be explained."""
        return self.replay.slip

    @property
    def setting(self) -> Setting:
        """The page's setting."""
        return self.slip.setting

    @property
    def step(self) -> int:
        """The step of the line."""
        return self.slip.step or 0

    @cached_property
    def right(self) -> Value | None:
        """The right value of this tree, by the author's own earlier numbers."""
        return self.replay.attempt(self.tree)

    @cached_property
    def written(self) -> Value | None:
        """What was written."""
        return self.replay.attempt(self.slip.right)

    @cached_property
    def right_readings(self) -> list[Alternative]:
        """The other readings of the side as typed by which it would be right."""
        others = alternatives(self.slip.right)
        return [pair for pair in others if same(self.replay.attempt(pair[1]), self.right)]

    def outcome(
        self, result: Node | Value, gradient: Gradient | None = None, *, rough: bool = False
    ) -> Value | None:
        """What the claimed quantity becomes if this line gives `result`; None without a value."""
        if isinstance(result, Node):
            value = self.replay.attempt(result, gradient=gradient, rough=rough)
        else:
            value = enclosed(result) if rough else result
        if value is None or self.downstream is None or self.name is None:
            return value
        own = {key(name_of(self.name, str(self.step))): value}
        return self.replay.attempt(self.downstream, known=own, rough=rough)

    def name_at(self, step: int, quantity: str | None = None) -> Name:
        """The name of a quantity (this line's own by default) at a step."""
        return name_of(quantity or self.name or "", str(step))

    def inlined(self, quantity: str) -> Node | None:
        """A quantity of this step by the last step's alone."""
        return inlined(self.setting.rule, quantity, self.step)


def inlined(rule: Rule, quantity: str, step: int, kept: str | None = None) -> Node | None:
    """The tree of a quantity of a step with that step's other quantities put in.

    Where one is `kept` as a name, only the quantities that depend on it are put in.
    """
    trees: dict[str, Node] = {}
    name = None if kept is None else name_of(kept, str(step))
    for index, line in enumerate(rule.lines):
        tree = substitute(own_line(rule, index, step), trees)
        if line.left == quantity:
            return tree
        if name is None or (line.left != kept and contains(tree, name)):
            trees[key(name_of(line.left, str(step)))] = tree
    return None


def line_of(rule: Rule, quantity: str) -> Line | None:
    """The rule's line for a quantity."""
    return next((line for line in rule.lines if line.left == quantity), None)


def _given(setting: Setting, name: str) -> Node:
    """The start, or a state quantity's first value, as the page gives it."""
    values = setting.start if name == POINT else setting.initial[name]
    return Vector(tuple(from_sympy(value) for value in values))


def cases(slip: Slip) -> Iterator[Case]:
    """The case of the claimed line or side itself, then those of the step's earlier lines.

    It ends at an earlier line that was written: that one was judged itself, and its consequences
    were taken from there. So was one where the author's number is not what the line gives.
    """
    replay = Replay(slip)
    if slip.quantity is None:
        yield Case(replay, None, slip.left)
        return
    rule, name, step = slip.setting.rule, slip.quantity.name, slip.quantity.step
    if step == 0 and name in rule.carried:
        yield Case(replay, None, _given(slip.setting, name))
    if step < 1 or line_of(rule, name) is None:
        return
    position = rule.quantities.index(name)
    yield Case(replay, name, own_line(rule, position, step))
    for index in reversed(range(position)):
        earlier, line = rule.quantities[index], own_line(rule, index, step)
        if slip.is_written(earlier, step):
            return
        own = replay.attempt(name_of(earlier, str(step)))
        if own is not None and not same(own, replay.attempt(line)):
            return
        downstream = inlined(rule, name, step, earlier)
        if downstream is not None and contains(downstream, name_of(earlier, str(step))):
            yield Case(replay, earlier, line, downstream)
