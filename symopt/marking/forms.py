"""Other forms of a rule with a velocity: the other sign, or the learning rate not inside.

Where v is written for v/k, the rule's lines become those of v/k, and the points stay the same. That
they do is proved line by line: if point and velocity agree before a step, they agree after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sympy import Add, Expr, Interval, Pow, S, oo

from symopt.decide.equal import equal
from symopt.errors import SymoptError
from symopt.marking.general import gradients_named
from symopt.marking.said import Said, sentence
from symopt.marking.verdicts import HELD, LineVerdict
from symopt.notation.write import write_text
from symopt.reading.synonyms import roles
from symopt.rule import POINT, Rule, before, now, parameter
from symopt.setting import Setting

SECONDS = 3.0
RATE, POSITIVE = "lr", Interval.open(0, oo)
OPPOSITE = sentence(
    en="{name} has the opposite sign of the rule's {name} here; the points are the same",
    ko="여기서 {name}의 부호는 규칙과 반대입니다. 점들은 그대로입니다",
)
SCALED = sentence(
    en="{name} is the rule's {name} divided by {factor} here; the points are the same",
    ko="여기서 {name} 값은 규칙의 값을 나눈 것입니다(나누는 수: {factor}). 점들은 그대로입니다",
)


@dataclass(frozen=True)
class Form:
    """A setting with its rule in another form, which writes the quantity `name` otherwise."""

    setting: Setting
    name: str
    note: Said


def other_forms(setting: Setting, verdicts: Sequence[LineVerdict]) -> Iterator[Form]:
    """The other forms of a page's rule, where its lines give reason to ask for them.

    That is where a line about every step, or the first of the velocity, is wrong by the rule.
    """
    name = _velocity(setting.rule)
    if name is None or any(setting.initial[name]) or not _first_is_wrong(verdicts, name):
        return
    rate = parameter(RATE)
    factors = [-S.One]
    if setting.values.get(RATE, S.Zero).is_positive:
        factors += [-rate, rate, -1 / rate, 1 / rate]
    for factor in factors:
        rule = scaled(setting.rule, name, factor)
        if rule is not None:
            note = OPPOSITE if factor == -1 else SCALED
            note = note.filled(name=name, factor=write_text(factor))
            yield Form(replace(setting, rule=rule), name, note)


def is_written_in(
    form: Form, judged: Sequence[LineVerdict], by_rule: Sequence[LineVerdict]
) -> bool:
    """Whether a page writes a form: so says a line about every step, or the first of the velocity.

    `judged` are its lines by the form. They must agree with it better than with the rule itself,
    in a line about the point too: of a velocity alone, or two bare values, one may be a slip.
    """
    if slips(judged) >= slips(by_rule):
        return False
    velocities, points = (
        [line for line in judged if line.quantity == quantity and line.step != 0]
        for quantity in (form.name, POINT)
    )
    held = [point for point in points if _holds(point)]
    if not held or not any(map(_holds, velocities)):
        return False
    stated = [*zip(judged, by_rule, strict=True)]
    stated = [pair for pair in stated if _is_stated(pair[0], form.name)]
    if any(slips([own]) for _, own in stated):
        return all(map(_holds, (other for other, _ in stated)))
    first, *later = [line for line in velocities if line.step]
    shown = any(len(point.links) > 1 for point in held) or any(map(_holds, later))
    return _holds(first) and shown


@lru_cache(maxsize=64)
def scaled(rule: Rule, name: str, factor: Expr) -> Rule | None:
    """The rule with name/factor written for a state quantity; None where nobody writes it so.

    `None` too where it is not proved that the points stay the same.
    """
    new = {symbol: factor * symbol for symbol in (now(name), before(name))}
    lines = []
    for line in rule.lines:
        divisor = factor if line.left == name else S.One
        terms = [term.subs(new) / divisor for term in Add.make_args(line.right.doit())]
        lines.append(replace(line, right=Add(*terms, evaluate=False)))
    if any(line.right.atoms(Pow) for line in lines):
        return None
    for own, other in zip(rule.lines, lines, strict=True):
        if not _agree(own.right.subs(new), other.right * (factor if own.left == name else S.One)):
            return None
    return replace(rule, lines=tuple(lines))


def _agree(own: Expr, other: Expr) -> bool:
    """Whether two right sides are equal for every learning rate above 0, proved."""
    sides = gradients_named(own, other)
    try:
        return equal(*sides, assuming={RATE: POSITIVE}, seconds=SECONDS).status == "proved"
    except SymoptError:
        return False


def _velocity(rule: Rule) -> str | None:
    """The state quantity that averages or sums gradients, where there is no other state."""
    (name, role), *others = [*roles(rule).items()] or [("", "")]
    linear = role in ("velocity", "average")
    return name if linear and not others and [*rule.state] == [name] else None


def _first_is_wrong(verdicts: Sequence[LineVerdict], name: str) -> bool:
    """Whether a line about every step is wrong, or the first one about a quantity."""
    own = [line for line in verdicts if line.quantity == name and line.step]
    stated = [line for line in verdicts if _is_stated(line, name)]
    return bool(slips(stated + own[:1]))


def _is_stated(line: LineVerdict, name: str) -> bool:
    """Whether a line speaks of the quantity or of the point at every step."""
    return line.step is None and line.quantity in (name, POINT)


def _holds(line: LineVerdict) -> bool:
    return all(link.verdict in HELD for link in line.links)


def slips(lines: Sequence[LineVerdict]) -> int:
    """How many links of some lines are wrong, and not for a slip before."""
    return sum(link.is_slip for line in lines for link in line.links)


def held(lines: Sequence[LineVerdict]) -> int:
    """How many links of some lines are right."""
    return sum(link.verdict in HELD for line in lines for link in line.links)
