"""The names that a setting gives a meaning to: what one may be about, and what its index says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from sympy import Symbol

from symopt.notation.read import canonical
from symopt.notation.tree import Name, key
from symopt.objective import Objective
from symopt.parameter import resolve
from symopt.reading.indices import is_time
from symopt.reading.synonyms import (
    CORRECTED,
    GRADIENT_WORDS,
    LETTERS,
    LOSS_NAMES,
    NEW,
    PARAMETER_WORDS,
    POINT_NAMES,
    synonym,
)
from symopt.rule import POINT, Rule
from symopt.setting import Setting

GRADIENT = "g"
_FUNCTIONS = frozenset({"f", "F", "J", "L"})
_PARTIALS = frozenset({"df", "dF", "dJ", "dL"})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a name is about, before its step is known."""

    name: str
    component: int | None = None
    derivative: bool = False


class Vocabulary:
    """The names that a setting gives a meaning to."""

    def __init__(
        self, rule: Rule, variables: tuple[Symbol, ...], columns: tuple[Symbol, ...], samples: bool
    ):
        self.rule = rule
        self.samples = samples
        self.whole = Vocabulary(rule, variables, columns, False) if samples else self
        """The same where every derivative is that of the whole batch."""
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

    def variable_first(self, name: Name) -> Iterator[tuple[Subject, tuple[str, ...]]]:
        """The variable that a name begins with, and what its index says besides."""
        marks = tuple(mark for mark in name.marks if mark not in ("prime", "plus"))
        rest = tuple(mark for mark in name.marks if mark not in marks)
        for split in range(len(name.index), -1, -1):
            spelled = key(Name(name.base, marks, name.index[:split]))
            if spelled in self.variables:
                yield Subject(POINT, self.component(spelled)), (*name.index[split:], *rest)

    def subjects(self, name: Name) -> Iterator[tuple[Subject, tuple[str, ...]]]:
        """What a name may be about, the most literal reading first, and the rest of its index."""
        for split in range(len(name.index), -1, -1):
            spelled = key(Name(name.base, name.marks, name.index[:split]))
            if spelled in (*self.rule.quantities, *self.rule.state):
                yield self.corrected(spelled, name.index[split:])
        largest = f"{name.base}_max"  # v̂ in AMSGrad's paper, where it is no corrected v
        if "hat" in name.marks and largest in self.rule.quantities:
            yield Subject(largest), name.index
        stepped = f"{resolve(name.base, self.rule.parameters)}_t"  # α₂ is lr_t at step 2
        if stepped in self.rule.quantities and not name.marks:
            yield Subject(stepped), name.index
        if (found := self.derivative(name, name.index)) is not None:
            yield found
        bare = replace(name, marks=(), index=())
        if name.marks and not {*name.marks} <= NEW | CORRECTED:
            return
        if self.is_point(bare.base):
            yield Subject(POINT), (*name.index, *name.marks)
        if bare.base in GRADIENT_WORDS and GRADIENT in self.rule.quantities:
            yield Subject(GRADIENT), (*name.index, *name.marks)
        moved = bare.base.removeprefix("Delta")
        if moved != bare.base and moved in self.letters and "delta" in self.rule.quantities:
            yield Subject("delta"), (*name.index, *name.marks)
        if (meant := synonym(bare.base, self.rule)) is not None:
            yield self.corrected(meant, (*name.index, *name.marks))

    def corrected(self, quantity: str, rest: tuple[str, ...]) -> tuple[Subject, tuple[str, ...]]:
        """m' and m_corrected are m̂ where the rule has m̂; so is (new)m₁, said of its own step.

        Without a step (new)m may be either, so its word stays in the index and means nothing.
        """
        hat = f"{quantity}_hat"
        if hat not in self.rule.quantities:
            return Subject(quantity), rest
        numbered = any(map(is_time, rest))
        words = CORRECTED | ({"new"} if numbered else set())
        left = tuple(part for part in rest if part not in words)
        if "new" in left:
            return Subject(quantity), ("either",)
        return (Subject(hat), left) if len(left) < len(rest) else (Subject(quantity), rest)

    def derivative(
        self, name: Name, index: tuple[str, ...]
    ) -> tuple[Subject, tuple[str, ...]] | None:
        """∂f/∂x, dw, ∇_w f, f' and y': the derivative's coordinate, and the rest of the index."""
        base, marks = name.base, name.marks
        if GRADIENT not in self.rule.quantities:
            return None
        if base in _FUNCTIONS - self.taken and index and marks in ((), ("prime",)):
            return self._by_subscript(index)
        if marks == ("prime",):
            whole = len(self.variables) == 1 and base in LOSS_NAMES - self.taken
            return (Subject(GRADIENT, derivative=True), index) if whole else None
        if marks or not (base == "grad" or base.startswith("d")):
            return None
        if base == "grad" or base in _PARTIALS - {f"d{letter}" for letter in self.letters}:
            named = bool(index) and base != "grad" and self.is_point(index[0])  # df_w
            return Subject(GRADIENT, derivative=True), index[1:] if named else index
        above, _, below = base.partition("/")
        if below and (above[1:] not in LOSS_NAMES - self.taken or not below.startswith("d")):
            return None
        if self.samples:
            return None  # dw may be of one row of the data
        below = below[1:] if below else base[1:]
        return self._differential(below, index, formula="/" in base)

    def _by_subscript(self, index: tuple[str, ...]) -> tuple[Subject, tuple[str, ...]] | None:
        """f_x and f'_x: the derivative by a variable; where there are data, one row's perhaps."""
        if self.samples or (index[0].isdigit() or is_time(index[0])):
            return None
        for split in range(len(index), 0, -1):
            spelled = "_".join(index[:split])
            if spelled in self.variables:
                return Subject(GRADIENT, self.component(spelled), True), index[split:]
        return None

    def _differential(
        self, below: str, index: tuple[str, ...], *, formula: bool
    ) -> tuple[Subject, tuple[str, ...]] | None:
        """The coordinate that dw or dw_1 stands for; w before w_1 where both are variables."""
        found: list[tuple[Subject, tuple[str, ...]]] = []
        for split in range(len(index) + 1):
            spelled = "_".join((below, *index[:split]))
            if spelled in self.variables:
                subject = Subject(GRADIENT, self.component(spelled), formula)
                found.append((subject, index[split:]))
        if not found and self.is_point(below):
            found = [(Subject(GRADIENT, None, formula), index)]
        return found[0] if len(found) == 1 else None

    def parameter(self, name: Name) -> str | None:
        """beta1, beta_1, β₁ and B1 alike."""
        if name.marks:
            return None
        plain = key(name).replace("_", "")
        if plain == "gamma" and "weight_decay" in self.rule.parameters:
            return "lr"  # PyTorch's letter; beside λ no rule has another γ
        parameters = self.rule.parameters
        found = resolve(PARAMETER_WORDS.get(plain, plain), parameters)
        found = found or resolve(key(name), parameters)
        return found or (resolve(plain.lower(), parameters) if plain in ("B1", "B2") else None)


def vocabulary_of(setting: Setting) -> Vocabulary:
    """The names of a setting, collected once."""
    objective = setting.objective
    if not isinstance(objective, Objective):
        return _known(setting.rule, setting.variables, (), False)
    return _known(setting.rule, setting.variables, objective.columns, len(objective.rows) > 1)


@lru_cache(maxsize=64)
def _known(
    rule: Rule, variables: tuple[Symbol, ...], columns: tuple[Symbol, ...], samples: bool
) -> Vocabulary:
    return Vocabulary(rule, variables, columns, samples)
