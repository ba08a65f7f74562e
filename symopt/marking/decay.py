"""Weight decay as a line of its own: `θ ← θ(1 - ηλ)`, and later in the step `θ ← θ - η m̂/(√v̂+ε)`.

Frameworks write AdamW so. The θ of the second line is then the decayed one, which the rule does
not name: here it is the quantity `decayed`, and the points stay those of the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from sympy import Add

from symopt.marking.said import Language, sentence
from symopt.marking.verdicts import HELD, LineVerdict
from symopt.notation.tree import Binary, Call, Name, Node, Number, walk, with_names
from symopt.reading.names import Parameter, meaning
from symopt.reading.statement import Statement, Unreadable
from symopt.reading.vocabulary import vocabulary_of
from symopt.rule import POINT, Line, Rule, before, now, parameter
from symopt.setting import Setting

DECAYED, WEIGHT_DECAY, RATE = "decayed", "weight_decay", "lr"
ALONE = sentence(
    en="the weight decay alone, θ(1 - lr·weight_decay); the rest of the step goes on from there",
    ko="가중치 감쇠만 적용한 값 θ(1 - lr·weight_decay)입니다. 스텝의 나머지는 여기서 이어집니다",
)
Items: TypeAlias = "Sequence[Statement | Unreadable]"
Moved: TypeAlias = tuple[int | None, tuple[str, ...], int | None]


@dataclass(frozen=True)
class DecayFirst:
    """A page that decays the point in a line of its own: how it is read, and by which rule."""

    setting: Setting
    working: list[Statement | Unreadable]


def decay_first(working: Items, setting: Setting) -> Iterator[DecayFirst]:
    """How a page reads with its decayed points named; nothing where it has no such lines.

    Two lines move one point in one step: the first by the decay alone, the next by the rest. A line
    in numbers that are the decay's by chance may be the rest: so where lr is weight_decay.
    """
    if not setting.values.get(WEIGHT_DECAY):
        return
    found = [_pairs(working, setting, chance=chance) for chance in (False, True)]
    for names in found[: 1 + (found[0] != found[1])]:
        if not names:
            continue
        new = [
            _named(item, setting, head=names[at])
            if at in names and isinstance(item, Statement)
            else item
            for at, item in enumerate(working)
        ]
        first = max(at for at, is_decay in names.items() if is_decay)
        rule = _split(setting.rule, _led_by(working[:first], setting))
        yield DecayFirst(replace(setting, rule=rule), new)


def _pairs(working: Items, setting: Setting, *, chance: bool) -> dict[int, bool]:
    """The lines of decays and of the rest of a step, by place: whether each is a decay."""
    last: dict[Moved, int] = {}
    pairs: dict[int, bool] = {}
    for at, item in enumerate(working):
        if not isinstance(item, Statement) or (moved := _moved(item, setting)) is None:
            continue
        part = _part(item, setting)
        if moved in last and (part == "rest" or (chance and part == "numbers")):
            pairs |= {last.pop(moved): True, at: False}
        elif part in ("decay", "numbers"):
            last[moved] = at
        else:
            last.pop(moved, None)
    return pairs


def said_alone(verdicts: Sequence[LineVerdict], language: Language) -> list[LineVerdict]:
    """The verdicts, with a word on what the lines about the decayed point are judged as."""

    def said(line: LineVerdict) -> LineVerdict:
        first, *rest = line.links
        reason = first.reason or ALONE.text(language)
        return replace(line, links=(replace(first, reason=reason), *rest))

    return [
        said(line) if line.quantity == DECAYED and line.links[0].verdict in HELD else line
        for line in verdicts
    ]


def _moved(statement: Statement, setting: Setting) -> Moved | None:
    """The coordinate, index and step of the point that a chain is about."""
    head = statement.chain.sides[0]
    found = _point(head, setting) if isinstance(head, Name) else None
    return None if found is None else (*found, statement.step)


def _point(name: Name, setting: Setting) -> tuple[int | None, tuple[str, ...]] | None:
    """The coordinate and the index of a name for the point."""
    page = vocabulary_of(setting)
    for subject, rest in (*page.variable_first(name), *page.subjects(name)):
        return (subject.component, rest) if subject.name == POINT else None
    return None


def _part(statement: Statement, setting: Setting) -> Literal["decay", "numbers", "rest", "whole"]:
    """What of a step a line works out: the decay by name or in its numbers, the rest, or both."""
    sides = statement.chain.sides[1:]
    parts = [part for side in sides for part in walk(side)]
    named = any(_is_weight_decay(part, setting) for part in parts)
    if any(isinstance(part, Call) or _is_other(part, setting) for part in parts):
        return "whole" if named else "rest"
    if named:
        return "decay"
    return "numbers" if any(_has_share(part, setting) for part in parts) else "rest"


def _has_share(part: Node, setting: Setting) -> bool:
    """Whether a product or 1 - p holds a number of the decay's: λ, ηλ or 1 - ηλ."""
    rate, share = setting.values[RATE], setting.values[WEIGHT_DECAY]
    numbers = {str(number) for number in (share, rate * share, 1 - rate * share)}
    match part:
        case Binary(operator="*", left=left, right=right):
            factors = [left, right]
        case Binary(operator="-", left=Number(value=one), right=right) if one == 1:
            factors = [right]
        case _:
            return False
    return any(isinstance(factor, Number) and str(factor.value) in numbers for factor in factors)


def _is_weight_decay(part: Node, setting: Setting) -> bool:
    return isinstance(part, Name) and meaning(part, setting, None) == Parameter(WEIGHT_DECAY)


def _is_other(part: Node, setting: Setting) -> bool:
    """Whether a name is neither the point's nor a parameter's."""
    if not isinstance(part, Name) or _point(part, setting) is not None:
        return False
    return not isinstance(meaning(part, setting, None), Parameter)


def _named(statement: Statement, setting: Setting, *, head: bool) -> Statement:
    """A decay with its head, or the line after it with the point on its right, as `decayed`."""
    first, *sides = statement.chain.sides
    moved = _point(first, setting) if isinstance(first, Name) else None
    index = moved[1] if moved else ()

    def change(name: Name) -> Name:
        found = _point(name, setting)
        if found is None or found[1] not in ((), index):
            return name
        component, rest = found
        variable = () if component is None else (vocabulary_of(setting).variables[component],)
        return replace(name, base=DECAYED, marks=(), index=(*variable, *rest))

    if head:
        return statement.with_sides([with_names(first, change), *sides])
    return statement.with_sides([first, *(with_names(side, change) for side in sides)])


def _led_by(before_it: Items, setting: Setting) -> str | None:
    """The quantity that stands before a decay on the page; None at the beginning of a step."""
    page = vocabulary_of(setting)
    for item in reversed(before_it):
        head = item.chain.sides[0] if isinstance(item, Statement) else None
        if isinstance(head, Name):
            for subject, _ in (*page.variable_first(head), *page.subjects(head)):
                return None if subject.name in (POINT, DECAYED) else subject.name
    return None


def _split(rule: Rule, led_by: str | None) -> Rule:
    """The rule with its decay as a line of its own, where the page has it."""
    lines: list[Line] = []
    for line in rule.lines:
        if line.left == POINT:
            terms = Add.make_args(line.right.doit())
            decay = [term for term in terms if term.has(parameter(WEIGHT_DECAY))]
            rest = [term for term in terms if term not in decay and term != before(POINT)]
            decayed = Line(DECAYED, Add(before(POINT), *decay, evaluate=False))
            line = replace(line, right=Add(now(DECAYED), *rest, evaluate=False))
        lines.append(line)
    place = [None, *rule.quantities].index(led_by)
    return replace(rule, lines=(*lines[:place], decayed, *lines[place:]))
