"""Lines about every step, coordinate by coordinate: with the page's own ∇f in them, or one of x_t.

A quantity of this step is put in by the rule's lines, so that both sides are expressions of what
the step begins with; they are compared for all values of that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeAlias

from sympy import Expr, Symbol, sqrt

from symopt.marking.compare import LENGTHS
from symopt.marking.mistakes.shapes import with_child
from symopt.marking.said import OpenError, sentence
from symopt.notation.to_sympy import to_sympy
from symopt.notation.tree import Call, Name, Node, Vector, children
from symopt.objective import Objective
from symopt.reading.names import GradientOf, call_meaning
from symopt.rule import GRADIENT, NORM, before, now
from symopt.setting import Setting

NO_FUNCTION = sentence(
    en="the page gives no single function for every step",
    ko="모든 스텝에 쓰이는 하나의 함수가 문제에 없습니다",
)
Vectors: TypeAlias = Callable[[Name], "tuple[Expr, ...]"]


class StepFormulas:
    """The quantities of a step as expressions of what it begins with, coordinate by coordinate."""

    def __init__(self, setting: Setting):
        self.setting = setting
        self.size = len(setting.variables)
        self.known: dict[Symbol, tuple[Expr, ...]] = {}
        for name in setting.rule.carried:
            self.known[before(name)] = tuple(
                Symbol(f"{name}_{{{variable},t-1}}", real=True) for variable in setting.variables
            )

    @cached_property
    def slopes(self) -> tuple[Expr, ...]:
        """∇f as expressions of the variables."""
        objective = self.setting.objective
        if not isinstance(objective, Objective) or objective.batches:
            raise OpenError(NO_FUNCTION)
        return objective.gradient()

    def of(self, expression: Expr) -> tuple[Expr, ...]:
        """The coordinates of an expression in a rule's symbols."""
        calls: dict[Expr, tuple[Expr, ...]] = {}
        for call in sorted(expression.atoms(GRADIENT, NORM), key=str):
            inside = self.of(call.args[0])
            length = sqrt(sum(part**2 for part in inside))
            calls[call] = (
                self.gradient(inside) if isinstance(call, GRADIENT) else (length,) * self.size
            )
        return tuple(
            expression.xreplace({call: parts[i] for call, parts in calls.items()}).xreplace(
                {symbol: self.quantity(symbol)[i] for symbol in self._vectors(expression)}
            )
            for i in range(self.size)
        )

    def quantity(self, symbol: Symbol) -> tuple[Expr, ...]:
        """The coordinates of a quantity, one of this step by the rule's line for it."""
        if symbol not in self.known:
            line = next(line for line in self.setting.rule.lines if now(line.left) == symbol)
            self.known[symbol] = self.of(line.right)
        return self.known[symbol]

    def _vectors(self, expression: Expr) -> set[Symbol]:
        own = {now(line.left) for line in self.setting.rule.lines} | self.known.keys()
        return {symbol for symbol in own if expression.has(symbol)}

    def gradient(self, point: tuple[Expr, ...]) -> tuple[Expr, ...]:
        """∇f at a point."""
        at = dict(zip(self.setting.variables, point, strict=True))
        return tuple(slope.subs(at, simultaneous=True) for slope in self.slopes)

    def side(self, node: Node, name: Vectors) -> tuple[Expr, ...]:
        """The coordinates of a side; `name` gives those of its names."""
        match node:
            case Name():
                return name(node)
            case Vector(items=items) if len(items) == self.size:
                return tuple(self.side(item, name)[i] for i, item in enumerate(items))
            case Vector():
                raise OpenError(LENGTHS.filled(written=len(node.items), expected=self.size))
            case Call() if isinstance(call_meaning(node, self.setting), GradientOf):
                parts = [self.side(argument, name) for argument in node.arguments]
                lone = len(parts) == 1
                return self.gradient(parts[0] if lone else tuple(part[0] for part in parts))
        values = [self.side(child, name) for child in children(node)]
        for at in range(len(values)):
            node = with_child(node, at, Name("part", (), (str(at),)))
        return tuple(
            to_sympy(node, {f"part_{at}": value[i] for at, value in enumerate(values)})
            for i in range(self.size)
        )
