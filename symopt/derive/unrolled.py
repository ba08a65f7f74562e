"""A rule's quantities for any objective: each as a formula in the gradients g_1, g_2, ... it met.

Per coordinate, as lines act on each alike. The gradient is unknown, g(t) being its value where step
t asks for it; or it is given, as a formula in the point.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sympy import Expr, Function, Integer, Symbol

from symopt.errors import InputError
from symopt.notation.tree import key
from symopt.rule import GRADIENT, POINT, STEP, Rule, before, now, parameter
from symopt.spelling import name_of

MOST_STEPS = 12
TIME = Symbol(STEP.name, real=True, integer=True)
"""The step in statements. That it is >= 1 only the domain says: SymPy, told so, would write 0^t as
0 for good, and a closed form is asked for its value at t = 0 too."""
GRADIENTS = "g"


@dataclass
class Unrolled:
    """A rule, some of its parameters set to values, and the gradient at θ where that is known.

    closed: what step t begins with, by the names of carried quantities, where a closed form of it
    is known.
    """

    rule: Rule
    values: Mapping[str, Expr] = field(default_factory=dict)
    gradient: Expr | None = None
    closed: Mapping[str, Expr] = field(default_factory=dict)
    _steps: list[Mapping[str, Expr]] = field(default_factory=list, init=False)

    @property
    def parameters(self) -> dict[str, Expr]:
        """Symbols or values of the parameters, under their names in code and in formulas."""
        found: dict[str, Expr] = {}
        for name in self.rule.parameters:
            value = self.values.get(name, parameter(name))
            found |= {name: value, key(name_of(name)): value}
        return found

    def named(self, quantity: str, index: str) -> Expr:
        """A quantity at an index as written: "2", "t" or "t-1".

        Raises:
            InputError: another index, too many steps, or a quantity not known then.
        """
        if index.isdigit():
            return self.at(quantity, int(index))
        if index == "t":
            return self.in_general(quantity)
        if index == "t-1" and quantity in self.rule.carried:
            return self.closed.get(quantity, before(quantity))
        raise InputError(
            f"'{quantity}' can't be had at '{index}'", hint="known are steps 1, 2, ..., t and t-1"
        )

    def at(self, quantity: str, step: int) -> Expr:
        """A quantity of a step: from the rule's initial state, θ_0 being unknown.

        Raises:
            InputError: too many steps, or a quantity that the rule does not have at that one.
        """
        if step > MOST_STEPS:
            raise InputError(f"a rule is unrolled for at most {MOST_STEPS} steps (got {step})")
        if not self._steps:
            self._steps.append({name: self.initial(name) for name in self.rule.carried})
        for number in range(len(self._steps), step + 1):
            state = {name: self._steps[-1][name] for name in self.rule.carried}
            self._steps.append(self._step(Integer(number), state))
        if quantity not in self._steps[step]:
            raise InputError(f"rule '{self.rule.name}' has no '{quantity}' at step {step}")
        return self._steps[step][quantity]

    def in_general(self, quantity: str) -> Expr:
        """A quantity of step t in what the step began with: m_{t-1}, θ_{t-1}, and g_t."""
        begin = {name: self.closed.get(name, before(name)) for name in self.rule.carried}
        return self._step(TIME, begin)[quantity]

    def initial(self, quantity: str) -> Expr:
        """A carried quantity before the first step."""
        return Symbol(f"{POINT}_0", real=True) if quantity == POINT else self.rule.state[quantity]

    def _step(self, number: Expr, state: Mapping[str, Expr]) -> dict[str, Expr]:
        """Every quantity of the step of that number, which begins with that state."""
        known = {before(name): value for name, value in state.items()}
        known |= {STEP: number, TIME: number}
        known |= {parameter(name): value for name, value in self.values.items()}
        found: dict[str, Expr] = {}
        for line in self.rule.lines:
            right = line.right.doit().replace(GRADIENT, self._gradient_at)
            found[line.left] = right.xreplace({**known, **{now(n): e for n, e in found.items()}})
        return found

    def _gradient_at(self, point: Expr) -> Expr:
        if self.gradient is None:
            unknown: Expr = Function(GRADIENTS)(STEP)
            return unknown
        return self.gradient.xreplace({Symbol(POINT, real=True): point})
