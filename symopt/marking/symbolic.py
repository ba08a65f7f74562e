"""Judges links between formulas: the function, its gradient, and a rule's own line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sympy import Expr, Poly, PolynomialError, S, Symbol, diff

from symopt.decide.equal import equal
from symopt.errors import SymoptError
from symopt.marking.compare import LENGTHS, Comparison
from symopt.marking.from_below import from_below, said_by
from symopt.marking.said import Said, joined, sentence
from symopt.notation.read import canonical
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import Call, Name, Negative, Node, Vector, key, walk
from symopt.notation.write import write_text
from symopt.objective import Objective
from symopt.reading.names import FunctionOf, GradientOf, Parameter, Quantity, call_meaning, meaning
from symopt.rule import POINT
from symopt.setting import Setting
from symopt.spelling import line_tree

SECONDS = 5.0
MOST_TERMS = 6
NO_POINT = sentence(
    en="at which point this holds is not said", ko="어느 점에서의 값인지 적혀 있지 않습니다"
)
CURL = sentence(
    en="not the gradient of any function: the mixed derivatives ({x} then {y}, {y} then {x}) "
    "differ by {difference}",
    ko="어떤 함수의 기울기도 아닙니다: 섞어 미분한 값({x} 다음 {y}, {y} 다음 {x})이 "
    "{difference}만큼 다릅니다",
)
TERM = sentence(
    en="{right} {term} expected, {written} written",
    ko="{term} 항의 계수: 맞는 값 {right}, 쓴 값 {written}",
)

Parts = tuple[Expr, ...]


def is_rule_line(quantity: str, step: int, right: Node, setting: Setting) -> bool:
    """Whether a side is the rule's own line for the quantity at the step, name for name."""
    for line in setting.rule.lines:
        if line.left == quantity:
            return bool(line_tree(setting.rule, line, step) == right)
    return False


@dataclass
class Formulas:
    """Judges what a page says of all values of the variables, and remembers its partials.

    `constant` is the value of a quantity of a certain step, where it is known and rational.
    """

    setting: Setting
    constant: Callable[[Quantity], Expr | None]
    partials: dict[int, Expr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.symbols = {canonical(str(variable)): variable for variable in self.setting.variables}

    def compare(self, left: Node, right: Node, step: int | None) -> Comparison | None:
        """The verdict on left = right for all values of the variables; None if no such claim.

        A right side without variables may be meant at one point: it is proved or undecided.
        """
        if not self._is_formula(left, right, step):
            return None
        try:
            lefts, rights = self._parts(left, step), self._parts(right, step)
            if lefts is None or rights is None:
                return None
            self._remember(left, rights)
            return self._decide(lefts, rights, gradient=self.gradient(left) is not None)
        except SymoptError as error:
            return Comparison("undecided", reason=said_by(error))

    def _decide(self, lefts: Parts, rights: Parts, *, gradient: bool) -> Comparison:
        if len(lefts) != len(rights):
            reason = LENGTHS.filled(written=len(rights), expected=len(lefts))
            return Comparison("refuted" if gradient else "undecided", reason=reason)
        verdicts = [equal(a, b, seconds=SECONDS) for a, b in zip(lefts, rights, strict=True)]
        statuses = [verdict.status for verdict in verdicts]
        if "refuted" in statuses and not any(right.free_symbols for right in rights):
            return Comparison("undecided", reason=NO_POINT)
        for status in ("refuted", "undecided"):
            if status in statuses:
                i = statuses.index(status)
                reasons = self._terms(lefts[i], rights[i])
                reasons = reasons or [*map(from_below, verdicts[i].evidence)]
                if gradient and status == "refuted":
                    reasons += self._curl()
                return Comparison(
                    "refuted" if status == "refuted" else "undecided",
                    i if len(verdicts) > 1 else None,
                    expected=lefts[i],
                    written=rights[i],
                    reason=joined(reasons),
                )
        return Comparison("proved")

    def _is_formula(self, left: Node, right: Node, step: int | None) -> bool:
        """Whether left = right speaks of all values of the variables, as f(x, y) = x·y does.

        x = 1 states a value, not an identity; so does ∇f(x, y) = (1, 0) below a step's heading.
        """
        at_variables = isinstance(left, Call) and [*map(_key, left.arguments)] == [*self.symbols]
        if isinstance(right, Name) and not (at_variables and key(right) in self.symbols):
            return False
        names = self._variables(right)
        if isinstance(left, Name):
            found = meaning(left, self.setting, None)
            return isinstance(found, GradientOf) and (step is None or bool(names))
        if step is None:
            return bool(names | self._variables(left))
        return at_variables and bool(names)

    def _variables(self, node: Node) -> set[str]:
        """The variables in a side that stand for no point of a certain step."""
        return {
            key(part)
            for part in walk(node)
            if isinstance(part, Name)
            and key(part) in self.symbols
            and not isinstance(meaning(part, self.setting, None), Quantity)
        }

    def gradient(self, node: Node) -> GradientOf | None:
        """What a side says of the gradient, as a name (∂f/∂x) or a call (∇f(x, y))."""
        if isinstance(node, Name):
            found: object = meaning(node, self.setting, None)
        else:
            found = call_meaning(node, self.setting) if isinstance(node, Call) else None
        return found if isinstance(found, GradientOf) else None

    def _parts(self, node: Node, step: int | None) -> Parts | None:
        """A side's components as expressions of the variables."""
        objective = self.setting.objective
        if (gradient := self.gradient(node)) is not None:
            if not isinstance(objective, Objective):
                return None
            whole = objective.gradient()
            i = gradient.component
            return self._at(whole if i is None else (whole[i],), node)
        if isinstance(node, Call) and isinstance(call_meaning(node, self.setting), FunctionOf):
            return self._at((objective.value,), node) if isinstance(objective, Objective) else None
        match node:
            case Vector(items=items):
                return tuple(self._expression(item, step) for item in items)
            case Negative(operand=Vector(items=items)):
                return tuple(-self._expression(item, step) for item in items)
            case _:
                return (self._expression(node, step),)

    def _expression(self, node: Node, step: int | None) -> Expr:
        """A side as an expression of the variables, with the parameters' values."""
        known: dict[str, Expr] = {}
        for part in walk(node):
            if isinstance(part, Name) and key(part) not in self.symbols:
                found = meaning(part, self.setting, step)
                if isinstance(found, Parameter):
                    known[key(part)] = self.setting.values[found.name]
                elif isinstance(found, Quantity):
                    value = self.constant(found)
                    known |= {} if value is None else {key(part): value}
        return to_sympy(node, {**self.symbols, **known})

    def _at(self, parts: Parts, node: Node) -> Parts | None:
        """The parts with a call's arguments in place of the variables; a name has none."""
        if not isinstance(node, Call):
            return parts
        arguments = node.arguments
        if len(arguments) == 1 and self._is_the_point(arguments[0]):
            return parts
        if len(arguments) == 1 and isinstance(arguments[0], Vector):
            arguments = arguments[0].items
        variables = self.setting.variables
        if len(arguments) != len(variables):
            return None
        values = [to_sympy(argument, self.symbols) for argument in arguments]
        at = dict(zip(variables, values, strict=True))
        return tuple(part.subs(at, simultaneous=True) for part in parts)

    def _is_the_point(self, node: Node) -> bool:
        """Whether an argument is the point as such: ∇f(θ)."""
        if not isinstance(node, Name) or node.index or node.marks or key(node) in self.symbols:
            return False
        found = meaning(node, self.setting, 1)
        return isinstance(found, Quantity) and found.name == POINT

    def _remember(self, left: Node, rights: Parts) -> None:
        """Keep the partial derivatives that the page claims."""
        gradient = self.gradient(left)
        if gradient is None or not all(right.free_symbols for right in rights):
            return
        if gradient.component is not None:
            self.partials[gradient.component] = rights[0]
        elif len(rights) == len(self.setting.variables):
            self.partials = dict(enumerate(rights))

    def _curl(self) -> list[Said]:
        """Whether mixed derivatives differ, so that no function has the gradient claimed."""
        variables = self.setting.variables
        for j, y in enumerate(variables):
            for i, x in enumerate(variables[:j]):
                if i in self.partials and j in self.partials:
                    curl = diff(self.partials[i], y) - diff(self.partials[j], x)
                    if equal(curl, 0, seconds=SECONDS).status == "refuted":
                        difference = write_text(curl.expand())
                        return [CURL.filled(x=str(x), y=str(y), difference=difference)]
        return []

    def _terms(self, expected: Expr, written: Expr) -> list[Said]:
        """The terms of a polynomial that are wrong, each with both coefficients."""
        try:
            polynomials = [Poly(e, *self.setting.variables) for e in (expected, written)]
        except PolynomialError:
            return []
        return list(_wrong_terms(polynomials, self.setting.variables))


def _wrong_terms(polynomials: Sequence[Poly], variables: Sequence[Symbol]) -> list[Said]:
    right, typed = (dict(polynomial.terms()) for polynomial in polynomials)
    wrong = [
        powers for powers in {**right, **typed} if right.get(powers, 0) != typed.get(powers, 0)
    ]
    if len(wrong) > MOST_TERMS:
        return []
    texts = []
    for powers in wrong:
        term = Poly({powers: 1}, *variables).as_expr()
        have, want = (write_text(side.get(powers, S.Zero)) for side in (typed, right))
        texts.append(TERM.filled(right=want, term=write_text(term), written=have))
    return texts


def _key(node: Node) -> str:
    return key(node) if isinstance(node, Name) else ""
