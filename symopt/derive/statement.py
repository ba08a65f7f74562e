"""A statement as a page declares it: symbols with what is assumed of them, a rule, and claims.

    ---
    title: {en: The weights of an average, ko: 평균의 가중치}
    assume: {beta: (0, 1), t: positive integer, g: sequence}
    define: {w: 1 - beta}
    rule: momentum_ema
    uses: [another-page.result]
    ---

`rule` (and parameters set to numbers beside it) makes the rule's quantities known, for any
gradients or for those that `gradient: theta/10` gives at each point; `define` names expressions;
`uses` takes over what another page of the same folder has proved.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sympy import Expr, Symbol

from symopt.decide.assumptions import read_assumption
from symopt.derive.body import Part, read_body
from symopt.derive.unrolled import GRADIENTS, Unrolled
from symopt.derive.vocabulary import Vocabulary
from symopt.errors import InputError, NotationError
from symopt.front_matter import check_parameter, parameter_of, read_number, read_rule, read_title
from symopt.notation.read import canonical, read_expression
from symopt.notation.tree import Name, Node, key
from symopt.page import Entry, Page
from symopt.parameter import did_you_mean, domains
from symopt.rule import POINT, STEP, Rule, before
from symopt.spelling import name_of

KEYS = ("title", "assume", "define", "rule", "gradient", "uses")
PROBLEM_KEYS = ("objective", "start", "gradients")
SEQUENCE = "sequence"
RENAME = "take another name"


@dataclass(frozen=True)
class Use:
    """Another page that this one builds on, and the result of it that is taken over, if one is."""

    page: str
    result: str
    entry: Entry


@dataclass(frozen=True)
class Statement:
    """What a page claims, and of what.

    assumptions: what is known of each variable, by the name of its symbol.
    definitions: what the page's own names stand for, as typed.
    """

    page: Page
    title: Mapping[str, str]
    assumptions: Mapping[str, str]
    vocabulary: Vocabulary
    uses: tuple[Use, ...]
    parts: tuple[Part, ...]
    definitions: Mapping[str, Node] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The page's file name without its ending, by which others use it."""
        return Path(self.page.source or "page").stem

    @property
    def unrolled(self) -> Unrolled | None:
        """The rule that the statement is about, if it is about one."""
        return self.vocabulary.unrolled


def is_statement(page: Page) -> bool:
    """Whether a page makes claims, rather than stating a problem."""
    return bool(page.front) and not any(name in page.front for name in PROBLEM_KEYS)


def read_statement(page: Page) -> Statement:
    """The statement of a page; `InputError` names line, column and the way out."""
    return _Reader(page).statement()


class _Reader:
    def __init__(self, page: Page):
        self.page, self.front = page, page.front
        if not page.front:
            hint = "begin it with '---', lines like 'assume: {x: positive}', and '---' again"
            raise InputError("the page has no front matter", place=page.place, hint=hint)

    def statement(self) -> Statement:
        unrolled = self.unrolled()
        rule = unrolled.rule if unrolled else None
        self.refuse_unknown_keys(rule)
        assumptions = self.assumptions(rule)
        sequences = {name for name, known in assumptions.items() if known == SEQUENCE}
        given = {name: known for name, known in assumptions.items() if known != SEQUENCE}
        symbols = {**_symbols(given), **(unrolled.parameters if unrolled else {})}
        if unrolled and "gradient" in self.front:
            unrolled = replace(unrolled, gradient=self.gradient(Vocabulary(symbols)))
        elif unrolled:
            sequences.add(GRADIENTS)
        vocabulary = Vocabulary(symbols, frozenset(sequences), unrolled)
        definitions: dict[str, Node] = {}
        for name, entry in self.mapping("define").items():
            text, known = entry.text(name), canonical(name)
            if meaning := vocabulary.meaning(_name(name, entry)):
                raise InputError(f"'{name}' is {meaning} already", place=entry.place, hint=RENAME)
            definitions[known] = side = vocabulary.side(text, entry.place)
            value = vocabulary.expression(side, text, entry.place)
            vocabulary = vocabulary.knowing({known: value})
        return Statement(
            page=self.page,
            title=read_title(self.page),
            assumptions=given,
            vocabulary=vocabulary,
            uses=tuple(self.uses()),
            parts=tuple(read_body(self.page)),
            definitions=definitions,
        )

    def unrolled(self) -> Unrolled | None:
        if "rule" not in self.front:
            if "gradient" in self.front:
                place = self.front["gradient"].place
                raise InputError("a gradient needs a rule", place=place, hint="add 'rule: …'")
            return None
        names = [*self.mapping("assume"), *(name for name in self.front if name not in KEYS)]
        rule = read_rule(self.front["rule"], parameters=names)
        values = {
            meant: check_parameter(entry, meant, read_number(entry, name))
            for name, entry in self.front.items()
            if name not in KEYS and (meant := parameter_of(name, rule)) is not None
        }
        return Unrolled(rule, values)

    def gradient(self, vocabulary: Vocabulary) -> Expr:
        """The gradient at θ, along one coordinate."""
        entry = self.front["gradient"]
        known = vocabulary.knowing({POINT: Symbol(POINT, real=True)})
        return known.read(entry.text("gradient"), entry.place)

    def refuse_unknown_keys(self, rule: Rule | None) -> None:
        known = [*KEYS, *(rule.parameters if rule else ())]
        for name, entry in self.front.items():
            if name not in KEYS and (rule is None or parameter_of(name, rule) is None):
                place = self.page.at(entry.place.line or 1, 1)
                hint = did_you_mean(name, known)
                raise InputError(f"unknown name '{name}'", place=place, hint=hint)

    def mapping(self, name: str) -> dict[str, Entry]:
        entry = self.front.get(name)
        if entry is None:
            return {}
        if not isinstance(entry.value, dict):
            hint = f"write '{name}: {{beta: …}}'"
            raise InputError(f"'{name}' must name its symbols", place=entry.place, hint=hint)
        return entry.value

    def assumptions(self, rule: Rule | None) -> dict[str, str]:
        """What is assumed, the rule's own domains first, by the names of symbols."""
        found = domains(rule.parameters) if rule else {}
        if rule:
            found[STEP.name] = "positive integer"
        given: set[str] = set()
        for name, entry in self.mapping("assume").items():
            text = entry.text(name)
            if text != SEQUENCE:
                entry.placed(partial(read_assumption, name, text))
            meant = _symbol_name(name, rule)
            self.refuse_taken(name, meant, text, rule, entry, given)
            given.add(meant)
            found[meant] = text
        return found

    def refuse_taken(
        self, name: str, meant: str, known: str, rule: Rule | None, entry: Entry, given: set[str]
    ) -> None:
        """Refuse to assume something of a name that is assumed already, or can't be a variable."""
        carried = {before(state).name for state in rule.carried} if rule else set()
        taken = Vocabulary({}, unrolled=Unrolled(rule) if rule else None).meaning(
            _name(name, entry)
        )
        if meant in given:
            message, hint = f"'{name}' is given twice", None
        elif rule and meant == STEP.name and known != "positive integer":
            message, hint = f"'{name}' is the step of the rule: 1, 2, …", "leave it out"
        elif taken and known != SEQUENCE and meant not in (f"{POINT}_0", *carried):
            message, hint = f"'{name}' is {taken} already", RENAME
        else:
            return
        raise InputError(message, place=entry.place, hint=hint)

    def uses(self) -> list[Use]:
        entry = self.front.get("uses")
        if entry is None:
            return []
        parts = entry.parts
        texts = [part.text("uses").partition(".") for part in parts]
        return [Use(p, r, part) for (p, _, r), part in zip(texts, parts, strict=True)]


def _name(text: str, entry: Entry) -> Name:
    """A name as a page gives it."""
    with suppress(NotationError):
        if isinstance(node := read_expression(text), Name):
            return node
    if not text.isidentifier():
        raise InputError(f"'{text}' is no name", place=entry.place, hint="write a letter or a word")
    return Name(text)


def _symbol_name(name: str, rule: Rule | None) -> str:
    """The name of the symbol that a page's name stands for."""
    spelled = canonical(name)
    if rule is None:
        return spelled
    if (meant := parameter_of(name, rule)) is not None:
        return meant
    states: dict[str, str] = {key(name_of(state)): before(state).name for state in rule.carried}
    return states.get(spelled, spelled)


def _symbols(assumptions: Mapping[str, str]) -> dict[str, Expr]:
    """A symbol for each name; whole numbers are known to be such where they are exponents."""
    found: dict[str, Expr] = {}
    for name, known in assumptions.items():
        found[name] = Symbol(name, real=True, integer=True if "integer" in known else None)
    return found
