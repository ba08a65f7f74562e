"""The exact value of a piece of working: numbers, or vectors coordinate by coordinate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from symopt.marking.said import OpenError, SaidError, sentence
from symopt.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
    Positive,
    Vector,
    key,
)
from symopt.numbers import Field, Real
from symopt.reading.names import FunctionOf, GradientOf
from symopt.reading.synonyms import CONSTANTS

Value: TypeAlias = "Real | tuple[Real, ...]"
_KINDS: dict[str, GradientOf | FunctionOf] = {"grad": GradientOf(), "f": FunctionOf()}
LARGEST_EXPONENT = 10_000
LARGEST_POWER_BITS = 1 << 20


NO_VALUE = sentence(en="'{name}' has no value here", ko="'{name}'에는 여기서 값이 없습니다")
NO_SCALAR = sentence(
    en="a vector where one number belongs", ko="수 하나가 올 자리에 벡터가 있습니다"
)
SIZES = sentence(
    en="{left} coordinates against {right}", ko="좌표의 개수가 다릅니다: {left}개, {right}개"
)
TOO_LARGE = sentence(
    en="the power ^{power} is too large to compute",
    ko="거듭제곱 ^{power} 값이 너무 커서 계산하지 않습니다",
)
ROOT_ORDER = sentence(
    en="a root's index must be a whole number", ko="거듭제곱근의 지수는 자연수여야 합니다"
)
NO_SUCH_FUNCTION = sentence(
    en="the function '{name}' is not known here", ko="여기서 알 수 없는 함수입니다: '{name}'"
)
ONE_ARGUMENT = sentence(en="'{name}' takes one argument", ko="'{name}'에는 값이 하나만 들어갑니다")
ONE_POINT = sentence(en="a point must be one vector", ko="점은 벡터 하나여야 합니다")
NO_OBJECTIVE = sentence(
    en="the problem gives no function to evaluate", ko="문제에 계산할 함수가 없습니다"
)


class MeaninglessError(SaidError):
    """A side that has no value here: an unknown name, vectors of different length."""


@dataclass(frozen=True)
class Evaluator:
    """Evaluates trees in one field; `lookup` gives names their values, `gradient` and `objective`
    the function's at a point; `kind` says which calls these are.
    """

    field: Field
    lookup: Callable[[Name], Value | None]
    gradient: Callable[[tuple[Real, ...]], tuple[Real, ...]] | None = None
    objective: Callable[[tuple[Real, ...]], Real] | None = None
    kind: Callable[[Call], GradientOf | FunctionOf | None] = lambda call: _KINDS.get(call.function)

    def value(self, node: Node) -> Value:
        """The value; `MeaninglessError`, `UndefinedError`, `UndecidedError` without one."""
        match node:
            case Number(value=value):
                return self.field.rational(value)
            case Name():
                return self._name(node)
            case Vector(items=items):
                return tuple(self._scalar(item) for item in items)
            case Negative(operand=operand):
                return _each(lambda x: -x, self.value(operand))
            case Positive(operand=operand):
                return self.value(operand)
            case Binary():
                return self._binary(node)
            case Call():
                return self._call(node)

    def _name(self, name: Name) -> Value:
        found = self.lookup(name)
        if found is not None:
            return found
        if key(name) in CONSTANTS:
            return self.field.constant(CONSTANTS[key(name)])
        raise MeaninglessError(NO_VALUE.filled(name=key(name)))

    def _scalar(self, node: Node) -> Real:
        value = self.value(node)
        if isinstance(value, tuple):
            raise MeaninglessError(NO_SCALAR)
        return value

    def _binary(self, node: Binary) -> Value:
        right = self.value(node.right)
        if node.operator == "^" and node.left == Name("e") and self.lookup(node.left) is None:
            return _each(lambda x: self.field.function("exp", x), right)
        left = self.value(node.left)
        operation = _OPERATIONS.get(node.operator)
        if operation is None:
            return self._pairwise(node, self._power, left, right)
        return self._pairwise(node, operation, left, right)

    def _pairwise(
        self, node: Node, operation: Callable[[Real, Real], Real], left: Value, right: Value
    ) -> Value:
        """Coordinate by coordinate; a single number serves all coordinates."""
        if not isinstance(left, tuple) and not isinstance(right, tuple):
            return operation(left, right)
        length = len(left) if isinstance(left, tuple) else len(right)  # type: ignore[arg-type]
        lefts = left if isinstance(left, tuple) else (left,) * length
        rights = right if isinstance(right, tuple) else (right,) * length
        if len(lefts) != len(rights):
            raise MeaninglessError(SIZES.filled(left=len(lefts), right=len(rights)))
        return tuple(map(operation, lefts, rights))

    def _power(self, base: Real, exponent: Real) -> Real:
        power = exponent.rational
        if power is None:
            return self.field.function("exp", exponent * self.field.function("log", base))
        numerator, denominator = int(power.p), int(power.q)
        if abs(numerator) > LARGEST_EXPONENT or base.size * abs(numerator) > LARGEST_POWER_BITS:
            raise OpenError(TOO_LARGE.filled(power=numerator))
        root = base if denominator == 1 else self.field.root(base, denominator)
        return root**numerator

    def _call(self, node: Call) -> Value:
        name, arguments = node.function, [self.value(a) for a in node.arguments]
        kind = self.kind(node)
        if kind is not None:
            return self._function_of_point(node, kind, arguments)
        if name == "norm":
            return self._norm(arguments[0])
        if name == "root" and len(arguments) == 2:
            index = self._scalar(node.arguments[0]).rational
            if index is None or index.q != 1 or not 1 <= index.p <= 1000:
                raise MeaninglessError(ROOT_ORDER)
            order = int(index.p)
            return _each(lambda x: self.field.root(x, order), arguments[1])
        if name in ("max", "min") and arguments:
            operation = self.field.maximum if name == "max" else self.field.minimum
            result = arguments[0]
            for argument in arguments[1:]:
                result = self._pairwise(node, operation, result, argument)
            return result
        single = {
            "sqrt": self.field.sqrt,
            "abs": self.field.absolute,
            "sign": self.field.signum,
        }.get(name)
        if single is None and name not in _TRANSCENDENTAL:
            raise MeaninglessError(NO_SUCH_FUNCTION.filled(name=name))
        if len(arguments) != 1:
            raise MeaninglessError(ONE_ARGUMENT.filled(name=name))
        apply = single or (lambda x: self.field.function(name, x))
        return _each(apply, arguments[0])

    def _function_of_point(
        self, node: Call, kind: GradientOf | FunctionOf, arguments: list[Value]
    ) -> Value:
        """The function or its gradient at a point, given as one vector or by its coordinates."""
        whole = len(arguments) == 1 and isinstance(arguments[0], tuple)
        if not whole and any(isinstance(a, tuple) for a in arguments):
            raise MeaninglessError(ONE_POINT)
        point = tuple(part for argument in arguments for part in parts_of(argument))
        if isinstance(kind, FunctionOf):
            if self.objective is None:
                raise MeaninglessError(NO_OBJECTIVE)
            return self.objective(point)
        if self.gradient is None:
            raise MeaninglessError(NO_OBJECTIVE)
        gradient = self.gradient(point)
        if len(gradient) == 1:
            return gradient[0]
        return gradient if kind.component is None else gradient[kind.component]

    def _norm(self, vector: Value) -> Real:
        total = self.field.rational(0)
        for part in parts_of(vector):
            total = total + part * part
        return self.field.sqrt(total)


def parts_of(value: Value) -> tuple[Real, ...]:
    """A value's coordinates, one for a plain number."""
    return value if isinstance(value, tuple) else (value,)


def _each(operation: Callable[[Real], Real], value: Value) -> Value:
    return tuple(map(operation, value)) if isinstance(value, tuple) else operation(value)


_OPERATIONS: dict[str, Callable[[Real, Real], Real]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}
_TRANSCENDENTAL = frozenset("exp log sin cos tan asin acos atan sinh cosh tanh".split())
