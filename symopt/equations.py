"""A rule written as equations in a page, such as

    rule: [v = gamma*v + lr*grad(x - gamma*v), x = x - v]

The point is theta, x, X, w, W or params. A quantity read before its own equation is the last
step's; with time indices (m_t, m_{t-1}) it is the one written. `g`, where no equation defines it,
is the gradient at the point.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sympy import Expr, Symbol

from symopt.errors import NotationError, Place, RuleError
from symopt.notation.options import Reading
from symopt.notation.read import canonical, read_chain
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import Name, Node, key, walk
from symopt.parameter import PARAMETERS
from symopt.rule import GRADIENT, NORM, POINT, STEP, Line, Rule, before, now, parameter, rational

POINT_NAMES = ("theta", "X", "x", "W", "w", "params")
GRADIENT_NAME = "g"
_TIME = re.compile(r"[tkn]([+-]\d+)?$")
_FUNCTIONS: dict[str, Callable[..., Expr]] = {"grad": GRADIENT, "g": GRADIENT, "norm": NORM}


@dataclass(frozen=True)
class _Equation:
    """One equation as written; `shift` is k where the left side is indexed t + k."""

    left: str
    shift: int | None
    right: Node
    text: str
    place: Place


def rule_from_equations(
    texts: Sequence[tuple[str, Place]],
    *,
    parameters: Iterable[str],
    place: Place,
    variables: Sequence[str] = (),
) -> Rule:
    """The rule that the equations state; `parameters` are the names that the page gives values.

    A page with one variable may call the point by its name. `NotationError` where an equation
    can't be read, `RuleError` where they make no rule.
    """
    own = {canonical(re.split("[=←]", text, maxsplit=1)[0].strip()) for text, _ in texts}
    own |= {name.partition("_")[0] for name in own}
    names = frozenset({*own, *map(canonical, parameters), *map(canonical, variables)})
    equations = [_read(text, where, names) for text, where in texts]
    point = _point(equations, variables, place)
    return _Translator(equations, point, list(parameters), place).rule()


def _read(text: str, place: Place, names: frozenset[str]) -> _Equation:
    options = Reading(functions=frozenset({"g"}), names=names)
    chain = read_chain(text, place=place, options=options)
    name, right = chain.sides[0], chain.sides[-1]
    signs = [relation.sign for relation in chain.relations]
    if len(chain.sides) != 2 or signs not in (["="], ["←"]) or not isinstance(name, Name):
        raise NotationError(
            "an equation of a rule must be 'quantity = expression'",
            place=place,
            hint="one = sign, one name on its left",
        )
    left, shift = _split(name)
    return _Equation(left, shift, right, text, place)


def _split(name: Name) -> tuple[str, int | None]:
    """The quantity that a name means, and its time index relative to t (None without one)."""
    if name.index and (found := _TIME.match(name.index[-1])):
        bare = Name(name.base, name.marks, name.index[:-1])
        return key(bare), int(found.group(1) or 0)
    return key(name), None


def _point(equations: Sequence[_Equation], variables: Sequence[str], place: Place) -> str:
    """What the page calls the point."""
    assigned = [e.left for e in equations]
    if len(variables) == 1 and (variable := canonical(variables[0])) in assigned:
        return variable
    if len(points := [name for name in POINT_NAMES if name in assigned]) > 1:
        raise RuleError(
            f"both '{points[0]}' and '{points[1]}' are names of the point",
            place=place,
            hint="a rule's equations are for the whole point at once, not for each variable",
        )
    for name in POINT_NAMES:
        if name in assigned:
            return name
    raise RuleError(
        "no equation updates the point",
        place=place,
        hint="end with one such as 'theta = theta - lr*g'",
    )


class _Translator:
    """Turns equations into lines; collects which quantities are state."""

    def __init__(
        self, equations: Sequence[_Equation], point: str, parameters: list[str], place: Place
    ):
        self.equations = equations
        self.names = {e.left: POINT if e.left == point else e.left for e in equations}
        self.shifts = {e.left: e.shift or 0 for e in equations}
        self.parameters = parameters
        self.place = place
        self.used: list[str] = []
        self.state: list[str] = []
        self.done: set[str] = set()
        self.lines: list[Line] = []

    def rule(self) -> Rule:
        for equation in self.equations:
            try:
                symbols = {
                    key(n): self.symbol(n) for n in walk(equation.right) if isinstance(n, Name)
                }
            except RuleError as error:
                raise error.at(equation.place) from None
            right = to_sympy(
                equation.right,
                symbols,
                functions=_FUNCTIONS,
                keep_order=True,
                text=equation.text,
                place=equation.place,
            )
            self.lines.append(Line(self.names[equation.left], right, equation.place))
            self.done.add(equation.left)
        return Rule(
            name="own",
            parameters=dict.fromkeys(self.used),
            state={name: rational(0) for name in self.state},
            lines=tuple(self.lines),
            about="The page's own rule.",
            place=self.place,
        )

    def symbol(self, name: Name) -> Symbol:
        """What a name on a right side stands for. An unknown one is left for the rule to refuse."""
        plain, shift = _split(name)
        if plain in self.names:
            return self.quantity(plain, shift)
        if key(name) == STEP.name:
            if any(self.shifts.values()):
                raise RuleError(
                    "'t' itself is used where left sides are indexed t + 1",
                    place=self.place,
                    hint="write the rule with θ_t on the left, so that t counts the steps from 1",
                )
            return STEP
        if (meant := self.parameter(key(name))) is not None:
            if meant not in self.used:
                self.used.append(meant)
            return parameter(meant)
        if plain == GRADIENT_NAME:
            return self.gradient()
        return Symbol(key(name), real=True)

    def quantity(self, plain: str, shift: int | None) -> Symbol:
        """This step's value or the last step's, by the index or else by the order of lines."""
        quantity = self.names[plain]
        if shift is None:
            old = plain not in self.done
        else:
            lag = self.shifts[plain] - shift
            if lag not in (0, 1):
                raise RuleError(f"'{plain}' may be indexed by this step or the last one only")
            old = lag == 1
        if not old:
            return now(quantity)
        if quantity != POINT and quantity not in self.state:
            self.state.append(quantity)
        return before(quantity)

    def parameter(self, name: str) -> str | None:
        """The page's spelling of a parameter: α in an equation may be `lr:` in the page."""
        for given in self.parameters:
            if canonical(given) == canonical(name):
                return given
        for given in self.parameters:
            for one, other in ((given, name), (name, given)):
                if one in PARAMETERS and other in PARAMETERS[one].aliases:
                    return given
        return None

    def gradient(self) -> Symbol:
        """`g` without an equation: a first line g = ∇f(θ)."""
        if GRADIENT_NAME not in self.done:
            self.lines.insert(0, Line(GRADIENT_NAME, GRADIENT(before(POINT)), self.place))
            self.done.add(GRADIENT_NAME)
        return now(GRADIENT_NAME)
