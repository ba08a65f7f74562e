"""Which quantity, step and coordinate a name on a page means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from symopt.notation.read import canonical
from symopt.notation.tree import Call, Name, key
from symopt.reading.indices import is_time, read_index
from symopt.reading.losses import function_names
from symopt.reading.synonyms import (
    GRADIENT_WORDS,
    LOSS_NAMES,
    NEW,
    POINT_NAMES,
    SYNONYMS,
    roles,
    synonym,
)
from symopt.reading.vocabulary import GRADIENT, Subject, Vocabulary, vocabulary_of
from symopt.rule import POINT, STEP
from symopt.setting import Setting

_MOST_INDEX_PARTS = 8
SOME_STEP = 1  # where a name is asked what it is about, whatever the step


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at a step; `component` where the name means one coordinate of a vector."""

    name: str
    step: int
    component: int | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A hyper-parameter of the rule."""

    name: str


@dataclass(frozen=True, slots=True)
class StepNumber:
    """The number t of the step itself."""

    step: int


@dataclass(frozen=True, slots=True)
class GradientOf:
    """∇f, or ∂f/∂x for one coordinate: a formula where variables stand on the other side.

    A number on the other side is its value in `step`, the quantity g; with no step, nowhere.
    """

    component: int | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """The function that is minimised."""


Meaning: TypeAlias = Quantity | Parameter | StepNumber | GradientOf


def meaning(name: Name, setting: Setting, step: int | None) -> Meaning | None:
    """What a name means where the working has reached `step`; None when it is not known.

    The page's own variables come first, then the columns of its data (which mean nothing here),
    the rule's parameters, the step number, the rule's quantities and at last their synonyms.
    """
    if len(name.index) > _MOST_INDEX_PARTS or "star" in name.marks:
        return None
    page = vocabulary_of(setting)
    if name.form == "raised" and is_time(name.index[-1]):
        name = replace(name, index=(*name.index[:-1], f"({name.index[-1]})"))
    if (coordinate := page.coordinate(key(name))) is not None:
        return None if step is None else Quantity(POINT, step, coordinate)
    if name.base in page.columns or key(name) in page.columns:
        return None
    for subject, rest in page.variable_first(name):
        return _placed(page, subject, rest, step)
    parameter = page.parameter(name)
    if parameter is not None:
        return Parameter(parameter)
    if key(name) == STEP.name and step is not None:
        return StepNumber(step)
    for subject, rest in page.subjects(name):
        return _placed(page, subject, rest, step)
    return None


def batch_gradient(name: Name, setting: Setting, step: int) -> Quantity | None:
    """∂L/∂w at a step as the derivative of the whole batch's loss, where it may be of one row's."""
    page = vocabulary_of(setting)
    found = page.whole.derivative(name, name.index) if page.samples else None
    match None if found is None else _placed(page, *found, step):
        case Quantity() as quantity:
            return quantity
        case GradientOf(component=component, step=at):
            return Quantity(GRADIENT, step if at is None else at, component)
        case _:
            return None


def call_meaning(call: Call, setting: Setting) -> GradientOf | FunctionOf | None:
    """What f(…), ∇f(…), f'(…) or ∂f/∂x(…) is the value of, at the point in the brackets."""
    page, function = vocabulary_of(setting), call.function
    if function in function_names(setting):
        return FunctionOf()
    above, _, below = function.partition("/")
    if above[1:] in function_names(setting) and below[1:] in page.variables:
        return GradientOf(page.component(below[1:]))  # ∂f/∂x(x, y), of the function so called
    if function in ("grad", "derivative"):
        whole = function == "grad" or len(page.variables) == 1
        return GradientOf() if whole else None
    base, *index = function.split("_")
    if index == ["prime"] and base in LOSS_NAMES - page.taken and len(page.variables) == 1:
        return GradientOf()  # y'(10)
    subject = page.derivative(Name(base, (), tuple(index)), tuple(index))
    if subject is None or any(part not in page.letters for part in subject[1]):
        return None
    return GradientOf(subject[0].component)


def known_names(setting: Setting) -> frozenset[str]:
    """The keys of all names that mean something, without their steps."""
    page, rule = vocabulary_of(setting), setting.rule
    names = {*rule.quantities, *rule.state, *page.variables, *rule.parameters}
    names |= (POINT_NAMES - page.columns) | {"g"} | {f"d{name}" for name in page.letters}
    words = {word for role in roles(rule).values() for word in SYNONYMS.get(role, ())}
    names |= {word for word in words | GRADIENT_WORDS if len(word) > 1}
    return frozenset(names | {canonical(name) for name in rule.parameters})


def computed_order(setting: Setting) -> tuple[frozenset[str], ...]:
    """The names of a step's quantities in the order of the rule's lines, the point last."""
    page, rule = vocabulary_of(setting), setting.rule
    lines = [line.left for line in rule.lines if line.left not in (POINT, GRADIENT)]
    words = {word for role in roles(rule).values() for word in SYNONYMS.get(role, ())}
    same = ({name} | {word for word in words if synonym(word, rule) == name} for name in lines)
    gradient = {GRADIENT} | (GRADIENT_WORDS - page.columns) | {f"d{name}" for name in page.letters}
    return (frozenset(gradient), *map(frozenset, same), page.letters)


def _placed(
    page: Vocabulary, subject: Subject, rest: tuple[str, ...], step: int | None
) -> Meaning | None:
    """A subject with the step and coordinate that the rest of the index gives it."""
    place = read_index(rest, step, page.variables, page.letters)
    if place is None or (subject.component is not None and place.component is not None):
        return None
    component = place.component if subject.component is None else subject.component
    if component is not None and subject.name in page.rule.scalars:
        return None
    explicit = any(part not in NEW for part in rest) and place.step is not None
    if subject.name == GRADIENT and (place.step is None or subject.derivative):
        named = place.old or place.new
        if not explicit or place.step is None:
            return None if named else GradientOf(component, place.step)
    if place.step is None or place.step < -1:
        return None
    return Quantity(subject.name, place.step, component)
