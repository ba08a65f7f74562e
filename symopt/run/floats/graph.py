"""A generated step as a graph of float64 operations, in which equal values are one node.

Sharing equal subexpressions, and writing whole powers as products, leaves the author's order of
operations as it was. So every loop written from the graph computes the same floats.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from symopt.errors import InputError
from symopt.rule import POINT
from symopt.run.generate import Program

MOST_OPERATIONS = 20_000
SLOPE, FINITE = "slope", "finite"
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class Kind(IntEnum):
    """What a value depends on: parameters alone, the number of the step too, or the state."""

    FIXED = 0
    SCHEDULED = 1
    VARYING = 2


_LEAVES = {
    "constant": Kind.FIXED,
    "parameter": Kind.FIXED,
    "t": Kind.SCHEDULED,
    "given": Kind.SCHEDULED,
    "carried": Kind.VARYING,
}


class Node(NamedTuple):
    """A leaf with its name or number, or an operation on other nodes, given by their indices."""

    op: str
    arguments: tuple[Any, ...]

    @property
    def operands(self) -> tuple[int, ...]:
        """The nodes that this one is computed from."""
        return () if self.op in _LEAVES else self.arguments


@dataclass(frozen=True)
class Body:
    """One batch's step: the nodes that take the carried values' places, and the lines' names."""

    results: tuple[int, ...]
    names: dict[int, str]


@dataclass(frozen=True, eq=False)
class Graph:
    """The steps of a period of batches. `carried` names what one step hands to the next.

    The point's components come first, then the state, monitors (SLOPE and FINITE), and `lanes`:
    parameters that differ from point to point.
    """

    nodes: tuple[Node, ...]
    kinds: tuple[Kind, ...]
    carried: tuple[str, ...]
    parameters: tuple[str, ...]
    dimension: int
    bodies: tuple[Body, ...]
    lanes: tuple[str, ...] = ()

    def needed(self, body: Body) -> list[int]:
        """The nodes that a step has to compute, each after those that it is computed from."""
        return reachable(self.nodes, body.results)

    @property
    def quantities(self) -> int:
        """How many carried values are the rule's own: all but the monitors and lanes."""
        return len(self.carried) - len(self.monitors) - len(self.lanes)

    @property
    def monitors(self) -> tuple[str, ...]:
        """What is carried only to be looked at after a while."""
        return tuple(name for name in self.carried if name in (SLOPE, FINITE))

    def inputs(self, kind: Kind) -> list[int]:
        """The operations of a kind whose values enter the step from outside."""
        found = set()
        for body in self.bodies:
            for index in self.needed(body):
                if self.kinds[index] == Kind.VARYING:
                    found |= {i for i in self.nodes[index].operands if self.kinds[i] == kind}
            found |= {i for i in body.results if self.kinds[i] == kind}
        leaves = ("constant", "parameter")
        return sorted(i for i in found if self.nodes[i].op not in leaves)


def reachable(nodes: Sequence[Node], roots: Sequence[int]) -> list[int]:
    """The roots and all that they are computed from, in order."""
    seen: set[int] = set()
    stack = list(roots)
    while stack:
        index = stack.pop()
        if index not in seen:
            seen.add(index)
            stack.extend(nodes[index].operands)
    return sorted(seen)


def elementwise(program: Program) -> Graph:
    """The step of one coordinate as a graph that carries the given gradient along, unchanged."""
    builder = _Builder()
    carried, parameters, given = _arguments(program)
    named = builder.names(program, leaves=("carried", "parameter", "carried"))
    body = _body(program, named)
    results = (*body.results, *(named[name] for name in given))
    return Graph(
        tuple(builder.nodes),
        tuple(builder.kinds),
        (*carried, *given),
        parameters,
        program.dimension,
        (Body(results, body.names),),
    )


def graph_of(programs: Sequence[Program], *, slope: bool = False) -> Graph:
    """The graph of one program a batch.

    With `slope` the step also carries the least Euclidean norm of its gradients so far. Where a
    point could come back from infinity, or leave the loss's domain unseen, it carries a value
    that turns from 0 to nan when that happens, and stays nan.
    """
    builder = _Builder()
    program = programs[0]
    named = [builder.names(each) for each in programs]
    bodies = [_body(each, names) for each, names in zip(programs, named, strict=True)]
    monitors = [SLOPE] if slope else []
    if not all(builder.persists(body, program.dimension) for body in bodies) or program.domain:
        monitors.append(FINITE)
    for name in monitors:
        bodies = [
            Body((*body.results, builder.monitor(name, each, names)), body.names)
            for body, each, names in zip(bodies, programs, named, strict=True)
        ]
    carried, parameters, _ = _arguments(program)
    return Graph(
        tuple(builder.nodes),
        tuple(builder.kinds),
        (*carried, *monitors),
        parameters,
        program.dimension,
        tuple(bodies),
    )


def _arguments(program: Program) -> tuple[tuple[str, ...], ...]:
    """A program's arguments after t: carried components, parameters, given gradient."""
    first = 1 + len(program.rule.carried) * program.dimension
    given = first + len(program.rule.parameters)
    names = program.arguments
    return names[1:first], names[first:given], names[given:]


def _results(program: Program, named: Mapping[str, int]) -> tuple[int, ...]:
    """The nodes of the carried components after the step."""
    return tuple(named[program.results[position]] for position in program.carried_positions)


def _body(program: Program, named: Mapping[str, int]) -> Body:
    names: dict[int, str] = {}
    for assignment in program.assignments:
        index = named[assignment.target]
        if assignment.quantity is not None or index not in names:
            names[index] = assignment.target
    return Body(_results(program, named), names)


class _Builder:
    """Reads the programs' source, which is ours and a small part of Python's expressions."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.kinds: list[Kind] = []
        self._index: dict[Node, int] = {}
        self._names: dict[str, int] = {}

    def node(self, op: str, *arguments: Any) -> int:
        """The one node of this operation on these arguments."""
        new = Node(op, arguments)
        index = self._index.get(new)
        if index is None:
            if len(self.nodes) == MOST_OPERATIONS:
                raise InputError(
                    f"one step needs more than {MOST_OPERATIONS} operations",
                    hint="use fewer rows of data or fewer batches",
                )
            index = self._index[new] = len(self.nodes)
            self.nodes.append(new)
            kinds = (self.kinds[i] for i in new.operands)
            self.kinds.append(_LEAVES[op] if op in _LEAVES else max(kinds, default=Kind.FIXED))
        return index

    def constant(self, value: float) -> int:
        return self.node("constant", value)

    def names(
        self, program: Program, leaves: Sequence[str] = ("carried", "parameter", "given")
    ) -> dict[str, int]:
        """The node of every name in one program; `leaves` says what its arguments are."""
        self._names = {
            name: self.node(leaf, name)
            for leaf, names in zip(leaves, _arguments(program), strict=True)
            for name in names
        }
        for name, value in program.constants.items():
            self._names[name] = self.constant(quotient(int(value.p), int(value.q)))
        for assignment in program.assignments:
            tree = ast.parse(assignment.code, mode="eval").body
            self._names[assignment.target] = self._read(tree)
        return self._names

    def monitor(self, name: str, program: Program, named: Mapping[str, int]) -> int:
        """What one more carried value becomes: SLOPE or FINITE."""
        now = self.node("carried", name)
        if name == SLOPE:
            for parts in program.gradients:
                norm = self.node("sqrt", self._sum([self._power(named[p], 2) for p in parts]))
                now = self.node("least", norm, now)
            return now
        within = [named[part] for part in program.domain]
        for index in (*_results(program, named)[: program.dimension], *within):
            now = self.node("+", now, self.node("-", index, index))
        return now

    def _sum(self, parts: Sequence[int]) -> int:
        total = parts[0]
        for part in parts[1:]:
            total = self.node("+", total, part)
        return total

    def persists(self, body: Body, dimension: int) -> bool:
        """Whether each coordinate is its old value plus or minus something.

        A coordinate that is infinite or nan then never becomes finite again.
        """
        for position in range(dimension):
            index = body.results[position]
            start = f"{POINT}_{position}"
            terms = [index]
            while terms and self.nodes[terms[-1]] != Node("carried", (start,)):
                node = self.nodes[terms.pop()]
                terms += node.arguments if node.op in "+-" else ()
            if not terms:
                return False
        return True

    def _read(self, e: ast.expr) -> int:
        match e:
            case ast.Name(id=name):
                return self.node("t") if name == "t" else self._names[name]
            case ast.Constant(value=int(value)):
                return self.constant(quotient(value, 1))
            case ast.UnaryOp(operand=operand):
                return self._negative(self._read(operand))
            case ast.BinOp(left=base, op=ast.Pow(), right=ast.Constant(value=int(exponent))):
                return self._power(self._read(base), exponent)
            case ast.BinOp(left=left, op=op, right=right):
                return self.node(_SIGNS[type(op)], self._read(left), self._read(right))
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._call(name, arguments)
        raise ValueError(ast.dump(e))

    def _negative(self, index: int) -> int:
        op, arguments = self.nodes[index]
        return self.constant(-arguments[0]) if op == "constant" else self.node("neg", index)

    def _call(self, name: str, arguments: Sequence[ast.expr]) -> int:
        operands = [self._read(argument) for argument in arguments]
        match name:
            case "number":
                return operands[0]
            case "pi":
                return self.constant(math.pi)
            case "euler":
                return self.constant(math.e)
            case "power":
                base, exponent = operands
                if self.nodes[exponent].op == "constant":
                    return self._power(base, int(self.nodes[exponent].arguments[0]))
                if self.kinds[base] == Kind.VARYING:
                    raise InputError("a quantity to the power t can't be run in floats")
        return self.node(name, *operands)

    def _power(self, base: int, exponent: int) -> int:
        """A whole power as products, by squaring from the right."""
        if exponent < 0:
            return self.node("/", self.constant(1.0), self._power(base, -exponent))
        power: int | None = None
        while exponent:
            if exponent & 1:
                power = base if power is None else self.node("*", power, base)
            exponent >>= 1
            if exponent:
                base = self.node("*", base, base)
        return self.constant(1.0) if power is None else power


def quotient(numerator: int, denominator: int) -> float:
    """The float64 nearest to a rational, infinite where that overflows."""
    try:
        return numerator / denominator
    except OverflowError:
        return math.inf if numerator > 0 else -math.inf
