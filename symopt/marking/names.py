"""Which quantity, step and coordinate a name on a page means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from sympy import Symbol

from symopt.marking.synonyms import (
    CORRECTED,
    GRADIENT_WORDS,
    LETTERS,
    LOSS_NAMES,
    NEW,
    OLD,
    PARAMETER_WORDS,
    POINT_NAMES,
    SYNONYMS,
    TIMES,
    roles,
    synonym,
)
from symopt.notation.read import canonical
from symopt.notation.tree import Call, Name, key
from symopt.objective import Objective
from symopt.parameter import resolve
from symopt.rule import POINT, STEP, Rule
from symopt.setting import Setting

GRADIENT = "g"
_PARTIALS = frozenset({"df", "dF", "dJ", "dL"})
_MOST_INDEX_PARTS = 8


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


Meaning: TypeAlias = "Quantity | Parameter | StepNumber | GradientOf"


def meaning(name: Name, setting: Setting, step: int | None) -> Meaning | None:
    """What a name means where the working has reached `step`; None when it is not known.

    The page's own variables come first, then the columns of its data (which mean nothing here),
    the rule's parameters, the step number, the rule's quantities and at last their synonyms.
    """
    if len(name.index) > _MOST_INDEX_PARTS or "star" in name.marks:
        return None
    page = _page(setting)
    if (coordinate := page.coordinate(key(name))) is not None:
        return None if step is None else Quantity(POINT, step, coordinate)
    if name.base in page.columns or key(name) in page.columns:
        return None
    for subject, rest in page.variable_first(name):
        return page.placed(subject, rest, step)
    parameter = page.parameter(name)
    if parameter is not None:
        return Parameter(parameter)
    if key(name) == STEP.name and step is not None:
        return StepNumber(step)
    for subject, rest in page.subjects(name):
        return page.placed(subject, rest, step)
    return None


def call_meaning(call: Call, setting: Setting) -> GradientOf | FunctionOf | None:
    """What f(…), ∇f(…), f'(…) or ∂f/∂x(…) is the value of, at the point in the brackets."""
    page, function = _page(setting), call.function
    if function in ("f", "F", "J", "L", "loss", "Loss", "cost") and function not in page.taken:
        return FunctionOf()
    if function in ("grad", "derivative"):
        whole = function == "grad" or len(page.variables) == 1
        return GradientOf() if whole else None
    base, *index = function.split("_")
    subject = page.derivative(Name(base, (), tuple(index)), tuple(index))
    if subject is None or any(part not in page.letters for part in subject[1]):
        return None
    return GradientOf(subject[0].component)


def known_names(setting: Setting) -> frozenset[str]:
    """The keys of all names that mean something, without their steps."""
    page, rule = _page(setting), setting.rule
    names = {*rule.quantities, *rule.state, *page.variables, *rule.parameters}
    names |= (POINT_NAMES - page.columns) | {"g"} | {f"d{name}" for name in page.letters}
    words = {word for role in roles(rule).values() for word in SYNONYMS.get(role, ())}
    names |= {word for word in words | GRADIENT_WORDS if len(word) > 1}
    return frozenset(names | {canonical(name) for name in rule.parameters})


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a name is about, before its step is known."""

    name: str
    component: int | None = None
    derivative: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """What an index says: a step, whether it is the old or the new value, a coordinate."""

    step: int | None = None
    old: bool = False
    new: bool = False
    component: int | None = None


def _page(setting: Setting) -> _Page:
    objective = setting.objective
    if not isinstance(objective, Objective):
        return _known(setting.rule, setting.variables, (), False)
    return _known(setting.rule, setting.variables, objective.columns, len(objective.rows) > 1)


class _Page:
    """The names that a setting gives a meaning to."""

    def __init__(
        self, rule: Rule, variables: tuple[Symbol, ...], columns: tuple[Symbol, ...], samples: bool
    ):
        self.rule = rule
        self.samples = samples
        self.variables = tuple(canonical(str(variable)) for variable in variables)
        typed = {canonical(str(column)) for column in columns}
        typed |= {column.upper() for column in typed}  # X is the matrix of all x
        self.columns = frozenset(typed - {*self.variables})
        self.taken = {*self.variables, *self.columns, *rule.quantities, *rule.state}
        points = {name for name in POINT_NAMES if self.is_point(name)}
        self.letters = frozenset({*self.variables, *points})
        """The names below a derivative: the variables, and what the point is called."""

    def coordinate(self, spelled: str) -> int | None:
        """The number of the variable of that name."""
        return self.variables.index(spelled) if spelled in self.variables else None

    def component(self, spelled: str) -> int | None:
        """The coordinate that a variable's name stands for; a lone variable is the whole point."""
        return self.coordinate(spelled) if len(self.variables) > 1 else None

    def is_point(self, spelled: str) -> bool:
        """Whether a name means the whole point.

        w does where the variables are w1 and w2; with b besides it may be the first two, and
        without them x may be an input.
        """
        if spelled not in POINT_NAMES or spelled in self.columns:
            return False
        bases = {variable.split("_")[0].lower() for variable in self.variables}
        return spelled not in LETTERS or bases == {spelled.lower()}

    def variable_first(self, name: Name) -> Iterator[tuple[_Subject, tuple[str, ...]]]:
        """The variable that a name begins with, and what its index says besides."""
        marks = tuple(mark for mark in name.marks if mark not in ("prime", "plus"))
        rest = tuple(mark for mark in name.marks if mark not in marks)
        for split in range(len(name.index), -1, -1):
            spelled = key(Name(name.base, marks, name.index[:split]))
            if spelled in self.variables:
                yield _Subject(POINT, self.component(spelled)), (*name.index[split:], *rest)

    def subjects(self, name: Name) -> Iterator[tuple[_Subject, tuple[str, ...]]]:
        """What a name may be about, the most literal reading first, and the rest of its index."""
        for split in range(len(name.index), -1, -1):
            spelled = key(Name(name.base, name.marks, name.index[:split]))
            if spelled in (*self.rule.quantities, *self.rule.state):
                yield self.corrected(spelled, name.index[split:])
        stepped = f"{resolve(name.base, self.rule.parameters)}_t"  # α₂ is lr_t at step 2
        if stepped in self.rule.quantities and not name.marks:
            yield _Subject(stepped), name.index
        if (found := self.derivative(name, name.index)) is not None:
            yield found
        bare = replace(name, marks=(), index=())
        if name.marks and not {*name.marks} <= NEW | CORRECTED:
            return
        if self.is_point(bare.base):
            yield _Subject(POINT), (*name.index, *name.marks)
        if bare.base in GRADIENT_WORDS and GRADIENT in self.rule.quantities:
            yield _Subject(GRADIENT), (*name.index, *name.marks)
        moved = bare.base.removeprefix("Delta")
        if moved != bare.base and moved in self.letters and "delta" in self.rule.quantities:
            yield _Subject("delta"), (*name.index, *name.marks)
        if (meant := synonym(bare.base, self.rule)) is not None:
            yield self.corrected(meant, (*name.index, *name.marks))

    def corrected(self, quantity: str, rest: tuple[str, ...]) -> tuple[_Subject, tuple[str, ...]]:
        """m' and m_corrected are m̂ where the rule has m̂; so is (new)m₁, said of its own step.

        Without a step (new)m may be either, so its word stays in the index and means nothing.
        """
        hat = f"{quantity}_hat"
        if hat not in self.rule.quantities:
            return _Subject(quantity), rest
        numbered = any(part.isdigit() or part in TIMES for part in rest)
        words = CORRECTED | ({"new"} if numbered else set())
        left = tuple(part for part in rest if part not in words)
        if "new" in left:
            return _Subject(quantity), ("either",)
        return (_Subject(hat), left) if len(left) < len(rest) else (_Subject(quantity), rest)

    def derivative(
        self, name: Name, index: tuple[str, ...]
    ) -> tuple[_Subject, tuple[str, ...]] | None:
        """∂f/∂x, dw, ∇_w f, f' and y': the derivative's coordinate, and the rest of the index."""
        base, marks = name.base, name.marks
        if GRADIENT not in self.rule.quantities:
            return None
        if marks == ("prime",):
            whole = len(self.variables) == 1 and base in LOSS_NAMES - self.taken
            return (_Subject(GRADIENT, derivative=True), index) if whole else None
        if marks or not (base == "grad" or base.startswith("d")):
            return None
        if base == "grad" or base in _PARTIALS - {f"d{letter}" for letter in self.letters}:
            return _Subject(GRADIENT, derivative=True), index
        above, _, below = base.partition("/")
        if below and (above[1:] not in LOSS_NAMES - self.taken or not below.startswith("d")):
            return None
        if self.samples:
            return None  # dw may be of one row of the data
        below = below[1:] if below else base[1:]
        return self._differential(below, index, formula="/" in base)

    def _differential(
        self, below: str, index: tuple[str, ...], *, formula: bool
    ) -> tuple[_Subject, tuple[str, ...]] | None:
        """The coordinate that dw or dw_1 stands for; w before w_1 where both are variables."""
        found: list[tuple[_Subject, tuple[str, ...]]] = []
        for split in range(len(index) + 1):
            spelled = "_".join((below, *index[:split]))
            if spelled in self.variables:
                subject = _Subject(GRADIENT, self.component(spelled), formula)
                found.append((subject, index[split:]))
        if not found and self.is_point(below):
            found = [(_Subject(GRADIENT, None, formula), index)]
        return found[0] if len(found) == 1 else None

    def parameter(self, name: Name) -> str | None:
        """beta1, beta_1, β₁ and B1 alike."""
        if name.marks:
            return None
        plain = key(name).replace("_", "")
        parameters = self.rule.parameters
        found = resolve(PARAMETER_WORDS.get(plain, plain), parameters)
        found = found or resolve(key(name), parameters)
        return found or (resolve(plain.lower(), parameters) if plain in ("B1", "B2") else None)

    def placed(self, subject: _Subject, rest: tuple[str, ...], step: int | None) -> Meaning | None:
        """A subject with the step and coordinate that the rest of the index gives it."""
        place = self.place(rest, step)
        if place is None or (subject.component is not None and place.component is not None):
            return None
        component = place.component if subject.component is None else subject.component
        if component is not None and subject.name in self.rule.scalars:
            return None
        explicit = any(part not in NEW for part in rest) and place.step is not None
        if subject.name == GRADIENT and (place.step is None or subject.derivative):
            named = place.old or place.new
            if not explicit or place.step is None:
                return None if named else GradientOf(component, place.step)
        if place.step is None or place.step < -1:  # m_{-1} where m_0 is the first moment
            return None
        return Quantity(subject.name, place.step, component)

    def place(self, rest: tuple[str, ...], step: int | None) -> _Place | None:
        """What the parts of an index say; None where one says nothing, or two the same."""
        old = [part for part in rest if part in OLD]
        new = [part for part in rest if part in NEW]
        parts = [part for part in rest if part not in OLD | NEW]
        steps = [part for part in parts if _is_time(part)]
        others = [part for part in parts if not _is_time(part)]
        component: int | None = None
        if others:
            spelled, steps = self._coordinate_in(others, steps)
            if spelled is None:
                return None
            component = self.component(spelled)
        if len(steps) > 1 or len(old) + len(new) > 1 or (steps and (old or new)):
            return None
        at = _step(steps[0], step) if steps else step
        if steps and at is None:
            return _Place(component=component) if steps[0] in TIMES else None
        if old:
            at = None if at is None else at - 1
        return _Place(at, bool(old), bool(new), component)

    def _coordinate_in(self, others: list[str], steps: list[str]) -> tuple[str | None, list[str]]:
        """The variable that the words of an index spell: x, dw, or w with its own number."""
        word = "_".join(others)
        found = []
        for spelled in {word, word.removeprefix("d")}:
            if spelled in self.variables:
                found.append((spelled, steps))
            found += [
                (f"{spelled}_{number}", [s for i, s in enumerate(steps) if i != at])
                for at, number in enumerate(steps)
                if f"{spelled}_{number}" in self.variables
            ]
        if not found and len(self.variables) == 1 and self.is_point(word.removeprefix("d")):
            return self.variables[0], steps
        return found[0] if len(found) == 1 else (None, steps)


@lru_cache(maxsize=64)
def _known(
    rule: Rule, variables: tuple[Symbol, ...], columns: tuple[Symbol, ...], samples: bool
) -> _Page:
    return _Page(rule, variables, columns, samples)


def _is_time(part: str) -> bool:
    """Whether a part of an index is a step: a number, t, t-1, k+1."""
    numbered = part.isascii() and part.removeprefix("-").isdigit()
    return numbered or part in TIMES or part[:2] in _SHIFTED


_SHIFTED = frozenset(time + sign for time in TIMES for sign in "+-")


def _step(index: str, step: int | None) -> int | None:
    """The step that an index means: a number, or t, t-1 where the step is known.

    t+1 has none but where counting begins at 0: below 'Step 1' it may be the first or the second.
    """
    if index.isascii() and index.removeprefix("-").isdigit():
        return int(index) if len(index) < 8 else None
    shift = index[1:].replace(" ", "")
    if step is None or index[:1] not in TIMES:
        return None
    if not shift:
        return step
    if not shift[1:].isdigit() or len(shift) > 8:
        return None
    back = int(shift)
    return step + back if back <= 0 or step == 0 else None
