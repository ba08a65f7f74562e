"""Front matter as a setting: each value read where it stands, each error with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import Expr, Symbol

from symopt import rules
from symopt.equations import rule_from_equations
from symopt.errors import InputError, Place, SymoptError
from symopt.notation.options import Reading
from symopt.notation.read import canonical, read_chain, read_expression
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import Call, Name, Node, Vector
from symopt.objective import GivenGradients, Objective, batches_of, real_symbols
from symopt.page import Entry, Page, with_steps
from symopt.parameter import PARAMETERS, did_you_mean, resolve
from symopt.rule import Rule
from symopt.setting import Setting, build, check_value, exact, shown, whole

KEYS = frozenset(
    "title objective variables start rule steps digits show gradients data batches initial "
    "compare certify".split()
)
FUNCTION_NAMES = frozenset("f F J L C".split())


def read_setting(page: Page, *, steps: int | None = None) -> Setting:
    """The setting that a page states. `InputError` names line, column and the way out."""
    try:
        return _Reader(page).setting(steps)
    except SymoptError as error:
        raise error.at(page.place) from None


def read_title(page: Page) -> dict[str, str]:
    """The page's title in each language; in English where it gives but one."""
    entry = page.front.get("title")
    if entry is None:
        return {}
    if isinstance(entry.value, dict):
        return {language: part.text("title") for language, part in entry.value.items()}
    return {"en": entry.text("title")}


def read_rule(entry: Entry, *, parameters: Sequence[str], variables: Sequence[str] = ()) -> Rule:
    """The rule of that name, or the one whose equations are given in these parameters."""
    if isinstance(entry.value, str) and "=" not in entry.value:
        name = entry.value
        return entry.placed(lambda: rules.get(name))
    equations = entry.parts
    return rule_from_equations(
        [(part.text("rule"), part.place) for part in equations],
        parameters=parameters,
        place=entry.place,
        variables=variables,
    )


class _Reader:
    def __init__(self, page: Page):
        self.page = page
        self.front = page.front
        if not page.front:
            raise InputError(
                "the page states no problem",
                hint="begin it with '---', lines like 'objective: x*y', and '---' again",
            )

    def setting(self, steps: int | None) -> Setting:
        rule = self.rule()
        self.refuse_unknown_keys(rule)
        start = self.start()
        variables = real_symbols(list(start))
        setting = build(
            self.objective(variables),
            start=start,
            rule=rule,
            steps=steps if steps is not None else self.number("steps", 1, least=0),
            digits=self.number("digits", 15, least=1),
            title=read_title(self.page),
            show=self.show(rule),
            initial=self.initial(),
            parameters=self.parameters(rule),
        )
        head = self.page.head
        same = setting.steps == self.number("steps", 1, least=0)
        return replace(setting, front=head if same else with_steps(head, setting.steps))

    def entry(self, name: str) -> Entry:
        """The value under a name that must be there."""
        if name not in self.front:
            raise InputError(f"'{name}' is missing", hint=f"add a line '{name}: …'")
        return self.front[name]

    def number(self, name: str, default: int, *, least: int) -> int:
        if name not in self.front:
            return default
        entry = self.front[name]
        return entry.placed(lambda: whole(entry.text(name), name, least=least))

    def show(self, rule: Rule) -> dict[str, str]:
        entry = self.front.get("show")
        if entry is None:
            return {}
        show: dict[str, str] | str = (
            {name: part.text(name) for name, part in entry.value.items()}
            if isinstance(entry.value, dict)
            else entry.text("show")
        )
        return entry.placed(lambda: shown(rule, show))

    def rule(self) -> Rule:
        given = [name for name in self.front if name not in KEYS]
        return read_rule(self.entry("rule"), parameters=given, variables=self.names())

    def refuse_unknown_keys(self, rule: Rule) -> None:
        for name, entry in self.front.items():
            if name in KEYS or parameter_of(name, rule) is not None:
                continue
            message = f"unknown name '{name}'"
            if canonical(name).replace("_", "") in PARAMETERS:
                message = f"rule '{rule.name}' has no parameter '{name}'"
            hint = did_you_mean(name, [*KEYS, *rule.parameters])
            raise InputError(message, place=self.key_place(entry), hint=hint)

    def key_place(self, entry: Entry) -> Place:
        """The place of the line on which a value's name stands."""
        return self.page.at(entry.place.line or 1, 1)

    def parameters(self, rule: Rule) -> dict[str, Expr]:
        """The parameters given, under the rule's own names."""
        values: dict[str, Expr] = {}
        for name, entry in self.front.items():
            meant = None if name in KEYS else parameter_of(name, rule)
            if meant is None:
                continue
            if meant in values:
                raise InputError(f"'{meant}' is given twice", place=self.key_place(entry))
            values[meant] = read_number(entry, name)
            check_parameter(entry, meant, values[meant])
        return values

    def start(self) -> dict[str, Expr]:
        """Each variable's first value, in the page's order."""
        if "start" not in self.front:
            raise InputError(
                "the start is missing", hint="give each variable a value: 'start: {x: 1, y: 2}'"
            )
        entry = self.front["start"]
        if isinstance(entry.value, dict):
            return {name: read_number(value, name) for name, value in entry.value.items()}
        names = self.variables()
        values = _vector(entry, "start")
        if not names and len(values) == 1:
            names = ["x"]
        if len(names) != len(values):
            raise InputError(
                f"the start has {len(values)} values for {len(names)} variables",
                place=entry.place,
                hint="name them: 'start: {x: 1, y: 2}', or list them: 'variables: [x, y]'",
            )
        return dict(zip(names, values, strict=True))

    def names(self) -> list[str]:
        """The variables' names, as far as they are given."""
        start = self.front.get("start")
        if start is not None and isinstance(start.value, dict):
            return list(start.value)
        return self.variables()

    def variables(self) -> list[str]:
        entry = self.front.get("variables")
        if entry is None:
            return []
        if isinstance(entry.value, tuple):
            return [part.text("variables") for part in entry.value]
        return [name.strip() for name in entry.text("variables").strip("()[] ").split(",")]

    def initial(self) -> dict[str, tuple[Expr, ...]]:
        entry = self.front.get("initial")
        if entry is None:
            return {}
        if not isinstance(entry.value, dict):
            raise InputError(
                "'initial' must name the state", place=entry.place, hint="write 'initial: {v: 0}'"
            )
        return {name: _vector(value, name) for name, value in entry.value.items()}

    def objective(self, variables: tuple[Symbol, ...]) -> Objective | GivenGradients:
        if "gradients" in self.front:
            if "objective" in self.front:
                place = self.key_place(self.front["gradients"])
                raise InputError("give an objective or gradients, not both", place=place)
            return self.gradients(variables)
        entry = self.entry("objective")
        columns, rows = self.data()
        names = {symbol.name: symbol for symbol in (*variables, *columns)}
        expression = _expression(entry, names)
        return entry.placed(
            lambda: Objective(expression, variables, columns, rows, self.batches(len(rows)))
        )

    def gradients(self, variables: tuple[Symbol, ...]) -> GivenGradients:
        entry = self.front["gradients"]
        parts = entry.parts
        gradients = tuple(_vector(part, "gradients") for part in parts)
        if len(variables) == 1 and len(gradients) == 1:
            gradients = tuple((value,) for value in gradients[0])
        for part, gradient in zip(parts, gradients, strict=False):
            if len(gradient) != len(variables):
                raise InputError(
                    f"a gradient needs {len(variables)} components (got {len(gradient)})",
                    place=part.place,
                    hint="write one list a step: 'gradients: [[2, 1], [1, 0]]'",
                )
        return GivenGradients(variables, gradients)

    def data(self) -> tuple[tuple[Symbol, ...], tuple[tuple[Expr, ...], ...]]:
        """The columns' symbols and the rows of numbers."""
        entry = self.front.get("data")
        if entry is None:
            return (), ()
        if not isinstance(entry.value, dict):
            raise InputError(
                "'data' must name its columns",
                place=entry.place,
                hint="write 'data: {x: [1, 2, 3], y: [2, 4, 5]}'",
            )
        columns = {name: _vector(value, name) for name, value in entry.value.items()}
        lengths = {len(values) for values in columns.values()}
        if len(lengths) != 1:
            raise InputError("the columns of 'data' differ in length", place=entry.place)
        return real_symbols(list(columns)), tuple(zip(*columns.values(), strict=True))

    def batches(self, rows: int) -> tuple[tuple[int, ...], ...]:
        """Row numbers a batch, counted from 0; on the page from 1, or as a batch size."""
        entry = self.front.get("batches")
        if entry is None:
            return ()
        if not rows:
            raise InputError("'batches' needs 'data'", place=self.key_place(entry))
        if isinstance(entry.value, str):
            text = entry.value
            return batches_of(
                entry.placed(lambda: whole(text, "batches", least=1, most=rows)), rows
            )
        if not isinstance(entry.value, tuple):
            raise InputError(
                "'batches' must be a size or lists of row numbers",
                place=entry.place,
                hint="write 'batches: 2' or 'batches: [[1, 2], [3]]'",
            )
        return tuple(self.batch(part, rows) for part in entry.value)

    def batch(self, entry: Entry, rows: int) -> tuple[int, ...]:
        numbers = entry.parts
        if not numbers:
            raise InputError("a batch needs at least one row", place=entry.place)
        return tuple(_row(number, rows) for number in numbers)


def parameter_of(name: str, rule: Rule) -> str | None:
    """The rule's parameter that a name spells, α and β₁ as well as lr and beta1."""
    spelled = canonical(name)
    tries = (resolve(text, rule.parameters) for text in (name, spelled, spelled.replace("_", "")))
    return next((meant for meant in tries if meant is not None), None)


def read_number(entry: Entry, name: str) -> Expr:
    """The exact number that an entry holds; `InputError` at its place for anything else."""
    text = entry.text(name)
    return entry.placed(lambda: exact(text, name, place=entry.place))


def _vector(entry: Entry, name: str) -> tuple[Expr, ...]:
    """One or more numbers: a YAML list, or text such as '(1, √2)' or '3'."""
    if isinstance(entry.value, tuple):
        return tuple(read_number(part, name) for part in entry.value)
    text, place = entry.text(name), entry.place
    node = read_expression(text, place=place)
    items: Any = node.items if isinstance(node, Vector) else (node,)
    numbers = [to_sympy(item, {}, text=text, place=place) for item in items]
    return entry.placed(lambda: tuple(exact(number, name) for number in numbers))


def _row(entry: Entry, rows: int) -> int:
    """A row's number, from 1 on the page, from 0 here."""
    text = entry.text("batches")
    return entry.placed(lambda: whole(text, "batches", least=1, most=rows)) - 1


def check_parameter(entry: Entry, name: str, value: Expr) -> Expr:
    """A parameter's value, if it lies in its domain; `InputError` at the entry if not."""
    return entry.placed(lambda: check_value(name, value))


def _expression(entry: Entry, symbols: Mapping[str, Symbol]) -> Expr:
    return entry.placed(lambda: _read_function(entry.text("objective"), symbols, entry.place))


def read_objective(text: str, variables: Sequence[str]) -> Expr:
    """An objective from text, in these variables."""
    return _read_function(text, {s.name: s for s in real_symbols(variables)}, Place())


def _read_function(text: str, symbols: Mapping[str, Symbol], place: Place) -> Expr:
    """An expression, alone or as the right side of 'f(x, y) = …'.

    Raises:
        InputError: another left side, which would be lost.
    """
    options = Reading(functions=FUNCTION_NAMES, names=frozenset(symbols))
    if not any(sign in text for sign in "=≈"):
        node = read_expression(text, place=place, options=options)
        return to_sympy(node, symbols, text=text, place=place)
    chain = read_chain(text, place=place, options=options)
    *names, node = chain.sides
    plain = all(relation.sign == "=" for relation in chain.relations)
    if not names or not plain or not all(_is_function(name, symbols) for name in names):
        raise InputError(
            "before '=' an objective may only have its name, such as f(x, y), L or y",
            place=place,
            hint="write 'objective: f(x, y) = …', or the expression alone",
        )
    return to_sympy(node, symbols, text=text, place=place)


def _is_function(node: Node, symbols: Mapping[str, Symbol]) -> bool:
    """Whether a side is the name of the function: L, y, or f at its variables."""
    if isinstance(node, Call):
        return node.function not in symbols and all(isinstance(a, Name) for a in node.arguments)
    return isinstance(node, Name) and node.base not in {canonical(name) for name in symbols}
