"""One step of a rule on an objective, as straight-line Python source.

The same source runs in every arithmetic: rationals, exact reals, balls. Names in it are ours alone,
so that nothing a page is called can reach the code. The author's order of operations is kept.
"""

from __future__ import annotations

import keyword
import linecache
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import TracebackType
from typing import Any

import sympy
from sympy import Expr, Rational, Symbol

from symopt.objective import Gradient
from symopt.rule import GRADIENT, NORM, POINT, STEP, Line, Rule, before, now, parameter
from symopt.run.emit import CALLS, RATIONAL_CALLS, Emitter, Operations

LOOP = "step number run state parameters schedule segments steps path begin end every row left last"
RESERVED = frozenset(
    (*LOOP.split(), *"k lane lanes low high slope finite prange njit np".split(), *CALLS)
)
StepFunction = Callable[..., tuple[Any, ...]]


@dataclass(frozen=True)
class Assignment:
    """One line of source: which component of which quantity it computes (None: a helper)."""

    target: str
    code: str
    quantity: str | None = None
    component: int | None = None


@dataclass(frozen=True, eq=False)
class Program:
    """A generated step: its source, the constants it needs and the functions it calls.

    The function takes t, the components of the carried quantities, then the parameters, then the
    given gradient where there is no objective; it returns every quantity's components in order.
    `gradients` names the components of each gradient that it takes, `domain` the values that must
    exist where it does.
    """

    rule: Rule
    dimension: int
    arguments: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    results: tuple[str, ...]
    constants: Mapping[str, Rational] = field(repr=False)
    calls: frozenset[str] = frozenset()
    gradients: tuple[tuple[str, ...], ...] = ()
    domain: tuple[str, ...] = ()

    @cached_property
    def source(self) -> str:
        """The step as Python source."""
        lines = [f"def step({', '.join(self.arguments)}):"]
        lines += [f"    {a.target} = {a.code}" for a in self.assignments]
        return "\n".join([*lines, f"    return {', '.join(self.results)},", ""])

    @property
    def is_rational(self) -> bool:
        """Whether a step stays in the rationals: only + − × ÷ and whole powers."""
        return self.calls <= RATIONAL_CALLS

    @property
    def filename(self) -> str:
        """The name under which tracebacks know the source."""
        return f"<symopt step of {self.rule.name} {id(self):x}>"

    def compile(self, operations: Operations) -> StepFunction:
        """The step as a function in one arithmetic."""
        namespace: dict[str, Any] = dict(operations.functions)
        for name, value in self.constants.items():
            namespace[name] = operations.number(value)
        namespace["number"] = operations.integer
        linecache.cache[self.filename] = (len(self.source), None, self.source.splitlines(True), "")
        exec(compile(self.source, self.filename, "exec"), namespace)
        function: StepFunction = namespace["step"]
        return function

    def split(self, results: tuple[Any, ...]) -> Mapping[str, tuple[Any, ...]]:
        """A step's flat results as quantity -> components."""
        return _Components(results, self._places)

    @cached_property
    def carried_positions(self) -> tuple[int, ...]:
        """Where, in a step's flat results, the next step's carried components stand."""
        return tuple(
            self._places[name].start + i
            for name in self.rule.carried
            for i in range(self.dimension)
        )

    @cached_property
    def _places(self) -> dict[str, slice]:
        """Which of a step's flat results are whose components."""
        places, position = {}, 0
        for name in self.rule.quantities:
            width = 1 if name in self.rule.scalars else self.dimension
            places[name] = slice(position, position + width)
            position += width
        return places

    def where(self, trace: TracebackType | None) -> Assignment | None:
        """The assignment at which an exception arose, if it arose in this source."""
        found = None
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.filename:
                found = trace.tb_lineno
            trace = trace.tb_next
        if found is None or not 0 <= found - 2 < len(self.assignments):
            return None
        return self.assignments[found - 2]


class _Components(Mapping[str, tuple[Any, ...]]):
    """Flat results seen as quantity -> components; long runs hold many of these."""

    __slots__ = ("_places", "_results")

    def __init__(self, results: tuple[Any, ...], places: dict[str, slice]):
        self._results = results
        self._places = places

    def __getitem__(self, name: str) -> tuple[Any, ...]:
        return self._results[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@lru_cache(maxsize=256)
def generate(
    rule: Rule,
    gradient: Gradient | None,
    variables: tuple[Symbol, ...],
    domain: tuple[Expr, ...] = (),
) -> Program:
    """The step of `rule` with this gradient; None: the gradient is an argument of the step.

    Each expression of `domain` must have a value wherever the gradient is taken.
    """
    return _Generator(rule, gradient, variables, domain).program()


class _Generator:
    def __init__(
        self,
        rule: Rule,
        gradient: Gradient | None,
        variables: tuple[Symbol, ...],
        domain: tuple[Expr, ...],
    ):
        self.rule = rule
        self.gradient = gradient
        self.domain = domain
        self.variables = variables
        self.assignments: list[Assignment] = []
        self.taken = {"t", *RESERVED, *keyword.kwlist}
        self.emitter = Emitter({STEP: "t"})
        self.gradients: list[tuple[str, ...]] = []
        self.within: list[str] = []

    def program(self) -> Program:
        arguments = ["t"]
        for name in self.rule.carried:
            arguments += self._define(before(name), name, self._width(name))
        for name in self.rule.parameters:
            arguments += self._define(parameter(name), name, None)
        if self.gradient is None:
            self.given = [self._name(f"given_{i}") for i in range(len(self.variables))]
            arguments += self.given
        results: list[str] = []
        for line in self.rule.lines:
            results += self._line(line)
        return Program(
            self.rule,
            len(self.variables),
            tuple(arguments),
            tuple(self.assignments),
            tuple(results),
            dict(self.emitter.constants),
            frozenset(self.emitter.calls),
            tuple(self.gradients),
            tuple(self.within),
        )

    def _width(self, name: str) -> int | None:
        return None if name in self.rule.scalars else len(self.variables)

    def _name(self, wish: str) -> str:
        """An identifier that is free, close to the one wished for."""
        safe = wish if wish.isidentifier() and wish.isascii() else "q"
        name, count = safe, 0
        while name in self.taken:
            name, count = f"{safe}_{count}", count + 1
        self.taken.add(name)
        return name

    def _define(self, symbol: Symbol, wish: str, width: int | None) -> list[str]:
        """Names for a symbol's components (one name for a scalar)."""
        if width is None:
            names = [self._name(wish)]
            self.emitter.names[symbol] = names[0]
        else:
            names = [self._name(f"{wish}_{i}") for i in range(width)]
            self.emitter.names[symbol] = names
        return names

    def _line(self, line: Line) -> list[str]:
        width = self._width(line.left)
        right = self._expand(line.right)
        codes = [self.emitter.assigned(right, i) for i in range(width or 1)]
        wish = f"new_{line.left}" if line.left in self.rule.carried else line.left
        names = self._define(now(line.left), wish, width)
        for i, (target, code) in enumerate(zip(names, codes, strict=True)):
            self.assignments.append(Assignment(target, code, line.left, i))
        return names

    def _expand(self, expression: Expr) -> Expr:
        """Gradients and norms become helper lines and, in the expression, plain symbols."""
        with sympy.evaluate(False):
            for call in _calls(expression):
                inner = self._expand(call.args[0])
                if call.func is GRADIENT:
                    names: str | list[str] = self._gradient_at(inner)
                    self.gradients.append(tuple(names))
                else:
                    names = self._norm(inner)
                stand_in = sympy.Dummy(call.func.__name__, real=True)
                self.emitter.names[stand_in] = names
                expression = expression.xreplace({call: stand_in})
        return expression

    def _helper(self, wish: str, code: str) -> str:
        """A line of its own for a value that is used more than once; plain names need none."""
        if code.isidentifier():
            return code
        name = self._name(wish)
        self.assignments.append(Assignment(name, code))
        return name

    def _norm(self, vector: Expr) -> str:
        parts = [
            self._helper(f"n_{i}", self.emitter.assigned(vector, i))
            for i in range(len(self.variables))
        ]
        return self._helper("norm", self.emitter.norm(parts))

    def _gradient_at(self, point: Expr) -> list[str]:
        if self.gradient is None:
            if point != before(POINT):
                raise _needs_a_function(self.rule)
            return self.given
        for i, variable in enumerate(self.variables):
            at = self._helper(f"at_{i}", self.emitter.assigned(point, i))
            self.emitter.names[variable] = at
        for expression in self.domain:
            self.within.append(self._helper("within", self.emitter.assigned(expression, 0)))
        shared, parts = sympy.cse(
            self.gradient, symbols=sympy.numbered_symbols("shared_"), order="none"
        )
        for symbol, expression in shared:
            name = self._helper("shared", self.emitter.assigned(expression, 0))
            self.emitter.names[symbol] = name
        return [
            self._helper(f"grad_{i}", self.emitter.assigned(part, 0))
            for i, part in enumerate(parts)
        ]


def _calls(expression: Expr) -> list[Expr]:
    """The outermost gradient and norm calls of an expression."""
    if expression.func in (GRADIENT, NORM):
        return [expression]
    return [call for part in expression.args for call in _calls(part)]


def _needs_a_function(rule: Rule) -> Exception:
    from symopt.errors import InputError

    return InputError(
        f"rule '{rule.name}' asks for the gradient at another point than theta",
        hint="given gradients can't answer that: give an objective, or use a rule whose parameters "
        "stand where it takes the gradient, as those of nesterov_shifted do",
    )
