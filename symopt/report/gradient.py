"""The gradient as it is derived: what each term, or each row of data, adds to each derivative."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, reduce

from sympy import Add, Expr, Symbol, factor_terms

from symopt.notation.from_sympy import from_sympy, name_of, number_tree
from symopt.notation.latex import substitute, write_latex
from symopt.notation.tree import Binary, Negative, Node, key
from symopt.objective import Objective
from symopt.report.document import Block, Chain, Math, Message, Prose, Table
from symopt.report.latex import vector_latex

MOST_ROWS = 12  # of data, up to which a sum over them is written out


def derivation(objective: Objective) -> list[Block]:
    """f, and its gradient: what each derivative is the sum of, and what that comes to."""
    names = ", ".join(map(write_latex, objective.variables))
    rows = _rows(objective)
    cost = _mean(objective, objective.expression, rows) if rows else from_sympy(objective.value)
    return [
        Chain(f"f({names})", _equal(write_latex(cost), write_latex(objective.value))),
        *_data(objective),
        Prose(Message("The gradient, term by term:")),
        *_slopes(objective),
        *_batches(objective),
    ]


def _slopes(objective: Objective) -> Iterator[Chain]:
    """∂f/∂x for each variable x, or f': the sum that it is, and what that comes to."""
    names = [*map(write_latex, objective.variables)]
    sums = zip(names, contributions(objective, None), objective.gradient(), strict=True)
    for name, total, slope in sums:
        left = rf"\frac{{\partial f}}{{\partial {name}}}" if len(names) > 1 else "f'"
        sides = _equal(write_latex(total), write_latex(slope))
        yield Chain(f"{left}({', '.join(names)})", sides)


def gradient_latex(objective: Objective, step: int | None = None) -> str:
    """The gradient in short; with `step`, that of the step's batch."""
    return vector_latex([*map(write_latex, objective.gradient(step))])


@lru_cache(maxsize=64)
def contributions(objective: Objective, step: int | None) -> tuple[Node, ...]:
    """Each partial derivative as the sum that it is, before anything is gathered.

    Over rows of data that is their mean, (1/n) Σ ∂ℓ(row)/∂x, else a sum over the terms of f.
    With `step`, that of the step's batch.
    """
    if rows := _rows(objective, step):
        row = Objective(objective.expression, (*objective.variables, *objective.columns))
        slopes = map(factor_terms, row.gradient()[: objective.dimension])
        return tuple(_mean(objective, slope, rows) for slope in slopes)
    value = objective.value if step is None else objective.batch_value(step)
    terms = value.as_ordered_terms() if isinstance(value, Add) else [value]
    by_term = [_term_slopes(term, objective.variables) for term in terms]
    return tuple(
        _sum(part for part in parts if part is not None) for parts in zip(*by_term, strict=True)
    )


def _term_slopes(term: Expr, variables: tuple[Symbol, ...]) -> list[Node | None]:
    """A term's derivatives with its coefficient kept apart, as in 3/10 · 2xy; None for zero."""
    coefficient, rest = term.as_coeff_Mul()
    slopes: list[Node | None] = []
    for slope in Objective(rest, variables).gradient():
        if slope == 0:
            slopes.append(None)
        elif abs(coefficient) == 1 or slope == 1:
            slopes.append(from_sympy(coefficient * slope))
        else:
            product = _times(from_sympy(abs(coefficient)), from_sympy(slope))
            slopes.append(Negative(product) if coefficient < 0 else product)
    return slopes


def _rows(objective: Objective, step: int | None = None) -> Sequence[int]:
    """The rows whose sum is written out: the step's batch, or all; none where they are many."""
    rows: Sequence[int] = range(len(objective.rows))
    if step is not None and objective.batches:
        rows = objective.batches[(step - 1) % objective.period]
    return rows if len(rows) <= MOST_ROWS else ()


def _times(factor: Node, tree: Node) -> Node:
    """One more factor in front: 3/10 · 2xy, not 3/10 (2xy)."""
    if isinstance(tree, Binary) and tree.operator == "*":
        return replace(tree, left=_times(factor, tree.left))
    return Binary("*", factor, tree, "*")


def _mean(objective: Objective, of_a_row: Expr, rows: Sequence[int]) -> Node:
    """(1/n)(… + …), an expression of the columns at each row."""
    tree = from_sympy(of_a_row)
    keys = [key(name_of(column)) for column in objective.columns]
    terms = (
        substitute(tree, dict(zip(keys, map(from_sympy, objective.rows[row]), strict=True)))
        for row in rows
    )
    total = _sum(terms)
    if len(rows) == 1:
        return total
    share = Binary("/", number_tree(1), number_tree(len(rows)), "/")
    return Binary("*", share, total, "*")


def _sum(terms: Iterable[Node]) -> Node:
    """Terms joined by + and −; 0 where there are none."""

    def joined(left: Node, right: Node) -> Node:
        if isinstance(right, Negative):
            return Binary("-", left, right.operand, "-")
        return Binary("+", left, right, "+")

    parts = list(terms)
    return reduce(joined, parts) if parts else number_tree(0)


def _equal(*sides: str) -> tuple[tuple[str, str], ...]:
    """The sides of a chain, each once."""
    return tuple(("=", latex) for latex in dict.fromkeys(sides))


def _data(objective: Objective) -> list[Block]:
    """The rows behind a cost."""
    if not objective.rows:
        return []
    head = ("", *map(write_latex, objective.columns))
    rows = tuple((str(i), *map(write_latex, row)) for i, row in enumerate(objective.rows, 1))
    loss = {"loss": Math(write_latex(objective.expression))}
    return [Prose(Message("It is the mean of {loss} over these rows:", loss)), Table(head, rows)]


def _batches(objective: Objective) -> list[Block]:
    """The gradient over each batch of rows, where there are batches."""
    if not objective.batches:
        return []
    rows = tuple(
        (", ".join(str(row + 1) for row in batch), gradient_latex(objective, step))
        for step, batch in enumerate(objective.batches, 1)
    )
    message = Message("Each step follows the gradient over its own batch of rows, in turn:")
    return [Prose(message), Table(("", r"\nabla f"), rows)]
