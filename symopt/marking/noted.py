"""What an author has after a line: values that later lines may follow from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from symopt.errors import SymoptError
from symopt.marking.compare import compare, coordinates, is_telling, is_written_out
from symopt.marking.context import Context, is_literal
from symopt.marking.evaluate import parts_of
from symopt.marking.verdicts import LinkVerdict
from symopt.reading.names import Quantity
from symopt.reading.statement import Statement

_T = TypeVar("_T")


def note_rounded(context: Context, statement: Statement, links: Sequence[LinkVerdict]) -> None:
    """Remember what the author has rounded: later lines may hold it."""
    for (left, _, right), link in zip(statement.chain.links(), links, strict=True):
        if link.verdict == "rounded" and is_written_out(right):
            value = value_or_none(lambda left=left: context.value(left))  # type: ignore[misc]
            context.author.seen += () if value is None else parts_of(value)


def note_value(
    context: Context, quantity: Quantity, statement: Statement, links: Sequence[LinkVerdict]
) -> None:
    """Remember the last value written for a quantity, where it is not the exact one."""
    expected = value_or_none(lambda: context.expected(quantity))
    for _, relation, side in reversed([*statement.chain.links()]):
        value = value_or_none(lambda side=side: context.value(side)) if is_literal(side) else None  # type: ignore[misc]
        if value is None or expected is None:
            continue
        parts = parts_of(value)
        if len(parts) != len(coordinates(expected)):
            continue
        rounded = relation.sign == "≈"
        found = compare(expected, value, side, rounded=rounded, claimed=True)
        if found.status == "proved":
            context.author.correct(quantity, parts)
        else:
            wrong = any(link.verdict == "refuted" for link in links)
            slip = wrong and (found.status != "rounded" or not is_telling(side))
            context.author.write(quantity, parts, slip=slip)
        return


def value_or_none(value: Callable[[], _T]) -> _T | None:
    """A value, None where it does not exist or is not known."""
    try:
        return value()
    except SymoptError:
        return None
