"""What the names in a statement mean, and its sums, limits and derivatives.

Beside the notation's own functions a statement has four that name a variable:

    sum(term, k, low, high)   the sum of a term over k = low, low + 1, ..., high
    limit(term, n, target)    the limit as n tends to the target, which may be oo
    diff(term, x)             the partial derivative
    value(term, x, 1)         the term with a value in the variable's place

vectors, on whose components everything acts alike, with norm((a, b)), and sequences: a name
declared as one, such as g, has a value g_k for each whole number k, or x_{i,j} for each pair.

Where a page has a rule, its quantities are known too: m_2 is the one of step 2 in the gradients g_1
and g_2, and m_t that of any step, in m_{t-1} and g_t.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import sympy
from sympy import Derivative, Expr, Function, Limit, Sum, Symbol, Tuple

from symopt.derive.unrolled import GRADIENTS, TIME, Unrolled
from symopt.derive.vectors import NORM, components, dimensions, norm
from symopt.errors import InputError, NotationError, Place
from symopt.notation.options import Reading
from symopt.notation.read import read_chain, read_expression
from symopt.notation.to_sympy import CONSTANTS, FUNCTIONS, to_sympy
from symopt.notation.tree import Call, Chain, Name, Node, key, walk
from symopt.notation.typed import Typed
from symopt.rule import before
from symopt.spelling import name_of

Form = Callable[..., Expr]
INFINITY = "oo"
KINKS = (sympy.sign, sympy.Heaviside, sympy.DiracDelta, sympy.Derivative)
FORMS = {
    "sum": "sum(term, k, low, high)",
    "limit": "limit(term, n, oo)",
    "diff": "diff(f, x)",
    "value": "value(f, x, 1)",
}


@dataclass(frozen=True)
class Vocabulary:
    """The meaning of names.

    symbols: what each name stands for, under its key (`m_hat_1`).
    sequences: the names, under their keys without an index, that have a value for each index.
    """

    symbols: Mapping[str, Expr]
    sequences: frozenset[str] = frozenset()
    unrolled: Unrolled | None = None

    def knowing(self, symbols: Mapping[str, Expr]) -> Vocabulary:
        """The vocabulary with further names, or other meanings of some."""
        return replace(self, symbols={**self.symbols, **symbols})

    def with_result(self, name: str, value: Expr) -> Vocabulary:
        """The vocabulary with what was proved to be equal to a name.

        For m_t of a rule that carries m it is a closed form for every t >= 0: then m_{t-1} and all
        that depends on it are known by it too.
        """
        known = self.knowing({name: value})
        if self.unrolled is None or (quantity := self.carried_at_t.get(name)) is None:
            return known
        closed = {**self.unrolled.closed, quantity: value.subs(TIME, TIME - 1)}
        return replace(known, unrolled=replace(self.unrolled, closed=closed))

    @property
    def carried(self) -> set[Expr]:
        """What the rule carries, before step t."""
        return {before(name) for name in self.unrolled.rule.carried} if self.unrolled else set()

    @cached_property
    def carried_at_t(self) -> dict[str, str]:
        """What the rule carries, by the keys of its names at step t."""
        carried = self.unrolled.rule.carried if self.unrolled else ()
        return {key(name_of(name, "t")): name for name in carried}

    def meaning(self, name: Name) -> str | None:
        """What a name means already, in words."""
        if key(name) in CONSTANTS or key(name) == INFINITY:
            return "a number"
        if key(name) in self.symbols:
            return "a variable"
        gradients = (GRADIENTS,) if self.unrolled else ()
        taken = {*self.quantities, *gradients, *self.sequences}
        bare = key(replace(name, index=()))
        if {key(name), bare, key(replace(name, index=name.index[:-1]))} & taken:
            return "a sequence" if bare in self.sequences else "a quantity"
        return None

    def chain(self, text: str, place: Place) -> Chain:
        """A chain as typed; `NotationError` where it can't be read."""
        return read_chain(text, place=place, options=self._options)

    def side(self, text: str, place: Place) -> Node:
        """A side alone, as typed; `NotationError` where it can't be read."""
        return read_expression(text, place=place, options=self._options)

    def read(self, text: str, place: Place) -> Expr:
        """The expression that a text stands for."""
        return self.expression(self.side(text, place), text, place)

    def expression(self, side: Node, text: str, place: Place) -> Expr | Tuple:
        """The expression that a side of a text stands for; a vector is a tuple of them.

        Raises:
            NotationError: an unknown name, vectors of different length, or a sum, limit or
                derivative that is none.
        """
        try:
            parts = components(side)
        except ValueError as error:
            raise Typed(text, place).error(str(error), side.span.start) from None
        found = [self._scalar(part, text, place) for part in parts]
        return Tuple(*found) if dimensions(side) else found[0]

    def _scalar(self, side: Node, text: str, place: Place) -> Expr:
        typed = Typed(text, place)
        known = {**self.symbols, INFINITY: sympy.oo, **self._bound(side, typed)}
        for part in walk(side):
            if isinstance(part, Name) and key(part) not in known and part.index:
                known |= self._indexed(part, known, typed)
        forms: dict[str, Form] = {"limit": _limit, "diff": Derivative, "value": _value}
        moving = {name: self._of_variable(form, typed, side) for name, form in forms.items()}
        functions = {"sum": _sum, NORM: norm, **moving}
        several = frozenset(functions)
        return to_sympy(side, known, functions=functions, several=several, text=text, place=place)

    def _of_variable(self, form: Form, typed: Typed, side: Node) -> Form:
        """A form, where the term depends on its variable in no other way than can be seen.

        m_{t-1} depends on t, β, θ_0 and all gradients but g_t. Of a whole number, SymPy has used
        that it is one: (-1)^(2n) is 1, and is no more to be had at n = 1/2.
        """
        carried = self.carried

        def formed(term: Expr, variable: Expr, *rest: Expr) -> Expr:
            if variable != Function(GRADIENTS)(TIME) and carried & term.free_symbols:
                message = f"what the step began with depends on {variable} in a way not known here"
                raise typed.error(message, side.span.start, "use the page that has its closed form")
            whole = variable.is_Symbol and variable.is_integer
            between = form is Derivative or not all(at is sympy.oo or at.is_integer for at in rest)
            if whole and between:
                raise typed.error(f"{variable} is a whole number here", side.span.start)
            if form is _value and any(d.doit().has(*KINKS) for d in term.atoms(Derivative)):
                raise typed.error("this derivative may have no value there", side.span.start)
            return form(term, variable, *rest)

        return formed

    @property
    def _options(self) -> Reading:
        names = frozenset({*self.symbols, *self.sequences, *self.quantities})
        return Reading(functions=frozenset({*FORMS, NORM}), names=names)

    def _indexed(self, name: Name, known: Mapping[str, Expr], typed: Typed) -> dict[str, Expr]:
        """What a name with an index means: a sequence's term, or a quantity of the rule."""
        if self._is_term(name):
            return {key(name): _term(name, known, typed)}
        quantity = self.quantities.get(key(replace(name, index=name.index[:-1])))
        if quantity is None or self.unrolled is None:
            return {}
        try:
            return {key(name): self.unrolled.named(quantity, name.index[-1])}
        except InputError as error:
            raise typed.error(error.message, name.span.start, error.hint) from None

    def _is_term(self, name: Name) -> bool:
        return bool(name.index) and key(replace(name, index=())) in self.sequences

    @cached_property
    def quantities(self) -> dict[str, str]:
        """The rule's quantities, by the keys of their names without the step."""
        if self.unrolled is None:
            return {}
        rule = self.unrolled.rule
        return {key(name_of(name)): name for name in {*rule.quantities, *rule.carried}}

    def _bound(self, side: Node, typed: Typed) -> dict[str, Expr]:
        """The indices of the sums in a side, and that every form is complete."""
        found: dict[str, Expr] = {}
        for part in walk(side):
            if not isinstance(part, Call) or part.function not in FORMS:
                continue
            form, arguments = FORMS[part.function], part.arguments
            if part.function == "sum" and not _names_index(arguments):
                continue  # a sum of the terms that are listed
            if len(arguments) != form.count(",") + 1 or not isinstance(arguments[1], Name):
                raise typed.error(f"'{part.function}' must be {form}", part.span.start)
            name = key(arguments[1])
            if part.function == "sum":
                if self.meaning(arguments[1]):
                    message = f"the index '{name}' means something else on this page"
                    raise typed.error(message, arguments[1].span.start, "take another letter")
                found[name] = Symbol(name, integer=True)
            elif not isinstance(self.symbols.get(name), Symbol) and not self._is_term(arguments[1]):
                raise typed.error(f"'{name}' is no variable", arguments[1].span.start)
        return found


def _names_index(arguments: tuple[Node, ...]) -> bool:
    return len(arguments) == 4 and isinstance(arguments[1], Name)


def _term(name: Name, known: Mapping[str, Expr], typed: Typed) -> Expr:
    """g_{t-1} as g(t - 1)."""
    indices = []
    for part in name.index:
        try:
            indices.append(to_sympy(read_expression(part), known, text=part))
        except NotationError as error:
            message = f"the index '{part}' can't be read: {error.message}"
            raise typed.error(message, name.span.start, error.hint) from None
    return Function(key(replace(name, index=())))(*indices)


def _sum(*parts: Expr) -> Expr:
    if len(parts) == 4 and parts[1].is_Symbol and parts[1].is_integer:
        term, index, low, high = parts
        return Sum(term, (index, low, high))
    return FUNCTIONS["sum"](*parts)


def _limit(term: Expr, variable: Expr, target: Expr) -> Expr:
    return Limit(term, variable, target, "-" if target is sympy.oo else "+-")


def _value(term: Expr, variable: Expr, value: Expr) -> Expr:
    """The derivatives come first: f' at 1 is not the derivative of f(1)."""
    return term.replace(Derivative, lambda *parts: Derivative(*parts).doit()).subs(variable, value)
