"""What is computed over a shared graph, arguments first: balls, separation bounds and signs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from flint import arb

from symopt.errors import UndecidedError
from symopt.numbers import ball
from symopt.numbers.bound import UNKNOWN, Bound

if TYPE_CHECKING:
    from symopt.numbers.real import Real

FIRST_BITS = 64
JUMP_BITS = 512  # up to here precision doubles; from here it grows eightfold towards the bound
ALGEBRA_BITS = 8192  # a bound above it costs more than multiplying out
REFUTING_BITS = 16_384  # how far a difference is looked for when zero can't be proved anyway
REFUTING_BITS_WITHOUT_BOUND = 4096
MOST_WORK = 200_000_000  # nodes times bits of one evaluation: 5 s, 25 MB of balls
SLACK_BITS = 32


def below(node: Real, wanted: Callable[[Real], bool]) -> list[Real]:
    """The wanted nodes at and below `node` reached through wanted ones, arguments first."""
    found = {node.serial: node} if wanted(node) else {}
    pending = list(found.values())
    while pending:
        for argument in pending.pop()._arguments():
            if argument.serial not in found and wanted(argument):
                found[argument.serial] = argument
                pending.append(argument)
    return [found[serial] for serial in sorted(found)]


def enclosure(node: Real, bits: int) -> arb:
    """The node's ball computed with at least `bits` bits throughout."""
    if node._bits < bits:
        stale = below(node, lambda n: n._bits < bits)
        with ball.precision(bits):
            for each in stale:
                node.field.check()
                each._ball = each._evaluate()
                each._bits = bits
        value = node._ball
        node.field.account(stale, bits)
        return value
    return node._ball


def bound_of(node: Real) -> Bound:
    """The node's separation bound, those below it filled in first."""
    for each in below(node, lambda n: n._bound is None):
        each._bound = each._bound_above()
    return node._bound or UNKNOWN


def separation(node: Real) -> float:
    """B such that the value is zero or at least 2^−B in absolute value; infinity: unknown."""
    return bound_of(node).separation()


def sign_by_enclosure(node: Real, max_bits: int | None) -> int:
    """The sign by enclosures that sharpen until they leave zero or undercut the bound."""
    bits, limit, needed = FIRST_BITS, JUMP_BITS, 0.0
    while True:
        value = enclosure(node, bits)
        if value > 0:
            return 1
        if value < 0:
            return -1
        if not needed:
            needed = separation(node)
            limit = _limit(node, needed, max_bits or node.field.max_bits)
        top = ball.magnitude(value)
        if value.is_zero() or (top is not None and -top >= needed):
            return 0
        if bits == JUMP_BITS and needed > ALGEBRA_BITS and node._vanishes():
            return 0
        if bits >= limit:
            raise UndecidedError(_undecided(bits, top, needed))
        lost = bits if top is None else bits + top
        target = needed + max(lost, 0) + SLACK_BITS
        bits = int(
            min(2 * bits if bits < JUMP_BITS else max(min(target, 8 * bits), bits + 64), limit)
        )


def affordable_bits(node: Real, max_bits: int) -> int:
    """The precision that is allowed and can be had within the allowed work."""
    return max(FIRST_BITS, min(max_bits, MOST_WORK // len(below(node, lambda _: True))))


def _limit(node: Real, needed: float, max_bits: int) -> int:
    """The precision to go to: as far as allowed where zero can be proved, else modestly."""
    limit = affordable_bits(node, max_bits)
    if needed == math.inf:
        return min(limit, REFUTING_BITS_WITHOUT_BOUND)
    return limit if needed + SLACK_BITS < limit else min(limit, REFUTING_BITS)


def _undecided(bits: int, top: int | None, needed: float) -> str:
    found = "no finite enclosure was found" if top is None else f"it is smaller than 2^{top}"
    proof = (
        "no separation bound is known"
        if needed == math.inf
        else f"zero could be proved at {math.ceil(needed)} bits"
    )
    return f"a sign could not be decided with {bits} bits: {found}, and {proof}"
